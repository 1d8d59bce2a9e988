"""stub"""
from __future__ import annotations

from typing import Any


def summary_to_html(about: dict[str, Any]) -> str:
    return ""

"""The version, in one place: the build reads it, and every run says it."""

from __future__ import annotations

__version__ = "0.1.0"

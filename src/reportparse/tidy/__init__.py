"""Rows to keep: values out of printed text, and what the values say against each other.

Door: `tidy_observations`.
"""

from __future__ import annotations

from reportparse.tidy.frame import tidy_observations

__all__ = ["tidy_observations"]

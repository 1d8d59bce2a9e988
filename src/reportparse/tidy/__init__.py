"""Rows to keep: values out of printed text, and what the values say against each other.

Doors: `tidy_observations`, `select_corrections`, `figures_against_observations`.
"""

from __future__ import annotations

from reportparse.tidy.corrections import select_corrections
from reportparse.tidy.crosscheck import figures_against_observations
from reportparse.tidy.frame import tidy_observations

__all__ = ["figures_against_observations", "select_corrections", "tidy_observations"]

"""Rows to keep: values out of printed text, and what the values say against each other.

Doors: `tidy_observations`, `select_corrections`, `figures_against_observations`, `observations_to_worth`.
"""

from __future__ import annotations

from reportparse.tidy.corrections import select_corrections
from reportparse.tidy.crosscheck import figures_against_observations
from reportparse.tidy.frame import tidy_observations
from reportparse.tidy.worth import observations_to_worth

__all__ = ["figures_against_observations", "observations_to_worth", "select_corrections", "tidy_observations"]

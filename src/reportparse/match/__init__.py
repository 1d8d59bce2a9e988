"""Which indicator each printed row is.

Doors: `match_tables`, and `pair_institutions` for the names of those who report. A whole report's tables are matched with the edition
that fits them best; each table is aligned with a whole catalogue table, and every row comes out, matched or not, with how and how well.
"""

from __future__ import annotations

from reportparse.match.institutions import pair_institutions
from reportparse.match.report import match_tables

__all__ = ["match_tables", "pair_institutions"]

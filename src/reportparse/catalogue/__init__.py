"""What may exist: tables, rows, names, units, relations, and the words that reports are written in, as YAML that an expert may change.

Doors: `load_catalogue` gives the knowledge, `load_columns` the output contract, `load_problems` the problem codes, `check_catalogue`
says what a person should look at.  What does not hold stops with a CatalogueError naming file, fault and mend.
"""

from __future__ import annotations

from reportparse.catalogue.columns import ColumnSpec, TableSpec, load_columns, load_contract
from reportparse.catalogue.loading import load_catalogue

__all__ = ["ColumnSpec", "TableSpec", "load_catalogue", "load_columns", "load_contract"]

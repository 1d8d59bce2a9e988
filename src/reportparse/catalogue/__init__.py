"""What may exist: tables, rows, names, units, relations, and the words that reports are written in, as YAML that an expert may change.

Doors: `load_catalogue` gives the knowledge, `load_columns` and `load_contract` the output contract, `load_problems` the problem
codes, `load_corrections` what people corrected, `check_catalogue` what a person should look at, `draft_edition` and `draft_to_yaml` a new
edition to go on with.  What does not hold stops with a CatalogueError naming file, fault and mend.
"""

from __future__ import annotations

from reportparse.catalogue.checks import Finding, check_catalogue, files_not_used
from reportparse.catalogue.columns import ColumnSpec, TableSpec, load_columns, load_contract
from reportparse.catalogue.corrections import load_corrections
from reportparse.catalogue.draft_text import draft_to_counts, draft_to_yaml
from reportparse.catalogue.drafting import Draft, draft_edition
from reportparse.catalogue.loading import BUILT_IN, load_catalogue
from reportparse.catalogue.problems import ProblemKind, load_problems

__all__ = [
    "BUILT_IN",
    "ColumnSpec",
    "Draft",
    "Finding",
    "ProblemKind",
    "TableSpec",
    "check_catalogue",
    "draft_edition",
    "draft_to_counts",
    "draft_to_yaml",
    "files_not_used",
    "load_catalogue",
    "load_columns",
    "load_contract",
    "load_corrections",
    "load_problems",
]

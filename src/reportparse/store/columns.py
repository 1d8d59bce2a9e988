"""The output contract's columns, as the store needs them: a name and one of three types.

The catalogue's columns.yaml is the only place that lists them; rows, CSV headers and Arrow schemas all follow it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

Kind = Literal["text", "integer", "number"]
# columns.yaml names Arrow's types; here only how a cell is written matters.
_KINDS: dict[str, Kind] = {"string": "text", "int64": "integer", "float64": "number"}
TABLES = ("observations", "figures", "problems", "reports")


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `about` is the sentence that docs and Parquet readers show."""

    name: str
    type: Kind
    about: str


@cache
def contract_columns() -> Mapping[str, tuple[Column, ...]]:
    """The columns of each table, in the order of the files."""
    from reportparse.catalogue import load_columns

    return {name: tuple(Column(c.name, _KINDS[c.type], c.meaning) for c in columns) for name, columns in load_columns().items()}

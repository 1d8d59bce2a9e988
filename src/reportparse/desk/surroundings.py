"""What stands around a value: the rows above and below, the years beside it, and what it must agree with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reportparse.model import Catalogue, Relation
from reportparse.review import Spot

if TYPE_CHECKING:
    from pyarrow import Table

_AROUND = 2
_SIGNS = {"==": "=", "<=": "≤", "ratio": "≈"}
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One printed row: its label and its cells in the order of `years`; `here` is the number of the cell in question, -1 in other rows."""

    name: str
    unit: str
    cells: tuple[str, ...]
    here: int


@dataclass(frozen=True, slots=True)
class Around:
    """The rows around a spot."""

    years: tuple[int, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """A relation with its numbers; `holds` is None where a number is missing."""

    text: str
    reason: str
    holds: bool | None


def rows_of_report(rows: Table, report_id: str) -> list[dict[str, Any]]:
    """The rows of one report, in printed order."""
    from pyarrow import compute

    found: list[dict[str, Any]] = rows.filter(compute.equal(rows["report_id"], report_id)).to_pylist()
    return found


def spot_to_around(spot: Spot, rows: Sequence[Row]) -> Around:
    """The rows of the same table, two before and two after."""
    if spot.row_no is None:
        return Around((), ())
    near = [row for row in rows if row["table_name"] == spot.table_name and abs((row["row_no"] or 0) - spot.row_no) <= _AROUND]
    years = tuple(sorted({row["data_year"] for row in near if row["data_year"] is not None}))
    numbers = sorted({row["row_no"] for row in near})
    return Around(years, tuple(_rows_to_line([row for row in near if row["row_no"] == number], years, spot) for number in numbers))


def _rows_to_line(rows: Sequence[Row], years: Sequence[int], spot: Spot) -> Line:
    by_year = {row["data_year"]: row for row in rows}
    cells = tuple(by_year[year]["value_raw"] if year in by_year else "" for year in years)
    is_here = rows[0]["row_no"] == spot.row_no and spot.data_year in years
    return Line(rows[0]["name_raw"], rows[0]["unit"], cells, years.index(spot.data_year) if is_here and spot.data_year is not None else -1)


def spot_to_agreements(spot: Spot, rows: Sequence[Row], catalogue: Catalogue) -> Iterator[Agreement]:
    """The relations that the value takes part in, with the values of its year."""
    if not spot.indicator_code:
        return
    values = {row["indicator_code"]: row["value"] for row in rows if row["data_year"] == spot.data_year and row["value"] is not None}
    names = {row["indicator_code"]: row["indicator_name"] for row in rows}
    for relation in catalogue.relations:
        takes_part = spot.indicator_code in (*relation.left, *relation.right)
        if takes_part and relation.op in _SIGNS and relation.measured == "value":
            yield _relation_to_agreement(relation, values, names)


def _relation_to_agreement(relation: Relation, values: Mapping[str, float], names: Mapping[str, str]) -> Agreement:
    left, right = ([_told(code, values, names) for code in side] for side in (relation.left, relation.right))
    text = f"{' + '.join(left)} {_SIGNS[relation.op]} {(' / ' if relation.op == 'ratio' else ' + ').join(right)}"
    return Agreement(text, relation.reason, _holds(relation, values))


def _told(code: str, values: Mapping[str, float], names: Mapping[str, str]) -> str:
    return f"{names.get(code) or code} {values[code]:,.15g}" if code in values else f"{names.get(code) or code} ?"


def _holds(relation: Relation, values: Mapping[str, float]) -> bool | None:
    if any(code not in values for code in (*relation.left, *relation.right)):
        return None
    left, right = sum(values[code] for code in relation.left), [values[code] for code in relation.right]
    if relation.op == "ratio":
        return bool(right[1]) and abs(left - right[0] / right[1]) <= relation.tolerance * (right[0] / right[1])
    room = relation.tolerance + 1e-9 * max(abs(left), abs(sum(right)), 1.0)
    return abs(left - sum(right)) <= room if relation.op == "==" else left <= sum(right) + room

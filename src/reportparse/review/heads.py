"""Where the head of a value's table is: whoever checks a value must see which year its column is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from reportparse.model import Place
from reportparse.review.spots import Spot

if TYPE_CHECKING:
    from pyarrow import Table

_COLUMNS = ("report_id", "table_name", "page", "x0", "top", "x1", "bottom")


def spots_to_heads(observations: Table, spots: Sequence[Spot]) -> list[Place | None]:
    """For each spot the first cell of its table, above which the header is printed; None for what is in no table."""
    firsts: dict[tuple[str, str], Place] = {}
    for row in _rows_of(observations, {spot.report_id for spot in spots}):
        box = (row["x0"], row["top"], row["x1"], row["bottom"])
        if not row["page"] or None in box:
            continue
        key, place = (row["report_id"], row["table_name"]), Place(row["page"], box)
        if key not in firsts or _down_the_report(place) < _down_the_report(firsts[key]):
            firsts[key] = place
    return [firsts.get((spot.report_id, spot.table_name)) if spot.table == "observations" else None for spot in spots]


def _down_the_report(place: Place) -> tuple[int, float]:
    return place.page, place.box[1]


def _rows_of(table: Table, reports: set[str]) -> list[dict[str, Any]]:
    """The rows of some reports. Names are compared once each, not once a row."""
    encoded = table["report_id"].combine_chunks().dictionary_encode()
    wanted = np.array([name in reports for name in encoded.dictionary.to_pylist()], dtype=bool)
    if not len(wanted):
        return []
    rows: list[dict[str, Any]] = table.select(_COLUMNS).take(np.flatnonzero(wanted[encoded.indices.to_numpy()])).to_pylist()
    return rows

"""How much of a report was made out: the measure by which one reading of it is better than another.

What counts is rows that align with the catalogue and figures that are figures; a reader that sees many cells of garbage gains nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from reportparse.model import Observation

_BLANK = 0.25  # a cell that is empty may be a figure that was not seen
_DOUBTFUL = 0.8
_UNKNOWN = 0.1  # a figure in a row that fits nothing is better kept than lost; running text cut into cells has few


def observations_to_worth(observations: Iterable[Observation]) -> float:
    """About the number of year cells that were read and told, each by how well its row is matched."""
    return sum(_worth(row) for row in observations)


def _worth(row: Observation) -> float:
    if not row.indicator_code:
        return 0.0 if "table-repeated" in row.flags else _UNKNOWN if row.value is not None else -_UNKNOWN
    if "value-unparsed" in row.flags or "duplicate-row" in row.flags:
        return 0.0
    seen = _BLANK if row.missing == "blank" else 1.0
    return row.match_score * seen * (_DOUBTFUL if "value-doubtful" in row.flags else 1.0)


"""What a person can be asked about: one printed value, or one figure of the prose, with what was made of it.

A spot's id follows from what is claimed: report, row, year, printed text, value, unit and indicator.  A later run that claims the same
has the same spot, so that a verdict holds for it; one that claims something else has another spot, and the old verdict says nothing of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportparse.model import Place
from reportparse.review.pairs import ranks_in_groups

if TYPE_CHECKING:
    from pyarrow import Table

Hashes = NDArray[np.uint64]

TABLES = ("observations", "figures")
_CLAIM = {
    "observations": (
        "report_id", "indicator_code", "name_raw", "value_raw", "missing", "unit", "table_no", "row_no", "data_year", "value", "page",
    ),
    "figures": ("report_id", "measure", "quote", "sentence", "unit", "subject", "bound", "value", "value_max", "data_year", "page"),
}  # fmt: skip
_NAMES = {
    "observations": ("indicator_code", "indicator_path", "name_raw", "value_raw", "table_name"),
    "figures": ("measure", "subject", "sentence", "quote", "section"),
}


@dataclass(frozen=True, slots=True)
class Spot:
    """One claim about the paper. For figures `indicator_code` is the measure, `name_raw` the sentence, `value_raw` the quote.

    `stratum` names the part of the run that it was drawn from, `stratum_rows` how many rows that part has and `stratum_drawn` how many
    of them were drawn: what a verdict on it weighs. Empty and 0 for spots that were picked, not drawn.
    """

    spot: str
    table: str
    report_id: str
    source: str
    institution: str
    report_year: int | None
    table_name: str
    row_no: int | None
    indicator_code: str
    indicator_path: str
    name_raw: str
    data_year: int | None
    value: float | None
    value_raw: str
    missing: str
    unit: str
    match_method: str
    match_score: float | None
    engine: str
    flags: tuple[str, ...]
    place: Place | None = field(default=None, compare=False)
    stratum: str = ""
    stratum_rows: int = 0
    stratum_drawn: int = 0


def table_to_hashes(table: Table, name: str) -> Hashes:
    """The id of every row as a number: the same claim in the same place gives the same one, whatever the order of the rows."""
    import pyarrow as pa

    mixed = np.full(table.num_rows, 0x9E3779B97F4A7C15, np.uint64)
    for column in _CLAIM[name]:
        values = table[column]
        is_text = not (pa.types.is_floating(values.type) or pa.types.is_integer(values.type))
        mixed = hashes_mixed(mixed, _text_hashes(values) if is_text else _number_hashes(values))
    # Rows that claim the very same thing on one page are told apart by their order.
    ranks = ranks_in_groups(mixed)
    return np.where(ranks > 0, hashes_mixed(mixed, ranks.astype(np.uint64)), mixed)


def hashes_mixed(first: Hashes, second: Hashes) -> Hashes:
    """One hash of two, by the finaliser of splitmix64: every bit of either moves half of the result's."""
    with np.errstate(over="ignore"):
        mixed = first * np.uint64(0xBF58476D1CE4E5B9) + second
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return np.asarray(mixed ^ (mixed >> np.uint64(31)))


def text_to_hash(text: str) -> int:
    """64 bits of a text's BLAKE2, the same everywhere and always."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _text_hashes(column: Any) -> Hashes:  # noqa: ANN401 - an Arrow column
    import pyarrow as pa

    encoded = column.cast(pa.large_string()).fill_null("").dictionary_encode()
    if not encoded.chunks:
        return np.zeros(0, np.uint64)
    known = np.fromiter((text_to_hash(text) for text in encoded.chunk(0).dictionary.to_pylist()), np.uint64)
    parts = [known[: len(chunk.dictionary)][chunk.indices.to_numpy()] for chunk in _unified(encoded)]
    return np.concatenate(parts)


def _unified(encoded: Any) -> Sequence[Any]:  # noqa: ANN401 - an Arrow column
    chunks: Sequence[Any] = encoded.unify_dictionaries().chunks
    return chunks


def _number_hashes(column: Any) -> Hashes:  # noqa: ANN401 - an Arrow column
    import pyarrow as pa

    numbers = column.cast(pa.float64()).to_numpy().astype(np.float64) + 0.0  # -0.0 is 0.0
    numbers[np.isnan(numbers)] = np.nan  # one NaN of the many
    return np.ascontiguousarray(numbers).view(np.uint64)


def rows_to_spots(table: Table, name: str, at: Sequence[int], hashes: Hashes) -> list[Spot]:
    """The rows at these numbers; `hashes` are those of the whole table."""
    rows = table.take(np.asarray(at, np.int64)).to_pylist()
    return [row_to_spot(row, name, f"{int(hashes[number]):016x}") for number, row in zip(at, rows, strict=True)]


def row_to_spot(row: dict[str, Any], name: str, spot: str) -> Spot:
    """One row of a run as what a person is asked about."""
    code, path, label, raw, section = (row[column] for column in _NAMES[name])
    box = (row["x0"], row["top"], row["x1"], row["bottom"])
    return Spot(
        spot=spot,
        table=name,
        report_id=row["report_id"],
        source=row["source"],
        institution=row["institution"],
        report_year=row["report_year"],
        table_name=section,
        row_no=row.get("row_no"),
        indicator_code=code,
        indicator_path=path,
        name_raw=label,
        data_year=row["data_year"],
        value=row["value"],
        value_raw=raw,
        missing=row.get("missing", ""),
        unit=row["unit"],
        match_method=row.get("match_method", ""),
        match_score=row.get("match_score"),
        engine=row.get("engine", ""),
        flags=tuple(flag for flag in row["flags"].split(";") if flag),
        place=None if not row["page"] or None in box else Place(row["page"], box),
    )

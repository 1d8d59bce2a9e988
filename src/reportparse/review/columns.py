"""The same table of two runs, as columns of numbers.

Half a million rows are compared in two seconds when texts are codes and numbers are arrays; as Python objects it takes a minute.  A
code stands for the same text in both tables: codes of different columns mean nothing to each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from pyarrow import ChunkedArray, Table

Array = NDArray[Any]
Both = tuple[Array, Array]
"""A column of the old and of the new table."""

EMPTY = 0
"""The code of the empty text."""
_ROOM = 2**62


@dataclass(frozen=True, slots=True, eq=False)
class TwoTables:
    """One table as the old and as the new run have it (Arrow tables)."""

    old: Table
    new: Table

    def shared(self) -> tuple[str, ...]:
        """The columns that both have, in the order of the new one."""
        return tuple(name for name in self.new.column_names if name in self.old.column_names)

    def column(self, name: str) -> Both:
        """Texts as codes, EMPTY for the empty text; numbers as floats in which nothing is NaN."""
        import pyarrow as pa

        if pa.types.is_floating(self.new.schema.field(name).type) or pa.types.is_integer(self.new.schema.field(name).type):
            return _numbers(self.old[name]), _numbers(self.new[name])
        return self._codes(name)

    def _codes(self, name: str) -> Both:
        import pyarrow as pa

        texts = [column.cast(pa.large_string()).fill_null("") for column in (self.old[name], self.new[name])]
        empty = pa.repeat(pa.scalar("", pa.large_string()), 1)  # the first text met gets the first code
        encoded = pa.chunked_array([empty, *texts[0].chunks, *texts[1].chunks]).dictionary_encode()
        codes = np.concatenate([chunk.indices.to_numpy() for chunk in encoded.chunks])[1:].astype(np.int64)
        return codes[: self.old.num_rows], codes[self.old.num_rows :]


def _numbers(column: ChunkedArray) -> Array:
    import pyarrow as pa

    array: Array = column.cast(pa.float64()).to_numpy()
    return array


def columns_to_groups(columns: Sequence[Both]) -> Both:
    """One number a row; two rows of either table have the same number when they agree in all columns."""
    n_old = len(columns[0][0])
    groups = np.zeros(n_old + len(columns[0][1]), np.int64)
    for old, new in columns:
        _, codes = np.unique(np.concatenate([old, new]), return_inverse=True)
        width = int(codes.max(initial=0)) + 1
        if (int(groups.max(initial=0)) + 1) * width > _ROOM:
            groups = np.unique(groups, return_inverse=True)[1]
        groups = groups * width + codes
    return groups[:n_old], groups[n_old:]

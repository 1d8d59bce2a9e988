"""What a batch would do, without a trace: the same planning as a run's, over an index in memory, with nothing fetched or written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace

from reportparse.archive.folder import Folder, folder_for_batch
from reportparse.archive.index import Index
from reportparse.archive.keys import keys_from_settings
from reportparse.archive.order import Entry, Order, PaperRef
from reportparse.archive.plan import Counts, Desk, plan_tasks
from reportparse.archive.shards import log_numbers, read_journal, records_in_logs, shard_numbers
from reportparse.archive.sources import find_candidates
from reportparse.errors import UnreadableError


def preview_batch(order: Order, tell_empty: Callable[[UnreadableError], None] = lambda _: None) -> Counts:
    """Files found, done, repeated, to match and to read; what lies elsewhere counts as to read where no stamp tells that it is done."""
    keys = keys_from_settings(order.settings)
    folder = folder_for_batch(order.folder, fresh=order.fresh)
    index, counts = Index(None), Counts()
    if folder.shards.exists() and not order.fresh:
        for number, entries in _remembered(folder):
            index.add_entries(number, entries)
    counts.total = index.add_candidates(find_candidates(order.sources, tell_empty))
    index.ready()
    for _ in plan_tasks(Desk(order, keys, folder, index, preview=True), counts, 1):
        pass
    index.close()
    return counts


def _remembered(folder: Folder) -> Iterator[tuple[int, Iterable[Entry]]]:
    """The journal, and what a run that was killed had finished, which the next run begins by sealing."""
    sealed = set(shard_numbers(folder))
    for number in sorted(sealed):
        with suppress(FileNotFoundError, ValueError):  # a harmed one is read again
            yield number, read_journal(folder, number)
    yield from ((number, _as_sealed(folder, number)) for number in log_numbers(folder) if number not in sealed)


def _as_sealed(folder: Folder, number: int) -> Iterator[Entry]:
    for record in records_in_logs(folder, number):
        paper = PaperRef("", 0, len(record.paper), "") if record.paper else record.entry.paper
        yield replace(record.entry, paper=paper)

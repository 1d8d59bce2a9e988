"""A log that was cut short or harmed gives what stands before the harm, whole, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reportparse.archive.logs import (
    Record,
    append_record,
    entry_from_line,
    entry_to_line,
    read_records,
    record_to_bytes,
    records_from_bytes,
)
from reportparse.archive.order import Entry, PaperRef

ENTRY = Entry("学校 2024.pdf", "ab" * 32, 1234, "", "run", "reading", "ok", pages=26, report_year=2024, rows=(246, 43, 2, 1))
RECORDS = [Record(replace(ENTRY, source=f"{n}.pdf"), bytes([n]) * 50 * n, b"", b"paper") for n in range(4)]
LOG = b"".join(map(record_to_bytes, RECORDS))


@given(st.integers(0, len(LOG)))
def test_a_cut_log_gives_the_records_before_the_cut(length: int) -> None:
    found = list(records_from_bytes(LOG[:length]))
    ends = [len(b"".join(map(record_to_bytes, RECORDS[: n + 1]))) for n in range(len(RECORDS))]
    assert found == RECORDS[: sum(end <= length for end in ends)]


@given(st.integers(0, len(LOG) - 1), st.integers(1, 255))
@example(LOG.rindex(b"RPL") + 18, 1)  # the last part's length, one that the end of the file cuts down to what it was
def test_a_harmed_log_gives_no_wrong_record(place: int, change: int) -> None:
    harmed = bytearray(LOG)
    harmed[place] ^= change
    found = list(records_from_bytes(bytes(harmed)))
    assert found == RECORDS[: len(found)] and len(found) < len(RECORDS)


@given(st.text(st.characters(codec=None), max_size=30), st.none() | st.builds(PaperRef, st.text(), st.integers(), st.integers(), st.text()))
def test_an_entry_survives_whatever_its_name(name: str, paper: PaperRef | None) -> None:
    entry = replace(ENTRY, source=name, paper=paper)
    line = entry_to_line(entry)
    assert b"\n" not in line and entry_from_line(line) == entry


@pytest.mark.parametrize("line", [b"", b"{", b"[]", b"{}", b'{"source": 1}', b"null"])
def test_a_line_of_something_else_is_no_entry(line: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        entry_from_line(line)


def test_records_are_appended(tmp_path: Path) -> None:
    for record in RECORDS:
        append_record(tmp_path / "a.log", record)
    assert list(read_records(tmp_path / "a.log")) == RECORDS


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full disk to offer")
def test_a_full_disk_is_an_error_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.log").symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space"):
        append_record(tmp_path / "a.log", RECORDS[1])

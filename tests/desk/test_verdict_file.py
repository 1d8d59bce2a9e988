"""The log of verdicts: nothing lost, whatever happens to the file."""

from __future__ import annotations

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from reportparse.desk.verdict_file import GrowingLog, append_judgement, read_spots, read_verdicts, text_to_log
from reportparse.errors import StoreError
from reportparse.review import Judgement
from reportparse.review.verdicts import COLUMNS, judgement_to_cells


@pytest.fixture
def some(bench_of) -> list[Judgement]:
    return [Judgement(spot, "right", who="Li", when=f"2025-03-01T10:00:{n:02}") for n, spot in enumerate(bench_of().queues[0].spots)]


def test_what_is_appended_is_read(tmp_path, some):
    path = tmp_path / "v.csv"
    assert read_verdicts(path).judgements == ()
    for one in some:
        append_judgement(path, one)
    assert read_verdicts(path).judgements == tuple(some) and read_verdicts(path).faults == ()
    assert path.read_bytes().startswith(b"\xef\xbb\xbfspot,") and path.read_bytes().endswith(b"\r\n")


def test_a_file_cut_at_any_byte_loses_one_line_and_goes_on(tmp_path, some):
    whole = tmp_path / "whole.csv"
    for one in some[:3]:
        append_judgement(whole, replace(one, note='他说 "是", 真的'))
    content = whole.read_bytes()
    start = content.index(b"\r\n") + 2
    for cut in range(start, len(content), 7):
        path = tmp_path / "cut.csv"
        path.write_bytes(content[:cut])
        before = read_verdicts(path)
        assert len(before.judgements) >= content[:cut].count(b"\r\n") - 1
        append_judgement(path, some[5])
        after = read_verdicts(path)
        assert after.judgements[-1] == some[5] and len(after.judgements) >= len(before.judgements)


def test_a_damaged_line_is_named_and_the_others_stand(tmp_path, some):
    path = tmp_path / "v.csv"
    for one in some[:3]:
        append_judgement(path, one)
    lines = path.read_text("utf-8-sig").splitlines()
    lines[2] = lines[2][:40] + '"'
    log = text_to_log("\r\n".join(lines), "v.csv")
    assert [one.spot.spot for one in log.judgements] == [some[0].spot.spot, some[2].spot.spot]
    assert len(log.faults) == 1 and log.faults[0].startswith("v.csv, line 3: ")


@pytest.mark.parametrize(("encoding", "parted"), [("gbk", ","), ("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("gbk", "\t")])
def test_a_sample_is_read_as_spreadsheets_save_it(tmp_path, some, encoding, parted):
    """In GBK the names became others, of which `catalogue adopt` would have made aliases."""
    path = tmp_path / "v.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=parted).writerows([COLUMNS, *(judgement_to_cells(replace(one, note="他说，对")) for one in some)])
    log = read_verdicts(path)
    assert log.faults == () and log.judgements == tuple(replace(one, note="他说，对") for one in some)
    assert read_spots(path) == [one.spot for one in some]


def test_a_damaged_character_makes_no_other_encoding_of_a_log(tmp_path, some):
    path = tmp_path / "v.csv"
    for one in some[:3]:
        append_judgement(path, replace(one, note="真的"))
    path.write_bytes(path.read_bytes().replace("真的".encode(), b"\xe7\x9c", 1))
    assert [one.spot for one in read_verdicts(path).judgements] == [one.spot for one in some[:3]]
    assert [one.note for one in read_verdicts(path).judgements[1:]] == ["真的", "真的"]


def test_cells_cannot_become_formulas(tmp_path, some):
    path = tmp_path / "v.csv"
    hostile = replace(some[0], note="=cmd|'/c calc'!A1", who="@SUM(1)", spot=replace(some[0].spot, name_raw="+1+1", institution="-2+3"))
    append_judgement(path, hostile)
    (row,) = csv.DictReader(io.StringIO(path.read_text("utf-8-sig")))
    assert all(row[name].startswith("'") for name in ("note", "who", "name_raw", "institution"))
    assert read_verdicts(path).judgements == (hostile,)


def test_many_writers_at_once_lose_nothing(tmp_path, some):
    path = tmp_path / "v.csv"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: append_judgement(path, replace(some[number % 12], note=str(number))), range(80)))
    assert sorted(int(one.note) for one in read_verdicts(path).judgements) == list(range(80)) and read_verdicts(path).faults == ()


def test_a_growing_log_is_read_on_and_read_anew_when_it_was_rewritten(tmp_path, some):
    path = tmp_path / "v.csv"
    log = GrowingLog(path)
    assert log.read().judgements == ()
    for number, one in enumerate(some[:4], 1):
        append_judgement(path, one)
        assert len(log.read().judgements) == number
    half = path.read_bytes()
    path.write_bytes(half + b"0123456789")  # a line that is being written
    assert len(log.read().judgements) == 4
    path.write_bytes(half[: half.index(b"\r\n") + 2])
    append_judgement(path, some[9])
    assert log.read().judgements == (some[9],)
    path.unlink()
    assert log.read().judgements == ()


def test_other_files_are_left_alone(tmp_path, some):
    path = tmp_path / "other.csv"
    path.write_text("a,b\r\n1,2\r\n")
    with pytest.raises(StoreError, match="other columns"):
        append_judgement(path, some[0])
    with pytest.raises(StoreError, match="no file of verdicts"):
        read_verdicts(path)
    assert path.read_text() == "a,b\n1,2\n" and read_verdicts(tmp_path / "none.csv").judgements == ()


def test_a_file_edited_in_a_spreadsheet_is_read(tmp_path, some):
    path = tmp_path / "v.csv"
    append_judgement(path, some[0])
    header, row = csv.reader(io.StringIO(path.read_text("utf-8-sig")))
    order = [*reversed(range(len(header)))]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([[line[n] for n in order] for line in (header, row)])
    assert text_to_log(text.getvalue(), "v.csv").judgements == (some[0],)


def test_a_sample_that_waits_for_verdicts_has_spots_and_no_verdicts(tmp_path, bench_of):
    from reportparse.desk.verdict_file import judgements_to_csv
    from reportparse.review.verdicts import spot_to_cells

    spots = bench_of().queues[0].spots
    path = tmp_path / "sample.csv"
    path.write_text(judgements_to_csv([spot_to_cells(spot) for spot in spots]), "utf-8-sig", newline="")
    assert tuple(read_spots(path)) == spots and read_verdicts(path).judgements == ()
    assert path.read_text("utf-8-sig").splitlines()[0] == ",".join(COLUMNS)
    with pytest.raises(StoreError):
        read_spots(tmp_path / "none.csv")

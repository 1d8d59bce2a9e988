"""What a person is shown while a batch runs and when it is done: true, short, and safe to open."""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from archived import BAD, QUICK, started
from hypothesis import given
from hypothesis import strategies as st

from reportparse.archive import Progress
from reportparse.archive.charts import bars_to_svg, clipped, shares_to_svg, spreads_to_svg
from reportparse.archive.page import summary_to_html
from reportparse.cli.batch import text_to_memory, text_to_seconds, text_to_size
from reportparse.cli.layout import text_clipped, text_width
from reportparse.cli.progress import Teller, progress_to_line, progress_to_text, seconds_to_text

PROGRESS = Progress(200, 100, 40, 2, 50, 3, 5, 10.0, "folder/云岭市职业教育中心 质量年度报告.pdf", 12.4)
HOSTILE = '"><script>alert(1)</script>&amp;\x00'


def test_the_line_says_all_that_matters() -> None:
    line = progress_to_text(PROGRESS, 200)
    for said in ("100/200", "50%", "5.8/s", "0:17 left", "ok 50", "partial 3", "failed 5", "done before 40", "repeated 2", "12 s in "):
        assert said in line, said
    assert line.endswith("质量年度报告.pdf")
    assert progress_to_line(PROGRESS).startswith("100 of 200 files, 5.8/s")


@given(st.builds(Progress, *[st.integers(0, 10**7)] * 7, st.floats(0, 1e6), st.text(max_size=40), st.floats(0, 1e5)), st.integers(20, 300))
def test_the_line_fits_its_terminal(progress: Progress, width: int) -> None:
    line = progress_to_text(progress, width)
    assert text_width(line) <= width and "\n" not in line and "\x1b" not in line


def test_a_terminal_sees_a_changing_line_and_a_log_one_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr("reportparse.cli.progress.time.monotonic", lambda: clock[0])
    log, terminal = io.StringIO(), io.StringIO()
    tellers = [Teller(log, None), Teller(terminal, 80)]
    for _ in range(130):
        clock[0] += 1
        for teller in tellers:
            teller.progress(PROGRESS)
    assert len(log.getvalue().splitlines()) == 2 and "\x1b" not in log.getvalue()
    assert terminal.getvalue().count("\r\x1b[K") == 130 and "\n" not in terminal.getvalue()
    tellers[1].note("said")
    assert terminal.getvalue().endswith("\r\x1b[Kreportparse: said\n")


@pytest.mark.parametrize(("seconds", "text"), [(0, "0:00"), (9.4, "0:09"), (309, "5:09"), (11109, "3:05:09")])
def test_times(seconds: float, text: str) -> None:
    assert seconds_to_text(seconds) == text


@pytest.mark.parametrize(("text", "size"), [("123", 123), ("2G", 2 * 1024**3), ("1.5m", 1572864), ("300 MiB", 314572800), ("4kb", 4096)])
def test_sizes(text: str, size: int) -> None:
    assert text_to_size(text) == size


@pytest.mark.parametrize("text", ["", "much", "2 X", "-1", "1e9"])
def test_what_is_no_size(text: str) -> None:
    with pytest.raises(click.BadParameter, match="write 500M or 2G"):
        text_to_size(text)


@pytest.mark.parametrize("text", ["nan", "inf", "0", "-3", "1e300", "soon"])
def test_what_is_no_time_for_a_file(text: str) -> None:
    with pytest.raises(click.BadParameter, match="write seconds"):
        text_to_seconds(text)


def test_too_little_memory_for_any_file_is_refused_at_once() -> None:
    assert text_to_memory("500M") == 500 * 1024**2
    with pytest.raises(click.BadParameter, match="write 1M or more"):
        text_to_memory("10")


@pytest.mark.parametrize("width", [-1, 0, 1, 2])
def test_a_terminal_of_no_width_is_no_reason_to_hang(width: int) -> None:
    assert text_width(text_clipped("质量年度报告", width)) <= max(width, 0)
    assert text_width(progress_to_text(PROGRESS, width)) <= max(width, 0)


def test_a_night_goes_on_when_nobody_listens_any_more() -> None:
    class Gone(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    for teller in (Teller(Gone(), 80), Teller(Gone(), None)):
        teller.progress(PROGRESS)
        teller.note("said")
        teller.clear()


def about(word: str) -> dict[str, object]:
    return {
        "versions": {"reportparse": "0.1.0"},
        "catalogue": "abc",
        "counts": {"reports": 3},
        "times": {"ended": "2025-01-01", "seconds": 3.0},
        "batch": {
            "sources": [word],
            "files": 4,
            "duplicates": 1,
            "done_now": 3,
            "done_before": 0,
            "status": {"ok": 2, "failed": 1},
            "reasons": {word: 1},
            "totals": {"tables": 1, "rows": 2, "rows_matched": 1, "figures": 0, "problems": 1, "pages": 9},
            "problems": [{"code": word, "severity": "warning", "count": 7}],
            "match_methods": {"exact": 5, "": 1},
            "unmatched_names": [{"name": word, "reports": 2}],
            "report_years": {"": 1, "2024": 2},
            "coverage": [
                {"table_no": 1, "indicator_code": "a.b", "indicator_path": word, "report_year": "2024", "reports": 1},
                {"table_no": None, "indicator_code": "c", "indicator_path": "c", "report_year": "", "reports": 1},
            ],
            "seconds_by_pages": {"5": {"reports": 2, "p10": 0.1, "median": 0.2, "p90": 0.3, "slowest": 0.4}},
        },
    }


def test_the_page_needs_nothing_and_runs_nothing() -> None:
    page = summary_to_html(about(HOSTILE))
    assert "<script" not in page and "http://" not in page and "https://" not in page and " on" + "load" not in page
    assert "default-src 'none'" in page
    assert page.count("&lt;script&gt;") >= 4
    drawn = re.findall(r"<svg.*?</svg>", page.replace("\x00", ""), re.DOTALL)
    assert len(drawn) == 6 and all(ET.fromstring(svg).tag == "svg" for svg in drawn)  # well-formed, each on its own
    assert "50%" in page


def test_a_page_about_nothing_is_a_page() -> None:
    empty = about("a")
    empty["batch"] |= {  # type: ignore[operator]
        "status": {}, "reasons": {}, "problems": [], "match_methods": {}, "unmatched_names": [], "coverage": [], "seconds_by_pages": {}
    }
    assert summary_to_html(empty).count("<p>none</p>") == 7


@given(st.text(max_size=60), st.integers(0, 50))
def test_clipped_texts_fit(text: str, width: int) -> None:
    assert text == clipped(text, width) or text_width(clipped(text, width)) <= width + 1


@given(st.lists(st.tuples(st.text(), st.floats(0, 1e12), st.text(max_size=5)), max_size=5))
def test_any_text_makes_well_formed_bars(bars: list[tuple[str, float, str]]) -> None:
    printable = [("".join(c for c in label if c.isprintable()), value, kind) for label, value, kind in bars]
    assert "<script" not in bars_to_svg(printable)
    assert shares_to_svg([("a", [0.5, None])], ["x", "y"]).count("<title>") == 1
    assert spreads_to_svg({}) == "<p>none</p>"


def test_the_command_from_end_to_end(tmp_path: Path) -> None:
    sources = (QUICK[0], QUICK[1], BAD[0], tmp_path / "gone.pdf")
    first = started("batch", *sources, "-o", tmp_path / "run")
    out, err = first.communicate(timeout=120)
    assert (first.returncode, err) == (1, "")
    for said in ("4 files: ", "ok 2", "failed 2", "fell short: ", "rows matched", "reports a second", f"written to {tmp_path / 'run'}"):
        assert said in out, said
    assert "reading" not in json.dumps(json.loads((tmp_path / "run" / "run.json").read_text("utf-8"))["settings"])
    second = started("batch", *sources, "-o", tmp_path / "run")
    out, err = second.communicate(timeout=120)
    assert second.returncode == 1 and "nothing to do" in out and err == ""


def test_exit_codes(reportparse: Callable[..., object], tmp_path: Path) -> None:
    assert reportparse("batch", BAD[0], "-o", tmp_path / "run", "--json").code == 3  # type: ignore[attr-defined]
    empty = reportparse("batch", tmp_path / "nothing*", "-o", tmp_path / "none")
    assert empty.code == 3 and empty.err.count("\n") == 1 and "no PDF file was found" in empty.err  # type: ignore[attr-defined]
    assert reportparse("batch", BAD[0]).code == 2  # type: ignore[attr-defined]
    assert reportparse("batch", BAD[0], "-o", tmp_path / "run", "--memory-limit", "much").code == 2  # type: ignore[attr-defined]
    dry = reportparse("batch", *QUICK, "-o", tmp_path / "new", "--dry-run")
    assert (dry.code, dry.out) == (0, "4 files: 0 done before, 0 repeated, 0 to match again, 4 to read\n")  # type: ignore[attr-defined]


def test_far_too_many_jobs_are_not_started(reportparse: Callable[..., object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportparse.cli.batch._cores", lambda: 1)
    said = reportparse("batch", QUICK[0], "-o", tmp_path / "run", "--jobs", "100000")
    assert said.code == 0 and said.err.startswith("reportparse: --jobs 100000: more than this machine")  # type: ignore[attr-defined]

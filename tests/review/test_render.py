"""What is shown of a diff and of a sample: counts first, worst first, and nothing that a report says can run."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import observation, report
from runs import run_of, with_rows

from reportparse.review import Design, compare_runs, draw_sample
from reportparse.review.diff_page import diff_to_page
from reportparse.review.diff_text import CSV_HEADER, diff_to_cells, diff_to_json, diff_to_text
from reportparse.review.markup import element, escaped, whole_page
from reportparse.review.page_parts import Picture
from reportparse.review.sheet import Clip, sample_to_sheet

HOSTILE = "</td></script><script>alert(1)</script><img src=x onerror=alert(2)>\"'`${7*7}{{7*7}}\u202e"


@pytest.fixture
def diff(run):
    def change(rows):
        rows[0]["x0"] += 1
        rows[1].update(value=4120.0, value_raw="4,120")
        rows[2].update(name_raw=HOSTILE)

    return compare_runs(run, with_rows(run, "observations", change))


def test_text_has_counts_first_and_the_worst_change_first(diff):
    text = diff_to_text(diff, limit=1)
    counts, _, listed = text.partition("by table and indicator")
    assert re.search(r"1  value\b", counts) and re.search(r"1  place\b", counts) and "3 changes: 1 error, 1 warning, 1 note" in counts
    assert "412 → 4120" in listed and "page 21" in listed and "and 2 more" in listed
    assert listed.index("412 → 4120") < listed.index("and 2 more")


def test_text_does_not_steer_a_terminal(tmp_path):
    old = run_of(tmp_path / "a", report(observations=(observation(name_raw="甲\x1b[2J\x07\u202e乙"),)))
    text = diff_to_text(compare_runs(old, with_rows(old, "observations", lambda rows: rows[0].update(value=1.0))), 0)
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", text)


def test_equal_runs_say_so(run):
    assert "no difference" in diff_to_text(compare_runs(run, run), 10)
    assert json.loads(diff_to_json(compare_runs(run, run)))["changes"] == []
    assert "No difference" in diff_to_page(compare_runs(run, run), [])


def test_json_has_everything(diff):
    told = json.loads(diff_to_json(diff))
    assert told["counts"] == {"value": 1, "printed": 1, "place": 1} and told["reports"] == {"old": 1, "new": 1, "both": 1}
    assert told["changes"][0]["differences"] == [
        {"column": "value", "old": "412", "new": "4120"}, {"column": "value_raw", "old": "412", "new": "4,120"},
    ]  # fmt: skip


def test_csv_has_a_line_for_each_column(diff):
    text = io.StringIO()
    csv.writer(text).writerows([CSV_HEADER, *diff_to_cells(diff)])
    lines = list(csv.DictReader(io.StringIO(text.getvalue())))
    assert [line["column"] for line in lines] == ["value", "value_raw", "name_raw", "x0"]
    assert lines[0]["page"] == "21" and lines[0]["data_year"] == "2024" and None not in lines[0]


# ------------------------------------------------------------------------------------------------------------ HTML


def is_inert(page: str) -> bool:
    """Nothing but our own one script and one style, whose hashes the policy names; nothing from elsewhere."""
    return (
        page.count("<script") <= 1
        and "onerror" not in re.sub(r">[^<]*<|\"[^\"]*\"", "", page)
        and "<img src=x" not in page
        and "default-src &#x27;none&#x27;" in page
        and "unsafe" not in page
        and not re.search(r"(?:src|href)=\"(?!data:image/png)", page)
    )


def test_a_hostile_report_stays_text(diff):
    page = diff_to_page(diff, [(change, Picture(note=HOSTILE)) for change in diff.changes])
    assert is_inert(page) and "&lt;script&gt;alert(1)" in page and "\u202e" not in page


def test_pictures_are_in_the_file(diff):
    page = diff_to_page(diff, [(diff.changes[0], Picture("data:image/png;base64,AAAA", width=3, height=2)), (diff.changes[1], None)])
    assert '<img class="picture" src="data:image/png;base64,AAAA"' in page and is_inert(page)


def test_a_sheet_has_every_value_and_stays_inert(tmp_path):
    drawn = draw_sample(run_of(tmp_path / "a", report(observations=(observation(name_raw=HOSTILE),))), Design(5), {})
    page = sample_to_sheet(drawn, [Clip()], HOSTILE)
    assert is_inert(page) and "412 人" in page and "☐ right" in page


@given(st.text())
def test_no_text_becomes_markup(text):
    page = whole_page(text, element("p", text, title=text, data_x=text), "p{}", "1")
    assert re.findall(r"<[^>]*>", element("p", text).text) == ["<p>", "</p>"]
    assert page.count("<") == whole_page("", element("p", "", title="", data_x=""), "p{}", "1").count("<")
    assert '"' not in escaped(text) and "'" not in escaped(text)


def test_attributes():
    assert element("input", disabled=True, hidden=False, value=None, class_="a").text == '<input disabled class="a">'
    assert element("br").text == "<br>"

"""`diff`, `sample`, `score` and `catalogue adopt` as a person and a script use them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from invented import observation, report
from runs import run_of

from reportparse.desk.verdict_file import append_judgement, read_spots
from reportparse.model import RunRecord, Settings
from reportparse.review import Judgement
from reportparse.store import write_run


def rows(path: str | Path) -> list[dict[str, str]]:
    with Path(path).open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def two(tmp_path: Path) -> Path:
    run_of(tmp_path / "old")
    values = (*report().observations[:1], observation(value=4120.0, value_raw="=4120"), *report().observations[2:])
    write_run(tmp_path / "new", [report(observations=values)], RunRecord(Settings()))
    return tmp_path


# ------------------------------------------------------------------------------------------------------------ diff


def test_two_identical_runs_are_no_difference_and_code_0(reportparse, two):
    said = reportparse("diff", "old", "old", "--fail-on", "error,warning,note")
    assert (said.code, said.err) == (0, "") and "no difference" in said.out


def test_a_changed_value_fails_only_where_asked_to(reportparse, two):
    said = reportparse("diff", "old", "new")
    assert said.code == 0 and "value 412 → 4120" in said.out
    assert reportparse("diff", "old", "new", "--fail-on", "value").code == 1
    assert reportparse("diff", "old", "new", "--fail-on", "missing, unit").code == 0
    assert reportparse("diff", "old", "new", "--fail-on", "error").code == 1
    said = reportparse("diff", "old", "new", "--fail-on", "values")
    assert said.code == 2 and "missing" in said.err and "error" in said.err


def test_diff_as_json_csv_and_one_html_file(reportparse, two):
    said = reportparse("diff", "old", "new", "--json", "--csv", "d.csv", "--html", "d.html")
    assert json.loads(said.out)["counts"]["value"] == 1
    assert [line["column"] for line in rows("d.csv")] == ["value", "value_raw"]
    assert rows("d.csv")[1]["new"] == "'=4120"  # no formula
    page = Path("d.html").read_text("utf-8")
    assert "4120" in page and "is not there (any more)" in page  # the report's PDF does not exist


def test_what_is_no_run_and_what_cannot_be_written_are_one_line(reportparse, two):
    for arguments in (("nowhere", "new"), ("old", "new", "--html", "no/such/folder.html")):
        said = reportparse("diff", *arguments)
        assert (said.code, said.out, said.err.count("\n")) == (3, "", 1)


def test_a_run_against_a_warehouse(reportparse, two):
    assert reportparse("load", "old", "--to", "duckdb:///w.duckdb").code == 0
    assert "no difference" in reportparse("diff", "duckdb:///w.duckdb", "old").out
    said = reportparse("diff", "duckdb:///w.duckdb", "new", "--fail-on", "value")
    assert said.code == 1 and "412 → 4120" in said.out and "does not say which versions" in said.out


def test_a_warehouse_with_other_reports_is_compared_where_both_have_them(reportparse, two):
    run_of(two / "others", report(report_id="9" * 16, sha256="9" * 64, source="other.pdf"))
    assert reportparse("load", "old", "others", "--to", "duckdb:///w.duckdb").code == 0
    assert "no difference" in reportparse("diff", "duckdb:///w.duckdb", "old").out


# ------------------------------------------------------------------------------------------------------------ sample and score


def test_a_sample_is_a_csv_and_a_sheet(reportparse, two):
    said = reportparse("sample", "old", "-n", "3", "--by", "flagged")
    assert said.code == 0 and said.out.splitlines() == [str(two / "old.sample.csv"), str(two / "old.sample.html")]
    drawn = rows(two / "old.sample.csv")
    assert len(drawn) == 3 and {row["verdict"] for row in drawn} == {""} and {row["stratum"][:8] for row in drawn} == {"flagged="}
    assert "☐ right" in (two / "old.sample.html").read_text("utf-8") and "flagged=no" in said.err


def test_a_run_without_values_says_what_there_is_to_draw(reportparse, two):
    run_of(two / "prose", report(observations=()))
    said = reportparse("sample", "prose")
    assert said.code == 0 and "prose has no observations; with --figures others are drawn" in said.err


def test_parsed_one_by_one_or_in_a_batch_makes_no_difference_of_settings(reportparse, two):
    """Both write down every knob but the password."""
    knobs = json.loads(Path("old/run.json").read_text("utf-8"))["settings"]
    assert knobs == {"catalogue": "", "second_opinion": False, "page_limit": None, "corrections": "", "ocr": True}


def test_the_same_seed_gives_the_same_bytes(reportparse, two):
    for name in ("a", "b"):
        assert reportparse("sample", "old", "-n", "3", "--seed", "7", "-o", f"{name}.csv").code == 0
    assert Path("a.csv").read_bytes() == Path("b.csv").read_bytes()


def test_drawing_again_empties_no_sheet_that_somebody_filled_in(reportparse, two):
    assert reportparse("sample", "old", "-n", "3").code == 0
    assert reportparse("sample", "old", "-n", "2").code == 0  # nobody has written anything into it
    drawn = rows("old.sample.csv")
    drawn[0]["verdict"] = "wrong"
    with Path("old.sample.csv").open("w", newline="", encoding="utf-8-sig") as file:
        sheet = csv.DictWriter(file, list(drawn[0]))
        sheet.writeheader()
        sheet.writerows(drawn)
    before = Path("old.sample.csv").read_bytes()
    said = reportparse("sample", "old", "-n", "3")
    assert said.code == 3 and "holds verdicts (1) and was left alone; give another file" in said.err and said.err.count("\n") == 1
    assert Path("old.sample.csv").read_bytes() == before


def test_a_sample_is_drawn_over_no_other_file(reportparse, two):
    Path("notes.csv").write_text("what,I,know\n1,2,3\n", "utf-8")
    said = reportparse("sample", "old", "-n", "3", "-o", "notes.csv")
    assert said.code == 3 and "was left alone" in said.err and Path("notes.csv").read_text("utf-8").startswith("what")


def test_parts_that_a_run_does_not_have_are_a_usage_error(reportparse, two):
    said = reportparse("sample", "old", "--by", "colour")
    assert said.code == 2 and "match_method" in said.err
    assert reportparse("score", "old", "--by", "colour").code == 2


def test_a_sheet_filled_in_by_hand_is_scored(reportparse, two):
    reportparse("sample", "old", "-n", "10")
    path = two / "old.sample.csv"
    lines = path.read_text("utf-8-sig").splitlines()
    at = lines[0].split(",").index("verdict")
    filled = [",".join([*(cells := line.split(","))[:at], "right", *cells[at + 1 :]]) for line in lines[1:]]
    path.write_text("\n".join([lines[0], *filled]), "utf-8-sig")
    said = reportparse("score", "old", "--verdicts", path)
    assert said.code == 0 and "of all values 100 % are right (" in said.out and "n = 4" in said.out
    told = json.loads(reportparse("score", "old", "--verdicts", path, "--json", "--by", "table").out)
    assert told["level"] == 0.95 and told["shares"][0]["judged"] == 4


def test_score_without_verdicts_and_with_a_cut_file(reportparse, two):
    said = reportparse("score", "old")
    assert said.code == 3 and "reportparse review" in said.err and said.err.count("\n") == 1
    reportparse("sample", "old", "-n", "10")
    for spot in read_spots(two / "old.sample.csv"):
        append_judgement(two / "old.verdicts.csv", Judgement(spot, "right", who="Li"))
    path = two / "old.verdicts.csv"
    path.write_bytes(path.read_bytes()[:-40])
    said = reportparse("score", "old")
    assert said.code == 0 and "line 5" in said.err and "n = 3" in said.out


# ------------------------------------------------------------------------------------------------------------ adopt


@pytest.fixture
def judged(two: Path) -> Path:
    fuzzy = {"indicator_code": "outcomes.graduates", "match_method": "fuzzy", "flags": ("fuzzy-match",)}
    named = observation(name_raw="1.其中：毕业学生总人数", **fuzzy)
    run_of(two / "fuzzy", report(observations=(named, observation(row_no=2, unit="%", unit_raw="%", name_raw="毕业生占比", **fuzzy))))
    from reportparse.cli import main

    with pytest.raises(SystemExit):
        main(["sample", str(two / "fuzzy"), "-o", str(two / "s.csv")])
    for spot in read_spots(two / "s.csv"):
        append_judgement(two / "fuzzy.verdicts.csv", Judgement(spot, "right", who="Li", when="2025-03-01T10:00"))
    return two


def test_an_accepted_name_is_shown_as_a_diff_of_the_yaml(reportparse, judged):
    said = reportparse("catalogue", "adopt", "fuzzy")
    assert said.code == 0 and "+- {code: outcomes.graduates, name: 毕业学生总人数, unit: 人, evidence: seen," in said.out
    assert "accepted by Li in 1 report, 2025-03-01" in said.out and "1 name would go into aliases.yaml; known before: 0" in said.err
    assert "refused: " in said.err and "printed in %" in said.err


def test_it_is_written_only_into_a_catalogue_of_ones_own_and_then_known(reportparse, judged):
    assert reportparse("catalogue", "adopt", "fuzzy", "--write").code == 2
    Path("own").mkdir()
    said = reportparse("catalogue", "adopt", "fuzzy", "--catalogue", "own", "--write")
    assert said.code == 0 and "毕业学生总人数" in Path("own/aliases.yaml").read_text("utf-8")
    assert reportparse("catalogue", "check", "own").code == 0
    again = reportparse("catalogue", "adopt", "fuzzy.verdicts.csv", "--catalogue", "own")
    assert again.out == "" and "0 names" in again.err and "known before: 1" in again.err


def test_an_unverified_alias_that_was_seen_is_called_so(reportparse, judged):
    alias = {"indicator_code": "outcomes.placed", "match_method": "alias", "name_raw": "就业人数", "flags": ("unverified-alias",)}
    run_of(judged / "alias", report(observations=(observation(**alias),)))
    reportparse("sample", "alias", "-o", "t.csv")
    append_judgement(judged / "alias.verdicts.csv", Judgement(read_spots(Path("t.csv"))[0], "right", who="Li"))
    said = reportparse("catalogue", "adopt", "alias")
    assert "-- {code: outcomes.placed, name: 就业人数, unit: 人, evidence: unverified," in said.out
    assert "+- {code: outcomes.placed, name: 就业人数, unit: 人, evidence: seen," in said.out


# ------------------------------------------------------------------------------------------------------------ review


def test_review_says_what_is_wrong_before_it_listens(reportparse, two):
    import socket

    assert reportparse("review", "nowhere").code == 3
    with socket.create_server(("127.0.0.1", 0)) as taken:
        said = reportparse("review", "old", "--port", taken.getsockname()[1])
    assert said.code == 3 and "give another --port" in said.err
    (two / "corrections.yaml").write_text("corrections: [\n")
    said = reportparse("review", "old")
    assert said.code == 4 and "corrections.yaml" in said.err


def test_a_missing_extra_is_one_line(two):
    import subprocess
    import sys

    script = "import sys; sys.modules['starlette'] = None; from reportparse.cli import main; main(['review', sys.argv[1]])"
    done = subprocess.run([sys.executable, "-c", script, str(two / "old")], capture_output=True, text=True, check=False)
    assert done.returncode == 3 and "pip install 'reportparse[desk]'" in done.stderr and "Traceback" not in done.stderr
    script = script.replace("'review', sys.argv[1]", "'diff', sys.argv[1], sys.argv[1]")
    assert subprocess.run([sys.executable, "-c", script, str(two / "old")], capture_output=True, check=False).returncode == 0

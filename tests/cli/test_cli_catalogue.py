"""`reportparse catalogue` as a person uses it."""

from __future__ import annotations

import json


def test_list_prints_the_tables_in_order(reportparse):
    said = reportparse("catalogue", "list", "--table", "5")
    assert said.code == 0
    assert "国际影响表" in said.out and "international.foreign_students" in said.out
    assert "教学资源表" not in said.out


def test_list_as_json_has_everything(reportparse):
    rows = json.loads(reportparse("catalogue", "list", "--json").out)
    assert len(rows) == 123
    assert rows[5]["code"] == "outcomes.monthly_income" and rows[5]["plausible"] == [1000, 20000]


def test_list_of_an_older_edition(reportparse):
    said = reportparse("catalogue", "list", "--edition", "2019-2021")
    assert said.code == 0 and "理工农医类专业相关度" in said.out


def test_unknown_edition_and_table_are_usage_errors(reportparse):
    assert reportparse("catalogue", "list", "--edition", "1999").code == 2
    said = reportparse("catalogue", "list", "--table", "9")
    assert said.code == 2 and "1, 2, 3, 4, 5, 6" in said.err


def test_check_of_the_built_in_catalogue(reportparse):
    said = reportparse("catalogue", "check")
    assert said.code == 0 and "holds:" in said.err and "unverified" in said.out


def test_check_of_a_broken_one_is_one_line_and_code_4(reportparse, tmp_path):
    (tmp_path / "aliases.yaml").write_text("aliases:\n- {code: nothing.such, name: 甲}\n", encoding="utf-8")
    said = reportparse("catalogue", "check", str(tmp_path))
    assert said.code == 4
    assert said.err.strip().count("\n") == 0 and "aliases.yaml" in said.err and "nothing.such" in said.err


def test_check_of_a_missing_folder(reportparse, tmp_path):
    assert reportparse("catalogue", "check", str(tmp_path / "none")).code == 4


def test_check_points_out_files_that_nothing_reads(reportparse, tmp_path):
    for name in ("alias.yaml", "institutions.yaml", "columns.yaml"):
        (tmp_path / name).write_text("institutions: []\n", encoding="utf-8")
    said = reportparse("catalogue", "check", str(tmp_path))
    assert said.code == 0
    told = [line for line in said.out.splitlines() if "is not used" in line]
    assert [line.split(": ")[1] for line in told] == ["alias.yaml", "columns.yaml"]
    assert "is not used" not in reportparse("catalogue", "check").out


def test_a_report_is_not_read_in_silence_with_a_file_that_nothing_reads(reportparse, tmp_path, root):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "aliases.yml").write_text("aliases: []\n", "utf-8")
    report = str(root / "fixtures" / "reports" / "jintang-prose.pdf")
    for command in (("parse", report, "-o", "run"), ("batch", report, "-o", "all", "--dry-run")):
        said = reportparse(*command, "--catalogue", "own")
        assert said.code == 0 and "own/aliases.yml: is none of a catalogue's files and is not used" in said.err


def test_an_edition_of_ones_own_that_lacks_rows_says_what_stands_alone(reportparse, tmp_path):
    (tmp_path / "editions").mkdir()
    (tmp_path / "editions" / "2030.yaml").write_text(
        'edition: "2030"\nfirst_year: 2030\nlast_year: null\ntables:\n- number: 1\n  names: [甲表]\n  rows:\n'
        "  - {position: 1, depth: 0, code: a.b, name: 甲, unit: 人, kind: stock, plausible: [0, 9]}\n",
        "utf-8",
    )
    said = reportparse("catalogue", "check", str(tmp_path))
    assert said.code == 4 and "aliases.yaml (built in): code " in said.err and "copy the built-in ones beside them" in said.err


def test_check_looks_at_the_institutions_too(reportparse, tmp_path):
    (tmp_path / "institutions.yaml").write_text("institutions: 5\n", "utf-8")
    said = reportparse("catalogue", "check", str(tmp_path))
    assert said.code == 4 and "institutions.yaml: institution is not a list" in said.err


def test_check_makes_the_words_of_the_prose_ready(reportparse, tmp_path):
    (tmp_path / "lexicon.yaml").write_text("figure_units: [人, 名]\n", encoding="utf-8")
    said = reportparse("catalogue", "check", str(tmp_path))
    assert said.code == 4 and "lexicon.yaml: is not shaped as the built-in one" in said.err and said.err.count("\n") == 1

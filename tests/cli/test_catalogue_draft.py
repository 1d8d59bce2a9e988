"""`reportparse catalogue draft`: what it writes loads, checks, and tells every row of the report that it came from."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn import pdf_drawn, write
from reportparse.catalogue import draft_edition, draft_to_yaml, load_catalogue
from reportparse.catalogue.documents import bytes_to_value
from reportparse.catalogue.drafting import name_cleaned
from reportparse.match import match_tables
from reportparse.model import Identity, MatchedTable, Place, Printed, Reading, Settings, TableReading
from reportparse.pipeline import parse_report

FIXTURES = Path(__file__).parents[2] / "fixtures" / "reports"
WITH_TABLES = sorted(path.stem for path in FIXTURES.glob("*.pdf") if path.stem != "jintang-prose")


@pytest.fixture(autouse=True)
def invented_pipeline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The real pipeline, in an empty folder: a draft is made of what is read."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", WITH_TABLES)
def test_a_report_parsed_with_its_own_draft_has_every_row_told(reportparse, tmp_path, name):
    source = FIXTURES / f"{name}.pdf"
    done = reportparse("catalogue", "draft", source, "-o", tmp_path / "mine")
    assert done.code == 0 and done.err.count("\n") == 2
    assert reportparse("catalogue", "check", tmp_path / "mine").code == 0
    report = parse_report(str(source), Settings(catalogue=str(tmp_path / "mine")))
    before = parse_report(str(source), Settings())
    assert [(row.name_raw, row.data_year, row.value_raw) for row in report.observations] == [
        (row.name_raw, row.data_year, row.value_raw) for row in before.observations
    ]
    assert not [row.name_raw for row in report.observations if not row.indicator_name]
    codes = [(new.indicator_code, old.indicator_code) for new, old in zip(report.observations, before.observations, strict=True)]
    assert all(new in ("", old) for new, old in codes)
    assert sum(new == old for new, old in codes) >= 0.95 * len(codes)


def test_rows_of_no_catalogue_get_no_code(tmp_path, reportparse):
    text = reportparse("catalogue", "draft", FIXTURES / "luojin-aliases.pdf").out
    edition = bytes_to_value(text.encode(), "draft")
    rows = [row for table in edition["tables"] for row in table["rows"]]
    without = [row["name"] for row in rows if row["code"] is None]
    assert 1 <= len(without) <= 10
    assert all(row["evidence"] == "unverified" for row in rows)
    assert [row["position"] for row in edition["tables"][0]["rows"]] == list(range(1, len(edition["tables"][0]["rows"]) + 1))
    known = {row.code for edition in load_catalogue().editions for table in edition.tables for row in table.indicators}
    assert {row["code"] for row in rows} - {None} <= known


def test_it_is_printed_to_stdout_and_nothing_is_written(reportparse, tmp_path):
    done = reportparse("catalogue", "draft", FIXTURES / "qingze-grid.pdf")
    assert done.code == 0 and done.out.startswith("# Drafted from qingze-grid.pdf")
    assert str(FIXTURES) not in done.out and "123 with a known code" in done.err
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_written_once_and_never_over_a_persons_work(reportparse, tmp_path):
    assert reportparse("catalogue", "draft", FIXTURES / "qingze-grid.pdf", "-o", tmp_path / "new.yaml").code == 0
    before = (tmp_path / "new.yaml").read_bytes()
    again = reportparse("catalogue", "draft", FIXTURES / "lanchuan-three-line.pdf", "-o", tmp_path / "new.yaml")
    assert again.code == 3 and again.err.count("\n") == 1 and "there already" in again.err
    assert (tmp_path / "new.yaml").read_bytes() == before


def test_a_folder_that_has_editions_keeps_them(reportparse, tmp_path):
    reportparse("catalogue", "draft", FIXTURES / "qingze-grid.pdf", "-o", tmp_path / "mine")
    editions = tmp_path / "mine" / "editions"
    names = {path.name for path in editions.iterdir()}
    assert "2024.yaml" in names and len(names) == len(load_catalogue().editions) + 1
    (editions / "2014-2016.yaml").unlink()
    reportparse("catalogue", "draft", FIXTURES / "zhangqiao-older.pdf", "-o", tmp_path / "mine", "--catalogue", tmp_path / "mine")
    assert not (editions / "2014-2016.yaml").exists()


def test_a_report_without_tables_is_one_line(reportparse, tmp_path):
    source = pdf_drawn(tmp_path / "a.pdf", lambda c: write(c, "学校占地218亩。", 50, 100))
    done = reportparse("catalogue", "draft", source)
    assert done.code == 3 and done.err.count("\n") == 1 and "no tables of indicators" in done.err and not done.out


def test_a_file_that_is_not_there_is_one_line(reportparse):
    assert reportparse("catalogue", "draft", "nowhere.pdf").code == 3


# What is proposed for rows that nobody knows.

NOWHERE = Place(1, (0.0, 0.0, 0.0, 0.0))


def table_of(*rows: tuple[str, str, float], name: str = "校企合作表", number: int = 9) -> MatchedTable:
    readings = tuple(
        Reading(at, name, unit, "其中" in name, indent, (Printed(2023, "1"), Printed(2024, "2")))
        for at, (name, unit, indent) in enumerate(rows, 1)
    )
    return match_tables((TableReading(number, name, "", "pdfium", readings, NOWHERE),), load_catalogue()).items[0]


def drafted(*tables: MatchedTable) -> list[tuple[str, int, str]]:
    edition = draft_edition(tables, Identity(report_year=2024), load_catalogue())
    return [(row.indicator.name, row.indicator.depth, row.indicator.unit) for table in edition.tables for row in table.rows]


def test_within_opens_a_level():
    rows = (("合作企业数", "家", 0), ("其中：规模以上企业数", "家", 0), ("合作协议数", "份", 0), ("实习岗位数量", "个", 0))
    found = drafted(table_of(*rows))
    assert [(name, depth) for name, depth, _ in found][:2] == [("合作企业数", 0), ("规模以上企业数", 1)]
    assert found[-1] == ("实习岗位数量", 0, "个")


def test_indents_are_levels():
    found = drafted(table_of(("合作企业数", "家", 0), ("规模以上企业数", "家", 10), ("外资企业数", "家", 20), ("合作项目数", "项", 0)))
    assert [depth for _, depth, _ in found] == [0, 1, 2, 0]


def test_a_row_twice_in_one_place_is_left_out_and_said():
    table = table_of(("合作企业数", "家", 0), ("合作企业数", "家", 0), ("合作项目数", "项", 0))
    edition = draft_edition([table], Identity(report_year=2024), load_catalogue())
    assert len(edition.tables[0].rows) == 2
    assert "stands twice" in edition.tables[0].left_out[0] and "# left out: row 2" in draft_to_yaml(edition, "a.pdf")


def test_a_small_table_of_the_running_text_is_no_table_of_the_edition():
    words = table_of(("汽修专业", "", 0), ("护理专业", "", 0), name="专业设置一览", number=1)
    edition = draft_edition([words], Identity(report_year=2024), load_catalogue())
    assert edition.tables == () and "专业设置一览" in edition.left_out[0]


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("其中：国家级数量", "国家级数量"),
        ("1.毕业生人数（人）", "毕业生人数"),
        ("（二）月收入 (元)", "月收入"),
        ("③其中:升学人数*", "升学人数"),
        ("公共基础课（不含思想政治课）教学满意度", "公共基础课（不含思想政治课）教学满意度"),
        ("A类：留在当地就业人数", "A类：留在当地就业人数"),
        ("1+X证书获取人数", "1+X证书获取人数"),
        ("生师比(:1)", "生师比"),
    ],
)
def test_names_are_written_without_what_does_not_name(printed, name):
    assert name_cleaned(printed, load_catalogue()) == name


labels = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=20)


@given(st.lists(st.tuples(labels, st.sampled_from(["人", "%", "", "光年", "万元"])), min_size=2, max_size=6, unique_by=lambda row: row[0]))
def test_whatever_is_printed_the_draft_is_yaml_that_says_the_same(rows):
    identity = Identity("", 'a "b": #c\n{d}', report_year=2024)
    edition = draft_edition([table_of(*((name, unit or "人", 0.0) for name, unit in rows))], identity, load_catalogue())
    loaded = bytes_to_value(draft_to_yaml(edition, "a #b: {c}.pdf\n- d").encode(), "draft")
    said = [(row.indicator.name, row.indicator.unit, row.indicator.code or None) for table in edition.tables for row in table.rows]
    assert [(row["name"], row["unit"], row["code"]) for table in loaded["tables"] or [] for row in table["rows"]] == said

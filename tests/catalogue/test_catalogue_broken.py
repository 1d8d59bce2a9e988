"""A broken catalogue says which file, what is wrong and what to do, in one line; a user's own folder is completed by the built-in one."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportparse.catalogue import check_catalogue, load_catalogue
from reportparse.catalogue.documents import bytes_to_value
from reportparse.errors import CatalogueError

E = "editions/2030.yaml"
ROW = "  - {position: 1, depth: 0, code: a.b, name: 甲, unit: 人, kind: stock, plausible: [0, 9]}\n"
SECOND = ROW.replace("position: 1", "position: 2")
EDITION = "edition: '2030'\nfirst_year: 2030\nlast_year: null\ntables:\n- number: 1\n  names: [甲表]\n  rows:\n" + ROW
EMPTY = {"aliases.yaml": "aliases: []\n", "relations.yaml": "relations: []\n"}


def folder(tmp_path: Path, files: dict[str, str]) -> Path:
    for name, text in {"editions/2030.yaml": EDITION, **EMPTY, **files}.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_own_files_replace_and_the_rest_is_built_in(tmp_path):
    own = load_catalogue(folder(tmp_path, {"vetoes.yaml": "vetoes:\n- {words: [东, 西], reason: sides}\n"}))
    assert [row.code for row in own.editions[0].tables[0].indicators] == ["a.b"]
    assert own.vetoes == (("东", "西"),)
    assert own.units == load_catalogue().units
    assert own.digest != load_catalogue().digest


def test_lexicon_files_are_merged_by_key(tmp_path):
    files = {"lexicon.yaml": "nouns: {a: 1}\nwords: [x]\n", "lexicon-more.yaml": "nouns: {b: 2}\nwords: [y]\n"}
    own = load_catalogue(folder(tmp_path, files))
    assert own.lexicon["nouns"] == {"a": 1, "b": 2}
    assert sorted(own.lexicon["words"]) == ["x", "y"]


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        (E, EDITION + ROW, "position 1 where 2 follows"),
        (E, EDITION + SECOND.replace("甲", "乙"), "code a.b stands twice"),
        (
            "editions/2030.yaml",
            EDITION + SECOND.replace("a.b", "a.c"),
            "path and unit 甲 (人) stands twice",
        ),
        (E, EDITION.replace("depth: 0", "depth: 1"), "no parent above it"),
        (E, EDITION.replace("unit: 人", "unit: 尺"), "unit 尺 is not a canonical unit"),
        (E, EDITION.replace("unit: 人", "unit: 名"), "unit 名 is not a canonical unit"),
        (E, EDITION.replace("[0, 9]", "[9, 0]"), "plausible runs from 9 down to 0"),
        (E, EDITION.replace("kind: stock", "kind: flow"), "kind is flow"),
        (E, EDITION.replace("kind: stock", "kin: stock"), "unknown key kin"),
        (E, EDITION.replace("last_year: null", "last_year: 2020"), "last_year 2020 is before"),
        (E, EDITION.split("  - ")[0].replace("rows:", "rows: []"), "a table without rows"),
        ("editions/2031.yaml", EDITION, "edition 2030 is given in two files"),
        ("aliases.yaml", "aliases:\n- {code: a.x, name: 丙}\n", "code a.x is in no edition"),
        ("aliases.yaml", "aliases:\n- {code: a.b, name: 丙, evidence: maybe}\n", "evidence is maybe"),
        ("relations.yaml", "relations:\n- {name: r, op: '<=', left: [a.b], right: [a.x], reason: x}\n", "r: code a.x is in no edition"),
        ("relations.yaml", "relations:\n- {name: r, op: '<', left: [a.b], right: [a.b], reason: x}\n", "op is <"),
        ("relations.yaml", "relations:\n- {name: r, op: ratio, left: [a.b], right: [a.b], reason: x}\n", "a ratio has a right side"),
        ("vetoes.yaml", "vetoes:\n- {words: [东], reason: one side}\n", "words is not a list of two or more"),
        ("vetoes.yaml", "vetoes:\n- {words: [东, 西]}\n", "reason is missing"),
        ("units.yaml", "units:\n- {unit: 人, forms: [名]}\n- {unit: 位, forms: [名]}\n", "名 is a form of 人 and of 位"),
        ("units.yaml", "units:\n- {unit: 人}\n- {unit: 万人, base: 口, factor: 10000}\n", "the base 口 of 万人 is no unit"),
        ("phrases.yaml", "column: [指标]\n", "column: is not a mapping"),
        ("phrases.yaml", "column: {name: [指标\n", "line "),
        ("phrases.yaml", "column: {name: [a], name: [b]}\n", "line 1: name is given twice"),
        ("phrases.yaml", "column: &a {name: [a]}\nrow: *a\n", "anchors and tags are not used"),
        ("phrases.yaml", "column: {name: [\x00]}\n", "not YAML"),
        ("aliases.yaml", "", "is not a mapping"),
    ],
)
def test_what_does_not_hold_is_said_in_one_line(tmp_path, name, text, what):
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(folder(tmp_path, {name: text}))
    said = str(caught.value)
    assert what in said
    assert caught.value.source.startswith(str(tmp_path)) and name.split("/")[0] in caught.value.source
    assert caught.value.todo and "\n" not in said and caught.value.exit_code == 4


def test_an_alias_may_not_be_another_rows_name(tmp_path):
    second = SECOND.replace("a.b", "a.c").replace("甲", "乙")
    files = {"editions/2030.yaml": EDITION + second, "aliases.yaml": "aliases:\n- {code: a.b, name: 乙, unit: 人}\n"}
    with pytest.raises(CatalogueError, match=r"alias 乙 of a\.b is the name of a\.c"):
        load_catalogue(folder(tmp_path, files))


def test_two_rows_one_slip_apart_are_pointed_out(tmp_path):
    rows = EDITION.replace("甲,", "甲乙丙丁,") + SECOND.replace("a.b", "a.c").replace("甲", "甲乙丙戊")
    found = [finding.message for finding in check_catalogue(folder(tmp_path, {"editions/2030.yaml": rows}))]
    assert any("甲乙丙丁 and 甲乙丙戊" in message for message in found)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: no", "no"),
        ("a: on", "on"),
        ("a: 2024", 2024),
        ("a: '2024'", "2024"),
        ("a: 1.5", 1.5),
        ("a: -3", -3),
        ("a: true", True),
        ("a: ~", None),
        ("a:", None),
        ("a: 1:30", "1:30"),
        ("a: 2024-01-01", "2024-01-01"),
        ("a: 0x10", "0x10"),
    ],
)
def test_plain_words_are_what_they_say(text, value):
    assert bytes_to_value(text.encode(), "x") == {"a": value}


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(CatalogueError, match="is not a folder"):
        load_catalogue(tmp_path / "nowhere")


def test_bytes_that_are_no_text():
    with pytest.raises(CatalogueError, match="not YAML"):
        bytes_to_value(b"a: \xff\xfe", "x.yaml")


def test_the_unit_of_an_alias_is_known(tmp_path):
    aliases = "aliases:\n- {code: a.b, name: 乙, unit: 头}\n"
    with pytest.raises(CatalogueError, match="unit 头 is not a canonical unit"):
        load_catalogue(folder(tmp_path, {"aliases.yaml": aliases}))


def test_a_file_that_is_edited_in_a_session_is_read_again(tmp_path):
    first = load_catalogue(folder(tmp_path, {}))
    assert load_catalogue(tmp_path) is first
    folder(tmp_path, {"vetoes.yaml": "vetoes:\n- {words: [东, 西], reason: sides}\n"})
    assert load_catalogue(tmp_path).vetoes == (("东", "西"),)

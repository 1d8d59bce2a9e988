"""The documents say what the program does, and every code and word that the program uses is in the catalogue."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from reportparse.catalogue import load_catalogue, load_columns, load_contract, load_problems
from reportparse.catalogue.document import folder_to_documents
from reportparse.catalogue.knowledge import PROBLEM_OF_OP

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src" / "reportparse").rglob("*.py"))


@pytest.mark.parametrize("name", ["output.md", "problems.md", "catalogue.md"])
def test_documents_are_current(name):
    path = ROOT / "docs" / name
    assert path.read_text(encoding="utf-8") == folder_to_documents(ROOT / "docs")[path], (
        "run: python -m reportparse.catalogue.document docs"
    )


FLAGGING = ("assemble", "interpret", "match", "tidy")


def _codes_used(path: Path) -> set[str]:
    """What is given to Problem, and in the rooms that flag rows every text that looks like a code."""
    codes = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Problem" and node.args:
            codes |= {n.value for n in ast.walk(node.args[0]) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and path.relative_to(ROOT).parts[2] in FLAGGING:
            codes |= {node.value} if re.fullmatch(r"[a-z]+(-[a-z]+)+", node.value) else set()
    return codes


def test_every_problem_code_used_is_listed():
    unlisted = {f"{path.relative_to(ROOT)}: {code}" for path in SOURCES for code in _codes_used(path) if code not in load_problems()}
    assert not unlisted
    assert set(PROBLEM_OF_OP.values()) <= set(load_problems())


def test_every_problem_code_listed_is_used():
    """A reader of docs/problems.md relies on being told: a code that nothing raises is a promise that is not kept."""
    spoken = {
        node.value
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert set(load_problems()) <= spoken


def test_phrases_are_those_that_are_asked_for():
    """None is asked for that is not there, and none is there that nobody asks for: an expert's change must have an effect."""
    topics = {key.partition(".")[0] for key in load_catalogue().phrases}
    dotted = re.compile(rf'f?"((?:{"|".join(topics)})\.[a-z_{{}}]+)"')
    asked = {key for path in SOURCES if path.parts[-2] != "catalogue" for key in dotted.findall(path.read_text(encoding="utf-8"))}
    wanted = [re.compile(re.sub(r"{\w*}", r"\\w+", key.replace(".", r"\."))) for key in asked]
    assert not [key for key in load_catalogue().phrases if not any(pattern.fullmatch(key) for pattern in wanted)]
    assert not [pattern.pattern for pattern in wanted if not any(pattern.fullmatch(key) for key in load_catalogue().phrases)]


def test_contract_is_the_agreed_one():
    assert [(name, len(columns)) for name, columns in load_columns().items()] == [
        ("observations", 31),
        ("figures", 23),
        ("problems", 12),
        ("reports", 23),
    ]
    for table in load_contract().values():
        assert all(column.meaning.endswith(".") and column.example for column in table.columns), table.name
        assert all(column.example in column.values for column in table.columns if column.values), table.name


def test_every_problem_says_what_to_do():
    for kind in load_problems().values():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", kind.code)
        assert kind.meaning.endswith(".") and kind.todo.endswith(".")


def test_unverified_rows_and_aliases_are_listed_for_the_reader():
    text = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")
    for edition in load_catalogue().editions:
        for table in edition.tables:
            for row in table.indicators:
                unseen = [alias.name for alias in row.aliases if alias.evidence == "unverified"]
                assert all(name in text for name in (*unseen, *([row.path] if row.evidence == "unverified" else [])))

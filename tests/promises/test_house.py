"""What the house promises of its own shape, walked through."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import yaml

from reportparse import errors

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "src" / "reportparse").rglob("*.py"))
# A bag of everything that everything imports is how houses fall.
BAGS = re.compile(r"(^|_)(utils?|helpers?|manager|common|misc|process|handle)(_|$)")


def told(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=told)
def test_a_module_says_why_it_exists_and_stays_small(path: Path) -> None:
    text = path.read_text("utf-8")
    assert ast.get_docstring(ast.parse(text)), f"{told(path)} has no docstring"
    assert not BAGS.search(path.stem)
    assert text.count("\n") <= 400


@pytest.mark.parametrize("room", ["read", "assemble", "interpret", "match", "tidy", "store", "review"])
def test_a_room_has_few_doors(room: str) -> None:
    init = ROOT / "src" / "reportparse" / room / "__init__.py"
    if not init.exists():
        pytest.skip(f"{room} is not built yet")
    doors = [name for name in _exported(init) if name[0].islower()]
    assert 1 <= len(doors) <= 4, doors


def _exported(path: Path) -> list[str]:
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            return list(ast.literal_eval(node.value))
    return []


def test_every_error_names_its_exit_code_and_its_word() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.ReportparseError)]
    assert {kind.exit_code for kind in kinds} == {3, 4, 5}
    assert len({kind.reason for kind in kinds}) == len(kinds)
    assert str(errors.ReportparseError("a.pdf", "is odd", "look at it")) == "a.pdf: is odd; look at it"


def test_ci_and_hooks_call_what_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    assert {"demo", "test", "bench", "clean"} <= targets
    assert "make test" in (ROOT / ".ci" / "run").read_text("utf-8")
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"][0]["hooks"]
    assert {hook["id"] for hook in hooks} == {"ruff", "mypy", "import-linter"}

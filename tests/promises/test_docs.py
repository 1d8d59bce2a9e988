"""What the README and docs/ say is so: commands and options exist, links lead somewhere, marked examples run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from reportparse.cli import reportparse as group
from reportparse.cli.commands import COMMANDS

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("output/*.md"), *ROOT.glob("fixtures/*.md")])
README = (ROOT / "README.md").read_text("utf-8")
# <!-- runs --> before a fenced block: the block is run as a newcomer would, in the repository's folder.
EXAMPLES = re.findall(r"<!-- runs -->\n```(\w+)\n(.*?)```", README, re.DOTALL)


def told(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("name", COMMANDS)
def test_readme_names_every_command(name: str) -> None:
    assert f"reportparse {name}" in README


@pytest.mark.parametrize("page", PAGES, ids=told)
def test_commands_and_options_that_are_named_exist(page: Path) -> None:
    for line in re.findall(r"(?:`|^)reportparse ([a-z]+[^`\n]*)", page.read_text("utf-8"), re.MULTILINE):
        name, *words = line.split("  ")[0].split()
        assert name in COMMANDS, f"{told(page)}: reportparse {name}"
        command = group.get_command(click.Context(group), name)
        inner = getattr(command, "commands", {})
        for word in words:
            command = inner.get(word, command)
        known = {option for parameter in getattr(command, "params", []) for option in parameter.opts}
        assert {word.partition("=")[0] for word in words if word.startswith("-")} <= known, f"{told(page)}: reportparse {line}"


@pytest.mark.parametrize("page", PAGES, ids=told)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text("utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), f"{told(page)}: {target}"


def test_readme_lists_the_exit_codes() -> None:
    assert re.findall(r"^\| (\d) \|", README, re.MULTILINE) == ["0", "1", "2", "3", "4", "5"]


def test_readme_shows_what_is_printed(tmp_path: Path) -> None:
    (tmp_path / "fixtures").symlink_to(ROOT / "fixtures")
    command = [sys.executable, "-c", "from reportparse.cli import main; main()", *EXAMPLES[0][1].split()[1:]]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert f"```\n{said}```" in README


def test_readme_has_examples_to_run() -> None:
    assert len(EXAMPLES) >= 2


@pytest.mark.parametrize(("language", "text"), EXAMPLES, ids=[text.splitlines()[0] for _, text in EXAMPLES])
def test_examples_run(language: str, text: str, tmp_path: Path) -> None:
    for name in ("fixtures", "docs"):
        (tmp_path / name).symlink_to(ROOT / name)
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    command = [sys.executable, "-W", "error", "-c", text] if language == "python" else ["bash", "-euo", "pipefail", "-c", text]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr

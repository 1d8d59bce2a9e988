"""The group: help without imports, and no traceback for anybody."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from reportparse import __version__
from reportparse.cli import reportparse as group
from reportparse.cli.commands import COMMANDS
from reportparse.errors import ReportparseError


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_says_what_the_command_says_of_itself(reportparse, name):
    said = reportparse(name, "--help")
    assert said.code == 0 and "Usage: reportparse " + name in said.out
    command = group.get_command(click.Context(group), name)
    assert command is not None and (command.help or "").splitlines()[0] == COMMANDS[name][1]


def test_help_lists_every_command_and_version_is_the_packages(reportparse):
    said = reportparse("--help")
    assert said.code == 0 and all(name in said.out for name in COMMANDS)
    assert reportparse("--version").out == f"reportparse {__version__}\n"


def test_help_imports_nothing_heavy():
    script = (
        "import sys\nfrom reportparse.cli import main\n"
        "try:\n main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'numpy', 'pandas', 'pyarrow', 'yaml', 'pypdfium2', 'PIL', 'duckdb', 'rapidfuzz'} & set(sys.modules)\n"
        "print('heavy:', *sorted(heavy), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr == "heavy:\n"


def test_parsing_imports_no_pandas(tmp_path):
    script = (
        "import sys\nsys.path.insert(0, sys.argv[1])\n"
        "from invented import report\n"
        "from reportparse.model import RunRecord, Settings\nfrom reportparse.store import read_run, write_run\n"
        "write_run(sys.argv[2], [report()], RunRecord(Settings()))\nread_run(sys.argv[2])\n"
        "print('pandas' in sys.modules)"
    )
    tests = __file__.rpartition("cli")[0]
    done = subprocess.run([sys.executable, "-c", script, tests, str(tmp_path / "run")], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_a_fault_of_the_program_is_one_line(reportparse, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the\nsky fell")

    monkeypatch.setattr(group, "main", broken)
    said = reportparse("--help")
    assert said.code == 3
    assert said.err.startswith("reportparse: unexpected RuntimeError: the sky fell; please report it") and said.err.count("\n") == 1


def test_a_fault_is_shown_whole_to_who_asks(monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the sky fell")

    monkeypatch.setattr(group, "main", broken)
    monkeypatch.setenv("REPORTPARSE_DEBUG", "1")
    from reportparse.cli import main

    with pytest.raises(RuntimeError, match="the sky fell"):
        main([])


def test_being_stopped_is_said(reportparse, monkeypatch):
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(group, "main", stopped)
    assert (reportparse().code, reportparse().err) == (130, "reportparse: stopped\n")


@pytest.mark.parametrize("name", ["a\nb.pdf", "a\x1b[31mb.pdf", "a\u202efdp.b", "a\r\tb.pdf"])
def test_a_message_is_one_line_whatever_the_files_name(name):
    said = str(ReportparseError(name, "no such file", "check the path"))
    assert said.isprintable() and said.startswith("a\\") and len(said.splitlines()) == 1


def test_without_stdout_and_stderr_it_does_its_work(root, tmp_path):
    script = "from reportparse.cli import main; main()"
    for command in (["catalogue", "check"], ["batch", str(root / "fixtures/reports/jintang-prose.pdf"), "-o", "run"]):
        line = f'exec "$0" -c "$1" {shlex.join(command)} >&- 2>&-'
        done = subprocess.run(["bash", "-c", line, sys.executable, script], cwd=tmp_path, check=False)
        assert done.returncode == 0
    assert (tmp_path / "run" / "run.json").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk to write to")
def test_a_log_on_a_full_disk_keeps_the_exit_code():
    script = "from reportparse.cli import main; main(['parse', 'nowhere.pdf', '-o', '/dev/null/x'])"
    done = subprocess.run(["bash", "-c", 'exec "$0" -c "$1" 2>/dev/full', sys.executable, script], check=False)
    assert done.returncode == 3

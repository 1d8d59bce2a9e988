"""Killed, stopped, hung up on: the same command goes on, and the end is the same as of a run that nobody disturbed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from archived import BAD, QUICK, copies, digests, started

from reportparse.archive import Stop
from reportparse.archive.fetch import done_ahead

Batch = Callable[..., Path]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copies(tmp_path_factory.mktemp("archive"), QUICK, 6)
    for bad in BAD:
        shutil.copy(bad, folder)
    return folder


def records(run: Path) -> int:
    """Bytes of finished files that are on the disk."""
    state = run / ".batch"
    return sum(path.stat().st_size for path in (*state.glob("logs/*"), *state.glob("shards/0*/texts.bin")))


def stopped_when_busy(run: Path, archive: Path, how: signal.Signals) -> tuple[int, str, str]:
    """Start a batch, and stop it when it has finished something more than before."""
    before = records(run)
    running = started("batch", archive, "-o", run, "--jobs", 2)
    until = time.monotonic() + 60
    while running.poll() is None and records(run) <= before and time.monotonic() < until:
        time.sleep(0.01)
    running.send_signal(how)
    out, err = running.communicate(timeout=60)
    return running.returncode, out, err


def test_a_batch_that_is_killed_again_and_again_gives_the_same(tmp_path: Path, archive: Path, batch: Batch) -> None:
    run, kept = tmp_path / "killed", [0]
    for _ in range(3):
        code, _, err = stopped_when_busy(run, archive, signal.SIGKILL)
        assert code == -signal.SIGKILL and err == ""
        kept.append(records(run))
    assert kept == sorted(kept)
    last = batch(archive, to="killed")
    assert digests(last) == digests(batch(archive, to="undisturbed"))
    assert last.about["batch"]["done_before"] >= 3


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stop_says_how_to_go_on(tmp_path: Path, archive: Path, batch: Batch, how: signal.Signals) -> None:
    code, out, err = stopped_when_busy(tmp_path / "run", archive, how)
    assert (code, out) == (130, "")
    assert "files are done. Give the same command again to go on" in err.splitlines()[-1] and "Traceback" not in err
    assert files_kept(tmp_path / "run") >= 1


def files_kept(run: Path) -> int:
    """How many finished files the folder remembers."""
    from reportparse.archive.folder import Folder
    from reportparse.archive.logs import read_records
    from reportparse.archive.shards import read_journal, shard_numbers

    folder = Folder(run)
    sealed = sum(len(list(read_journal(folder, number))) for number in shard_numbers(folder))
    return sealed + sum(len(list(read_records(log))) for log in folder.logs.glob("*.log"))


@pytest.mark.parametrize(("fault", "is_told"), [("lock.__setstate__((7, 1, 1, '/gone'))", False), ("open('/gone')", True)])
def test_a_worker_that_comes_too_late_says_nothing(fault: str, is_told: bool) -> None:
    script = f"import reportparse.archive.warm\nfrom multiprocessing.synchronize import SemLock\nlock = SemLock.__new__(SemLock)\n{fault}"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 1 and ("FileNotFoundError" in done.stderr) == is_told


@pytest.mark.parametrize("seconds", [0.0, 0.2, 0.5])
def test_ctrl_c_on_a_terminal_reaches_everybody_and_nobody_complains(tmp_path: Path, archive: Path, seconds: float) -> None:
    """A terminal signals all processes of the command, the ones too that are getting ready."""
    run = tmp_path / "run"
    running = started("batch", archive, "-o", run, "--jobs", 2, alone=True)
    while running.poll() is None and not (run / ".batch").exists():
        time.sleep(0.01)
    time.sleep(seconds)
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out) == (130, "")
    assert len(err.splitlines()) == 1 and "Give the same command again to go on" in err


def test_a_stop_waits_for_the_end_of_a_step_and_a_second_one_does_not() -> None:
    stop = Stop()
    with pytest.raises(KeyboardInterrupt):
        stop.wish()
    stop = Stop()
    with stop.between_steps():
        stop.wish()
        with pytest.raises(KeyboardInterrupt):
            stop.heed()
        with pytest.raises(KeyboardInterrupt):
            stop.wish()


def test_a_stop_is_heeded_while_a_place_does_not_answer() -> None:
    answer = threading.Event()
    fetched = done_ahead(lambda item: item if answer.wait(60) else None, ["far away"])
    assert next(fetched) is None  # where a stop is looked for
    answer.set()
    assert next(fetched) == ("far away", "far away")

"""A cluster of two workers gives what one machine gives, also when one of the two is killed in the middle."""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from archived import BAD, QUICK, Heard, copies, digests

from reportparse.archive import Order, run_batch
from reportparse.errors import UnreadableError

distributed = pytest.importorskip("distributed", reason="the extra cluster is not installed")
Batch = Callable[..., Path]
Digests = dict[str, str]
pytestmark = pytest.mark.filterwarnings("default")  # Dask's own, on its way down


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copies(tmp_path_factory.mktemp("archive"), QUICK[:3], 2)
    for bad in BAD[:2]:
        shutil.copy(bad, folder)
    return folder


@pytest.fixture(scope="module")
def undisturbed(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What one machine gives."""
    run = tmp_path_factory.mktemp("here") / "run"
    run_batch(Order((str(archive),), str(run), jobs=2), Heard())
    return digests(run)


@pytest.fixture(scope="module")
def scheduler() -> Iterator[Any]:
    """A real scheduler with two workers, each a process of its own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cluster = distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0")
        yield cluster
        cluster.close()


def worker_pids(cluster: Any) -> list[int]:
    with distributed.Client(cluster) as client:
        return list(client.run(os.getpid).values())


def test_a_cluster_gives_what_one_machine_gives(scheduler: Any, archive: Path, batch: Batch, undisturbed: Digests) -> None:
    run = batch(archive, cluster=scheduler.scheduler_address, shard=3)  # a piece of work for the cluster spans shards
    assert digests(run) == undisturbed
    assert not run.heard.notes


def test_a_worker_that_is_killed_loses_nothing(
    scheduler: Any, archive: Path, batch: Batch, monkeypatch: pytest.MonkeyPatch, undisturbed: Digests
) -> None:
    monkeypatch.setattr("reportparse.archive.cluster._PIECE", 4)
    before = set(worker_pids(scheduler))

    def kill() -> None:
        with distributed.Client(scheduler) as client:
            until = time.monotonic() + 60
            while not any(client.processing().values()) and time.monotonic() < until:
                time.sleep(0.01)
            time.sleep(0.5)
            os.kill(min(before), signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    run = batch(archive, cluster=scheduler.scheduler_address)
    killer.join()
    assert digests(run) == undisturbed
    assert min(before) not in worker_pids(scheduler)


def test_a_cluster_that_goes_away_leaves_the_work_to_this_machine(
    archive: Path, batch: Batch, monkeypatch: pytest.MonkeyPatch, undisturbed: Digests
) -> None:
    from reportparse.archive import cluster

    def broken(*_: object, **__: object) -> None:
        raise OSError("connection closed")

    def deserted(order: Order) -> tuple[Any, Any]:
        client, own = connected(order)
        monkeypatch.setattr(distributed, "wait", broken)
        return client, own

    connected = cluster._connected
    monkeypatch.setattr(cluster, "_connected", deserted)
    run = batch(archive, cluster="local")
    assert run.heard.notes == ["the cluster is gone (OSError); this machine goes on alone"]
    monkeypatch.undo()
    assert digests(run) == undisturbed


def test_another_version_on_the_cluster_is_refused() -> None:
    from reportparse.archive.outpost import Piece, piece_done

    with pytest.raises(RuntimeError, match=r"this machine has reportparse .*, the batch 0\.0\.1"):
        piece_done(pickle.dumps(Piece("0.0.1", None, ())))  # type: ignore[arg-type]


def test_a_wrong_address_is_one_line(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportparse.archive.cluster._PATIENCE", 1)
    with pytest.raises(UnreadableError, match="no Dask scheduler that answers"):
        run_batch(Order((str(archive),), str(tmp_path / "run"), cluster="tcp://127.0.0.1:9"), Heard())
    assert not (tmp_path / "run").exists()

"""The end of a batch: its files take their places together, and what no run needs any more is dropped."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from reportparse.archive.folder import Folder
from reportparse.archive.index import Index
from reportparse.archive.merge import Merged
from reportparse.archive.order import TABLES, Order
from reportparse.archive.page import summary_to_html
from reportparse.archive.shards import shard_dropped
from reportparse.archive.work import Work
from reportparse.store.files import FORMAT, program_versions
from reportparse.store.folder import bytes_to_disk, folder_flushed


def about_run(order: Order, catalogue: str, merged: Merged, work: Work) -> dict[str, Any]:
    """What run.json says: the keys that every run has, and under `batch` what only a batch has."""
    progress = work.progress()
    done = progress.ok + progress.partial + progress.failed
    return {
        "program": "reportparse",
        "format": FORMAT,
        "versions": program_versions(),
        "catalogue": catalogue,
        "settings": {name: value for name, value in asdict(order.settings).items() if name != "password"},
        "counts": {**merged.counts, **merged.summary["status"]},
        "sha256": merged.sha256,
        "times": {"started": work.began, "ended": datetime.now(UTC).isoformat(timespec="seconds"), "seconds": round(progress.seconds, 3)},
        "batch": {
            "sources": [text_printable(source) for source in order.sources],
            "files": progress.total,
            "done_now": done,
            "done_before": progress.skipped,
            "duplicates": progress.duplicates,
            "reports_per_second": round(done / progress.seconds, 2) if progress.seconds else 0.0,
            "limits": {"seconds": order.limits.seconds, "memory": order.limits.memory},
            **merged.summary,
        },
    }


def text_printable(text: str) -> str:
    """The text with � for bytes that are none."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def put_in_place(folder: Folder, about: dict[str, Any], plan: str) -> None:
    """Move the merged files to where the user looks. run.json goes first and comes last: a folder without it is no run."""
    bytes_to_disk(folder.merge / "summary.html", summary_to_html(about).encode("utf-8", "replace"))
    names = sorted(path.name for path in folder.merge.iterdir() if path.is_file())
    written = sorted(path for path in folder.merge.rglob("*") if path.is_file())
    about["batch"]["plan"] = plan
    about["batch"]["bytes"] = {path.relative_to(folder.merge).as_posix(): path.stat().st_size for path in written}
    (folder.path / "run.json").unlink(missing_ok=True)
    for name in names:
        (folder.merge / name).replace(folder.path / name)
    _by_year_in_place(folder)
    aside = folder.merge / "run.json"
    bytes_to_disk(aside, (json.dumps(about, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace"))
    aside.replace(folder.path / "run.json")
    folder_flushed(folder.path)
    shutil.rmtree(folder.merge, ignore_errors=True)


def _by_year_in_place(folder: Folder) -> None:
    """The tables' folders are replaced; whatever else somebody has put beside them stays."""
    old, new, place = folder.merge / "old", folder.merge / "by-year", folder.path / "by-year"
    for path in (old, new, place):
        path.mkdir(exist_ok=True)
    for table in TABLES:
        if (place / table).exists():
            (place / table).rename(old / table)
        if (new / table).exists():
            (new / table).rename(place / table)


def read_about(folder: Folder) -> Mapping[str, Any]:
    """run.json, or nothing."""
    try:
        about = json.loads((folder.path / "run.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return about if isinstance(about, dict) and isinstance(about.get("batch"), dict) else {}


def is_whole(folder: Folder, about: Mapping[str, Any], plan: str) -> bool:
    """Does the folder hold the run of this plan, every file as long as it was?"""
    batch = about.get("batch", {})
    sizes: Mapping[str, int] = batch.get("bytes", {})
    if batch.get("plan") != plan or not isinstance(sizes, dict):
        return False
    return all((folder.path / name).is_file() and (folder.path / name).stat().st_size == size for name, size in sizes.items())


def garbage_dropped(folder: Folder, index: Index) -> None:
    """Drop shards all of whose files were done again since, and packs that no shard speaks of."""
    dropped = set(index.superseded_shards())
    packs = {entry.paper.pack for shard, entry in index.entries() if shard not in dropped and entry.paper is not None}
    for shard in dropped:
        shard_dropped(folder, shard)
    for pack in folder.packs.iterdir():
        if pack.name not in packs:
            pack.unlink(missing_ok=True)


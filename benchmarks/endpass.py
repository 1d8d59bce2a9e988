"""Memory of the pass that puts a batch's files together, by how many reports there are: does it stay level?

    python benchmarks/endpass.py RUN [--times 1 3 10 30]

RUN is the folder of a finished batch; it is left as it is. Its shards go by so many times over, each time under other names.
Resident memory is sampled every 20 ms in a process of its own for each number.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from reportparse.archive import merge
from reportparse.archive.folder import Folder
from reportparse.archive.index import Index
from reportparse.archive.order import Candidate, Entry
from reportparse.archive.shards import Part, read_journal, read_part, shard_numbers
from reportparse.archive.stops import Stop


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path)
    parser.add_argument("--times", type=int, nargs="+", default=[1, 3, 10, 30])
    parser.add_argument("--here", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.here:
        print(line_of(options.run, options.here))
        return 0
    print("| reports | observations | before, MB | most, MB | s |\n|---|---|---|---|---|", flush=True)
    for times in options.times:
        subprocess.run([sys.executable, __file__, str(options.run), "--here", str(times)], check=True)
    return 0


def line_of(run: Path, times: int) -> str:
    folder = Folder(run)
    shards = shard_numbers(folder)
    with tempfile.TemporaryDirectory() as own:
        folder.merge = Path(own) / "merge"
        index = Index(Path(own) / "index.sqlite")
        reports = entered(index, lambda: entries(folder, shards, times))
        merge._part = lambda at, number: part(at, shards, number)  # type: ignore[attr-defined]
        before, most = megabytes(), [0.0]
        ended = threading.Event()
        watch = threading.Thread(target=watched, args=(most, ended))
        watch.start()
        started = time.perf_counter()
        merged = merge.merge_run(folder, index, Stop())
        seconds = time.perf_counter() - started
        ended.set()
        watch.join()
        index.close()
    return f"| {reports:,} | {merged.counts['observations']:,} | {before:.0f} | {most[0]:.0f} | {seconds:.1f} |"


def entries(folder: Folder, shards: list[int], times: int) -> Iterator[tuple[int, list[Entry]]]:
    """The journal of each shard, `times` over under other names and numbers."""
    for turn in range(times):
        for at, number in enumerate(shards):
            renamed = (replace(e, source=f"{turn:05d}/{e.source}", content=f"{turn:05d}{e.content}") for e in read_journal(folder, number))
            yield turn * len(shards) + at, list(renamed)


def part(folder: Folder, shards: list[int], number: int) -> Part:
    return read_part(folder, shards[number % len(shards)])


def entered(index: Index, journal: object) -> int:
    """Fill the index as a batch does that has done everything; returns the number of reports."""
    assert callable(journal)
    for number, held in journal():
        index.add_entries(number, held)
    index.add_candidates(Candidate(entry.source, entry.source) for _, held in journal() for entry in held)
    index.ready()
    count = 0
    for number, held in journal():
        for line, entry in enumerate(held):
            index.settle(entry.source, entry.content, entry.size)
            index.place(entry.source, entry.content, number, line)
            count += 1
    return count


def watched(most: list[float], ended: threading.Event) -> None:
    while not ended.wait(0.02):
        most[0] = max(most[0], megabytes())


def megabytes() -> float:
    status = Path("/proc/self/status").read_text("ascii")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))


if __name__ == "__main__":
    sys.exit(main())

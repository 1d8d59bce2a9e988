"""What a batch costs: rate with one worker and with all, the second run, and memory while an archive of thousands goes by.

    python benchmarks/archive.py [--files PDF…] [--reports 200] [--rounds 3]      rates, one worker and all of them in turn
    python benchmarks/archive.py --memory 2000 [--files PDF…]                      memory of the master and of the largest worker

The archive is made of the files given (default: the fixtures), over and over, with some bytes behind each end so that no two are the same.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
REPORTS = sorted((ROOT / "fixtures" / "reports").glob("*.pdf"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", nargs="+", type=Path, default=REPORTS)
    parser.add_argument("--reports", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 2)
    parser.add_argument("--memory", type=int, metavar="REPORTS", help="measure memory over so many reports instead")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as own:
        folder = Path(own)
        archive = copies(folder / "archive", options.files, options.memory or options.reports)
        print(memory_curve(folder, archive, options.jobs) if options.memory else rates(folder, archive, options))
    return 0


def copies(folder: Path, files: Sequence[Path], count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        source = files[number % len(files)]
        (folder / f"{number:06d}-{source.name}").write_bytes(source.read_bytes() + b"\n%% %d\n" % number)
    return folder


def command(archive: Path, run: Path, jobs: int) -> list[str]:
    call = "from reportparse.cli import main; main()"
    return [sys.executable, "-c", call, "batch", str(archive), "-o", str(run), "--jobs", str(jobs), "--json"]


def seconds_of(archive: Path, run: Path, jobs: int) -> float:
    started = time.perf_counter()
    subprocess.run(command(archive, run, jobs), check=True, capture_output=True)
    return time.perf_counter() - started


def rates(folder: Path, archive: Path, options: argparse.Namespace) -> str:
    """Rounds of one worker, all workers, and nothing to do; the medians, and the median of the rounds' ratios."""
    one, many, again = [], [], []
    for number in range(options.rounds):
        one.append(seconds_of(archive, folder / f"one-{number}", 1))
        many.append(seconds_of(archive, folder / f"many-{number}", options.jobs))
        again.append(seconds_of(archive, folder / f"many-{number}", options.jobs))
        print(f"{one[-1]:.1f} s, {many[-1]:.1f} s, {again[-1]:.2f} s; load {os.getloadavg()[0]:.1f}", file=sys.stderr)
    ratio = median(a / b for a, b in zip(one, many, strict=True))
    share = median(a / b for a, b in zip(again, many, strict=True))
    rows = [
        ("--jobs 1", f"{median(one):.1f}", f"{options.reports / median(one):.1f}"),
        (f"--jobs {options.jobs}", f"{median(many):.1f}", f"{options.reports / median(many):.1f}"),
        ("second run", f"{median(again):.2f}", f"{100 * share:.1f} % of the first"),
    ]
    head = f"{options.reports} reports; {options.jobs} workers give {ratio:.2f} times the rate of one\n\n"
    return head + "| | s | reports a second |\n|---|---|---|\n" + "\n".join(f"| {' | '.join(row)} |" for row in rows)


def memory_curve(folder: Path, archive: Path, jobs: int) -> str:
    """Megabytes held by the master and by its largest worker, at every tenth of the archive, and the most between."""
    run = folder / "run"
    total = len(list(archive.iterdir()))
    running = subprocess.Popen(command(archive, run, jobs), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seen: dict[int, tuple[float, float]] = {}
    while running.poll() is None:
        tenth = 10 * finished(run) // total
        held = [megabytes(pid) for pid in family(running.pid)]
        before = seen.get(tenth, (0.0, 0.0))
        seen[tenth] = (max(before[0], megabytes(running.pid)), max(before[1], *held, 0.0))
        time.sleep(0.25)
    rows = [f"| {tenth * total // 10} | {master:.0f} | {worker:.0f} |" for tenth, (master, worker) in sorted(seen.items())]
    return "| reports sealed | master, MB | largest worker, MB |\n|---|---|---|\n" + "\n".join(rows)


def finished(run: Path) -> int:
    return sum(path.read_bytes().count(b"\n") for path in run.glob(".batch/shards/0*/journal.jsonl"))


def family(pid: int) -> Iterator[int]:
    try:
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split():
            yield int(child)
            yield from family(int(child))
    except OSError:
        return


def megabytes(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS")), 0.0)


if __name__ == "__main__":
    sys.exit(main())

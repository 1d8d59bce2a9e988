"""What a batch survives: kill -9 at random moments, and an archive in which most files are broken.

    python benchmarks/hardship.py [--kills 10] [--mutated 200] [--hostile FOLDER] [--seed 1]

Kills: the same command is killed again and again, then left alone; its files are compared with those of an undisturbed run.
Broken files: reports with bytes changed or cut off, and all of `fixtures/bad` (and FOLDER), between good reports; every file must be
accounted for, the good ones' rows be those of a run without the bad ones, and no traceback be printed.
"""

from __future__ import annotations

import argparse
import csv
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from archive import REPORTS, command, copies, family, megabytes

ROOT = Path(__file__).parents[1]
TABLES = ("reports", "observations", "figures", "problems")
FILES = [f"{table}.{kind}" for table in TABLES for kind in ("csv", "parquet")]
GOOD, JOBS = 48, 2


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--mutated", type=int, default=200)
    parser.add_argument("--hostile", type=Path, nargs="*", default=[])
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as own:
        folder = Path(own)
        good = copies(folder / "good", REPORTS, GOOD)
        started = time.perf_counter()
        subprocess.run(command(good, folder / "undisturbed", JOBS), check=True, capture_output=True)
        seconds = time.perf_counter() - started
        held = kills(folder, good, options.kills, seconds, chance)
        return int(not (broken(folder, good, options, chance) and held))


def kills(folder: Path, good: Path, count: int, seconds: float, chance: random.Random) -> bool:
    """Kill the batch `count` times within the time that it takes undisturbed, then let it end."""
    run, running = folder / "killed", 0
    for _ in range(count):
        batch = subprocess.Popen(command(good, run, JOBS), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.2, 2 * seconds / count))
        running += batch.poll() is None
        batch.send_signal(signal.SIGKILL)
        batch.wait()
    subprocess.run(command(good, run, JOBS), check=True, capture_output=True)
    same = [name for name in FILES if (run / name).read_bytes() == (folder / "undisturbed" / name).read_bytes()]
    print(f"killed {running} of {count} times while it ran: {len(same)} of {len(FILES)} files as undisturbed", flush=True)
    return len(same) == len(FILES)


def broken(folder: Path, good: Path, options: argparse.Namespace, chance: random.Random) -> bool:
    """Read the good reports among broken ones."""
    mixed = folder / "mixed"
    shutil.copytree(good, mixed)
    for bad in [path for place in (ROOT / "fixtures" / "bad", *options.hostile) for path in sorted(place.glob("*.pdf"))]:
        shutil.copy(bad, mixed / f"~{bad.name}")
    for number in range(options.mutated):
        (mixed / f"~{number:04d}.pdf").write_bytes(mutated(chance.choice(REPORTS).read_bytes(), chance))
    run = folder / "mixed-run"
    started = time.perf_counter()
    batch = subprocess.Popen(command(mixed, run, JOBS), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    master = worker = 0.0
    while batch.poll() is None:
        worker = max(worker, *(megabytes(pid) for pid in family(batch.pid)), 0.0)
        master = max(master, megabytes(batch.pid))
        time.sleep(0.05)
    traced = "Traceback" in (batch.stderr.read() if batch.stderr else "")
    seconds = time.perf_counter() - started
    files = {path.name for path in mixed.iterdir()}
    told = {row["source"] for row in [*rows(run, "reports"), *rows(run, "duplicates")]}
    same = [table for table in TABLES if of_good(run, table) == of_good(folder / "undisturbed", table)]
    print(f"{len(files & {Path(name).name for name in told})} of {len(files)} files accounted for in {seconds:.1f} s")
    print(f"rows of the {GOOD} good ones as without the others: {len(same)} of {len(TABLES)} tables")
    print("traceback printed:", "yes" if traced else "no")
    print(f"most memory: master {master:.0f} MB, worker {worker:.0f} MB")
    return len(told) >= len(files) and len(same) == len(TABLES) and not traced


def mutated(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 5, 50, 500))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed[: chance.randrange(len(changed))] if chance.random() < 0.25 else changed)


def rows(run: Path, table: str) -> list[dict[str, str]]:
    with (run / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def of_good(run: Path, table: str) -> list[dict[str, str]]:
    """All columns but the file's place, which says in which archive it lay."""
    found = (row | {"source": Path(row["source"]).name} for row in rows(run, table))
    return [row for row in found if not row["source"].startswith("~")]


if __name__ == "__main__":
    sys.exit(main())

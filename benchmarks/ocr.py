"""Scans: seconds a page beside rapidocr alone on the same pictures, peak memory, two at once, and what comes out right.

    python benchmarks/ocr.py [PDF…] [--pages N] [--threads]

Both read each picture in turn, so that a slow moment of the machine falls on both; the first page warms up and is not counted. rapidocr
reads words, we read a Page: its rules, every doubtful word twice, seals and tilt too. `--threads` also tries one thread a session and two.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import mean, median

import numpy as np
import pypdfium2 as pdfium

from reportparse.model import Glyphs, Page, Rules
from reportparse.read.ocr import engine
from reportparse.read.ocr.pages import pages_from_picture
from reportparse.read.ocr.pictures import picture_from_page

ROOT = Path(__file__).parents[1]
FIXTURES = sorted((ROOT / "fixtures" / "scans").glob("*.pdf"))
NO_RULES = np.zeros((0, 3), np.float32)
UNREAD = Page(1, 1.0, 1.0, "picture", Glyphs("", np.zeros((0, 4), np.float32), np.zeros(0, np.float32)), Rules(NO_RULES, NO_RULES))

Picture = tuple[np.ndarray, float]
Spent = tuple[float, float]


def main() -> int:
    options = _options()
    if options.work:
        return work(options.files)
    pictures = [picture for path in options.files for picture in pictures_of(path, options.pages)]
    print(table_of_pages(pictures))
    print(f"\npeak memory of a fresh process that parses: {', '.join(peak_said(path) for path in options.files)}")
    alone = at_once(options.files[0], 1)
    both = " and ".join(f"{at_once(options.files[0], 2, n) / alone:.2f} with {n} thread{'s' * (n > 1)} each" for n in (1, 2))
    print(f"two such processes at once, in times of one with 2 threads: {both}")
    if options.threads:
        print(threads_said(pictures))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=FIXTURES, help="scans; default: the fixtures")
    parser.add_argument("--pages", type=int, default=6, help="pages of each file, from its end, where tables stand")
    parser.add_argument("--threads", action="store_true")
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def pictures_of(path: Path, most: int) -> list[Picture]:
    document = pdfium.PdfDocument(path)
    try:
        return [picture_from_page(document, number, 10.5) for number in range(max(1, len(document) - most + 1), len(document) + 1)]
    finally:
        document.close()


def table_of_pages(pictures: list[Picture]) -> str:
    """Seconds by the clock and of computing, a page."""
    alone = rapidocr_alone()
    readers: dict[str, Callable[[Picture], object]] = {"rapidocr alone": alone, "reportparse, a Page": read}
    spent: dict[str, list[Spent]] = {name: [] for name in readers}
    for picture in [pictures[0], *pictures]:
        for name, reader in readers.items():
            spent[name].append(seconds(reader, picture))
    theirs, ours = (values[1:] for values in spent.values())
    times = median(our[0] / their[0] for our, their in zip(ours, theirs, strict=True))
    computing = mean(our[1] for our in ours) / mean(their[1] for their in theirs)
    rows = [f"| {name} | {spent_said(values)} |\n" for name, values in zip(readers, (theirs, ours), strict=True)]
    head = f"{len(pictures)} pages\n\n| reader | s a page, median | slowest | s of computing, mean |\n|---|---|---|---|\n"
    return f"{head}{''.join(rows)}\ntimes rapidocr alone: {times:.2f} by the clock (median of pages), {computing:.2f} of computing"


def spent_said(spent: list[Spent]) -> str:
    return f"{median(s for s, _ in spent):.2f} | {max(s for s, _ in spent):.2f} | {mean(c for _, c in spent):.2f}"


def rapidocr_alone() -> Callable[[Picture], object]:
    from rapidocr import RapidOCR

    reader = RapidOCR(params={"Global.use_cls": False, "Global.log_level": "error"})
    return lambda picture: reader(picture[0])


def read(picture: Picture) -> list[Page]:
    return pages_from_picture(*picture, UNREAD)


def seconds(reader: Callable[[Picture], object], picture: Picture) -> Spent:
    clock, computing = time.perf_counter(), time.process_time()
    reader(picture)
    return time.perf_counter() - clock, time.process_time() - computing


def peak_said(path: Path) -> str:
    done = subprocess.run([sys.executable, __file__, "--work", str(path)], check=True, capture_output=True, text=True)
    return f"{path.name} {float(done.stdout):.0f} MB"


def work(files: list[Path]) -> int:
    """What a worker does; prints its peak memory in MB."""
    import reportparse

    for path in files:
        reportparse.parse(path)
    (peak,) = (line.split()[1] for line in Path("/proc/self/status").read_text("ascii").splitlines() if line.startswith("VmHWM:"))
    print(int(peak) / 1024)  # not ru_maxrss: a child begins with its parent's
    return 0


def at_once(path: Path, n: int, threads: int = 2) -> float:
    """Seconds until `n` processes have each parsed the file."""
    started = time.perf_counter()
    command, environment = [sys.executable, __file__, "--work", str(path)], os.environ | {"OMP_NUM_THREADS": str(threads)}
    running = [subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment) for _ in range(n)]
    for process in running:
        process.wait()
    return time.perf_counter() - started


def threads_said(pictures: list[Picture]) -> str:
    lines = []
    for threads in (1, 2):
        os.environ["OMP_NUM_THREADS"] = str(threads)
        engine.engine_loaded.cache_clear()
        read(pictures[0])
        spent = [seconds(read, picture) for picture in pictures]
        lines.append(f"{threads} threads: {median(s for s, _ in spent):.2f} s a page, {mean(c for _, c in spent):.2f} s of computing")
    return "\n" + "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())

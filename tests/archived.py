"""Archives made of the fixtures, for the tests of batches: many reports out of few, PDFs that ask for much, runs compared."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from reportparse.archive import Progress

ROOT = Path(__file__).parents[1]
REPORTS = sorted((ROOT / "fixtures" / "reports").glob("*.pdf"))
BAD = sorted((ROOT / "fixtures" / "bad").glob("*.pdf"))
QUICK = [path for path in REPORTS if path.stem in ("wanqiu-horizontal", "zhangqiao-older", "jintang-prose", "songning-merged")]
FILES = [f"{table}.{kind}" for table in ("observations", "figures", "problems", "reports") for kind in ("csv", "parquet")]


@dataclass
class Heard:
    """What a batch said on its way."""

    notes: list[str] = field(default_factory=list)
    told: list[Progress] = field(default_factory=list)

    def progress(self, progress: Progress) -> None:
        self.told.append(progress)

    def note(self, line: str) -> None:
        self.notes.append(line)


def copies(folder: Path, sources: Iterable[Path], times: int) -> Path:
    """The reports `times` over, each with bytes of its own behind the end."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(times):
        for source in sources:
            (folder / f"{source.stem}-{number}.pdf").write_bytes(source.read_bytes() + b"\n%% copy %d\n" % number)
    return folder


def pdf(streams: Iterable[bytes]) -> bytes:
    """A PDF with a page for each content stream, packed as tightly as it goes."""
    bodies = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    for stream in streams:
        page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>"
        bodies.append(page % (len(bodies) + 2))
        packed = zlib.compress(stream, 9)
        bodies.append(b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed))
    kids = b" ".join(b"%d 0 R" % number for number in range(4, len(bodies), 2))
    bodies[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, (len(bodies) - 3) // 2)
    out, places = [b"%PDF-1.5\n"], []
    at = len(out[0])
    for number, body in enumerate(bodies, 1):
        places.append(at)
        out.append(b"%d 0 obj%sendobj\n" % (number, body))
        at += len(out[-1])
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    out.append(b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, table))
    out.append(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, at))
    return b"".join(out)


LINE = b"BT /F 12 Tf 50 700 Td (a page with some words on it) Tj ET\n"


def digests(run: Path) -> dict[str, str]:
    """What every file of a run that a user looks at has in it; run.json and the page hold times."""
    names = [*FILES, "failures.csv", "duplicates.csv", *(str(p.relative_to(run)) for p in sorted(run.glob("by-year/**/*.parquet")))]
    return {name: hashlib.sha256((run / name).read_bytes()).hexdigest() for name in names}


def environment() -> dict[str, str]:
    return os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "PYTHONWARNINGS": "error"}


def started(*arguments: object, alone: bool = False) -> subprocess.Popen[str]:
    """The command line in a process of its own, to which signals come through, also where these tests run behind `nohup` or `&`.

    `alone`: as on a terminal of its own, so that a signal can be sent to it and all its workers.
    """
    signals = "import signal; [signal.signal(s, signal.SIG_DFL) for s in (signal.SIGHUP, signal.SIGTERM)]"
    signals += "; signal.signal(signal.SIGINT, signal.default_int_handler)"
    command = [sys.executable, "-c", f"{signals}; from reportparse.cli import main; main()", *map(str, arguments)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, **pipes, env=environment(), cwd=ROOT, start_new_session=alone)

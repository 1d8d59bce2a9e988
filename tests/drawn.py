"""Small PDFs drawn by ReportLab or written object by object, for tests of what `read` sees.

Heights are given from the top, as `read` gives them, so that a test states where ink is and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

CHINESE = "STSong-Light"  # never embedded: a reader brings its own
WIDTH, HEIGHT = 400.0, 600.0

Draw = Callable[[Canvas], None]


def pdf_drawn(path: Path, *pages: Draw, size: tuple[float, float] = (WIDTH, HEIGHT), **knobs: object) -> str:
    """One page for each drawing; the path as text."""
    pdfmetrics.registerFont(UnicodeCIDFont(CHINESE))
    canvas = Canvas(str(path), pagesize=size, invariant=1, **knobs)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return str(path)


def write(canvas: Canvas, text: str, x: float, baseline: float, *, font: str = CHINESE, size: float = 10) -> None:
    """`text` with its baseline so far below the top of a page of the usual height."""
    canvas.setFont(font, size)
    canvas.drawString(x, HEIGHT - baseline, text)


def objects_to_pdf(*objects: str | bytes) -> bytes:
    """The smallest file that holds these objects, numbered from 1; the first is the catalogue."""
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += f"{number} 0 obj".encode() + (body if isinstance(body, bytes) else body.encode()) + b"endobj\n"
    entries = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    trailer = f"xref\n0 {size}\n0000000000 65535 f \n{entries}trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(content)}\n%%EOF\n"
    return content + trailer.encode()


def stream(text: str) -> bytes:
    data = text.encode("latin-1")
    return f"<</Length {len(data)}>>stream\n".encode() + data + b"\nendstream "


def pdf_meaning(letters: str, meaning: str) -> bytes:
    """One page that prints `letters` in Helvetica, whose font says that each letter means a character of `meaning`."""
    pairs = "".join(f"<{ord(a):02X}><{b.encode('utf-16-be').hex().upper()}>\n" for a, b in zip(letters, meaning, strict=True))
    to_unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def\n"
        f"1 begincodespacerange <00><FF> endcodespacerange\n{len(letters)} beginbfchar\n{pairs}endbfchar\nendcmap end end"
    )
    return objects_to_pdf(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 600]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        stream(f"BT /F 10 Tf 50 500 Td ({letters}) Tj ET"),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/ToUnicode 6 0 R>>",
        stream(to_unicode),
    )

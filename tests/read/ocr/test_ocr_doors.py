"""Which pages are read from their pictures, what is said of those that are not, and pictures that are none."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import reportparse
from drawn import objects_to_pdf, pdf_drawn, write
from read.ocr.paper import part_drawn, pdf_of_pictures
from reportparse.errors import MissingExtraError
from reportparse.model import Settings
from reportparse.read import ocr, read_document

WORDS = "本校在校生规模保持稳定，专业设置与区域产业对接，教学质量稳步提高，毕业生就业情况良好。"


@pytest.fixture
def scan(tmp_path) -> str:
    return pdf_of_pictures(tmp_path / "scan.pdf", part_drawn("songning-merged", 5, (60, 60, 540, 160)))


@pytest.fixture
def mixed(tmp_path) -> str:
    """A page of text, one of a picture, and a white one."""
    picture = Image.fromarray(part_drawn("songning-merged", 5, (60, 60, 460, 260)))

    def text(canvas):
        for line in range(4):
            write(canvas, WORDS, 40, 100 + 20 * line, size=8)

    def pictured(canvas):
        canvas.drawInlineImage(picture, 0, 100, 400, 400)

    return pdf_drawn(tmp_path / "mixed.pdf", text, pictured, lambda canvas: None)


def layered(tmp_path: Path, mode: int) -> str:
    """A picture over the whole page, and text that another program put there: 3 is invisible."""
    picture = Image.fromarray(part_drawn("songning-merged", 5, (60, 60, 460, 260)))

    def draw(canvas):
        canvas.drawInlineImage(picture, 0, 0, 400, 600)
        text = canvas.beginText(40, 500)
        text.setFont("STSong-Light", 8)
        text.setTextRenderMode(mode)
        text.textLine(WORDS)
        canvas.drawText(text)

    return pdf_drawn(tmp_path / f"layered-{mode}.pdf", draw)


def test_only_pages_that_need_it_are_read_from_their_pictures(mixed):
    pages = read_document(mixed, ocr=True).pages
    assert [(page.kind, page.engine) for page in pages] == [("text", "pdfium"), ("picture", "ocr"), ("empty", "pdfium")]
    assert "人才培养质量" in pages[1].glyphs.text


def test_kind_says_scan_or_mixed(scan, mixed):
    assert reportparse.parse(mixed).kind == "mixed"
    assert reportparse.parse(scan).kind == "scan"


def test_an_old_layer_under_a_picture_is_read_again(tmp_path):
    (page,) = read_document(layered(tmp_path, 3), ocr=True).pages
    assert page.engine == "ocr" and WORDS[:6] not in page.glyphs.text


def test_text_over_a_picture_is_text(tmp_path):
    (page,) = read_document(layered(tmp_path, 0), ocr=True).pages
    assert (page.kind, page.engine) == ("text", "pdfium") and WORDS in page.glyphs.text


def test_without_ocr_an_old_layer_is_kept_and_doubted(tmp_path):
    document = read_document(layered(tmp_path, 3))
    (page,) = document.pages
    assert WORDS in page.glyphs.text and page.glyphs.confidence is not None and page.glyphs.confidence.max() < 0.5
    assert [problem.code for problem in document.problems] == ["picture-page"]


def test_without_the_extra_a_scan_is_refused_in_one_line(scan, monkeypatch):
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    with pytest.raises(MissingExtraError) as stop:
        reportparse.parse(scan)
    assert "page 1" in str(stop.value) and "pip install 'reportparse[ocr]'" in str(stop.value) and "\n" not in str(stop.value)


def test_without_the_extra_a_mixed_report_is_partial(mixed, monkeypatch):
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    report = reportparse.parse(mixed)
    said = [problem.message for problem in report.problems if problem.code == "missing-extra"]
    assert report.status == "partial" and report.kind == "mixed"
    assert len(said) == 1 and "page 2" in said[0] and "pip install 'reportparse[ocr]'" in said[0]


def test_ocr_can_be_left_out(mixed):
    report = reportparse.parse(mixed, settings=Settings(ocr=False))
    assert report.status == "partial"
    assert [problem.code for problem in report.problems if problem.severity != "note"][:1] == ["picture-page"]


@pytest.mark.parametrize(("numbers", "said"), [([4], "page 4"), ([1, 2, 3, 7], "pages 1-3, 7"), ([2, 9], "pages 2, 9")])
def test_pages_are_named(numbers, said):
    assert ocr.pages_said(numbers) == said


def picture_page(width: int, height: int, entries: str, data: bytes, size: tuple[int, int] = (600, 800)) -> bytes:
    """One page filled by one picture."""
    image = f"<</Type/XObject/Subtype/Image/Width {width}/Height {height}{entries}/Length {len(data)}>>stream\n".encode()
    wide, high = size
    content = f"q {wide} 0 0 {high} 0 0 cm /I Do Q".encode()
    return objects_to_pdf(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {wide} {high}]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
        f"<</Length {len(content)}>>stream\n".encode() + content + b"\nendstream ",
        image + data + b"\nendstream ",
    )


def encoded(picture: Image.Image, form: str, **knobs: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **knobs)
    return out.getvalue()


GRAY = "/ColorSpace/DeviceGray/BitsPerComponent 8"
BITS = "/ColorSpace/DeviceGray/BitsPerComponent 1"
LETTERS = Image.fromarray(part_drawn("songning-merged", 5, (60, 60, 540, 160)))


def fax_of(picture: Image.Image) -> bytes:
    """The CCITT group 4 data of a TIFF, which Pillow writes as one strip."""
    tiff = encoded(picture.convert("1"), "TIFF", compression="group4")
    with Image.open(io.BytesIO(tiff)) as read:
        start, length = read.tag_v2[273][0], read.tag_v2[279][0]
    return tiff[start : start + length]


def pages_of_pictures() -> dict[str, bytes]:
    width, height = LETTERS.size
    size = width // 2, height // 2
    jpeg = encoded(LETTERS, "JPEG", quality=80)
    fax = f"{BITS}/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns {width}/Rows {height}>>"
    return {
        "jpeg cut short": picture_page(width, height, f"{GRAY}/Filter/DCTDecode", jpeg[: len(jpeg) // 3]),
        "jpeg of nothing": picture_page(width, height, f"{GRAY}/Filter/DCTDecode", b"\xff\xd8\xff"),
        "jpeg 2000": picture_page(width, height, "/Filter/JPXDecode", encoded(LETTERS, "JPEG2000"), size),
        "jpeg 2000 cut short": picture_page(width, height, "/Filter/JPXDecode", encoded(LETTERS, "JPEG2000")[:900]),
        "fax": picture_page(width, height, fax, fax_of(LETTERS), size),
        "fax of noise": picture_page(4000, 4000, f"{BITS}/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 4000>>", bytes(range(256)) * 40),
        "jbig2 of noise": picture_page(3000, 4000, f"{BITS}/Filter/JBIG2Decode", bytes(range(256)) * 8),
        "white": picture_page(2480, 3508, f"{BITS}/Filter/FlateDecode", zlib.compress(b"\xff" * (310 * 3508))),
        "a hundred million pixels": picture_page(10_000, 10_000, f"{BITS}/Filter/FlateDecode", zlib.compress(b"\xff" * 12_500_000)),
        "more pixels than memory": picture_page(60_000, 60_000, f"{GRAY}/Filter/FlateDecode", zlib.compress(b"\xff" * 1_000_000)),
        "one pixel": picture_page(1, 1, f"{GRAY}/Filter/FlateDecode", zlib.compress(b"\x80")),
        "a sliver": picture_page(20_000, 2, f"{GRAY}/Filter/FlateDecode", zlib.compress(b"\x80" * 40_000)),
    }


@pytest.mark.parametrize(("name", "data"), pages_of_pictures().items(), ids=pages_of_pictures())
def test_no_picture_stops_the_reading(tmp_path, name, data):
    (tmp_path / "a.pdf").write_bytes(data)
    document = read_document(str(tmp_path / "a.pdf"), ocr=True)
    (page,) = document.pages
    assert page.kind in ("picture", "empty")
    assert {problem.code for problem in document.problems} <= {"picture-page"}
    if name in ("jpeg 2000", "fax"):
        assert "人才培养质量" in page.glyphs.text
    if name == "more pixels than memory":
        assert "3600 million pixels" in document.problems[0].message


def test_a_white_page_of_a_hundred_million_pixels_takes_little_memory(tmp_path):
    """The page is drawn at 9 million pixels whatever the picture has."""
    from reportparse.read.ocr.pictures import picture_from_page
    from reportparse.read.pdfium import opened

    with opened("a.pdf", pages_of_pictures()["a hundred million pixels"], None) as document:
        picture, scale = picture_from_page(document, 1, 10.5)
    assert picture.size <= 3 * 9_100_000 and scale == pytest.approx(picture.shape[1] / 600)
    assert np.asarray(picture).min() > 200


def test_a_scan_cut_into_strips_is_drawn_as_finely_as_it_was_scanned(tmp_path):
    from reportparse.read.ocr.pictures import picture_from_page
    from reportparse.read.pdfium import opened

    def strips(canvas):
        for number in range(12):
            canvas.drawInlineImage(Image.new("L", (1000, 125), 255), 0, 50 * number, 400, 50)

    path = pdf_drawn(tmp_path / "a.pdf", strips)
    with opened(path, Path(path).read_bytes(), None) as document:
        assert picture_from_page(document, 1, 10.5)[1] == pytest.approx(2.5)


SAID = {
    "jpeg cut short": "cut short",
    "jpeg 2000 cut short": "damaged",
    "jbig2 of noise": "damaged",
    "jpeg 2000": "",
    "fax": "",
    "white": "",
    "a hundred million pixels": "",
}


@pytest.mark.parametrize(("name", "said"), SAID.items())
def test_what_a_damaged_picture_lost_is_said(tmp_path, name, said):
    (tmp_path / "a.pdf").write_bytes(pages_of_pictures()[name])
    messages = [problem.message for problem in read_document(str(tmp_path / "a.pdf"), ocr=True).problems]
    assert len(messages) == bool(said) and all(said in message for message in messages)

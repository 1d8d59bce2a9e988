"""Files: what cannot be read is refused at once and says what to do; a page that cannot be is left out and said."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from drawn import objects_to_pdf, pdf_drawn, stream, write
from reportparse.errors import EncryptedError, LimitError, MalformedError, ReportparseError, UnreadableError
from reportparse.read import page_picture, read_document

FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
PAGE = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 600]/Contents {{}} 0 R/Resources<</Font<</F{FONT}>>>>>>"


@pytest.mark.parametrize(
    ("name", "error", "said"),
    [
        ("nowhere.pdf", UnreadableError, "no such file"),
        ("", UnreadableError, "no name"),
        ("https://example.org/a.pdf", UnreadableError, "is an address"),
        (".", UnreadableError, "is a folder"),
        ("x" * 300, UnreadableError, "too long"),
        ("a\0b.pdf", UnreadableError, "null"),
        ("/dev/zero", UnreadableError, "not a regular file"),
    ],
)
def test_a_path_that_is_no_file(tmp_path, monkeypatch, name, error, said):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(error, match=said) as stop:
        read_document(name)
    assert stop.value.todo and stop.value.source == (name or "''")


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.pdf")
    with pytest.raises(UnreadableError, match="not a regular file"):
        read_document(str(tmp_path / "pipe.pdf"))


@pytest.mark.parametrize(
    ("name", "error", "said"),
    [
        ("empty", MalformedError, "empty"),
        ("html-named", MalformedError, "web page"),
        ("truncated", MalformedError, "damaged"),
        ("no-pages", MalformedError, "damaged"),
        ("encrypted", EncryptedError, "--password"),
    ],
)
def test_a_file_that_is_no_report(root, name, error, said):
    with pytest.raises(error, match=said):
        read_document(str(root / "fixtures" / "bad" / f"{name}.pdf"))


def test_a_file_larger_than_any_report_is_not_taken_into_memory(tmp_path):
    with (tmp_path / "disk.pdf").open("wb") as file:
        file.write(b"%PDF-1.4\n")
        file.truncate(30 * 2**30)  # a hole: nothing is written
    with pytest.raises(LimitError, match=r"30\.0 GB, more than the 2 GB that are read"):
        read_document(str(tmp_path / "disk.pdf"))


def test_an_archive_is_not_read_as_the_last_report_in_it(root, tmp_path):
    """Files that are only put together, not packed, have a %PDF- near the begin, and pdfium finds the last one's end."""
    archive = tmp_path / "reports.pdf"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as together:
        for name in ("qingze-grid.pdf", "jintang-prose.pdf"):
            together.write(root / "fixtures" / "reports" / name, name)
    with pytest.raises(MalformedError, match=r"ZIP archive or an Office file.*to `reportparse batch`"):
        read_document(str(archive))


def test_a_password_opens_and_a_wrong_one_is_said(root):
    path = str(root / "fixtures" / "bad" / "encrypted.pdf")
    assert "关于报送材料的通知" in read_document(path, password="fixture").pages[0].glyphs.text
    with pytest.raises(EncryptedError, match="wrong"):
        read_document(path, password="other")


def test_bytes_before_the_header_are_lived_with(tmp_path):
    path = Path(pdf_drawn(tmp_path / "a.pdf", lambda c: write(c, "国", 50, 100)))
    path.write_bytes(b"HTTP/1.1 200 OK\r\n\r\n" + path.read_bytes())
    assert read_document(str(path)).pages[0].glyphs.text == "国"


def test_a_damaged_page_costs_itself_alone(tmp_path):
    """The second of three pages is not there."""
    kids = "<</Type/Pages/Kids[3 0 R 99 0 R 5 0 R]/Count 3>>"
    page = stream("BT /F 10 Tf 50 500 Td (good) Tj ET")
    (tmp_path / "a.pdf").write_bytes(
        objects_to_pdf("<</Type/Catalog/Pages 2 0 R>>", kids, PAGE.format(4), page, PAGE.format(4))
    )
    document = read_document(str(tmp_path / "a.pdf"))
    assert document.n_pages == 3
    assert [page.number for page in document.pages] == [1, 3]
    assert [(problem.code, problem.severity) for problem in document.problems] == [("page-unreadable", "error")]
    assert "page 2" in document.problems[0].message


def test_a_file_none_of_whose_pages_can_be_read_is_refused(tmp_path):
    kids = "<</Type/Pages/Kids[98 0 R 99 0 R]/Count 2>>"
    (tmp_path / "a.pdf").write_bytes(objects_to_pdf("<</Type/Catalog/Pages 2 0 R>>", kids))
    with pytest.raises(MalformedError, match=r"none of which can be read|damaged"):
        read_document(str(tmp_path / "a.pdf"))


def test_a_content_stream_that_means_nothing_is_an_empty_page(tmp_path):
    rubbish = stream("BT (never closed q q q Q Q Q Q 1 0 0 0 cm /No Do")
    (tmp_path / "a.pdf").write_bytes(
        objects_to_pdf("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", PAGE.format(4), rubbish)
    )
    assert len(read_document(str(tmp_path / "a.pdf")).pages) == 1


def test_pages_asked_for_are_read_and_no_others(tmp_path):
    path = pdf_drawn(tmp_path / "a.pdf", *[lambda c, n=n: write(c, f"第{n}张", 50, 100) for n in range(1, 6)])
    document = read_document(path, only={2, 5, 9})
    assert [page.number for page in document.pages] == [2, 5]
    assert (document.n_pages, document.pages[1].glyphs.text) == (5, "第5张")
    with pytest.raises(UnreadableError, match="none of those asked for"):
        read_document(path, only={9})


def test_too_many_pages_are_refused_where_a_limit_is_given(tmp_path):
    path = pdf_drawn(tmp_path / "a.pdf", *[lambda c: None] * 30)
    with pytest.raises(LimitError, match="30 pages"):
        read_document(path, page_limit=29)
    assert read_document(path, page_limit=30).n_pages == 30


def test_a_document_says_what_it_is(tmp_path):
    def draw(c):
        c.setTitle("质量年度报告")
        c.setProducer("a press")
        write(c, "国", 50, 100)

    path = pdf_drawn(tmp_path / "a.pdf", draw)
    document = read_document(path)
    assert (document.source, document.title, document.producer) == (path, "质量年度报告", "a press")
    assert document.size == Path(path).stat().st_size
    assert document.sha256.startswith(document.report_id) and len(document.report_id) == 16


def test_a_picture_is_of_a_page_that_there_is(tmp_path):
    path = pdf_drawn(tmp_path / "a.pdf", lambda c: write(c, "国", 50, 100))
    image = page_picture(path, 1, scale=1.5)
    assert image.size == (600, 900) and image.info["dpi"] == (108, 108)
    for number in (0, 2):
        with pytest.raises(UnreadableError, match="1 pages"):
            page_picture(path, number)


@pytest.mark.parametrize("seed", range(40))
def test_a_report_with_damaged_bytes_is_read_or_refused(root, tmp_path, seed):
    """Never another exception, never an end of the process."""
    from random import Random

    random = Random(seed)
    data = bytearray((root / "fixtures/reports/jintang-prose.pdf").read_bytes())
    if seed % 4 == 0:
        del data[random.randrange(len(data)) :]
    for _ in range(random.choice((1, 20, 400))):
        data[random.randrange(min(20, len(data) - 1), len(data))] = random.randrange(256)
    (tmp_path / "a.pdf").write_bytes(data)
    refused, pages = None, ()
    try:
        pages = read_document(str(tmp_path / "a.pdf")).pages
    except ReportparseError as error:
        refused = error
    assert pages or (refused and refused.todo and "\n" not in str(refused))
    assert all(len(page.glyphs.text) == len(page.glyphs.boxes) for page in pages)

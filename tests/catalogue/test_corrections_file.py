"""corrections.yaml: validated with one line, written and taken back without touching what people wrote in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportparse.catalogue.corrections import (
    bytes_to_corrections,
    correction_added,
    correction_removed,
    correction_to_yaml,
    load_corrections,
)
from reportparse.errors import CatalogueError
from reportparse.model import Correction

WRITTEN = """# ours
corrections:
- report: 3f9c0d6a51e2b748      # the school's second file
  indicator: outcomes.graduates
  year: 2024
  printed: "412"
  value: 421
  why: swapped digits
  who: Li
  when: 2025-03-01
"""
OTHER = Correction("0" * 16, "", 2023, "", "it is empty", "王", "2025-03-02T10:00:00", name="校办：产业 # 数", page=4, missing="blank")


def read(text: str) -> tuple[Correction, ...]:
    return bytes_to_corrections(text.encode(), "c.yaml")


def test_what_a_person_writes_is_read():
    (one,) = read(WRITTEN)
    assert (one.report, one.year, one.printed, one.value, one.when) == ("3f9c0d6a51e2b748", 2024, "412", 421.0, "2025-03-01")
    assert read("") == read("corrections:\n") == read("# nothing yet\n") == ()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("  who: Li\n", "", "who is missing"),
        ("  why: swapped digits\n", "  why: ''\n", "why is missing"),
        ("  year: 2024\n", "  year: soon\n", "year is missing or not a whole number"),
        ('  printed: "412"\n', "", "printed is missing"),
        ('  printed: "412"\n', "  printed: 412\n", 'a number here, and must be a text; write it in quotation marks, `printed: "…"`'),
        ("3f9c0d6a51e2b748 ", "1234567890123456 ", "report is a number here"),
        ("  value: 421\n", "  value: 1,421\n", "not a number; write it bare"),
        ("  value: 421\n", "", "corrects nothing"),
        ("  value: 421\n", "  value: 421\n  missing: dash\n", "exclude each other"),
        ("  value: 421\n", "  missing: gone\n", "missing is gone"),
        ("  indicator: outcomes.graduates\n", "", "neither indicator nor name"),
        ("  value: 421\n", "  valeu: 421\n", "unknown key valeu"),
        ("corrections:\n", "corrections: [\n", "line"),
        ("corrections:\n", "correction:\n", "unknown key correction"),
    ],
)
def test_what_does_not_hold_is_one_line_that_names_it(old, new, words):
    assert old in WRITTEN
    with pytest.raises(CatalogueError) as said:
        read(WRITTEN.replace(old, new))
    assert words in str(said.value) and "c.yaml" in str(said.value) and "\n" not in str(said.value)


def test_two_entries_about_one_cell_are_refused():
    with pytest.raises(CatalogueError, match="corrections 1 and 2 are about the same cell"):
        read(WRITTEN + WRITTEN.partition("corrections:\n")[2])


def test_an_entry_is_added_and_taken_back_and_the_rest_stays_as_written():
    added = correction_added(WRITTEN.encode(), OTHER, "c.yaml")
    assert added.startswith(WRITTEN.encode()) and read(added.decode()) == (*read(WRITTEN), OTHER)
    assert correction_removed(added, OTHER) == WRITTEN.encode()
    assert correction_removed(added.replace(b"it is empty", b"it was full"), OTHER) is None


def test_a_file_is_begun_and_can_be_emptied():
    begun = correction_added(b"", OTHER, "c.yaml")
    assert read(begun.decode()) == (OTHER,)
    emptied = correction_removed(begun, OTHER)
    assert emptied is not None and read(emptied.decode()) == ()
    assert read(correction_added(emptied, OTHER, "c.yaml").decode()) == (OTHER,)


def test_a_layout_that_takes_no_entry_at_its_end_is_left_alone():
    indented = "corrections:\n" + "".join(f"  {line}\n" for line in WRITTEN.splitlines()[2:])
    assert len(read(indented)) == 1
    with pytest.raises(CatalogueError):
        correction_added(indented.encode(), OTHER, "c.yaml")


texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)


@given(texts, texts.filter(bool), st.floats(-1e300, 1e300))
def test_every_text_comes_back(printed, name, value):
    one = Correction("r", "", 2024, printed, "why", "who", "when", name=name, value=float(f"{value:.15g}"))
    assert read("corrections:\n" + correction_to_yaml(one)) == (one,)


def test_a_file_that_is_not_there_is_said_and_no_file_is_no_corrections(tmp_path):
    assert load_corrections("") == ()
    with pytest.raises(CatalogueError, match="--corrections"):
        load_corrections(str(tmp_path / "none.yaml"))


def test_a_changed_file_is_read_again(tmp_path):
    path = tmp_path / "c.yaml"
    path.write_text(WRITTEN)
    assert len(load_corrections(str(path))) == 1
    path.write_bytes(correction_added(path.read_bytes(), OTHER, "c.yaml"))
    assert len(load_corrections(str(path))) == 2

"""Corrections: what people found on the paper, so that it is corrected once and for ever.

They are YAML beside the runs, not part of the catalogue: they speak of single cells, not of what may exist.  Every entry has a guard (what
was printed when it was corrected), a reason, a person and a date.  What does not hold stops with a CatalogueError, as all YAML does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import cast

from reportparse.catalogue.documents import bytes_to_value
from reportparse.catalogue.entries import Entry, choice_of, entries_of, number_of, text_of, value_to_entry, whole_of
from reportparse.errors import CatalogueError, error_said
from reportparse.model import Correction, MissingKind

_TEXTS = ("report", "indicator", "printed", "name", "institution", "becomes", "unit", "missing", "why", "who", "when")
_WHERE = ("report", "institution", "report_year", "indicator", "name", "year", "page", "printed")
_KEYS = (*_WHERE, "value", "missing", "becomes", "unit", "why", "who", "when")
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_MISSING = ("dash", "blank", "masked", "none")
_HEAD = "# What people found on the paper, applied on every later run. printed is the guard: what was read then.\ncorrections:\n"


def load_corrections(path: str) -> tuple[Correction, ...]:
    """The corrections of a file, validated; none where `path` is empty. Read again only when the file has changed."""
    if not path:
        return ()
    try:
        about = Path(path).stat()
        return _load(path, about.st_mtime_ns, about.st_size)
    except OSError as error:
        what = f"cannot be read ({error_said(error)})"
        raise CatalogueError(path, what, "check the path given as --corrections") from None


@lru_cache(maxsize=8)
def _load(path: str, changed: int, size: int) -> tuple[Correction, ...]:
    del changed, size  # they are there for the cache alone
    return bytes_to_corrections(Path(path).read_bytes(), path)


def bytes_to_corrections(content: bytes, source: str) -> tuple[Correction, ...]:
    """The validated entries of one file; an empty file has none."""
    value = bytes_to_value(content, source)
    if value is None:
        return ()
    listed = value_to_entry(value, source, "", ("corrections",)).values.get("corrections")
    found = tuple(_entry_to_correction(entry) for entry in entries_of(listed if listed is not None else [], source, "correction", _KEYS))
    _demand_told_apart(found, source)
    return found


def _entry_to_correction(entry: Entry) -> Correction:
    known = Correction(
        report=text_of(entry, "report"),
        indicator=text_of(entry, "indicator", ""),
        year=whole_of(entry, "year"),
        printed=text_of(entry, "printed", ""),
        why=text_of(entry, "why"),
        who=text_of(entry, "who"),
        when=text_of(entry, "when"),
        name=text_of(entry, "name", ""),
        page=whole_of(entry, "page") if "page" in entry.values else None,
        institution=text_of(entry, "institution", ""),
        report_year=whole_of(entry, "report_year") if "report_year" in entry.values else None,
        value=float(number_of(entry, "value")) if "value" in entry.values else None,
        missing=cast(MissingKind, choice_of(entry, "missing", _MISSING) if "missing" in entry.values else ""),
        becomes=text_of(entry, "becomes", ""),
        unit=text_of(entry, "unit", ""),
    )
    _demand_sense(known, entry)
    return known


def _demand_sense(known: Correction, entry: Entry) -> None:
    if "printed" not in entry.values:
        raise entry.broken("printed is missing", 'write what was read when it was corrected, `printed: "412"` (`""` for an empty cell)')
    if not known.indicator and not known.name:
        raise entry.broken("neither indicator nor name says which row", "write `indicator: CODE`, or `name: …` for a row that fits none")
    if known.value is not None and known.missing:
        raise entry.broken("value and missing exclude each other", "keep one of the two")
    if known.value is None and not (known.missing or known.becomes or known.unit):
        raise entry.broken("it corrects nothing", "write `value`, `missing`, `becomes` or `unit`")


def _demand_told_apart(found: tuple[Correction, ...], source: str) -> None:
    """Two entries about one cell contradict each other, or one is a repetition that its author forgot."""
    seen: dict[tuple[object, ...], int] = {}
    for number, one in enumerate(found, 1):
        cell = (one.report, one.indicator, one.name, one.year, one.page, one.printed)
        if cell in seen:
            raise CatalogueError(source, f"corrections {seen[cell]} and {number} are about the same cell", "remove one of the two")
        seen[cell] = number


def correction_to_yaml(correction: Correction) -> str:
    """The entry as it stands in a file; texts in quotation marks, so that 是, 1e5 and `no` stay what they are."""
    lines = [f"{key}: {text}" for key, text in _fields(correction)]
    return "- " + "\n  ".join(lines) + "\n"


def _fields(correction: Correction) -> Iterator[tuple[str, str]]:
    for key in _KEYS:
        value = getattr(correction, key)
        if value is None or (value == "" and key not in ("indicator", "printed")):
            continue
        yield key, _quoted(value) if key in _TEXTS else f"{value:.15g}"


def _quoted(text: str) -> str:
    """In quotation marks as JSON has them, which YAML reads too; what YAML takes for unprintable is written as its number."""
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found.group()):04x}", json.dumps(text, ensure_ascii=False))


def correction_added(content: bytes, correction: Correction, source: str) -> bytes:
    """The file with one more entry at its end, everything else as its authors wrote it; a CatalogueError where that would not hold."""
    before = bytes_to_corrections(content, source) if content.strip() else ()
    text = content.decode("utf-8") if content.strip() else _HEAD
    text = text if text.endswith("\n") else text + "\n"
    after = (text + correction_to_yaml(correction)).encode("utf-8")
    if bytes_to_corrections(after, source) != (*before, correction):
        todo = "write `- ` of every entry at the start of its line, and the list last"
        raise CatalogueError(source, "its layout takes no entry at its end", todo)
    return after


def correction_removed(content: bytes, correction: Correction) -> bytes | None:
    """The file without an entry that stands there as it was added; None where it does not (somebody has edited it since)."""
    entry = correction_to_yaml(correction).encode("utf-8")
    return content.replace(entry, b"", 1) if content.count(entry) == 1 else None

"""institutions.yaml: which printed names mean one institution, as a person decided it.

There is none in the built-in catalogue: who is who is known to those who load, and no likeness of names decides it. A user's own folder
may have one.

Promise: every name stands for one institution at most; otherwise a CatalogueError that says which name stands twice.
"""

from __future__ import annotations

from pathlib import Path

from reportparse.catalogue.documents import bytes_to_value, read_bytes
from reportparse.catalogue.entries import Entry, entries_of, text_of, value_to_entry
from reportparse.errors import CatalogueError
from reportparse.model import InstitutionEntry
from reportparse.text import text_folded

INSTITUTIONS = "institutions.yaml"
_KEYS = ("name", "same", "former", "branches", "apart", "note")


def load_institutions(directory: Path | None) -> tuple[InstitutionEntry, ...]:
    """The entries of the folder's institutions.yaml; none where there is no such file."""
    path = directory / INSTITUTIONS if directory else None
    if path is None or not path.is_file():
        return ()
    try:
        value = bytes_to_value(read_bytes(path), INSTITUTIONS)
        entry = value_to_entry(value, INSTITUTIONS, "", ("institutions",))
        listed = entries_of(entry.values.get("institutions"), INSTITUTIONS, "institution", _KEYS)
        found = tuple(map(_entry_to_institution, listed))
        _demand_names_once(found)
    except CatalogueError as error:
        raise CatalogueError(str(path) if error.source == INSTITUTIONS else error.source, error.what, error.todo) from None
    return found


def _entry_to_institution(entry: Entry) -> InstitutionEntry:
    name = text_of(entry, "name")
    return InstitutionEntry(name, *(_names_in(entry, key) for key in ("same", "former", "branches", "apart")))


def _names_in(entry: Entry, key: str) -> tuple[str, ...]:
    found = entry.values.get(key, [])
    if isinstance(found, list) and all(isinstance(name, str) and name for name in found):
        return tuple(found)
    raise entry.broken(f"{key} is not a list of names", f"write `{key}: [first, second]`")


def _demand_names_once(entries: tuple[InstitutionEntry, ...]) -> None:
    owners: dict[str, str] = {}
    for entry in entries:
        for name in dict.fromkeys(map(text_folded, (entry.name, *entry.same, *entry.former, *entry.branches))):
            if name in owners:
                what = f"{entry.name}: {name} is already a name of {owners[name]}"
                raise CatalogueError(INSTITUTIONS, what, "keep it under one of the two")
            owners[name] = entry.name

"""Asking a YAML entry for what it must hold.

Promise: a value of the type asked for, or a CatalogueError that says file, entry and what to write there instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from reportparse.errors import CatalogueError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entry:
    """One mapping of a catalogue file; `where` names it for a person (code, position …)."""

    source: str
    where: str
    values: Mapping[str, object]

    def broken(self, what: str, todo: str) -> CatalogueError:
        """The error to raise about this entry."""
        return CatalogueError(self.source, f"{self.where}: {what}" if self.where else what, todo)


def value_to_entry(value: object, source: str, where: str, allowed: Iterable[str]) -> Entry:
    """A mapping with no other keys than those allowed: a misspelt key is an error, not an omission."""
    entry = Entry(source, where, value if isinstance(value, dict) else {})
    if not isinstance(value, dict):
        raise entry.broken("is not a mapping", "write `key: value` pairs")
    if unknown := set(value).difference(allowed):
        raise entry.broken(f"unknown key {min(unknown)}", f"use one of {', '.join(allowed)}")
    return entry


def entries_of(value: object, source: str, where: str, allowed: tuple[str, ...]) -> Iterator[Entry]:
    """The mappings of a list."""
    if not isinstance(value, list):
        raise CatalogueError(source, f"{where} is not a list", "write `- ` before each entry")
    for number, item in enumerate(value, 1):
        yield value_to_entry(item, source, f"{where} {number}", allowed)


def text_of(entry: Entry, key: str, default: str | None = None) -> str:
    """A text; without a default it must be there and not empty."""
    found = entry.values.get(key, default)
    if isinstance(found, str) and (found or default is not None):
        return found
    if isinstance(found, int | float):  # 412, or a hash of digits alone
        raise entry.broken(f"{key} is a number here, and must be a text", f'write it in quotation marks, `{key}: "…"`')
    raise entry.broken(f"{key} is missing or not a text", f"write `{key}: …`, in quotation marks where YAML needs them")


def number_of(entry: Entry, key: str, default: float | None = None) -> float:
    """A number, whole or not."""
    found = entry.values.get(key, default)
    if isinstance(found, int | float) and not isinstance(found, bool):
        return found
    raise entry.broken(f"{key} is missing or not a number", f"write it bare, `{key}: 1234.5`")


def whole_of(entry: Entry, key: str) -> int:
    """A whole number that must be there."""
    found = entry.values.get(key)
    if isinstance(found, int) and not isinstance(found, bool):
        return found
    raise entry.broken(f"{key} is missing or not a whole number", f"write `{key}: 1`")


def flag_of(entry: Entry, key: str, default: bool) -> bool:
    """true or false."""
    found = entry.values.get(key, default)
    if isinstance(found, bool):
        return found
    raise entry.broken(f"{key} is neither true nor false", f"write `{key}: true` or `{key}: false`")


def choice_of(entry: Entry, key: str, choices: tuple[str, ...], default: str | None = None) -> str:
    """One of a closed list of words."""
    found = text_of(entry, key, default)
    if found in choices:
        return found
    raise entry.broken(f"{key} is {found}", f"write one of {', '.join(choices)}")


def words_of(entry: Entry, key: str) -> tuple[str, ...]:
    """A list of texts, at least one, none twice."""
    found = entry.values.get(key)
    if isinstance(found, list) and found and all(isinstance(word, str) and word for word in found) and len(set(found)) == len(found):
        return tuple(found)
    raise entry.broken(f"{key} is not a list of different texts", f"write `{key}: [first, second]`")

"""The list of problem codes, so that every code in a problems file or in a flag can be looked up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

from reportparse.catalogue.documents import bytes_to_value, read_bytes
from reportparse.catalogue.entries import Entry, choice_of, entries_of, text_of, value_to_entry
from reportparse.catalogue.loading import BUILT_IN
from reportparse.model import Severity

_SOURCE = "problems.yaml"
_SEVERITIES = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """One code: how bad it usually is, what it means, and what a person can do about it."""

    code: str
    severity: Severity
    meaning: str
    todo: str


@cache
def load_problems() -> Mapping[str, ProblemKind]:
    """Every problem code, in the order of the file."""
    entry = value_to_entry(bytes_to_value(read_bytes(BUILT_IN / _SOURCE), _SOURCE), _SOURCE, "", ("problems",))
    keys = ("code", "severity", "meaning", "todo")
    kinds = [_entry_to_kind(item) for item in entries_of(entry.values.get("problems"), _SOURCE, "problem", keys)]
    found = {kind.code: kind for kind in kinds}
    if len(found) != len(kinds):
        raise entry.broken("a code stands twice", "remove one of the two")
    return found


def _entry_to_kind(entry: Entry) -> ProblemKind:
    severity = cast(Severity, choice_of(entry, "severity", _SEVERITIES))
    return ProblemKind(text_of(entry, "code"), severity, text_of(entry, "meaning"), text_of(entry, "todo"))

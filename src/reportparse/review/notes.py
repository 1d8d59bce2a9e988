"""What must be said of a comparison before its numbers are read: other versions, other catalogues, files that are not the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reportparse.model import Run
from reportparse.text import counted


def runs_to_notes(old: Run, new: Run, replaced: int) -> Iterator[str]:
    """One sentence each, none where the runs were made alike."""
    if not old.about or not new.about:
        yield f"{new.directory if old.about else old.directory} does not say which versions and which catalogue made it"
    else:
        yield from _abouts_to_notes(old.about, new.about)
    if replaced:
        yield f"under the same path with other bytes, and compared all the same: {counted(replaced, 'report')}"
    for table in old.tables:
        lone = sorted(set(old.tables[table].column_names) ^ set(new.tables[table].column_names))
        if lone:
            yield f"{table}: only one of the two has {', '.join(lone)}; the other columns were compared"


def _abouts_to_notes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    for name, before, after in _changed(old.get("versions"), new.get("versions")):
        yield f"made by {name} {before or '?'} and {after or '?'}"
    for name, before, after in _changed(old.get("settings"), new.get("settings")):
        yield f"setting {name} was {before!r} and is {after!r}"
    if old.get("catalogue") != new.get("catalogue"):
        yield f"made with other catalogues ({old.get('catalogue') or '?'} and {new.get('catalogue') or '?'})"


def _changed(old: object, new: object) -> Iterator[tuple[str, Any, Any]]:
    before, after = (side if isinstance(side, Mapping) else {} for side in (old, new))
    for name in sorted({*before, *after}):
        # A knob that one version lacks and the other leaves alone says nothing.
        if (before.get(name) or None) != (after.get(name) or None):
            yield name, before.get(name), after.get(name)

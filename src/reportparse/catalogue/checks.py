"""What a person should look at in a catalogue that loads.

Loading stops at what cannot be; this lists what is allowed but may be wrong, and what nobody has seen in a report yet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from reportparse.catalogue.institutions import load_institutions
from reportparse.catalogue.loading import BUILT_IN, load_catalogue, read_files
from reportparse.catalogue.validity import indicators_of
from reportparse.model import Catalogue, Edition, Indicator, Severity
from reportparse.text import text_folded


@dataclass(frozen=True, slots=True)
class Finding:
    """One line about one file."""

    severity: Severity
    source: str
    message: str


def check_catalogue(directory: Path | None = None) -> tuple[Finding, ...]:
    """Findings of the built-in catalogue or of the one in `directory`; a broken one raises CatalogueError."""
    catalogue = load_catalogue(directory)
    load_institutions(directory)
    looks = (_words_of_two_columns, _names_too_near, _labels_missing, _unverified_counted)
    return (*files_not_used(directory), *(finding for look in looks for finding in look(catalogue)))


def files_not_used(directory: Path | None) -> Iterator[Finding]:
    """alias.yaml beside the built-in aliases.yaml would change nothing, and say nothing."""
    if directory is None or directory.resolve() == BUILT_IN:
        return
    known = {*read_files(directory).contents, "institutions.yaml", "corrections.yaml"}
    for path in sorted([*directory.rglob("*.yaml"), *directory.rglob("*.yml")]):
        name = path.relative_to(directory).as_posix()
        if name not in known:
            yield Finding("warning", name, "is none of a catalogue's files and is not used; see docs/catalogue.md for their names")


def _words_of_two_columns(catalogue: Catalogue) -> Iterator[Finding]:
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    for key, words in catalogue.phrases.items():
        topic, _, kind = key.partition(".")
        for word in dict.fromkeys(text_folded(word) for word in words if topic == "column"):
            kinds[word].append(kind)
    for word, found in kinds.items():
        if len(found) > 1:
            yield Finding("warning", "phrases.yaml", f"{word} is a header of {' and of '.join(found)}: the last one wins")


def _names_too_near(catalogue: Catalogue) -> Iterator[Finding]:
    for edition in catalogue.editions:
        for table in edition.tables:
            for first, second in combinations(table.indicators, 2):
                if first.unit == second.unit and _one_slip_apart(text_folded(first.name), text_folded(second.name)):
                    yield from _parted(first, second, edition, catalogue)


def _parted(first: Indicator, second: Indicator, edition: Edition, catalogue: Catalogue) -> Iterator[Finding]:
    names = text_folded(first.name), text_folded(second.name)
    if not any(_is_parting(group, *names) for group in catalogue.vetoes):
        message = f"{first.name} and {second.name} (edition {edition.name}) are one character apart and no veto parts them"
        yield Finding("warning", "vetoes.yaml", message)


def _is_parting(group: tuple[str, ...], first: str, second: str) -> bool:
    held = [{word for word in group if word and any(form in name for form in word.split("|"))} or {""} for name in (first, second)]
    return not held[0] & held[1] and ("" in group or "" not in held[0] | held[1])


def _one_slip_apart(first: str, second: str) -> bool:
    """One character more, less or other; equal names do not count (the path tells them apart)."""
    if first == second or abs(len(first) - len(second)) > 1:
        return False
    short, long = sorted((first, second), key=len)
    at = next((number for number, pair in enumerate(zip(short, long, strict=False)) if pair[0] != pair[1]), len(short))
    return short[at + (len(short) == len(long)) :] == long[at + 1 :]


def _labels_missing(catalogue: Catalogue) -> Iterator[Finding]:
    for edition in catalogue.editions:
        names = [row.name for row in indicators_of((edition,)) if not row.label_en]
        if names:
            yield Finding("note", f"editions, {edition.name}", f"no English label: {', '.join(names)}")


def _unverified_counted(catalogue: Catalogue) -> Iterator[Finding]:
    for edition in catalogue.editions:
        rows = list(indicators_of((edition,)))
        unseen = sum(row.evidence == "unverified" for row in rows)
        if unseen:
            yield Finding("note", f"editions, {edition.name}", f"{unseen} of {len(rows)} rows are unverified")
    aliases = {(row.code, alias) for row in indicators_of(catalogue.editions) for alias in row.aliases}
    unseen = sum(alias.evidence == "unverified" for _, alias in aliases)
    if unseen:
        yield Finding("note", "aliases.yaml", f"{unseen} of {len(aliases)} aliases are unverified")

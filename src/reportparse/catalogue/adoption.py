"""Names that people accepted, put into aliases.yaml: as a text that a person looks at before it is written.

Promise: what others wrote in the file stays as they wrote it, and a name that would break the catalogue is refused and named.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from reportparse.catalogue.knowledge import value_to_aliases
from reportparse.catalogue.loading import BUILT_IN, Files, files_to_catalogue, read_files
from reportparse.catalogue.validity import indicators_of
from reportparse.errors import CatalogueError
from reportparse.model import Alias, Catalogue
from reportparse.text import text_folded

ALIASES = "aliases.yaml"
_PLAIN = re.compile(r"[\w（）()]+")


@dataclass(frozen=True, slots=True)
class NewName:
    """Another printed name of an indicator, and where that is known from."""

    code: str
    name: str
    unit: str
    note: str


@dataclass(frozen=True, slots=True)
class Adoption:
    """The file before and after; how many names went in, and why others did not."""

    before: str
    after: str
    adopted: int
    refused: tuple[str, ...]


def adopt_names(directory: Path | None, names: Iterable[NewName]) -> Adoption:
    """What aliases.yaml of this catalogue would be with these names; nothing is written."""
    files = read_files(directory or BUILT_IN)
    before = text = files.contents[ALIASES].decode("utf-8")
    known = files_to_catalogue(files)
    refused: list[str] = []
    adopted = 0
    for one in names:
        try:
            _demand_unit(one, known)
            after = _name_added(text, one)
            if after != text:
                files_to_catalogue(Files({**files.contents, ALIASES: after.encode("utf-8")}))
                text, adopted = after, adopted + 1
        except CatalogueError as error:
            refused.append(f"{one.name} as {one.code}: {error.what}")
    return Adoption(before, text, adopted, tuple(refused))


def _demand_unit(new: NewName, catalogue: Catalogue) -> None:
    """A name in a unit that does not convert into the indicator's names something else."""
    unit = next((row.unit for row in indicators_of(catalogue.editions) if row.code == new.code), None)
    if unit is None:
        raise CatalogueError(ALIASES, "there is no such indicator", "")
    here, there = catalogue.units.get(new.unit), catalogue.units.get(unit)
    if new.unit not in ("", unit) and (here is None or there is None or here[0] != there[0]):
        raise CatalogueError(ALIASES, f"it is printed in {new.unit}, the indicator is in {unit}", "")


def _name_added(text: str, new: NewName) -> str:
    """The file with the name as seen: a line more, or `unverified` made `seen`; as it was where it is known."""
    known = _known_alias(text, new)
    if known is None:
        return (text if text.endswith("\n") else text + "\n") + _name_to_yaml(new)
    return text if known.evidence == "seen" else _evidence_raised(text, new.code, known)


def _known_alias(text: str, new: NewName) -> Alias | None:
    from reportparse.catalogue.documents import bytes_to_value

    aliases = value_to_aliases(bytes_to_value(text.encode("utf-8"), ALIASES), ALIASES).get(new.code, ())
    folded = text_folded(new.name)
    return next((alias for alias in aliases if text_folded(alias.name) == folded and alias.unit in ("", new.unit)), None)


def _name_to_yaml(new: NewName) -> str:
    unit = f", unit: {_quoted(new.unit)}" if new.unit else ""
    note = json.dumps(new.note, ensure_ascii=False)
    return f"- {{code: {new.code}, name: {_quoted(new.name)}{unit}, evidence: seen,\n   note: {note}}}\n"


def _quoted(text: str) -> str:
    return text if _PLAIN.fullmatch(text) and not text.isascii() else json.dumps(text, ensure_ascii=False)


def _evidence_raised(text: str, code: str, alias: Alias) -> str:
    """`unverified` of this one entry becomes `seen`."""
    entry = re.compile(rf'(- \{{code: {re.escape(code)}, name: "?{re.escape(alias.name)}"?[^{{}}]*?evidence: )unverified\b')
    after, found = entry.subn(r"\1seen", text, count=1)
    if not found:
        raise CatalogueError(ALIASES, "the entry is written in another layout; make its evidence `seen` by hand", "")
    return after

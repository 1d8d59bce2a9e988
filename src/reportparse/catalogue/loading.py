"""From a folder of YAML to one `Catalogue`.

A user's own folder has the same layout as the built-in one; what it lacks comes from there, file by file (the editions and the
lexicon as a whole: a folder with one edition file means that edition alone).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from reportparse.catalogue.documents import bytes_to_value, read_bytes
from reportparse.catalogue.knowledge import (
    mapping_merged,
    value_to_aliases,
    value_to_phrases,
    value_to_relations,
    value_to_units,
    value_to_vetoes,
)
from reportparse.catalogue.tables import Around, value_to_edition
from reportparse.catalogue.validity import demand_alias_units_known, demand_aliases_apart, demand_codes_exist, demand_editions_apart
from reportparse.errors import CatalogueError
from reportparse.model import Catalogue

BUILT_IN = Path(__file__).parent
_SINGLE = ("aliases.yaml", "units.yaml", "relations.yaml", "vetoes.yaml", "phrases.yaml")
_MANY = ("editions/*.yaml", "lexicon*.yaml")


@dataclass(frozen=True, slots=True)
class Files:
    """The catalogue's files: contents by name (`aliases.yaml`, `editions/2024.yaml` …), in order of name."""

    contents: dict[str, bytes]

    def value(self, name: str) -> object:
        """One file, parsed."""
        return bytes_to_value(self.contents[name], name)

    def values(self, folder: str) -> dict[str, object]:
        """Every file whose name begins so, parsed."""
        return {name: self.value(name) for name in self.contents if name.startswith(folder)}


def load_catalogue(directory: Path | None = None) -> Catalogue:
    """The built-in catalogue, or the one in `directory` completed by it; the same object until one of its files changes."""
    if directory is not None and not directory.is_dir():
        raise CatalogueError(str(directory), "is not a folder", "give the folder that holds your catalogue's files")
    folder = directory.resolve() if directory else BUILT_IN
    return _load(folder, () if folder == BUILT_IN else _stamp(folder))


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """What changes when a person edits the YAML in the middle of a session."""
    about = ((path, path.stat()) for path in sorted(folder.glob("*.yaml")) + sorted(folder.glob("editions/*.yaml")) if path.is_file())
    return tuple((str(path), stat.st_mtime_ns, stat.st_size) for path, stat in about)


@lru_cache(maxsize=8)
def _load(directory: Path, stamp: object) -> Catalogue:
    del stamp  # it is there for the cache alone
    try:
        return files_to_catalogue(read_files(directory))
    except CatalogueError as error:
        own = directory / error.source
        source = error.source if directory == BUILT_IN else str(own) if own.exists() else f"{error.source} (built in)"
        raise CatalogueError(source, error.what, error.todo) from None


def read_files(directory: Path) -> Files:
    """The files of `directory`, completed from the built-in ones."""
    paths = {name: _nearest(directory, name) for name in _SINGLE}
    for pattern in _MANY:
        found = sorted(directory.glob(pattern)) or sorted(BUILT_IN.glob(pattern))
        paths |= {path.relative_to(path.parents[pattern.count("/")]).as_posix(): path for path in found}
    return Files({name: read_bytes(paths[name]) for name in sorted(paths)})


def _nearest(directory: Path, name: str) -> Path:
    return directory / name if (directory / name).is_file() else BUILT_IN / name


def files_to_catalogue(files: Files) -> Catalogue:
    """The validated catalogue."""
    units, unit_names = value_to_units(files.value("units.yaml"), "units.yaml")
    aliases = value_to_aliases(files.value("aliases.yaml"), "aliases.yaml")
    relations, jump = value_to_relations(files.value("relations.yaml"), "relations.yaml")
    around = Around(unit_names, aliases)
    read = [value_to_edition(value, name, around) for name, value in files.values("editions/").items()]
    editions = tuple(sorted(read, key=lambda edition: -edition.first_year))
    demand_editions_apart(editions)
    demand_codes_exist(aliases, relations, editions)
    demand_alias_units_known(aliases, unit_names)
    demand_aliases_apart(editions)
    return Catalogue(
        editions=editions,
        relations=relations,
        vetoes=value_to_vetoes(files.value("vetoes.yaml"), "vetoes.yaml"),
        units=units,
        phrases=value_to_phrases(files.value("phrases.yaml"), "phrases.yaml"),
        lexicon=mapping_merged(files.values("lexicon")),
        digest=files_to_digest(files),
        unit_names=unit_names,
        jump=jump,
    )


def files_to_digest(files: Files) -> str:
    """First 16 hex of the SHA-256 over names and contents: two runs with one digest knew the same."""
    digest = hashlib.sha256()
    for name, content in files.contents.items():
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:16]

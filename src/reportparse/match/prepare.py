"""The catalogue's tables as arrays, made once a catalogue, so that a table is scored in a millisecond."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from reportparse.match.labels import label_to_core, name_to_forms
from reportparse.model import Alias, Catalogue, CatalogueTable, Edition, Indicator
from reportparse.text import text_folded

Bools = NDArray[np.bool_]
Whole = NDArray[np.int64]
Scores = NDArray[np.float64]

FORBIDDEN = -1e9
# A child whose parent was passed over on the way is less likely than one whose parent may be there: without this, 接入国家智慧教育平台数
# right under 国家级数量 would be as likely to be that of a 省级数量 which is not printed. Less than the margin of a certain match.
ORPHAN = 1.5


@dataclass(frozen=True, slots=True)
class Form:
    """One way to print a row's name. `alias` is None for the canonical name and what is made of it."""

    core: str
    row: int
    unit: str
    alias: Alias | None


@dataclass(frozen=True, slots=True, eq=False)
class Veto:
    """A group of words that exclude each other: where its words stand in `core_to_words`, which form holds which, and which any
    (1, forms), whether absence parts."""

    start: int
    end: int
    held: Bools
    there: Bools
    absence: bool


@dataclass(frozen=True, slots=True, eq=False)
class PreparedTable:
    """A catalogue table ready for alignment; forms stand in the order of their rows, each row has at least one.

    `first_form` is where each row's forms begin, `shared` says which forms several rows print, `vetoes` are the veto
    groups that concern it. `steps[k, j]` is what going on from row k - 1 (0: nothing yet) to row j costs.
    """

    edition: str
    table: CatalogueTable
    rows: tuple[Indicator, ...]
    forms: tuple[Form, ...]
    cores: tuple[str, ...]
    form_rows: Whole
    first_form: Whole
    lengths: Whole
    shared: Bools
    units: tuple[str, ...]
    form_units: Whole
    vetoes: tuple[Veto, ...]
    parents: tuple[int, ...]
    depths: Whole
    groups: tuple[int, ...]
    steps: Scores
    names: tuple[str, ...]


@lru_cache(maxsize=8)
def catalogue_to_tables(catalogue: Catalogue) -> tuple[tuple[PreparedTable, ...], ...]:
    """Per edition, its tables."""
    return tuple(tuple(_prepare(edition, table, catalogue) for table in edition.tables) for edition in catalogue.editions)


def _prepare(edition: Edition, table: CatalogueTable, catalogue: Catalogue) -> PreparedTable:
    rows = table.indicators
    forms = tuple(form for number, row in enumerate(rows) for form in _row_to_forms(number, row, catalogue))
    cores = tuple(form.core for form in forms)
    form_rows = np.array([form.row for form in forms])
    bearers = Counter(core for core, _ in {(form.core, form.row) for form in forms})
    units = tuple(dict.fromkeys(form.unit for form in forms))
    parents = tuple(_parent_of(number, rows) for number in range(len(rows)))
    return PreparedTable(
        edition=edition.name,
        table=table,
        rows=rows,
        forms=forms,
        cores=cores,
        form_rows=form_rows,
        first_form=np.flatnonzero(np.diff(form_rows, prepend=-1)),
        lengths=np.array([len(core) for core in cores]),
        shared=np.array([bearers[core] > 1 for core in cores]),
        units=units,
        form_units=np.array([units.index(form.unit) for form in forms]),
        vetoes=_cores_to_vetoes(cores, catalogue),
        parents=parents,
        depths=np.array([row.depth for row in rows]),
        groups=_rows_to_groups(parents),
        steps=_parents_to_steps(parents),
        names=tuple(label_to_core(name, catalogue) for name in table.names),
    )


def _row_to_forms(number: int, row: Indicator, catalogue: Catalogue) -> Iterator[Form]:
    seen: set[str] = set()
    for name, unit, alias in ((row.name, row.unit, None), *((alias.name, alias.unit or row.unit, alias) for alias in row.aliases)):
        for core in name_to_forms(name, catalogue):
            if core not in seen:
                seen.add(core)
                yield Form(core, number, unit, alias)


@lru_cache(maxsize=65536)
def core_to_words(core: str, catalogue: Catalogue) -> Bools:
    """Which veto words of the whole catalogue a core holds: all groups' words in one row, in order."""
    return np.array([any(map(core.__contains__, word)) for group in _veto_words(catalogue) for word in group], dtype=bool)


@lru_cache(maxsize=8)
def _veto_words(catalogue: Catalogue) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Per group its words, per word its synonyms (率|比例), folded; the empty word, which stands for none of them, is no word."""
    return tuple(tuple(tuple(text_folded(synonym) for synonym in word.split("|")) for word in group if word) for group in catalogue.vetoes)


def _cores_to_vetoes(cores: tuple[str, ...], catalogue: Catalogue) -> tuple[Veto, ...]:
    """The groups of which at least one core holds a word, or whose absence parts."""
    held = cores_to_words(cores, catalogue)
    starts = np.cumsum([0, *(len(group) for group in _veto_words(catalogue))])
    spans = zip(starts, starts[1:], catalogue.vetoes, strict=False)
    groups = (Veto(int(a), int(b), held[:, a:b], np.any(held[:, a:b], axis=1, keepdims=True).T, "" in words) for a, b, words in spans)
    return tuple(veto for veto in groups if veto.held.any() or veto.absence)


def cores_to_words(cores: tuple[str, ...], catalogue: Catalogue) -> Bools:
    """`core_to_words` of each, one a row."""
    return np.array([core_to_words(core, catalogue) for core in cores])


def _parent_of(number: int, rows: tuple[Indicator, ...]) -> int:
    """The number of the row that this one is a part of, -1 for none: as the catalogue's loader decides it, by code before depth."""
    row = rows[number]
    higher = [other for other in range(number) if rows[other].depth == row.depth - 1]
    coded = [other for other in higher if rows[other].code and rows[other].code == row.code.rpartition(".")[0]]
    return (coded or higher or [-1])[-1]


def _rows_to_groups(parents: tuple[int, ...]) -> tuple[int, ...]:
    """Which stretch of the table each row belongs to: a row and all that is part of it, with the rows printed between.

    课程总数 (门) and 课程总数 (学时) with their children are one stretch, because the children alternate.
    """
    roots = list(range(len(parents)))
    for number, parent in enumerate(parents):
        roots[number] = roots[parent] if parent >= 0 else number
    last = {root: number for number, root in enumerate(roots)}
    groups: list[int] = []
    end = -1
    for number, root in enumerate(roots):
        groups.append(groups[-1] if number <= end else number)
        end = max(end, last[root])
    return tuple(groups)


def _parents_to_steps(parents: tuple[int, ...]) -> Scores:
    count = len(parents)
    before = np.arange(-1, count)[:, None]
    passed = before < np.array(parents)[None, :]
    return np.where(before < np.arange(count)[None, :], np.where(passed, -ORPHAN, 0.0), FORBIDDEN)

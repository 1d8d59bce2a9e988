"""Which printed name means which institution.

Two spellings of one name (width, brackets, blanks, script) are one institution. Everything else, however alike, stays apart until
institutions.yaml says so: a number credited to the wrong school is worse than a school that stands twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reportparse.model import InstitutionEntry, PrintedName
from reportparse.text import text_folded

Row = dict[str, object]


@dataclass(slots=True)
class _Institution:
    name: str
    part_of: str = ""
    reviewed: bool = False
    names: list[PrintedName] = field(default_factory=list)


def names_to_rows(printed: Sequence[PrintedName], entries: Sequence[InstitutionEntry]) -> tuple[list[Row], list[Row]]:
    """The rows of institutions, and those of institution_names."""
    decided = _names_decided(entries)
    institutions: dict[str, _Institution] = {}
    spellings: defaultdict[str, list[PrintedName]] = defaultdict(list)
    for one in printed:
        spellings[text_folded(one.name)].append(one)
    names: list[Row] = []
    for folded, group in sorted(spellings.items()):
        canonical, relation, part_of = decided.get(folded) or (_newest(group).name, "", "")
        known = institutions.setdefault(canonical, _Institution(canonical, part_of, folded in decided))
        known.names += group
        names += [_name_row(one, canonical, relation) for one in group]
    return [_institution_row(one) for one in institutions.values()], names


def names_unprinted(printed: Iterable[PrintedName], entries: Sequence[InstitutionEntry]) -> list[str]:
    """Names in institutions.yaml that no report prints: slips of the pen, or reports that are not there yet."""
    seen = {text_folded(one.name) for one in printed}
    return [name for entry in entries for name in (*entry.same, *entry.former, *entry.branches) if text_folded(name) not in seen]


def _names_decided(entries: Sequence[InstitutionEntry]) -> Mapping[str, tuple[str, str, str]]:
    """By folded name: the institution, how the name relates to it, and what it is a part of."""
    decided = {text_folded(entry.name): (entry.name, "", "") for entry in entries}
    for entry in entries:
        decided |= {text_folded(name): (entry.name, "same", "") for name in entry.same}
        decided |= {text_folded(name): (entry.name, "former", "") for name in entry.former}
        decided |= {text_folded(name): (name, "branch", entry.name) for name in entry.branches}
    return decided


def _newest(names: Sequence[PrintedName]) -> PrintedName:
    return max(names, key=lambda one: (max(one.years, default=0), one.reports, one.name))


def _name_row(one: PrintedName, canonical: str, relation: str) -> Row:
    return {"name": one.name, "institution": canonical, "relation": relation or ("printed" if one.name == canonical else "spelling")}


def _institution_row(institution: _Institution) -> Row:
    newest_first = sorted(institution.names, key=lambda one: (max(one.years, default=0), one.reports, one.name), reverse=True)
    years = [year for one in institution.names for year in one.years]
    return {
        "institution": institution.name,
        "level": next((one.level for one in newest_first if one.level), ""),
        "scope": next((one.scope for one in newest_first if one.scope), ""),
        "part_of": institution.part_of,
        "first_year": min(years, default=None),
        "last_year": max(years, default=None),
        "reports": sum(one.reports for one in institution.names),
        "reviewed": institution.reviewed,
    }


def rows_to_printed(rows: Iterable[tuple[str, str, str, int | None, int]]) -> tuple[PrintedName, ...]:
    """Rows (institution, level, scope, report_year, reports) as one `PrintedName` a name."""
    by_name: defaultdict[str, list[tuple[str, str, int | None, int]]] = defaultdict(list)
    for name, level, scope, year, reports in rows:
        if name:
            by_name[name].append((level, scope, year, reports))
    return tuple(_printed(name, sorted(found, key=lambda row: row[2] or 0, reverse=True)) for name, found in sorted(by_name.items()))


def _printed(name: str, newest_first: list[tuple[str, str, int | None, int]]) -> PrintedName:
    return PrintedName(
        name=name,
        level=next((level for level, *_ in newest_first if level), ""),
        scope=next((scope for _, scope, *_ in newest_first if scope), ""),
        years=tuple(sorted({year for _, _, year, _ in newest_first if year is not None})),
        reports=sum(reports for *_, reports in newest_first),
    )

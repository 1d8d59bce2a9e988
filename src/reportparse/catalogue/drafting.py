"""A new edition's rows, proposed from one report: what a person would otherwise type.

Promise: the draft loads as it is. Rows stand in printed order under their printed names; a code stands only where the name is a known one
of it; every place of a row in the tree is a proposal, from 其中, from indents, from known rows around it. What was guessed, or left
out, is said in words beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reportparse.model import Alias, Catalogue, Identity, Indicator, Match, MatchedTable
from reportparse.text import text_folded

_DOUBTS = frozenset({"fuzzy-match", "ambiguous-match", "out-of-order", "duplicate-row", "table-repeated"})
_LEAD = re.compile(r"^\s*(?:[(（]?[0-9]{1,3}(?:[.、)）]\s*)+|[(（]?[一二三四五六七八九十]{1,3}[、)）.]\s*|[①-⑳]|[*※#·•]+)+")
_TAIL = re.compile(r"[*＊※#★☆△▲：:…]+$")
_MEASURED = re.compile(r"^[\d,.]+([^\d,.]{1,6})$")
_BRACKET = re.compile(r"[(（]([^()（）]{1,8})[)）]$")
_STEP = 4.0  # points of indent that make a level: less is a letter's bearing
_FEWEST_ROWS = 2
_SHARES = re.compile(r"率$|比例$|满意度$|占比$|比重$")
_MONEY = frozenset({"元", "万元", "亿元", "千元"})


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One row: the indicator as it is proposed, and what is to be said of it to the person who goes on."""

    indicator: Indicator
    remark: str = ""


@dataclass(frozen=True, slots=True)
class DraftTable:
    """One table: its captions, its rows, and the rows that were left out, each with why."""

    number: int
    names: tuple[str, ...]
    rows: tuple[DraftRow, ...]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposed edition: its tables, and which tables of the report are in none of them."""

    name: str
    year: int
    institution: str
    tables: tuple[DraftTable, ...]
    left_out: tuple[str, ...] = ()


def draft_edition(tables: Sequence[MatchedTable], identity: Identity, catalogue: Catalogue) -> Draft:
    """The edition that the tables of one report would be."""
    wanted = [table for table in tables if _is_wanted(table)]
    years = [printed.year for table in wanted for match in table.matches for printed in match.reading.values]
    year = identity.report_year or max(years, default=0)
    drafts: list[DraftTable] = []
    used: set[str] = set()
    for group in _pieces_together(wanted):
        drafts.append(_draft_table(group, [draft.number for draft in drafts], used, catalogue))
    others = (table.table_name or "a table without caption" for table in tables if not _is_wanted(table))
    left_out = tuple(f"{name}: no table of the appendix" for name in others)
    return Draft(f"draft-{year}", year, identity.institution, tuple(draft for draft in drafts if draft.rows), left_out)


def _is_wanted(table: MatchedTable) -> bool:
    """A known table, or one with a number and units: small tables of the running text have neither."""
    if any("table-repeated" in match.flags for match in table.matches):
        return False
    units = sum(bool(match.reading.unit_raw) for match in table.matches)
    return bool(table.edition) or (len(table.matches) >= _FEWEST_ROWS and 2 * units > len(table.matches) and table.table.number is not None)


def _pieces_together(tables: Sequence[MatchedTable]) -> list[list[MatchedTable]]:
    """Tables in printed order, the pieces of one together."""
    groups: dict[tuple[str, int | None, str], list[MatchedTable]] = {}
    for table in tables:
        key = (table.edition, table.table_no, "" if table.edition else table.table_name)
        groups.setdefault(key, []).append(table)
    return list(groups.values())


def _draft_table(group: Sequence[MatchedTable], taken: Sequence[int], used: set[str], catalogue: Catalogue) -> DraftTable:
    head = group[0]
    matches = [match for table in group for match in table.matches]
    number = next(n for n in (head.table.number, head.table_no, *range(1, 100)) if n is not None and n not in taken)
    known = _known_names(head, catalogue)
    names = tuple(dict.fromkeys(name for name in (head.table.name, *known) if name)) or (f"表{number}",)
    rows: list[DraftRow] = []
    left_out: list[str] = []
    for match, depth in zip(matches, _depths(matches), strict=True):
        row = _draft_row(match, (number, depth), [row.indicator for row in rows], used, catalogue)
        if isinstance(row, str):
            left_out.append(row)
        else:
            rows.append(row)
            used.add(row.indicator.code)
    return DraftTable(number, names, tuple(_aliases_apart(rows)), tuple(left_out))


def _known_names(table: MatchedTable, catalogue: Catalogue) -> tuple[str, ...]:
    known = (t for edition in catalogue.editions if edition.name == table.edition for t in edition.tables if t.number == table.table_no)
    return next((table.names for table in known), ())


def _draft_row(
    match: Match, at: tuple[int, int], above: Sequence[Indicator], used: set[str], catalogue: Catalogue
) -> DraftRow | str:
    """The row at this table number and depth below those above it, or why there is none."""
    reading, known = match.reading, match.indicator
    if known is None and not reading.unit_raw and not any(printed.text.strip() for printed in reading.values):
        return f"row {reading.row_no}: {reading.name_raw} has neither unit nor figure, a title"
    name = name_cleaned(reading.name_raw, catalogue)
    if not name:
        return f"row {reading.row_no}: no name is printed"
    unit, remark = _unit(match, name, catalogue)
    if known is not None and match.method == "fuzzy" and not _DOUBTS.intersection(match.flags):
        remark = f"{remark}; a slip in {known.name}?".lstrip("; ")
    sure = known is not None and bool(known.code) and not _DOUBTS.intersection(match.flags) and known.code not in used
    code = known.code if known is not None and sure else ""
    if known is not None and known.code and not code:
        remark = f"{remark}; perhaps {known.code}".lstrip("; ")
    deepest = above[-1].depth + 1 if above else 0
    shape = known if known is not None and (known.unit == unit or sure) else None
    row = Indicator(
        code=code,
        table_no=at[0],
        position=len(above) + 1,
        depth=min(at[1], deepest),
        name=name,
        unit=unit,
        label_en=known.label_en if known is not None and sure else "",
        path=name,
        kind=shape.kind if shape else _kind(name, unit),
        plausible=shape.plausible if shape else ((0, 100) if unit == "%" else (0, None)),
        aliases=known.aliases if known is not None and sure else (),
        evidence="unverified",
        comparable=known.comparable if known is not None and sure else True,
    )
    placed = _placed(row, above)
    if any((other.path, other.unit) == (placed.path, placed.unit) for other in above):
        return f"row {reading.row_no}: {name} ({unit}) stands twice in its place"
    return DraftRow(placed, remark)


def _placed(row: Indicator, above: Sequence[Indicator]) -> Indicator:
    """The row with its path: below its parent by code, else below the nearest row that is one level higher."""
    higher = [other for other in above if other.depth == row.depth - 1]
    coded = [other for other in higher if other.code and other.code == row.code.rpartition(".")[0]]
    parents = coded[:1] or higher[-1:]
    return replace(row, path=f"{parents[0].path} / {row.name}") if parents else replace(row, depth=0)


def name_cleaned(printed: str, catalogue: Catalogue) -> str:
    """The printed label without ordinals, 其中, footnote marks, and a unit in brackets at its end."""
    name = _LEAD.sub("", "".join(printed.split()))
    folded = text_folded(name)
    for mark in sorted(catalogue.phrases.get("within.mark", ()), key=len, reverse=True):
        if folded.startswith(text_folded(mark)):
            name = _LEAD.sub("", name[len("".join(mark.split())) :].lstrip(":：,，、;；"))
            break
    bare = _TAIL.sub("", name)
    bracket = _BRACKET.search(bare)
    return bare[: bracket.start()] if bracket and bracket.start() and text_folded(bracket[1]) in catalogue.unit_names else bare


def _unit(match: Match, name: str, catalogue: Catalogue) -> tuple[str, str]:
    """The unit as the catalogue writes it, and what there is to say about it."""
    printed = match.reading.unit_raw
    found = catalogue.unit_names.get(printed) or catalogue.unit_names.get(text_folded(printed))
    if found:
        return found, ""
    if match.indicator is not None:
        return match.indicator.unit, "no unit is printed" if not printed else f"printed in {printed}"
    if within := _unit_in_figures(match, catalogue):
        return within, ""
    guess = "%" if _SHARES.search(name) else "人" if name.endswith("人数") else "个"
    return guess, "no unit is printed, this is a guess" if not printed else f"printed in {printed}, which units.yaml does not know"


def _unit_in_figures(match: Match, catalogue: Catalogue) -> str:
    """The unit that the figures themselves print: 5063人."""
    tails = (_MEASURED.match(text_folded(printed.text)) for printed in match.reading.values)
    return next((catalogue.unit_names[tail[1]] for tail in tails if tail and tail[1] in catalogue.unit_names), "")


def _kind(name: str, unit: str) -> str:
    if unit == "%" or _SHARES.search(name):
        return "rate"
    if unit == ":" or "/" in unit:
        return "ratio"
    return "flow_calendar" if unit in _MONEY else "stock"


def _depths(matches: Sequence[Match]) -> list[int]:
    """How deep each row stands: as its known indicator does, else as 其中, indents and the rows around it say."""
    indented = max((match.reading.indent for match in matches), default=0.0) > _STEP
    steps = sorted({round(match.reading.indent / _STEP) for match in matches}) if indented else []
    depths: list[int] = []
    known: dict[str, int] = {}
    for number, match in enumerate(matches):
        before = depths[-1] if depths else -1
        if match.indicator is not None:
            depths.append(_depth_below(match.indicator.path, known))
            known[match.indicator.path] = depths[-1]
        elif match.reading.within:
            depths.append(before + 1)
        elif indented:
            depths.append(min(steps.index(round(match.reading.indent / _STEP)), before + 1))
        else:
            depths.append(_depth_between(before, matches[number + 1 :]))
    return depths


def _depth_below(path: str, known: Mapping[str, int]) -> int:
    """One more than that of the nearest of its parents that is printed; 0 where none is."""
    while path := path.rpartition(" / ")[0]:
        if path in known:
            return known[path] + 1
    return 0


def _depth_between(before: int, rest: Sequence[Match]) -> int:
    """A bare unknown row between two rows of one level is of that level, else it begins anew."""
    after = next((match.indicator.depth for match in rest[:1] if match.indicator is not None and not match.reading.within), 0)
    return before if before == after else 0


def _aliases_apart(rows: Sequence[DraftRow]) -> Iterator[DraftRow]:
    """The rows; a code is taken back where a known other name of it is what another row of the same place is called."""
    named = {_standing(row.indicator, row.indicator.name, row.indicator.unit): row for row in rows}
    for row in rows:
        forms = (_standing(row.indicator, alias.name, alias.unit or row.indicator.unit) for alias in _other_names(row.indicator))
        rival = next((other for form in forms if (other := named.get(form)) is not None and other is not row), None)
        if rival is None or not row.indicator.code:
            yield row
        else:
            remark = f"{row.remark}; perhaps {row.indicator.code}, of which {rival.indicator.name} is another name".lstrip("; ")
            yield DraftRow(replace(row.indicator, code=""), remark)


def _other_names(row: Indicator) -> tuple[Alias, ...]:
    return tuple(alias for alias in row.aliases if text_folded(alias.name) != text_folded(row.name))


def _standing(row: Indicator, name: str, unit: str) -> tuple[str, str, str]:
    return row.path.rpartition(" / ")[0], text_folded(name), unit

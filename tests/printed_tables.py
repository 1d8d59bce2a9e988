"""Tables as reports print them, made from the catalogue's rows and changed as people and paper change them.

The truth is what was put in: each row knows the code that it was made from, before its label was touched.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from reportparse.catalogue import load_catalogue
from reportparse.match import match_tables
from reportparse.model import Alias, Match, Place, Printed, Reading, TableReading

CATALOGUE = load_catalogue()
NAMES = frozenset(row.name for edition in CATALOGUE.editions for table in edition.tables for row in table.indicators)
NOWHERE = Place(1, (0.0, 0.0, 0.0, 0.0))
UNKNOWN = (
    ("校外实训基地数", "个"),
    ("校园总占地面积", "平方米"),
    ("图书馆藏书量", "册"),
    ("心理健康教育专任教师数", "人"),
    ("毕业生去向落实率", "%"),
    ("新增专业数量", "个"),
    ("市级数量", "个"),
    ("实用新型专利授权数量", "项"),
    ("接收国内访学教师人数", "人"),
    ("兼职教师人数", "人"),
    ("面向第四产业就业人数", "人"),
    ("招生人数", "人"),
    ("培训收入", "万元"),
    ("生均图书", "册/生"),
    ("高级职称教师比例", "%"),
)


@dataclass(frozen=True)
class Line:
    """A printed row and the code that it is, empty for a row of the report's own."""

    code: str
    name: str
    unit: str
    depth: int = 0
    aliases: tuple[Alias, ...] = ()


def lines_of(number: int) -> list[Line]:
    """A table of the newest edition, as the catalogue has it."""
    table = next(table for table in CATALOGUE.editions[0].tables if table.number == number)
    return [Line(row.code, row.name, row.unit, row.depth, row.aliases) for row in table.indicators]


def caption_of(number: int) -> str:
    """Its canonical caption."""
    return next(table.names[0] for table in CATALOGUE.editions[0].tables if table.number == number)


def table_of(lines: Iterable[Line], number: int | None = None, name: str = "", values: tuple[str, ...] = ("1", "2")) -> TableReading:
    """The lines as a table that was read."""
    readings = tuple(
        Reading(
            row, line.name, line.unit, line.name.startswith("其中"), 0.0, tuple(Printed(2023 + n, text) for n, text in enumerate(values))
        )
        for row, line in enumerate(lines, 1)
    )
    return TableReading(number, name, "", "pdfium", readings, NOWHERE)


def matches_of(*tables: TableReading) -> list[Match]:
    """All matches of a report, in printed order."""
    return [match for table in match_tables(tables, CATALOGUE).items for match in table.matches]


def code_of(match: Match) -> str:
    """The code, empty for none."""
    return match.indicator.code if match.indicator else ""


def children_marked(lines: list[Line], mode: str) -> Iterator[Line]:
    """其中 in front of the first child of each group, of all children, or of none."""
    before = 0
    for line in lines:
        marked = line.depth > 0 and (mode == "all" or (mode == "first" and line.depth > before))
        before = line.depth
        yield replace(line, name=f"其中：{line.name}") if marked else line


def slipped(name: str, rng: random.Random) -> str:
    """One character lost, or exchanged with the next one."""
    place = rng.randrange(len(name) - 1)
    if rng.random() < 0.5 and len(name) > 3:
        return name[:place] + name[place + 1 :]
    return name[:place] + name[place + 1] + name[place] + name[place + 2 :]


def changed(line: Line, rng: random.Random) -> Line:
    """Another name now and then, a slip now and then, a star."""
    if line.aliases and rng.random() < 0.15:
        alias = rng.choice(line.aliases)
        line = replace(line, name=alias.name, unit=alias.unit or line.unit)
    if rng.random() < 0.06 and (name := slipped(line.name, rng)) not in NAMES:  # 专业群数量 without 群 is another indicator to anybody
        line = replace(line, name=name)
    return replace(line, name=f"{line.name}*") if rng.random() < 0.1 else line


def report_of(seed: int, lost: float = 0.03, own: float = 0.04) -> list[list[Line]]:
    """Six tables with rows lost, rows of the report's own, other names and slips; in any order."""
    rng = random.Random(seed)
    tables: list[list[Line]] = []
    for number in rng.sample(range(1, 7), 6):
        lines: list[Line] = []
        mode = rng.choice(["first", "all", "none"])
        for line in children_marked([changed(line, rng) for line in lines_of(number) if rng.random() >= lost], mode):
            lines.append(line)
            if rng.random() < own:
                name, unit = rng.choice(UNKNOWN)
                lines.append(Line("", name, unit if rng.random() < 0.5 else rng.choice(["个", "人", "%", "平方米"])))
        tables.append(lines)
    return tables

"""What must hold between the catalogue's files: each may be right alone and wrong beside the others.

Promise: codes that relations and aliases name exist, and no alias is the name of another indicator that could stand in its place;
otherwise a CatalogueError.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from reportparse.errors import CatalogueError
from reportparse.model import Alias, Edition, Indicator, Relation
from reportparse.text import text_folded

_ADD = "add the row to an edition (editions in a folder of your own are all there are: copy the built-in ones beside them)"


def demand_codes_exist(aliases: Mapping[str, tuple[Alias, ...]], relations: Iterable[Relation], editions: tuple[Edition, ...]) -> None:
    """Every code that is named anywhere stands in some edition."""
    codes = {row.code for row in indicators_of(editions)}
    for code in aliases:
        if code not in codes:
            raise CatalogueError("aliases.yaml", f"code {code} is in no edition", f"correct the code, or {_ADD}")
    for relation in relations:
        for code in (*relation.left, *(relation.right if relation.op != "prose" else ())):
            if code not in codes:
                what = f"{relation.name}: code {code} is in no edition"
                raise CatalogueError("relations.yaml", what, f"correct the code, remove the relation, or {_ADD}")


def demand_alias_units_known(aliases: Mapping[str, tuple[Alias, ...]], unit_names: Mapping[str, str]) -> None:
    """The unit of an alias is spelled as in units.yaml; matching looks it up there."""
    for code, given in aliases.items():
        for alias in given:
            if alias.unit and unit_names.get(alias.unit) != alias.unit:
                what = f"alias {alias.name} of {code}: unit {alias.unit} is not a canonical unit"
                raise CatalogueError("aliases.yaml", what, "write one of units.yaml, or add it there")


def demand_aliases_apart(editions: tuple[Edition, ...]) -> None:
    """No alias reads like the canonical name of another row with the same unit and the same parent."""
    for edition in editions:
        names = {_standing(row, row.name, row.unit): row for table in edition.tables for row in table.indicators}
        for row in indicators_of((edition,)):
            for alias in row.aliases:
                other = names.get(_standing(row, alias.name, alias.unit or row.unit), row)
                if other is not row:
                    what = f"alias {alias.name} of {row.code} is the name of {other.code or other.path} in edition {edition.name}"
                    raise CatalogueError("aliases.yaml", what, "remove the alias, or give it the unit that tells them apart")


def _standing(row: Indicator, name: str, unit: str) -> tuple[int, str, str, str]:
    return row.table_no, row.path.rpartition(" / ")[0], text_folded(name), unit


def indicators_of(editions: tuple[Edition, ...]) -> Iterator[Indicator]:
    """Every row of every edition."""
    return (row for edition in editions for table in edition.tables for row in table.indicators)


def demand_editions_apart(editions: tuple[Edition, ...]) -> None:
    """Editions have different names, and there is at least one."""
    if not editions:
        raise CatalogueError("editions", "no edition file found", "add editions/YEAR.yaml")
    names = [edition.name for edition in editions]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise CatalogueError("editions", f"edition {twice} is given in two files", "rename one of the two")

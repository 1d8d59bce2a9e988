"""The views: each one SELECT in views/, the same in both databases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from reportparse.catalogue.warehouse import load_warehouse
from reportparse.model import Indicator
from reportparse.store.warehouse.database import literal, quoted

_FOLDER = Path(__file__).parent / "views"
# PostgreSQL cuts longer names; a cut name may meet another one.
_LONGEST = 63


def views_made(indicators: Sequence[Indicator]) -> dict[str, str]:
    """The SELECT of each view, in the order in which they build on one another."""
    columns = panel_columns(indicators)
    return {name: _view_made(name, columns) for name in load_warehouse().views}


def panel_comments(indicators: Sequence[Indicator]) -> dict[str, dict[str, str]]:
    """What the panel's columns mean."""
    columns = panel_columns(indicators)
    return {"panel": {columns[row.code]: f"{row.path}（{row.unit}） {row.label_en}".strip() for row in indicators}}


def panel_columns(indicators: Sequence[Indicator]) -> dict[str, str]:
    """The panel's column for each code: its points become underscores. What would be too long, or be taken, ends in the table's row."""
    columns: dict[str, str] = {}
    for row in indicators:
        name = row.code.replace(".", "_")
        if len(name.encode()) > _LONGEST or name in columns.values():
            ending = f"_{row.table_no}_{row.position}"
            name = name.encode()[: _LONGEST - len(ending)].decode(errors="ignore") + ending
        columns[row.code] = name
    return columns


def _view_made(name: str, panel: Mapping[str, str]) -> str:
    if name == "replaced_measurements":
        return _select("measurements").replace("{observations}", "replaced_observations").replace("{load_id}", "o.loaded_by")
    text = _select(name).replace("{observations}", "observations").replace("{load_id}", "r.load_id")
    columns = (f"\n  max(case when indicator_code = {literal(code)} then value end) as {quoted(column)}" for code, column in panel.items())
    return text.replace("{indicators}", "".join(f",{column}" for column in columns))


def _select(name: str) -> str:
    return (_FOLDER / f"{name}.sql").read_text("utf-8")

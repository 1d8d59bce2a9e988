"""What people said of spots: a log of judgements, one a line, of which the last of each spot stands.

Nothing is ever taken out of the log: undoing is one more line.  So two people can write into it, a crash loses one line at most, and who
said what and when stays known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from reportparse.model import Place
from reportparse.review.spots import TABLES, Spot

VERDICTS = ("right", "wrong", "unsure")
UNDONE = "undone"
SAMPLE = "sample"
_WORDS = {word: word for word in (*VERDICTS, UNDONE)} | {"对": "right", "错": "wrong", "存疑": "unsure", "can't tell": "unsure"}
_PLACE = ("page", "x0", "top", "x1", "bottom")
_SPOT = tuple(one.name for one in fields(Spot) if one.name != "place")
_SAID = ("verdict", "right_value", "right_indicator", "note", "who", "when", "queue")
COLUMNS = (*_SPOT, *_PLACE, *_SAID)
"""The columns of a file of verdicts, and of a sample that waits for them."""
_WHOLE = {"report_year", "row_no", "data_year", "stratum_rows", "stratum_drawn"}
_REAL = {"value", "match_score"}
_BREAKS = re.compile(r"[\r\n\v\f\u2028\u2029\x1c-\x1e\x85]+")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One line of the log. `right_value` is what is printed there in truth (a number, or a kind of nothing), `right_indicator` a code.

    `queue` says how the person came to the spot: only judgements of the queue `sample` say something about the run as a whole.
    """

    spot: Spot
    verdict: str
    right_value: str = ""
    right_indicator: str = ""
    note: str = ""
    who: str = ""
    when: str = ""
    queue: str = SAMPLE


def judgement_to_cells(judgement: Judgement) -> list[str]:
    """One line, under COLUMNS, each text on one line: a file that is cut or edited loses the line that was hit and no other."""
    return [_one_line(cell) for cell in (*_spot_to_cells(judgement.spot), *(getattr(judgement, name) for name in _SAID))]


def spot_to_cells(spot: Spot) -> list[str]:
    """The line of a spot on which nobody has said anything yet."""
    return judgement_to_cells(Judgement(spot, ""))


def _spot_to_cells(spot: Spot) -> list[str]:
    where = ["", "", "", "", ""] if spot.place is None else [str(spot.place.page), *(f"{side:g}" for side in spot.place.box)]
    return [*(_value_to_text(getattr(spot, name)) for name in _SPOT), *where]


def _value_to_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ";".join(value)
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _one_line(text: str) -> str:
    return _BREAKS.sub(" ", text)


def row_to_judgement(row: Mapping[str, str]) -> Judgement | None:
    """A line read back; None where nobody has said anything. Raises ValueError saying what does not hold."""
    word = row.get("verdict", "").strip().lower()
    if not word:
        return None
    if word not in _WORDS:
        raise ValueError(f"verdict {word!r} is none of {', '.join(VERDICTS)}")
    said = {name: row.get(name, "") for name in _SAID if name != "verdict"}
    return Judgement(row_to_spot(row), _WORDS[word], **said)


def row_to_spot(row: Mapping[str, str]) -> Spot:
    """The spot of a line; raises ValueError saying what does not hold."""
    missing = [name for name in ("spot", "table", "report_id") if not row.get(name)]
    if missing:
        raise ValueError(f"has no {missing[0]}")
    if row["table"] not in TABLES:
        raise ValueError(f"table {row['table']!r} is none of {', '.join(TABLES)}")
    values: dict[str, Any] = {name: _text_to_value(name, row.get(name) or "") for name in _SPOT}
    return Spot(**values, place=_cells_to_place([row.get(name) or "" for name in _PLACE]))


def _text_to_value(name: str, text: str) -> Any:  # noqa: ANN401 - what the column holds
    if name == "flags":
        return tuple(flag for flag in text.split(";") if flag)
    if name in _WHOLE or name in _REAL:
        number = None if not text else int(float(text)) if name in _WHOLE else float(text)
        return number or 0 if name.startswith("stratum") else number
    return text


def _cells_to_place(cells: list[str]) -> Place | None:
    if not all(cells):
        return None
    x0, top, x1, bottom = (float(cell) for cell in cells[1:])
    return Place(int(float(cells[0])), (x0, top, x1, bottom))


def standing_judgements(log: Iterable[Judgement]) -> dict[str, Judgement]:
    """The last judgement of each spot, by its id; none where the last word was to undo."""
    standing: dict[str, Judgement] = {}
    for one in log:
        standing.pop(one.spot.spot, None)
        if one.verdict != UNDONE:
            standing[one.spot.spot] = one
    return standing


def spots_disputed(log: Iterable[Judgement]) -> tuple[str, ...]:
    """The spots on which two people's last words differ."""
    words: dict[str, dict[str, str]] = {}
    for one in log:
        words.setdefault(one.spot.spot, {})[one.who] = one.verdict
    return tuple(spot for spot, said in words.items() if len({word for word in said.values() if word != UNDONE}) > 1)

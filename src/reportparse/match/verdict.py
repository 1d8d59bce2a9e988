"""What is said about one match: method, score, flags.

`score` is a probability in spirit: of the rows at 0.9 and above at least 99 in 100 are right (docs/benchmarks.md says what was measured).
Whatever lowers it below that also sets a flag, here or in `tidy` (units).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import OSA

from reportparse.match.labels import label_to_core
from reportparse.match.prepare import Form, PreparedTable
from reportparse.match.score import CONFLICT, FOREIGN, SCALED, Pairs
from reportparse.model import Catalogue, Match, MatchMethod, Reading

# One orphan's worth (1.5) and a unit's worth (1.0) together do not make a match certain.
CERTAIN_MARGIN = 2.75
_UNIT_CEILING = {SCALED: 0.89, FOREIGN: 0.85, CONFLICT: 0.7}


@dataclass(frozen=True, slots=True)
class Link:
    """Printed row `row` as catalogue row `column`; `margin` is its lead, `moved` says that it was found out of order."""

    row: int
    column: int
    margin: float
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """How many of a link's two neighbours are the catalogue's, and whether another printed row is a misprint of the same indicator."""

    sides: int
    rival: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """All that is known of a link: its form, whether several rows bear that name, what stands around it, its unit relation."""

    form: Form
    exact: bool
    slip: bool
    shared: bool
    around: Surroundings
    unit: int
    ratio: float
    comparable: bool


def link_to_match(reading: Reading, link: Link, around: Surroundings, known: tuple[Pairs, PreparedTable, Catalogue]) -> Match:
    """The match, with what there is to say about it."""
    standing = _standing_of(reading, link, around, known)
    flags = tuple(_doubts(link, standing))
    method, score = _method_and_score(standing)
    ceiling = min(_UNIT_CEILING.get(standing.unit, 1.0), _ceiling_of_doubts(link, flags))
    return Match(reading, known[1].rows[link.column], method, round(min(score, ceiling), 3), flags)


def _standing_of(reading: Reading, link: Link, around: Surroundings, known: tuple[Pairs, PreparedTable, Catalogue]) -> Standing:
    pairs, table, catalogue = known
    here = link.row, link.column
    number = int(pairs.forms[here])
    form = table.forms[number]
    return Standing(
        form=form,
        exact=bool(pairs.exact[here]),
        slip=bool(pairs.typing[here]) and _is_slip(label_to_core(reading.name_raw, catalogue), form.core),
        shared=bool(table.shared[number]),
        around=around,
        unit=int(pairs.units[here]),
        ratio=float(pairs.ratios[here]),
        comparable=table.rows[link.column].comparable,
    )


def _is_slip(printed: str, core: str) -> bool:
    """One character left out, printed twice, or exchanged with its neighbour.

    One that is new may change the meaning (国内 for 国外), and so may two left out, which are a word (技能大赛 for 国际技能大赛).
    """
    if OSA.distance(printed, core, score_cutoff=1) > 1:
        return False
    return not Counter(printed) - Counter(core) or any(
        one == other and printed[:place] + printed[place + 1 :] == core for place, (one, other) in enumerate(pairwise(printed))
    )


def _doubts(link: Link, standing: Standing) -> Iterator[str]:
    if link.margin < CERTAIN_MARGIN or standing.around.rival:
        yield "ambiguous-match"
    if not standing.exact and not (standing.slip and standing.around.sides):
        yield "fuzzy-match"
    if link.moved and (standing.shared or not standing.exact):
        yield "out-of-order"
    alias = standing.form.alias
    if alias is not None and alias.evidence != "seen":
        yield "unverified-alias"
    if not standing.comparable or (alias is not None and not alias.comparable):
        yield "not-comparable"


def _method_and_score(standing: Standing) -> tuple[MatchMethod, float]:
    if not standing.exact:
        return "fuzzy", (0.93 + 0.01 * standing.around.sides) if standing.slip else 0.45 + 0.4 * standing.ratio
    if standing.form.alias is not None:
        return "alias", 0.97 if standing.form.alias.evidence == "seen" else 0.96
    return ("aligned", 0.98) if standing.shared else ("exact", 1.0)


def _ceiling_of_doubts(link: Link, flags: tuple[str, ...]) -> float:
    ceiling = 0.95 if link.moved else 1.0
    if "fuzzy-match" in flags:
        ceiling = 0.85
    if "out-of-order" in flags:
        ceiling = 0.7
    return min(ceiling, 0.5 + 0.3 * min(max(link.margin, 0.0) / CERTAIN_MARGIN, 1.0)) if "ambiguous-match" in flags else ceiling

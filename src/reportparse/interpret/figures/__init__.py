"""The figures of running text: every number that counts something, read as a person reads it.

The way: a paragraph is cleaned of its blanks, scanned once for tokens, tokens become quantities (number, unit), quantities
that count become amounts (with their bound), and each amount is given what its sentence says of it.

Promises: time linear in the text, whatever stands in it; a number without a unit, in a name, in a date or in a quotation is
no figure; where no measure fits, the measure is empty and the figure is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportparse.geometry import box_from_array
from reportparse.interpret.figures.amounts import Amount, quantities_to_amounts
from reportparse.interpret.figures.cleaning import Prose, paragraph_to_prose
from reportparse.interpret.figures.contexts import Context, amounts_to_contexts
from reportparse.interpret.figures.lexicon import Lexicon, catalogue_to_lexicon
from reportparse.interpret.figures.lists import Item, lists_to_items, lists_to_periods
from reportparse.interpret.figures.measures import amount_to_measure, is_change, is_share_of_points, item_to_measure
from reportparse.interpret.figures.quantities import text_to_quantities
from reportparse.interpret.figures.subjects import context_to_subject, item_to_subject, name_to_subject
from reportparse.interpret.figures.times import SAID, context_to_period, figure_year
from reportparse.model import Catalogue, Figure, Identity, Outcome, Paragraph, Place, Problem, Severity

__all__ = ["read_figures"]

_LONGEST_LABELS = 200
_MARKS = re.compile(r"[:。、!]")
_SLICE = r"[^,;\d占率比]{1,8}"
_COUNT, _PERCENT = r"\d[\d.]*+[人个家项名万元]{0,2}", r"\d[\d.]*+%"
_SLICES = re.compile(
    rf"(?:{_SLICE}[,;]{_COUNT}[,;(]{_PERCENT}\)?[,;]?){{1,40}}|(?:{_SLICE}{_COUNT}[,;(]{_PERCENT}\)?){{2,40}}|(?:{_SLICE}{_COUNT}(?<!\d){_PERCENT}){{1,40}}"
)
"""本科,255人,25.5%就业,578人,57.8%: the slices of a pie, parted from their counts by a mark, or not from one another.

专任教师120人,80% is prose."""
_WORDS = re.compile(r"[a-z一-鿿]")
_SURE = 0.6  # of the least sure character, as for the cells of tables
_DOUBTS: dict[str, tuple[Severity, str]] = {
    "decimal-restored": ("warning", "the question mark was read as a decimal point"),
    "ocr-unsure": ("warning", "a character of it was read with little confidence"),
    "percent-means-points": ("note", "a rate changed by it, so it was read as percentage points"),
}


def read_figures(paragraphs: tuple[Paragraph, ...], identity: Identity, catalogue: Catalogue) -> Outcome[Figure]:
    """The figures of all paragraphs in reading order; headings have none. What was understood rather than read is a problem too."""
    lexicon = catalogue_to_lexicon(catalogue)
    read = (_paragraph_to_figures(paragraph, identity, lexicon) for paragraph in paragraphs if not paragraph.heading)
    figures = tuple(figure for found in read for figure in found)
    return Outcome(figures, tuple(_flag_to_problem(flag, figure) for figure in figures for flag in figure.flags))


def _flag_to_problem(flag: str, figure: Figure) -> Problem:
    severity, message = _DOUBTS[flag]
    return Problem(flag, severity, f"{figure.quote}: {message}", data_year=figure.data_year, place=figure.place)


def _paragraph_to_figures(paragraph: Paragraph, identity: Identity, lexicon: Lexicon) -> Iterator[Figure]:
    prose = paragraph_to_prose(paragraph)
    amounts = quantities_to_amounts(text_to_quantities(prose.folded, lexicon), prose.folded, lexicon)
    if not amounts or _is_labels(prose.folded, amounts):
        return
    contexts = amounts_to_contexts(amounts, prose.folded)
    listed = lists_to_periods(amounts, contexts, identity.report_year)
    items = lists_to_items(amounts, contexts)
    measures = _measures(amounts, contexts, items, lexicon)
    subject = ""
    for index, (amount, context, measure) in enumerate(zip(amounts, contexts, measures, strict=True)):
        period = listed.get(index) or context_to_period(context, _unit_name(amount))
        named = item_to_subject(items[index], lexicon) if index in items else ""
        subject = name_to_subject(named, identity, lexicon) if named else context_to_subject(context, subject, identity, lexicon)
        flags = ("percent-means-points",) if is_share_of_points(amount.quantity, context, lexicon) else ()
        spot = _spot(amount, prose)
        yield Figure(
            measure=measure,
            value=amount.quantity.low,
            value_max=amount.quantity.high,
            bound=amount.bound,
            unit="个百分点" if flags else _unit_name(amount),
            quote=prose.shown[amount.start : amount.quantity.end],
            sentence=prose.shown[slice(*context.sentence)].strip(),
            section=paragraph.section,
            subject=subject,
            period=period,
            data_year=figure_year(period, measure, identity.report_year),
            flags=amount.quantity.flags + flags + _doubts(spot, paragraph),
            place=_place(spot, paragraph),
        )


def _is_labels(text: str, amounts: list[Amount]) -> bool:
    """The labels of a chart: numbers with their units and years and not a word or a mark besides, or names with count and share."""
    if len(text) > _LONGEST_LABELS or _MARKS.search(text):
        return False
    ends = [0, *(amount.quantity.end for amount in amounts)]
    between = [text[end : amount.start] for end, amount in zip(ends, amounts, strict=False)]
    return not _WORDS.search(SAID.sub("", "|".join((*between, text[ends[-1] :])))) or bool(_SLICES.fullmatch(text))


def _unit_name(amount: Amount) -> str:
    return amount.quantity.unit.name if amount.quantity.unit else ""


def _measures(amounts: list[Amount], contexts: list[Context], items: dict[int, Item], lexicon: Lexicon) -> list[str]:
    """In order, because a list's later figures count what its first counts."""
    measures: list[str] = []
    bases: list[int | None] = []  # the last amount of the sentence that is no change: 毕业生 1532 人, 增加 87 人, 其中中专 1120 人
    for index, (amount, context) in enumerate(zip(amounts, contexts, strict=True)):
        previous = None if context.previous is None else bases[context.previous]
        bases.append(previous if is_change(context, lexicon) else index)
        while previous is not None and _unit_name(amounts[previous]) == "%" != _unit_name(amount):
            before = contexts[previous].previous
            previous = None if before is None else bases[before]
        inherited = None
        if previous is not None and _unit_name(amounts[previous]) == _unit_name(amount):
            inherited = measures[previous]
        listed = item_to_measure(items[index], amount, context, lexicon) if index in items else None
        measures.append(amount_to_measure(amount, context, inherited, lexicon) if listed is None else listed)
    return measures


def _spot(amount: Amount, prose: Prose) -> list[int]:
    """Which characters of the paragraph the quote is."""
    span = slice(amount.start, amount.quantity.end)
    return list(range(len(prose.shown))[span]) if prose.origin is None else prose.origin[span].tolist()


def _doubts(spot: list[int], paragraph: Paragraph) -> tuple[str, ...]:
    unsure = paragraph.confidence is not None and paragraph.confidence[spot].min() < _SURE
    return ("ocr-unsure",) if unsure else ()


def _place(spot: list[int], paragraph: Paragraph) -> Place:
    """Around the quote's characters on the first page on which it stands."""
    pages = paragraph.pages[spot]
    boxes = paragraph.boxes[spot]
    page = int(pages[0])
    return Place(page, box_from_array(boxes[pages == page]))

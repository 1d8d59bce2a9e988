"""What stands around an amount: its sentence, its clause, the words since the last figure, the phrase behind it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from reportparse.interpret.figures.amounts import Amount

_CLAUSE_END = re.compile(r"[;:。!…]|,(?!\d{3}(?!\d))|(?<!\d),|\?(?!\d)")
_SENTENCE_END = re.compile(r"[。!…]|\?(?!\d)")
_REACH = 200
"""Characters of a sentence looked at on each side of a figure: longer than any sentence seen, and a bound for text without stops."""
_BEHIND = 30


@dataclass(frozen=True, slots=True)
class Context:
    """`own` is the text since the last figure or the clause's begin, `clause` since the clause's begin.

    `earlier` is the sentence before `own`, `behind` what follows up to the clause's end, `later` up to the sentence's.
    `previous` is the index of the last amount in the same sentence.
    """

    own: str
    clause: str
    earlier: str
    behind: str
    later: str
    sentence: tuple[int, int]
    previous: int | None


def amounts_to_contexts(amounts: list[Amount], text: str) -> list[Context]:
    """One context for each amount."""
    clauses = [0, *(found.end() for found in _CLAUSE_END.finditer(text)), len(text)]
    sentences = [0, *(found.end() for found in _SENTENCE_END.finditer(text)), len(text)]
    return [_context(amounts, index, text, (clauses, sentences)) for index in range(len(amounts))]


def _context(amounts: list[Amount], index: int, text: str, breaks: tuple[list[int], list[int]]) -> Context:
    amount = amounts[index]
    clauses, sentences = breaks
    start, end = _around(sentences, amount.start)
    start, end = max(start, amount.start - _REACH), min(end, amount.quantity.end + _REACH)
    clause_start = max(start, _around(clauses, amount.start)[0])
    clause_end = min(_around(clauses, max(amount.quantity.end - 1, amount.start))[1], amount.quantity.end + _BEHIND)
    previous = index - 1 if index and amounts[index - 1].start >= start else None
    own_start = max(clause_start, amounts[index - 1].quantity.end) if previous is not None else clause_start
    return Context(
        own=text[own_start : amount.start],
        clause=text[clause_start : amount.start],
        earlier=text[start:own_start],
        behind=text[amount.quantity.end : clause_end],
        later=text[amount.quantity.end : end],
        sentence=(start, end),
        previous=previous,
    )


def _around(breaks: list[int], position: int) -> tuple[int, int]:
    index = bisect_right(breaks, position)
    return breaks[index - 1], breaks[index] if index < len(breaks) else breaks[-1]

"""The words of the lexicon, made ready for reading: once for each catalogue.

The YAML says what an expert knows; here it becomes regular expressions and tables.  Nothing in this file knows a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from reportparse.errors import CatalogueError
from reportparse.interpret.figures.grammar import NUMERAL, numbers_pattern
from reportparse.model import Bound, Catalogue

Entry = Mapping[str, object]
_BRACKET = r"\((?![一-鿿]{2,6}\)[^,;。、()\d]{0,6}公司)|\)(?![^,;。、()\d]{0,6}公司)"
"""Brackets end a name, but in 巴斯夫(中国)有限公司."""
_NO_YEAR = r"(?!(?:19|20)\d\d(?:年|[级届]|[—~\-/]))"
_AMOUNT = _NO_YEAR + r"\d[\d.,]*+[余多几]?[十百千万亿]*+[余多几]?(?:个|所|家|项|门|名|位|期|场|次|种|类|人次|人)?"
_GAP = "[^,;:。!?、]{0,10}?"
"""What "…" in a word stands for: part of one clause, short enough that a search stays linear."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One printed form of a unit: what it is called, what one is worth, when it counts."""

    name: str
    factor: float
    arabic: bool
    needs: tuple[str, ...]
    measure: str


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """When a number with one of some units counts what `measure` says."""

    measure: str
    near: bool
    unless: re.Pattern[str] | None
    unless_sentence: re.Pattern[str] | None
    only_sentence: re.Pattern[str] | None
    follows: re.Pattern[str] | None


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of all rules that take one unit, as one expression; group i + 1 is a word, `rules[i]` the rules that have it."""

    pattern: re.Pattern[str]
    rules: tuple[tuple[Rule, ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Everything that the grammar asks for."""

    numbers: re.Pattern[str]
    units: Mapping[str, Unit]
    bounds_before: Mapping[str, Bound]
    bounds_before_magnitude: frozenset[str]
    bounds_inside: Mapping[str, Bound]
    bounds_after: Mapping[str, Bound]
    words_before: Mapping[str, Words]
    words_after: Mapping[str, Words]
    links: re.Pattern[str]
    thin: re.Pattern[str]
    part_name: re.Pattern[str]
    governing: frozenset[str]
    changes: frozenset[str]
    phrase_end: re.Pattern[str]
    subject_end: re.Pattern[str]
    subject_group: re.Pattern[str]
    subject_stop: re.Pattern[str]
    subject_aims: frozenset[str]
    subject_again: re.Pattern[str]
    subject_leads: str
    subject_own: Mapping[str, frozenset[str]]


@lru_cache(maxsize=8)
def catalogue_to_lexicon(catalogue: Catalogue) -> Lexicon:
    """The catalogue's lexicon, compiled; the same object for the same catalogue. A CatalogueError where its shape is another."""
    try:
        return _compiled(catalogue.lexicon)
    except (AttributeError, KeyError, TypeError, ValueError, re.error) as error:
        what = f"is not shaped as the built-in one ({type(error).__name__}: {error})"
        raise CatalogueError("lexicon.yaml", what, "compare it with the built-in lexicon.yaml") from None


def _compiled(given: Mapping[str, object]) -> Lexicon:
    units = _entries(given, "figure_units")
    bounds = _entries(given, "figure_bounds")
    per = _any_of(_strings(given, "figure_units_per"))
    measures = [(entry, _entry_to_rule(entry)) for entry in _entries(given, "figure_measures")]
    links, ranks = _strings(given, "figure_links"), _strings(given, "figure_ranks")
    return Lexicon(
        numbers=numbers_pattern(_units_pattern(units), per, _any_pattern_of(_after_words(bounds)), _friends_pattern(given)),
        units={form: _entry_to_unit(entry) for entry in units for form in _forms(entry)},
        bounds_before=_words_to_bounds(bounds, "before", limited=False),
        bounds_before_magnitude=frozenset(_words_to_bounds(bounds, "before", limited=True)),
        bounds_inside=_words_to_bounds(bounds, "inside", limited=False),
        bounds_after=_words_to_bounds(bounds, "after", limited=False),
        words_before=_words_by_unit(measures, "before"),
        words_after=_words_by_unit(measures, "after"),
        links=re.compile(rf"(?:{_any_of(links)}|\([^()]{{0,20}}\)|\()*+"),
        thin=re.compile(rf"(?:{_any_of(links)}|{_any_pattern_of(ranks)}|\(\)|\()*+"),
        part_name=re.compile(rf"(?:{_any_pattern_of((*_strings(given, 'subject_ends'), *ranks))})\Z"),
        governing=frozenset(_strings(given, "figure_governing")),
        changes=frozenset(_strings(given, "figure_changes")),
        phrase_end=re.compile(rf"[,;:。!?、()\d]|{_any_pattern_of(_strings(given, 'phrase_ends'))}"),
        subject_end=re.compile(_any_pattern_of(_strings(given, "subject_ends"))),
        subject_group=re.compile(_any_pattern_of(_strings(given, "subject_groups"))),
        subject_stop=re.compile(rf"(?P<number>{_AMOUNT})|[,;:。!?、“”《》]|{_BRACKET}|{_any_pattern_of(_strings(given, 'subject_stops'))}"),
        subject_aims=frozenset(_strings(given, "subject_aims")),
        subject_again=re.compile(_any_of(_strings(given, "subject_again"))),
        subject_leads="".join(_strings(given, "subject_leads")),
        subject_own={scope: frozenset(_strings(own, scope)) for own in [_mapping(given, "subject_own")] for scope in own},
    )


def _entries(lexicon: Mapping[str, object], key: str) -> list[Entry]:
    return list(cast("Sequence[Entry]", lexicon.get(key) or ()))


def _strings(holder: Mapping[str, object], key: str) -> tuple[str, ...]:
    return tuple(str(word) for word in cast("Sequence[object]", holder.get(key) or ()))


def _mapping(holder: Mapping[str, object], key: str) -> Mapping[str, object]:
    return cast("Mapping[str, object]", holder.get(key) or {})


def _any_of(words: Iterable[str]) -> str:
    """An alternation, the longest word first; of no words, what never matches."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word))) or "(?!)"


def _any_pattern_of(patterns: Iterable[str]) -> str:
    """The same of regular expressions."""
    return "|".join(sorted(set(patterns), key=lambda pattern: (-len(pattern), pattern))) or "(?!)"


# ------------------------------------------------------------------------------------------------------- units, bounds


def _forms(entry: Entry) -> tuple[str, ...]:
    return _strings(entry, "forms") or (str(entry["unit"]),)


def _entry_to_unit(entry: Entry) -> Unit:
    return Unit(
        name=str(entry["unit"]),
        factor=float(cast("float", entry.get("factor", 1))),
        arabic=bool(entry.get("arabic")),
        needs=_strings(entry, "needs"),
        measure=str(entry.get("measure", "")),
    )


def _units_pattern(entries: Sequence[Entry]) -> str:
    forms = {form: _strings(entry, "before") for entry in entries for form in _forms(entry)}
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    return "|".join(re.escape(form.lower()) + (f"(?!{'|'.join(forms[form])})" if forms[form] else "") for form in ordered)


def _after_words(entries: Sequence[Entry]) -> list[str]:
    return [word for entry in entries for word in _strings(entry, "after")]


def _words_to_bounds(entries: Sequence[Entry], key: str, *, limited: bool) -> dict[str, Bound]:
    chosen = [entry for entry in entries if bool(entry.get("only")) == limited]
    return {word.partition("(?!")[0].replace("\\", ""): cast("Bound", entry["bound"]) for entry in chosen for word in _strings(entry, key)}


def _friends_pattern(lexicon: Mapping[str, object]) -> str:
    """Fixed phrases; N in one stands for a numeral."""
    entries = _entries(lexicon, "false_friends")
    words = sorted({word for entry in entries for word in _strings(entry, "words")}, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word.lower() if "N" not in word else word).replace("N", f"(?:{NUMERAL})") for word in words) or "(?!)"


# ---------------------------------------------------------------------------------------------------- measures


def _words_by_unit(measures: Sequence[tuple[Entry, Rule]], key: str) -> dict[str, Words]:
    units = {unit for entry, _ in measures for unit in _strings(entry, "units")}
    return {unit: _words_of([one for one in measures if unit in _strings(one[0], "units")], key) for unit in units}


def _words_of(measures: Sequence[tuple[Entry, Rule]], key: str) -> Words:
    """One expression for the words of several rules, the longest first; of rules that share a word the later in the YAML is asked first."""
    rules: dict[str, list[Rule]] = {}
    for entry, rule in reversed(measures):
        for word in _strings(entry, key):
            rules.setdefault(_word_to_pattern(word, entry if key == "after" else {}), []).append(rule)
    patterns = sorted(rules, key=lambda pattern: (-len(pattern.partition("(?!")[0].replace(_GAP, "")), pattern))
    expression = "|".join(f"({pattern})" for pattern in patterns)
    return Words(re.compile(expression or "(?!)"), tuple(tuple(rules[pattern]) for pattern in patterns))


def _word_to_pattern(word: str, entry: Entry) -> str:
    followed = _strings(entry, "not_followed")
    return _GAP.join(re.escape(part) for part in word.split("…")) + (f"(?!{_any_of(followed)})" if followed else "")


def _entry_to_rule(entry: Entry) -> Rule:
    return Rule(
        measure=str(entry.get("measure", "")),
        near=bool(entry.get("near")),
        unless=_any_or_none(_strings(entry, "unless")),
        unless_sentence=_any_or_none(_strings(entry, "unless_sentence")),
        only_sentence=_any_or_none(_strings(entry, "only_sentence")),
        follows=re.compile(rf"(?:{_any_pattern_of(follows)})\Z") if (follows := _strings(entry, "follows")) else None,
    )


def _any_or_none(words: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile(_any_of(words)) if words else None

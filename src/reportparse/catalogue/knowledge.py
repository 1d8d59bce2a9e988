"""Aliases, units, relations, vetoes and phrases: catalogue files that are lists of short entries.

Promise: frozen values as `model.Catalogue` holds them. What needs the editions to be judged (codes that must exist) is judged in
`validity.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Literal, cast

from reportparse.catalogue.entries import Entry, choice_of, entries_of, flag_of, number_of, text_of, value_to_entry, words_of
from reportparse.catalogue.tables import EVIDENCE
from reportparse.errors import CatalogueError
from reportparse.model import Alias, Jump, Relation, RelationOp
from reportparse.text import text_folded

# A breach of a relation is reported under the code of its kind, so that problem codes stay few; the message names the relation.
PROBLEM_OF_OP = {
    "==": "sum-unequal",
    "<=": "part-exceeds-whole",
    "ratio": "ratio-off",
    "needs": "survey-size-missing",
    "prose": "prose-differs",
}
_MEASURED = ("value", "survey_size")


def value_to_aliases(value: object, source: str) -> dict[str, tuple[Alias, ...]]:
    """Aliases by code."""
    entry = value_to_entry(value, source, "", ("aliases",))
    found: defaultdict[str, list[Alias]] = defaultdict(list)
    for item in entries_of(entry.values.get("aliases"), source, "alias", ("code", "name", "unit", "evidence", "comparable", "note")):
        alias = Alias(
            name=text_of(item, "name"),
            unit=text_of(item, "unit", ""),
            evidence=choice_of(item, "evidence", EVIDENCE, "unverified"),
            comparable=flag_of(item, "comparable", True),
            note=text_of(item, "note", ""),
        )
        found[text_of(item, "code")].append(alias)
    return {code: tuple(aliases) for code, aliases in found.items()}


def value_to_units(value: object, source: str) -> tuple[dict[str, tuple[str, float]], dict[str, str]]:
    """Base and factor by printed form, and canonical spelling by printed form."""
    entry = value_to_entry(value, source, "", ("units",))
    bases: dict[str, tuple[str, float]] = {}
    names: dict[str, str] = {}
    for item in entries_of(entry.values.get("units"), source, "unit", ("unit", "base", "factor", "forms")):
        unit, factor = text_of(item, "unit"), number_of(item, "factor", 1)
        for form in _printed_forms(item, unit):
            if names.setdefault(form, unit) != unit:
                raise item.broken(f"{form} is a form of {names[form]} and of {unit}", "keep it under one of the two")
            bases[form] = (text_of(item, "base", unit), float(factor))
    for form, (base, _) in bases.items():
        if names.get(base) != base:
            raise CatalogueError(source, f"the base {base} of {form} is no unit", "write one that has its own entry")
    return bases, names


def _printed_forms(entry: Entry, unit: str) -> Iterator[str]:
    for form in (unit, *(words_of(entry, "forms") if "forms" in entry.values else ())):
        yield form
        yield text_folded(form)


def value_to_relations(value: object, source: str) -> tuple[tuple[Relation, ...], Jump]:
    """The relations, and what counts as a jump."""
    entry = value_to_entry(value, source, "", ("jump", "relations"))
    jump = value_to_entry(entry.values.get("jump", {}), source, "jump", ("factor", "floor"))
    keys = ("name", "op", "left", "right", "tolerance", "measured", "reason")
    relations = tuple(_entry_to_relation(item) for item in entries_of(entry.values.get("relations"), source, "relation", keys))
    names = [relation.name for relation in relations]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise CatalogueError(source, f"relation {twice} is given twice", "rename or remove one of the two")
    return relations, Jump(number_of(jump, "factor", 5), number_of(jump, "floor", 100))


def _entry_to_relation(entry: Entry) -> Relation:
    op = choice_of(entry, "op", tuple(PROBLEM_OF_OP))
    right = words_of(entry, "right")
    if op == "ratio" and len(right) != 2:
        raise entry.broken("a ratio has a right side of other than two codes", "write `right: [dividend, divisor]`")
    return Relation(
        name=text_of(entry, "name"),
        op=cast(RelationOp, op),
        left=words_of(entry, "left"),
        right=right,
        tolerance=number_of(entry, "tolerance", 0),
        reason=text_of(entry, "reason"),
        measured=cast(Literal["value", "survey_size"], choice_of(entry, "measured", _MEASURED, "value")),
        problem=PROBLEM_OF_OP[op],
    )


def value_to_vetoes(value: object, source: str) -> tuple[tuple[str, ...], ...]:
    """Groups of words that exclude each other, folded; synonyms joined by `|`, an empty last word where none of them is one more choice."""
    entry = value_to_entry(value, source, "", ("vetoes",))
    return tuple(_entry_to_veto(item) for item in entries_of(entry.values.get("vetoes"), source, "veto", ("words", "or_none", "reason")))


def _entry_to_veto(entry: Entry) -> tuple[str, ...]:
    text_of(entry, "reason")
    words, or_none = entry.values.get("words"), flag_of(entry, "or_none", False)
    if not isinstance(words, list) or len(words) + or_none < 2:
        raise entry.broken("words is not a list of two or more", "write `words: [校内, 校外]`, or one word and `or_none: true`")
    synonyms = [word if isinstance(word, list) else [word] for word in words]
    return (*("|".join(text_folded(str(form)) for form in forms) for forms in synonyms), *([""] if or_none else []))


def value_to_phrases(value: object, source: str) -> dict[str, tuple[str, ...]]:
    """Lists of words under dotted keys; a word that needs a reason is `{text: …, reason: …}`."""
    phrases: dict[str, tuple[str, ...]] = {}
    if not isinstance(value, dict):
        raise CatalogueError(source, "is not a mapping", "write `topic: {key: [word, word]}`")
    for topic, keys in value.items():
        entry = value_to_entry(keys, source, topic, tuple(keys) if isinstance(keys, dict) else ())
        for key in entry.values:
            phrases[f"{topic}.{key}"] = tuple(_words_in(entry, key))
    return phrases


def _words_in(entry: Entry, key: str) -> Iterator[str]:
    words = entry.values[key]
    if not isinstance(words, list) or not words:
        raise entry.broken(f"{key} is not a list of words", f"write `{key}: [word, word]`")
    for word in words:
        yield _reasoned(word, entry, key) if isinstance(word, dict) else str(word)


def _reasoned(word: object, entry: Entry, key: str) -> str:
    item = value_to_entry(word, entry.source, f"{entry.where} {key}", ("text", "reason"))
    text_of(item, "reason")
    return text_of(item, "text")


def mapping_merged(values: Mapping[str, object]) -> dict[str, object]:
    """Several files' mappings as one, by top-level key; a key that two files share is merged when both hold a list or a mapping there."""
    merged: dict[str, object] = {}
    for source, value in values.items():
        for key, item in value_to_entry(value, source, "", tuple(value) if isinstance(value, dict) else ()).values.items():
            merged[key] = _merged(merged[key], item, source, key) if key in merged else item
    return merged


def _merged(first: object, second: object, source: str, key: str) -> object:
    if isinstance(first, list) and isinstance(second, list):
        return [*first, *second]
    if isinstance(first, dict) and isinstance(second, dict):
        return {**first, **second}
    raise CatalogueError(source, f"{key} stands in another lexicon file too", "rename one of the two")

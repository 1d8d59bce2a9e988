"""How well the figures of running text are read: recall, precision, bounds and measures on labelled sentences.

    python benchmarks/figures.py [--errors] [--measures] [shaping] [held-out]

`shaping.yaml` is what the rules were made with, `held-out.yaml` what they have never seen; only the second says how good they are.
A figure is found when value, upper value and unit are right; bound and measure are asked of the found ones.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import yaml

from reportparse.catalogue import load_catalogue
from reportparse.interpret.figures import read_figures
from reportparse.model import Figure, Identity, Paragraph

SENTENCES = Path(__file__).parents[1] / "fixtures" / "sentences"
IDENTITY = Identity(institution="青岭市教育局", level="secondary", scope="city", report_year=2024)
SHARES = {
    "recall": ("found", "figures"),
    "precision": ("found", "read"),
    **{f"{name}s": (name, f"{name}_asked") for name in ("bound", "measure", "subject", "period")},
}


@dataclass(frozen=True)
class Reading:
    """What a person reads in a sentence. Measure, subject and period are None where the label does not say."""

    value: float
    value_max: float | None
    unit: str
    bound: str
    measure: str | None
    subject: str | None = None
    period: str | None = None

    def finds(self, figure: Figure) -> bool:
        """Whether the figure is this one: the same value in the same unit."""
        same = abs(figure.value - self.value) <= 1e-9 * max(1.0, abs(self.value))
        return same and figure.value_max == self.value_max and figure.unit == self.unit


@dataclass
class Score:
    """Counts over a set of sentences, and what went wrong."""

    counts: Counter[str] = field(default_factory=Counter)
    labelled: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def share(self, part: str, whole: str) -> float:
        """`part` / `whole`, 1 where there is nothing to get wrong."""
        return self.counts[part] / self.counts[whole] if self.counts[whole] else 1.0


def text_to_paragraph(text: str) -> Paragraph:
    """A paragraph of one line on page 1, ten points a character."""
    x0 = np.arange(len(text), dtype=np.float32) * 10
    boxes = np.stack([x0, np.zeros_like(x0), x0 + 10, np.full_like(x0, 12)], axis=1)
    return Paragraph(text=text, section="", pages=np.ones(len(text), dtype=np.int32), boxes=boxes)


def sentences_of(name: str) -> Iterator[tuple[str, str, list[Reading]]]:
    """Topic, sentence and readings of one labelled set."""
    topics = yaml.safe_load((SENTENCES / f"{name}.yaml").read_text(encoding="utf-8"))
    for topic, sentences in topics.items():
        for sentence in sentences:
            yield topic, sentence["say"], [_label_to_reading(label) for label in sentence["read"]]


def _label_to_reading(label: str) -> Reading:
    words = label.split()
    low, _, high = words[0].partition("..")
    said = {word[0]: word[1:] for word in words[4:]}
    measure = {"-": "", "?": None}.get(words[3], words[3])
    return Reading(float(low), float(high) if high else None, words[1], words[2], measure, said.get("@"), said.get("#"))


def score_sentences(name: str) -> Score:
    """One labelled set against what the program reads."""
    score = Score()
    catalogue = load_catalogue()
    for topic, text, readings in sentences_of(name):
        figures = list(read_figures((text_to_paragraph(text),), IDENTITY, catalogue).items)
        for reading in readings:
            _score_reading(reading, figures, score, f"{topic}: {text}")
        score.counts["extra"] += len(figures)
        score.errors += [f"extra    {figure.quote} {figure.value} {figure.unit} | {topic}: {text}" for figure in figures]
    score.counts["read"] = score.counts["found"] + score.counts["extra"]
    return score


def _score_reading(reading: Reading, figures: list[Figure], score: Score, where: str) -> None:
    score.counts["figures"] += 1
    found = next((figure for figure in figures if reading.finds(figure)), None)
    if found is None:
        score.errors.append(f"missed   {reading.value} {reading.unit} | {where}")
        return
    figures.remove(found)
    score.counts["found"] += 1
    if reading.measure is not None:
        score.labelled[reading.measure] += 1
        score.right[reading.measure] += found.measure == reading.measure
    for name in ("bound", "measure", "subject", "period"):
        said, got = getattr(reading, name), getattr(found, name)
        if said is not None:
            score.counts[f"{name}_asked"] += 1
            score.counts[name] += said == got
            if said != got:
                score.errors.append(f"{name:8} {found.quote}: {got!r}, not {said!r} | {where}")


def main() -> None:
    """Print a line a set; with --errors what went wrong, with --measures the counts per measure."""
    names = [name for name in sys.argv[1:] if not name.startswith("-")] or ["shaping", "held-out"]
    for name in names:
        score = score_sentences(name)
        print(f"{name:9} figures {score.counts['figures']}", *(f" {said} {score.share(*parts):.3f}" for said, parts in SHARES.items()))
        if "--measures" in sys.argv:
            for measure, count in sorted(score.labelled.items()):
                print(f"    {measure or '(none)':26} {score.right[measure]}/{count}")
        if "--errors" in sys.argv:
            print(*(f"    {error}" for error in score.errors), sep="\n")


if __name__ == "__main__":
    main()

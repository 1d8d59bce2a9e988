"""A sample as a sheet: each value beside its picture, with boxes to tick, on a screen or on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportparse.review.markup import Markup, element, whole_page
from reportparse.review.page_parts import Picture, picture_to_markup
from reportparse.review.page_style import SHEET_STYLE
from reportparse.review.sample import Sample
from reportparse.review.spots import Spot


@dataclass(frozen=True, slots=True)
class Clip:
    """What is shown of the page: the cell, and the header of its table where it is in one."""

    cell: Picture | None = None
    head: Picture | None = None


def sample_to_sheet(sample: Sample, clips: Sequence[Clip], run: str) -> str:
    """One HTML file; `clips` in the order of the sample's spots."""
    strata = [
        element("tr", element("td", label), element("td", f"{drawn:,}", class_="number"), element("td", f"{rows:,}", class_="number"))
        for label, rows, drawn in sample.strata
    ]
    head = element("tr", element("th", "part of the run"), element("th", "drawn", class_="number"), element("th", "of", class_="number"))
    cards = [_spot_to_card(number, spot, clip) for number, (spot, clip) in enumerate(zip(sample.spots, clips, strict=True), 1)]
    body = element(
        "main",
        element("h1", f"{len(sample.spots)} values to check"),
        element("p", "from ", element("code", run), f", seed {sample.design.seed}."),
        element("p", "Verdicts go into the CSV file beside this sheet, column verdict: right, wrong or unsure.", class_="soft"),
        element("div", element("table", head, *strata), class_="card"),
        *cards,
    )
    return whole_page(f"Sample of {run}", body, SHEET_STYLE)


def _spot_to_card(number: int, spot: Spot, clip: Clip) -> Markup:
    where = ", ".join([spot.source, *([f"page {spot.place.page}"] if spot.place else [])])
    about = " · ".join(part for part in (spot.table_name, str(spot.row_no or ""), spot.indicator_code or "no indicator") if part)
    return element(
        "section",
        element("header", element("strong", f"{number}"), element("h2", spot.indicator_path or spot.name_raw or spot.indicator_code)),
        element("p", element("span", claim_to_text(spot), class_="claim"), f"  in {spot.data_year}" if spot.data_year else None),
        element("p", f"printed: {spot.name_raw} · {spot.value_raw or '(nothing)'}"),
        element("p", about, class_="soft"),
        element("p", f"{spot.institution} · {where} · {spot.spot}", class_="soft"),
        _flags(spot) if spot.flags else None,
        picture_to_markup(clip.head, "the header of its table"),
        picture_to_markup(clip.cell, "the cell, framed"),
        _boxes(),
        class_="card spot",
    )


def _flags(spot: Spot) -> Markup:
    return element("p", *(piece for flag in spot.flags for piece in (element("span", flag, class_="chip warning"), " ")))


def _boxes() -> Markup:
    words = (element("span", f"☐ {word}") for word in ("right", "wrong", "can't tell"))
    return element("div", *words, element("span", "in truth: ", element("span", class_="line")), class_="boxes")


def claim_to_text(spot: Spot) -> str:
    """What the run claims: a value with its unit, or which kind of nothing."""
    if spot.value is None:
        return f"no value ({spot.missing})" if spot.missing else "no value"
    return f"{spot.value:,.15g} {'' if spot.unit == ':' else spot.unit}".strip()

"""A diff as one HTML file that opens anywhere: no network, no other file, nothing that a report says can run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reportparse.review.changes import KINDS, Change, Diff
from reportparse.review.diff_text import changes_counted
from reportparse.review.markup import Markup, element, joined, whole_page
from reportparse.review.page_parts import Picture, picture_to_markup
from reportparse.review.page_style import DIFF_SCRIPT, DIFF_STYLE
from reportparse.text import counted

_KEYS = (("j", "next"), ("k", "back"), ("/", "search"), ("e", "errors"), ("w", "warnings"), ("n", "notes"), ("a", "all"))


def diff_to_page(diff: Diff, shown: Sequence[tuple[Change, Picture | None]]) -> str:
    """The page: what was compared, counts, filters, and the changes `shown`, each with its picture where there is one."""
    body = element("main", _head(diff, len(shown)), _tools(diff) if shown else None, *(change_to_card(*one) for one in shown))
    return whole_page("What changed between two extractions", body, DIFF_STYLE, DIFF_SCRIPT if shown else "")


def _head(diff: Diff, n_shown: int) -> Markup:
    n_old, n_new, n_both = diff.reports
    severities = Counter(change.severity for change in diff.changes)
    known = [(name, severities[name]) for name in ("error", "warning", "note") if severities[name]]
    told = [piece for name, count in known for piece in (element("span", counted(count, name), class_=f"chip {name}"), " ")]
    left_out = len(diff.changes) - n_shown
    return joined(
        element("h1", counted(len(diff.changes), "change") if diff.changes else "No difference"),
        element("p", "old: ", element("code", diff.old), f" ({counted(n_old, 'report')})"),
        element("p", "new: ", element("code", diff.new), f" ({counted(n_new, 'report')}, {n_both:,} of them in both)"),
        *(element("p", f"Note: {note}", class_="soft") for note in diff.notes),
        element("p", f"Shown are the worst {n_shown:,}; {left_out:,} more are in the CSV file.") if left_out else None,
        element("p", *told) if told else None,
        _counts(diff) if diff.changes else None,
    )


def _counts(diff: Diff) -> Markup:
    rows = [
        element("tr", element("td", f"{count:,}", class_="number"), element("td", kind), element("td", KINDS[kind][1], class_="soft"))
        for kind, count in changes_counted(diff.changes).items()
    ]
    return element("div", element("table", *rows, class_="counts"), class_="card")


def _tools(diff: Diff) -> Markup:
    kinds = [element("option", f"{kind} ({count:,})", value=kind) for kind, count in changes_counted(diff.changes).items()]
    severities = [element("option", name, value=name) for name in ("error", "warning", "note")]
    keys = [piece for key, what in _KEYS for piece in (element("kbd", key), f" {what} ")]
    return element(
        "div",
        element("label", "kind", element("select", element("option", "all", value=""), *kinds, id="kind")),
        element("label", "severity", element("select", element("option", "all", value=""), *severities, id="severity")),
        element("label", "search", element("input", id="words", type="search", autocomplete="off")),
        element("span", id="shown", role="status"),
        element("span", *keys, class_="soft"),
        class_="tools",
    )


def change_to_card(change: Change, picture: Picture | None) -> Markup:
    """One change: what it is about, the paper, old and new."""
    place = change.new_place or change.old_place
    about = " · ".join(part for part in (change.about, change.indicator_code, str(change.year or "")) if part)
    title = change.name or change.institution or change.source
    where = change.source + (f", page {place.page}" if place else "")
    return element(
        "article",
        element("header", element("span", change.kind, class_=f"chip {change.severity}"), element("h2", title)),
        element("p", about, class_="soft") if about else None,
        element("p", change.institution, " · " if change.institution else None, element("span", where, class_="soft")),
        picture_to_markup(picture, f"page {place.page}, the cell framed" if place else ""),
        _differences(change),
        class_="card change",
        tabindex=-1,
        data_kind=change.kind,
        data_severity=change.severity,
    )


def _differences(change: Change) -> Markup:
    head = element("tr", element("th", "column"), element("th", "old"), element("th", "new"))
    rows = [
        element(
            "tr",
            element("td", one.column, class_="code"),
            element("td", one.old or "(nothing)", class_="old"),
            element("td", one.new or "(nothing)", class_="new"),
        )
        for one in change.differences
    ]
    return element("table", head, *rows)

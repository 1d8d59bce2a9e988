"""The summary of a batch as one HTML page that needs nothing else: no scripts, no network, plots drawn in place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from reportparse.archive.charts import bars_to_svg, shares_to_svg, spreads_to_svg

_MOST_BARS = 40
_STYLE = """
:root{color-scheme:light dark}
body{font:15px/1.5 system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;color:#1c2a33;background:#fff;
max-width:64rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2.2rem;border-bottom:1px solid #d5dde2}
svg{max-width:100%;height:auto;font-size:12px}svg text{fill:#1c2a33}svg text.heading{font-weight:600}
svg g text{font-size:10px}svg text.light{fill:#fff}
.bar{fill:#3482ad}.bar.error,.bar.failed{fill:#b3403a}.bar.warning,.bar.partial{fill:#d59a2e}.bar.note,.bar.ok{fill:#5b8f68}
.spread{stroke:#3482ad;stroke-width:3}.ring{fill:none;stroke:#b3403a}
table{border-collapse:collapse}td,th{padding:.15rem .8rem .15rem 0;text-align:left;vertical-align:top}td.n{text-align:right}
.numbers{display:flex;flex-wrap:wrap;gap:.4rem 2rem;padding:0;list-style:none}.numbers b{font-size:1.3rem;display:block}
.plot{overflow-x:auto}.plot svg{min-width:46rem}
@media (prefers-color-scheme:dark){body{color:#e8ecef;background:#14181b}h2{border-color:#3a444b}
svg text{fill:#e8ecef}svg g text{fill:#1c2a33}.spread{stroke:#6bb3dc}.ring{stroke:#ef8078}}
"""


def summary_to_html(about: Mapping[str, Any]) -> str:
    """The page, from what run.json says."""
    batch = about["batch"]
    blocks = (
        _numbers(about),
        _section("Status of the reports", bars_to_svg([(name, n, name) for name, n in batch["status"].items()])),
        _section("Why reports fell short", bars_to_svg([(name, n, "failed") for name, n in batch["reasons"].items()])),
        _section("How values were matched", bars_to_svg([_method(name, n) for name, n in batch["match_methods"].items()])),
        _section("Problems by code", bars_to_svg([(p["code"], p["count"], p["severity"]) for p in batch["problems"][:_MOST_BARS]])),
        _section("Seconds by number of pages", spreads_to_svg(batch["seconds_by_pages"])),
        _section("Names that fit no indicator: the next aliases", _names(batch["unmatched_names"])),
        _section("Reports that have an indicator, by year of the report", _coverage(batch)),
    )
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"><meta name="viewport" content="width=device-width">'
        f"<title>reportparse batch</title><style>{_STYLE}</style></head><body><h1>What the batch gave</h1>{''.join(blocks)}</body></html>\n"
    )


def _numbers(about: Mapping[str, Any]) -> str:
    batch, totals = about["batch"], about["batch"]["totals"]
    shown = (
        ("files", batch["files"]),
        ("duplicates", batch["duplicates"]),
        ("reports", about["counts"]["reports"]),
        ("pages", totals["pages"]),
        ("tables", totals["tables"]),
        ("table rows", totals["rows"]),
        ("rows matched", totals["rows_matched"]),
        ("figures in prose", totals["figures"]),
    )
    items = "".join(f"<li><b>{value:,}</b>{escape(name)}</li>" for name, value in shown)
    versions, sources = about["versions"], ", ".join(batch["sources"])
    told = f"{about['times']['ended']}, reportparse {versions['reportparse']}, catalogue {about['catalogue']}, from {sources}"
    now = f"{batch['done_now']:,} done in {about['times']['seconds']:,.0f} s by the last run, {batch['done_before']:,} before it"
    return f'<p>{escape(told)}</p><ul class="numbers">{items}</ul><p>{escape(now)}</p>'


def _section(title: str, body: str) -> str:
    return f'<h2>{escape(title)}</h2><div class="plot">{body}</div>'


def _method(name: str, count: int) -> tuple[str, int, str]:
    return name or "unmatched", count, {"": "error", "fuzzy": "warning"}.get(name, "ok")


def _names(names: Sequence[Mapping[str, Any]]) -> str:
    if not names:
        return "<p>none</p>"
    rows = "".join(f'<tr><td>{escape(row["name"])}</td><td class="n">{row["reports"]:,}</td></tr>' for row in names)
    return f"<table><tr><th>printed name</th><th>reports</th></tr>{rows}</table>"


def _coverage(batch: Mapping[str, Any]) -> str:
    """Tables as headings, indicators below, one column a year."""
    reports: Mapping[str, int] = batch["report_years"]
    years = list(reports)
    found: dict[tuple[Any, str, str], dict[str, int]] = {}
    for row in batch["coverage"]:
        found.setdefault((row["table_no"], row["indicator_code"], row["indicator_path"]), {})[row["report_year"]] = row["reports"]
    rows: list[tuple[str, list[float | None]]] = []
    for key in sorted(found, key=lambda key: (key[0] or 0, key[1])):
        heading = f"Table {key[0]}" if key[0] is not None else "Tables without a number"
        if heading not in {label for label, shares in rows if not shares}:
            rows.append((heading, []))
        rows.append((" / ".join(key[2].split(" / ")[-2:]), list(_shares(found[key], reports, years))))
    return shares_to_svg(rows, [year or "no year" for year in years]) if rows else "<p>none</p>"


def _shares(found: Mapping[str, int], reports: Mapping[str, int], years: Sequence[str]) -> Iterable[float | None]:
    return (min(1.0, found.get(year, 0) / reports[year]) if reports[year] else None for year in years)

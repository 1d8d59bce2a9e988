"""Plots as inline SVG: pure, without scripts, every text escaped. Figures go in, markup comes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from unicodedata import east_asian_width

_ROW, _BAR, _LABEL, _WIDTH = 22, 14, 300, 900
_CELL, _CELL_HEIGHT = 46, 15
_LEVELS = ("#f1f3f5", "#d0e2ee", "#a3c7dd", "#6ba6c8", "#3482ad", "#11608c")


def bars_to_svg(bars: Sequence[tuple[str, float, str]], unit: str = "") -> str:
    """Horizontal bars: label, value, and the class that colours it."""
    if not bars:
        return "<p>none</p>"
    most = max(value for _, value, _ in bars) or 1.0
    room = _WIDTH - _LABEL - 90
    parts = []
    for index, (label, value, kind) in enumerate(bars):
        y, length = index * _ROW, max(1.0, room * value / most)
        parts.append(_text(_LABEL - 8, y + 12, clipped(label, 44), "end"))
        parts.append(f'<rect class="bar {escape(kind)}" x="{_LABEL}" y="{y}" width="{length:.1f}" height="{_BAR}"/>')
        parts.append(_text(_LABEL + length + 6, y + 12, f"{value:,.4g}{unit}" if value < 1000 else f"{value:,.0f}{unit}"))
    return _svg(_WIDTH, len(bars) * _ROW, parts)


def spreads_to_svg(spreads: Mapping[str, Mapping[str, float]]) -> str:
    """For each class a line from the 10th to the 90th percentile, a mark at the median, and a ring at the slowest."""
    if not spreads:
        return "<p>none</p>"
    most = max(spread["slowest"] for spread in spreads.values()) or 1.0
    room = _WIDTH - _LABEL - 90
    parts = []
    for index, (label, spread) in enumerate(spreads.items()):
        y = index * _ROW + 8
        x = {name: _LABEL + room * spread[name] / most for name in ("p10", "median", "p90", "slowest")}
        parts.append(_text(_LABEL - 8, y + 4, f"{label} pages ({spread['reports']:,.0f})", "end"))
        parts.append(f'<line class="spread" x1="{x["p10"]:.1f}" x2="{x["p90"]:.1f}" y1="{y}" y2="{y}"/>')
        parts.append(f'<rect class="bar" x="{x["median"] - 2:.1f}" y="{y - 6}" width="4" height="12"/>')
        parts.append(f'<circle class="ring" cx="{x["slowest"]:.1f}" cy="{y}" r="3"/>')
        parts.append(_text(x["slowest"] + 8, y + 4, f"{spread['median']:.2f} s, slowest {spread['slowest']:.2f} s"))
    return _svg(_WIDTH + 120, len(spreads) * _ROW, parts)


def shares_to_svg(rows: Sequence[tuple[str, Sequence[float | None]]], columns: Sequence[str]) -> str:
    """A grid of shares from 0 to 1, darker for more; a row without shares is a heading, a share of None an empty cell."""
    parts = [_text(_LABEL + index * _CELL + _CELL / 2, 11, label, "middle") for index, label in enumerate(columns)]
    for index, (label, shares) in enumerate(rows, 1):
        y = index * _CELL_HEIGHT
        if not shares:
            parts.append(_text(0, y + 12, label, kind="heading"))
            continue
        parts.append(_text(_LABEL - 8, y + 11, clipped(label, 44), "end"))
        parts += [_cell(_LABEL + at * _CELL, y, label, share) for at, share in enumerate(shares) if share is not None]
    return _svg(_LABEL + len(columns) * _CELL + 10, (len(rows) + 1) * _CELL_HEIGHT + 6, parts)


def _cell(x: float, y: float, label: str, share: float) -> str:
    level = _LEVELS[int(share * (len(_LEVELS) - 1))]
    shade = "light" if share >= 0.6 else ""
    box = f'<rect x="{x}" y="{y}" width="{_CELL - 2}" height="{_CELL_HEIGHT - 2}" fill="{level}"/>'
    told = f'<text x="{x + _CELL / 2 - 1:.1f}" y="{y + 10}" text-anchor="middle" class="{shade}">{share:.0%}</text>'
    return f"<g><title>{escape(label)}: {share:.1%}</title>{box}{told}</g>"


def clipped(text: str, width: int) -> str:
    """At most so many columns of a Latin letter's width, … where something was cut."""
    taken = 0
    for index, character in enumerate(text):
        taken += 2 if east_asian_width(character) in "WF" else 1
        if taken > width:
            return text[: max(0, index - 1)] + "…"
    return text


def _text(x: float, y: float, text: str, anchor: str = "start", kind: str = "") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _svg(width: float, height: float, parts: Sequence[str]) -> str:
    return f'<svg viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" role="img">{"".join(parts)}</svg>'

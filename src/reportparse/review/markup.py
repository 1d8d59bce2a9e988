"""HTML in which no text can become markup.

Everything that a report says passes through `element`, which escapes; a whole page carries a content-security policy that names its one
style and its one script by their hashes, so that even markup that slipped through could run nothing and fetch nothing.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from dataclasses import dataclass

# What HTML cannot hold, or what turns the reading direction of everything after it.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")
_VOID = frozenset({"img", "input", "meta", "br"})


@dataclass(frozen=True, slots=True)
class Markup:
    """Text that is HTML already."""

    text: str


Child = Markup | str | int | float | None


def element(tag: str, *children: Child, **attributes: str | int | float | bool | None) -> Markup:
    """An element; `class_` is class, `data_kind` is data-kind; an attribute that is None or False is left out."""
    named = "".join(_attribute(name, value) for name, value in attributes.items() if value is not None and value is not False)
    inner = joined(*children).text
    return Markup(f"<{tag}{named}>" if tag in _VOID else f"<{tag}{named}>{inner}</{tag}>")


def joined(*children: Child) -> Markup:
    """Several pieces as one; what is not markup is escaped."""
    return Markup("".join(child.text if isinstance(child, Markup) else escaped(child) for child in children if child is not None))


def escaped(value: object) -> str:
    """Text that cannot be taken for markup, in an element or in a quoted attribute."""
    return html.escape(_UNFIT.sub("\ufffd", str(value)), quote=True)


def _attribute(name: str, value: object) -> str:
    key = name.rstrip("_").replace("_", "-")
    return f" {key}" if value is True else f' {key}="{escaped(value)}"'


def whole_page(title: str, body: Markup, style: str, script: str = "") -> str:
    """One HTML file that opens anywhere and asks for nothing; `style` and `script` are ours, never a report's."""
    allowed = f"style-src {_hashed(style)}; img-src data:" + (f"; script-src {_hashed(script)}" if script else "")
    policy = f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"
    head = joined(
        element("meta", charset="utf-8"),
        Markup(f'<meta http-equiv="Content-Security-Policy" content="{html.escape(policy)}">'),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", title),
        Markup(f"<style>{style}</style>"),
    )
    running = Markup(f"<script>{script}</script>") if script else None
    return "<!doctype html>\n" + element("html", element("head", head), element("body", body, running), lang="en").text + "\n"


def _hashed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def data_address(content: bytes, media: str) -> str:
    """A picture inside the file."""
    return f"data:{media};base64,{base64.b64encode(content).decode()}"

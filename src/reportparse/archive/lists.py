"""Lists of files as people make them: with `find -print0`, by hand, in Notepad.

A list is UTF-8, or UTF-16 with its mark, as PowerShell and Notepad write it, or GBK without any, which may even read as UTF-8 (学校 does).
So a name has two readings, and who knows the folders takes the one that is there.
"""

from __future__ import annotations

import codecs
import re

_LINE_END = re.compile("\r\n|\n|\r")  # splitlines() would also end a line at a form feed, which names may hold


def list_to_names(content: bytes) -> list[str]:
    """The names in a list: its lines without blanks around and without comments; what stands between NULs, as it is."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = content.decode("utf-16", "replace")
    else:
        text = content.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogateescape")
    if "\0" in text:
        return [name for name in text.split("\0") if name]
    return [line.strip() for line in _LINE_END.split(text) if line.strip() and not line.startswith("#")]


def name_to_readings(name: str) -> list[str]:
    """The name as UTF-8 and as GB 18030, the likelier first; where it is neither, its bytes."""
    readings = [name, *_as_gb18030(name)]
    return readings if name.isprintable() else readings[::-1]  # a byte that is no UTF-8 does not print


def _as_gb18030(name: str) -> list[str]:
    try:
        reading = name.encode("utf-8", "surrogateescape").decode("gb18030")
    except UnicodeError:
        return []
    return [] if reading == name else [reading]

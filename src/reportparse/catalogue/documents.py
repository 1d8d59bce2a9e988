"""YAML files as plain values, fast and strict.

Every start of the program reads some hundred kilobytes of YAML, and PyYAML's own construction costs four times what the C parser needs
(28 KB: 8.9 ms against 2.6 ms). So the parser's events become values here, with less than YAML allows: no anchors, no tags,
no key twice in one mapping, and of plain words only `true`, `false`, `null` and numbers mean something else than themselves
(`no` is a word here).

Promise: what comes out is dict, list, str, int, float, bool or None; what does not hold is a CatalogueError naming file and line.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from reportparse.errors import CatalogueError, error_said

_WORDS: dict[str, object] = {"true": True, "false": False, "null": None, "~": None, "": None}
_INTEGER = re.compile(r"[-+]?\d+\Z")
_DECIMAL = re.compile(r"[-+]?(\d+\.\d*|\.\d+|\d+)([eE][-+]?\d+)?\Z")
_Event = Any  # PyYAML is typed by stubs that say less than its events hold
_NextEvent = Callable[[], _Event]


def bytes_to_value(content: bytes, source: str) -> object:
    """The value of one YAML document."""
    try:
        loader = yaml.CSafeLoader(content)
    except yaml.YAMLError as error:
        raise _broken(source, error) from None
    try:
        loader.get_event()  # start of the stream
        if isinstance(loader.get_event(), yaml.StreamEndEvent):
            return None
        return _event_to_value(loader.get_event(), loader.get_event, source)
    except yaml.YAMLError as error:
        raise _broken(source, error) from None
    finally:
        loader.dispose()


def read_bytes(path: Path) -> bytes:
    """What the file holds."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise CatalogueError(str(path), f"cannot be read ({error_said(error)})", "check the path given as --catalogue") from None


def _broken(source: str, error: yaml.YAMLError) -> CatalogueError:
    mark: Any = getattr(error, "problem_mark", None)
    where = f"line {mark.line + 1}: " if mark else ""
    return CatalogueError(source, f"{where}not YAML ({getattr(error, 'problem', None) or 'unreadable characters'})", "mend that line")


def _event_to_value(event: _Event, following: _NextEvent, source: str) -> object:
    kind = type(event)
    if kind is yaml.ScalarEvent:
        return _plain_to_value(event.value) if event.implicit[0] else event.value
    if kind is yaml.SequenceStartEvent:
        items = []
        while type(item := following()) is not yaml.SequenceEndEvent:
            items.append(_event_to_value(item, following, source))
        return items
    if kind is yaml.MappingStartEvent:
        return _mapping(following, source)
    raise CatalogueError(source, f"line {event.start_mark.line + 1}: anchors and tags are not used here", "write the value out")


def _mapping(following: _NextEvent, source: str) -> dict[str, object]:
    mapping: dict[str, object] = {}
    while type(key := following()) is not yaml.MappingEndEvent:
        line = key.start_mark.line + 1
        if type(key) is not yaml.ScalarEvent:
            raise CatalogueError(source, f"line {line}: a key that is not a word", "write `key: value`")
        if key.value in mapping:
            raise CatalogueError(source, f"line {line}: {key.value} is given twice", "remove one of the two")
        mapping[key.value] = _event_to_value(following(), following, source)
    return mapping


def _plain_to_value(text: str) -> object:
    if text in _WORDS:
        return _WORDS[text]
    if not text[-1].isascii():
        return text
    if _INTEGER.match(text):
        return int(text)
    return float(text) if _DECIMAL.match(text) else text

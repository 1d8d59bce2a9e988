"""The keys under which results are remembered: the program, the settings, the catalogue.

Limits are not part of them, because what a file gave within its limits it gives within wider ones too; files that ran into them,
or were shut out by a limit on pages or for want of a password, are told apart in the journal. Extras are, because installing OCR
must make scans worth another reading.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from importlib.util import find_spec
from pathlib import Path

from reportparse.archive.failures import DEATHS
from reportparse.archive.order import Keys, Limits
from reportparse.catalogue import load_catalogue, load_corrections
from reportparse.model import Catalogue, Settings
from reportparse.version import __version__

_LATER = ("password", "page_limit", "catalogue", "corrections")
"""Knobs that reading does not look at, or that change nothing in what it gives."""
_READERS = ("rapidocr", "onnxruntime", "cv2")


def keys_from_settings(settings: Settings) -> Keys:
    """The keys of a batch; raises CatalogueError."""
    catalogue = load_catalogue(Path(settings.catalogue) if settings.catalogue else None)
    knobs = {field.name: getattr(settings, field.name) for field in fields(settings) if field.name not in _LATER}
    extras = [name for name in _READERS if find_spec(name) is not None]
    reading = _digest(__version__, knobs, extras, _assembling(catalogue))
    return Keys(_digest(reading, catalogue.digest, repr(load_corrections(settings.corrections))), reading)


def limits_met(reason: str, limits: Limits, settings: Settings) -> str:
    """What kept a file that fell short for this reason from giving more, as the journal remembers it; empty for what was no limit.

    Of a password it remembers as much as tells one from another, and too little to find it out.
    """
    if reason in DEATHS:
        return f"{limits.seconds:g} s, {limits.memory} bytes"
    if reason == "over-limit":
        return f"{settings.page_limit or 'no limit of'} pages"
    return f"password {_digest(settings.password)[:4]}" if reason == "encrypted" and settings.password else ""


def _assembling(catalogue: Catalogue) -> list[object]:
    """What `assemble` asks of the catalogue to tell tables from text: words and captions. Names of rows only tip a balance there,
    and new aliases are what changes most often: they are matched again, not read again."""
    names = [table.names for edition in catalogue.editions for table in edition.tables]
    return [sorted(catalogue.phrases.items()), names]


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()[:16]

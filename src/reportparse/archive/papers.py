"""Assembled documents, kept so that a changed catalogue need not read a file again.

Kept is what `report_from_paper` asks for: the paper whole, and the document without its glyphs and rules. The bytes are a pickle whose
loader knows the nouns of such a document and nothing else: whatever a pack of foreign origin says, no other thing can be called.
Each is checked against the checksum in the journal before it is looked at.
"""

from __future__ import annotations

import copyreg
import hashlib
import io
import pickle
import struct
from collections.abc import Callable
from dataclasses import fields, replace
from operator import attrgetter
from pathlib import Path
from typing import Any

import numpy as np

from reportparse.archive.order import PaperRef
from reportparse.model import Cell, Column, Document, Glyphs, Page, Paper, Paragraph, Place, Problem, Rules, Table

_NOUNS = (Cell, Column, Document, Glyphs, Page, Paper, Paragraph, Place, Problem, Rules, Table)
_DTYPES = ("<f4", "<i4")
_LENGTH = struct.Struct(">I")
_NO_GLYPHS = Glyphs("", np.zeros((0, 4), np.float32), np.zeros(0, np.float32))
_NO_RULES = Rules(np.zeros((0, 3), np.float32), np.zeros((0, 3), np.float32))


def paper_to_bytes(document: Document, paper: Paper) -> bytes:
    """Both, compressed: some 40 kB for a report of 26 pages."""
    return nouns_to_bytes((without_glyphs(document), paper))


def paper_from_bytes(content: bytes) -> tuple[Document, Paper]:
    """The document and its paper; raises ValueError when the bytes are not such."""
    match nouns_from_bytes(content):
        case (Document() as document, Paper() as paper):
            return document, paper
    raise ValueError("no kept paper")


def without_glyphs(document: Document) -> Document:
    """The document as the later rooms know it."""
    return replace(document, pages=tuple(replace(page, glyphs=_NO_GLYPHS, rules=_NO_RULES, shading=None) for page in document.pages))


def paper_from_pack(folder: Path, ref: PaperRef) -> tuple[Document, Paper]:
    """The kept paper; raises OSError or ValueError when it is gone or harmed."""
    with (folder / Path(ref.pack).name).open("rb") as file:
        file.seek(ref.offset)
        content = file.read(ref.length)
    if bytes_to_check(content) != ref.check:
        raise ValueError("a kept paper is not what the journal says")
    return paper_from_bytes(content)


def bytes_to_check(content: bytes) -> str:
    """The checksum that the journal keeps of a paper."""
    return hashlib.sha256(content).hexdigest()[:32]


def nouns_to_bytes(value: object) -> bytes:
    """Nouns of a document as compressed bytes."""
    import pyarrow as pa

    sink = io.BytesIO()
    pickler = pickle.Pickler(sink, protocol=5)
    pickler.dispatch_table = _reducers()
    pickler.dump(value)
    raw = sink.getbuffer()
    return _LENGTH.pack(len(raw)) + bytes(pa.compress(raw, codec="zstd", asbytes=True))


def nouns_from_bytes(content: bytes) -> object:
    """What `nouns_to_bytes` was given; raises ValueError for anything else."""
    import pyarrow as pa

    try:
        (length,) = _LENGTH.unpack_from(content)
        raw = pa.decompress(content[_LENGTH.size :], decompressed_size=length, codec="zstd", asbytes=True)
        return _Loader(io.BytesIO(raw)).load()
    except Exception as error:  # a harmed pickle raises whatever it stumbles over
        raise ValueError(f"no kept paper ({type(error).__name__})") from None


def array_from_bytes(dtype: str, shape: tuple[int, ...], content: bytes) -> np.ndarray[Any, Any]:
    """An array of one of the two types that the nouns hold."""
    if dtype not in _DTYPES:
        raise ValueError(f"no array of type {dtype} is kept")
    return np.frombuffer(content, dtype).reshape(shape)


class _Loader(pickle.Unpickler):
    """Knows the nouns and arrays; names nothing else."""

    def find_class(self, module: str, name: str) -> Callable[..., object]:
        """The noun of that name; raises UnpicklingError for all others."""
        if (module, name) == (__name__, array_from_bytes.__name__):
            return array_from_bytes
        for noun in _NOUNS:
            if (module, name) == (noun.__module__, noun.__name__):
                return noun
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a paper")


def _reducers() -> dict[type, Callable[[Any], Any]]:
    # By way of the constructor: three times as fast as the dataclasses' own way, which looks up every field of every cell.
    table: dict[type, Callable[[Any], Any]] = dict(copyreg.dispatch_table)
    for noun in _NOUNS:
        table[noun] = _reducer(noun)
    table[np.ndarray] = _array_reduced
    return table


def _reducer(noun: type) -> Callable[[Any], Any]:
    values = attrgetter(*(field.name for field in fields(noun)))
    return lambda value: (noun, values(value))


def _array_reduced(array: np.ndarray[Any, Any]) -> tuple[Any, ...]:
    little = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
    return array_from_bytes, (little.dtype.str, little.shape, little.tobytes())

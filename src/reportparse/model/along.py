"""What walks along the whole corridor: places, problems, outcomes, settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

Severity = Literal["error", "warning", "note"]

T = TypeVar("T", covariant=True)


@dataclass(frozen=True, slots=True)
class Place:
    """Where on the paper: page from 1, box in points."""

    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong or doubtful, said as a row. `code` is listed in docs/problems.md."""

    code: str
    severity: Severity
    message: str
    indicator_code: str = ""
    data_year: int | None = None
    place: Place | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What a pure stage returns: its items, and what it has to say about them."""

    items: tuple[T, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """The knobs of one parse. `catalogue` is a folder of the user's own YAML, empty for the packaged one; `corrections` is a file of
    people's corrections, empty for none. `ocr` False leaves pictures of pages unread.

    The password is kept out of repr, equality and every file: two parses that differ in it alone gave the same rows.
    """

    password: str | None = field(default=None, compare=False, repr=False)
    catalogue: str = ""
    second_opinion: bool = False
    page_limit: int | None = None
    corrections: str = ""
    ocr: bool = True

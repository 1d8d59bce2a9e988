"""What lies in folders: every entry below one, each real folder once, and what a pattern with `**` means there.

Links may run in circles, and folders lie in folders deeper than Python calls itself: hence a list of what waits, and no recursion.
"""

from __future__ import annotations

import errno
import glob
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace

from reportparse.archive.order import STATE
from reportparse.errors import error_said


@dataclass(frozen=True, slots=True)
class Found:
    """A path, with the name that leads there from what the user named. `fault` says why a folder could not be looked into."""

    name: str
    path: str
    is_folder: bool
    fault: str = ""


def walked(name: str, path: str) -> Iterator[Found]:
    """The folder and all below it, in order of names, each real folder once however many links lead to it."""
    seen: set[tuple[int, int]] = set()
    waiting = [Found(name, path, is_folder=True)]
    while waiting:
        found = waiting.pop()
        try:
            entries = _entries(found, seen) if found.is_folder else []
        except OSError as error:
            yield replace(found, fault=f"unreadable: is a folder that cannot be listed ({error_said(error)})")
            continue
        if entries is not None:
            yield found
            before = f"{found.name.rstrip('/')}/" if found.name else ""
            waiting += [Found(before + entry.name, entry.path, _is_folder(entry)) for entry in reversed(entries)]


def _entries(folder: Found, seen: set[tuple[int, int]]) -> list[os.DirEntry[str]] | None:
    """What the folder holds, in order of names; None where it was looked into before."""
    about = os.stat(folder.path)  # noqa: PTH116 - a path of 4,000 letters is no time for objects
    if (about.st_dev, about.st_ino) in seen:
        return None
    seen.add((about.st_dev, about.st_ino))
    with os.scandir(folder.path) as entries:
        return sorted((entry for entry in entries if entry.name != STATE), key=lambda entry: entry.name)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """What may not be looked at may be a folder full of reports; only of a link to itself is it known that it holds nothing."""
    try:
        return entry.is_dir()
    except OSError as error:
        return error.errno != errno.ELOOP


def globbed(pattern: str) -> Iterator[str]:
    """What the pattern matches. `**` means each folder once: glob's own would follow links in circles until names are too long."""
    parts = pattern.split("/")
    if "**" not in parts:
        yield from sorted(glob.iglob(pattern))  # noqa: PTH207 - pathlib's takes no absolute patterns
        return
    at = parts.index("**")
    rest = "/".join(parts[at + 1 :])
    for top in globbed("/".join(parts[:at]) or "/") if at else [""]:
        yield from _globbed_below(top, rest) if rest else [top or "."]


def _globbed_below(top: str, rest: str) -> Iterator[str]:
    """What matches in the folder and in those below, hidden ones left out; a folder that cannot be looked into is told by its name."""
    if not os.path.isdir(top or "."):  # noqa: PTH112 - as glob does
        return
    for found in walked(top, top or "."):
        if not found.is_folder or any(part.startswith(".") for part in found.name[len(top) :].split("/")):
            continue
        inner = f"{glob.escape(found.name.rstrip('/'))}/" if found.name else ""
        yield from [found.name] if found.fault else globbed(inner + rest)

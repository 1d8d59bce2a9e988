"""Files that lie elsewhere: whatever fsspec opens, `https://` and `s3://` where their packages are installed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

from reportparse.archive.order import Candidate
from reportparse.archive.zips import candidates_from_zip, is_junk

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*(?:::[a-z][a-z0-9+.-]*)*://", re.IGNORECASE)
_WEB = ("http://", "https://")


def is_address(source: str) -> bool:
    """Does it name a protocol? A Windows drive is one letter and no protocol."""
    return _ADDRESS.match(source) is not None


def candidates_from_address(source: str) -> Iterator[Candidate]:
    """The file, or the PDF files below; on the web an address is one file, because `?` means something else there."""
    if source.lower().endswith(".zip"):
        yield from _from_zip(source)
        return
    if source.lower().startswith(_WEB):
        yield Candidate(source, source)
        return
    try:
        yield from _listed(source)
    except Exception as error:  # each file system raises what it likes
        yield Candidate(source, source, fault=address_fault(source, error))


def _listed(source: str) -> Iterator[Candidate]:
    import fsspec

    system, path = fsspec.url_to_fs(source)
    if any(mark in path for mark in "*?["):
        found = system.glob(path)
    elif system.isdir(path):
        found = [one for one in system.find(path) if one.lower().endswith(".pdf") and not is_junk(one)]
    else:
        found = [path]
    for one in sorted(found):
        name = system.unstrip_protocol(one)
        yield Candidate(name, name, stamp=_stamp(system, one))


def _stamp(system: AbstractFileSystem, path: str) -> str:
    try:
        return str(system.ukey(path))
    except Exception:  # a file system without stamps: the bytes are fetched every time
        return ""


def web_stamp(location: str) -> str:
    """What a web server says of the version that it has; empty for other places, and for servers that say nothing."""
    if not location.lower().startswith(_WEB):
        return ""
    import fsspec

    try:
        system, path = fsspec.url_to_fs(location)
        about = system.info(path)
    except Exception:  # fetching will say what is wrong
        return ""
    told = [f"{name}: {about[name]}" for name in ("ETag", "Last-Modified", "Content-MD5") if about.get(name)]
    return ", ".join([*told, str(about.get("size"))]) if told else ""


def _from_zip(source: str) -> Iterator[Candidate]:
    try:
        with open_address(source) as file:
            yield from candidates_from_zip(source, source, file)
    except Exception as error:
        yield Candidate(source, source, fault=address_fault(source, error))


def open_address(location: str) -> IO[bytes]:
    """The bytes behind an address."""
    import fsspec

    opened: IO[bytes] = fsspec.open(location, "rb").open()
    return opened


def address_fault(location: str, error: Exception) -> str:
    """One line; a package that is missing is named with what installs it."""
    if isinstance(error, ImportError):
        protocol = location.partition(":")[0]
        package = {"s3": "s3fs", "gs": "gcsfs", "http": "aiohttp", "https": "aiohttp"}.get(protocol, f"the fsspec package for {protocol}")
        return f"missing-extra: {protocol}:// needs another package; pip install {package}"
    summary = " ".join(str(error).split()) or type(error).__name__
    return f"unreadable: could not be fetched ({summary[:200]})"

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
    """The file, or the PDF and zip files below; on the web an address is one file, because `?` means something else there."""
    protocol, sign, rest = source.partition("://")
    location = protocol.lower() + sign + rest  # fsspec knows http and no HTTP
    if location.lower().endswith(".zip"):
        yield from _from_zip(source, location)
    elif location.startswith(_WEB):
        yield Candidate(source, location)
    else:
        try:
            yield from _listed(location)
        except Exception as error:  # each file system raises what it likes
            yield Candidate(source, location, fault=address_fault(location, error))


def _listed(location: str) -> Iterator[Candidate]:
    import fsspec

    system, path = fsspec.url_to_fs(location)
    if any(mark in path for mark in "*?["):
        found = system.glob(path)
    elif system.isdir(path):
        found = [one for one in system.find(path) if one.lower().endswith((".pdf", ".zip")) and not is_junk(one)]
    else:
        found = [path]
    for one in sorted(found):
        name = system.unstrip_protocol(one)
        if name.lower().endswith(".zip"):
            yield from _from_zip(name, name)
        else:
            yield Candidate(name, name, stamp=_stamp(system, one))


def _stamp(system: AbstractFileSystem, path: str) -> str:
    try:
        return str(system.ukey(path))
    except Exception:  # a file system without stamps: the bytes are fetched every time
        return ""


def web_stamp(location: str) -> str:
    """What a web server says of the version that it has; empty for other places, and for servers that say nothing."""
    if not location.startswith(_WEB):
        return ""
    import fsspec

    try:
        system, path = fsspec.url_to_fs(location)
        about = system.info(path)
    except Exception:  # fetching will say what is wrong
        return ""
    told = [f"{name}: {about[name]}" for name in ("ETag", "Last-Modified", "Content-MD5") if about.get(name)]
    return ", ".join([*told, str(about.get("size"))]) if told else ""


def _from_zip(name: str, location: str) -> Iterator[Candidate]:
    try:
        with open_address(location) as file:
            yield from candidates_from_zip(name, location, file)
    except Exception as error:
        yield Candidate(name, location, fault=address_fault(location, error))


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
    return f"unreadable: could not be fetched ({_told(error)[:200]})"


def _told(error: Exception) -> str:
    """What went wrong. fsspec calls everything on the web a file that is not found, and keeps what the server said as the cause."""
    cause = error.__cause__ if isinstance(error, FileNotFoundError) else error
    if cause is None:
        return "no such file"
    status, told = getattr(cause, "status", None), " ".join(str(getattr(cause, "message", "") or cause).split())
    if status:
        return f"the server says {status} {told}"
    return told if status is None and told else type(cause).__name__

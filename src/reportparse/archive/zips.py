"""The PDF files inside a zip file, without unpacking it.

Zip files from Windows in China name their members in GBK and say so nowhere: a name without the UTF-8 mark is taken as UTF-8 where
it is that, else as GB 18030, and what its zip program wrote stays the way to open it.
"""

from __future__ import annotations

import errno
import lzma
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

from reportparse.archive.order import Candidate
from reportparse.errors import error_said

_UTF8, _ENCRYPTED = 0x800, 0x1
ZIP_ERRORS = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(NotImplementedError, RuntimeError, EOFError, ValueError, IndexError),
)
"""What zipfile raises for a zip that is harmed, cut short, encrypted, or packed in a way that it does not know."""


def is_damage(error: Exception) -> bool:
    """Is the zip at fault? bzip2 says so in an OSError without a number, and a directory may send its reader to before the file."""
    return isinstance(error, ZIP_ERRORS) or (isinstance(error, OSError) and error.errno in (None, errno.EINVAL))


def is_junk(name: str) -> bool:
    """Files that macOS puts beside each file; they end in .pdf and are none."""
    return posixpath.basename(name).startswith("._") or name.startswith("__MACOSX/")


def candidates_from_zip(name: str, location: str, opened: IO[bytes] | None = None) -> Iterator[Candidate]:
    """The members that are PDF files; a zip in the zip is a fault that says what to do. `opened` is read instead of a path."""
    try:
        with zipfile.ZipFile(opened or location) as archive:
            members = archive.infolist()
    except (OSError, *ZIP_ERRORS) as error:
        fault = "malformed: is a zip file that is damaged or none at all"
        if not is_damage(error):
            fault = f"unreadable: cannot be read ({error_said(error)})"
        yield Candidate(name, location, fault=fault)
        return
    names: set[str] = set()
    for index, member in enumerate(members):
        if member.is_dir() or is_junk(member.filename) or not member.filename.lower().endswith((".pdf", ".zip")):
            continue
        inner = f"{name}/{member_name(member)}"
        inner = inner if inner not in names else f"{inner}#{index}"  # a zip file may hold two members of one name
        names.add(inner)
        yield Candidate(inner, location, index, f"{member.CRC:08x}-{member.file_size}-{member.header_offset}", _fault(member))


def _fault(member: zipfile.ZipInfo) -> str:
    if member.filename.lower().endswith(".zip"):
        return "unreadable: is a zip file inside a zip file; unpack the outer one"
    return "encrypted: the zip file is encrypted; unpack it first" if member.flag_bits & _ENCRYPTED else ""


def member_name(member: zipfile.ZipInfo) -> str:
    """The name as its author saw it."""
    if member.flag_bits & _UTF8:
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename


def open_member(archive: zipfile.ZipFile, index: int) -> IO[bytes]:
    """The member's bytes, by its place in the directory: two members may have one name."""
    opened: Any = archive.open(archive.infolist()[index])
    return opened  # type: ignore[no-any-return]

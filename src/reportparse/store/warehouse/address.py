"""Where a warehouse is: the URL after --to, read and shown without its password."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from reportparse.errors import WarehouseError

FORMS = "write duckdb:///FILE.duckdb or postgresql://USER@HOST/DATABASE"
_SCHEME = re.compile(r"([A-Za-z][\w+.-]*):(.*)", re.DOTALL)
_SECRET = re.compile(r"(://[^:@/?#]*:)([^@/?#]*)(@)|([?&]password=)([^&#]*)")


@dataclass(frozen=True, slots=True)
class Address:
    """`target` is a file's path or a libpq URI, as the driver takes it; `shown` is what may be printed and stored."""

    kind: Literal["duckdb", "postgresql"]
    target: str
    shown: str


def is_address(text: str) -> bool:
    """Whether the text names a warehouse and not a folder: it begins with a scheme that warehouses have."""
    found = _SCHEME.match(text)
    return bool(found) and found[1].lower() in ("duckdb", "postgresql", "postgres")  # type: ignore[index]


def url_to_address(url: str) -> Address:
    """The address; a WarehouseError where there is none of that kind."""
    found = _SCHEME.match(url)
    scheme = found[1].lower() if found else ""
    if found and scheme == "duckdb":
        path = _url_to_path(found[2])
        if not path or path.startswith(":memory:"):
            raise WarehouseError(url_shown(url), "names no file", FORMS)
        if path != path.encode("utf-8", "replace").decode():
            raise WarehouseError(url_shown(url), "has a name that is not UTF-8", "give another file")
        return Address("duckdb", path, f"duckdb:///{path}")
    if scheme in ("postgresql", "postgres"):
        return Address("postgresql", url, url_shown(url))
    what = f"{scheme}:// is no kind of warehouse that this program knows" if found else "is no warehouse's URL"
    raise WarehouseError(url_shown(url), what, FORMS)


def url_shown(url: str) -> str:
    """The URL with *** for its password."""
    return _SECRET.sub(lambda found: f"{found[1]}***{found[3]}" if found[1] else f"{found[4]}***", url)


def secrets_hidden(text: str, url: str) -> str:
    """A message of a driver, one line, with *** wherever it repeats the URL's password."""
    line = " ".join(text.split())
    for found in _SECRET.finditer(url):
        secret = found[2] or found[5]
        line = line.replace(secret, "***") if secret else line
    return line


def _url_to_path(rest: str) -> str:
    """The file after `duckdb:`. Three slashes lead to a relative path and four to an absolute one, as SQLAlchemy has it; but where
    only the absolute path has a folder to lie in, three mean that one, because that is how most people write it."""
    path = rest.removeprefix("//")
    if not path.startswith("/") or path.startswith("//"):
        return path.removeprefix("/")
    relative = path[1:]
    if not relative or Path(relative).parent.is_dir() or not Path(path).parent.is_dir():
        return relative
    return path

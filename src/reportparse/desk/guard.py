"""Who may ask the desk for what. Every request passes here before anything else looks at it.

The desk is a web server on somebody's own machine, so every web page that this person has open can send requests to it.  It answers only to
its own names (a foreign name that was made to point here is refused), takes changes only from its own pages, and lets nobody put its
pages or pictures into theirs.
"""

from __future__ import annotations

import hmac
import ipaddress
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reportparse.desk.door import LOOPBACK, Door

POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with no-referrer a browser would send `Origin: null` with our own forms
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
KEY_COOKIE = "reportparse-desk"
LARGEST_BODY = 64 * 1024
_METHODS = ("GET", "HEAD", "POST")


class Guard:
    """The middleware around the whole desk."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app = app
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on with the response's headers made safe."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        if scope["type"] != "http":
            return  # the desk has no web sockets
        refusal = self._refusal(scope)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await (refusal or self._app)(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if scope["method"] not in _METHODS:
            return _said(405, "The desk knows no such request.")
        if not host_is_ours(headers.get("host", ""), self._door):
            return _said(421, "The desk does not answer to this name; open the address that it printed.")
        if not site_is_ours(headers, scope["method"]):
            return _said(403, "Another web page asked for this; open the desk itself.")
        if scope["method"] == "POST" and not origin_is_ours(headers):
            return _said(403, "Changes are taken from the desk's own pages only.")
        if scope["method"] == "POST" and not _length_is_fit(headers):
            return _said(413, "That is more than a verdict.")
        return None if self._door.is_local else self._without_key(scope, headers)

    def _without_key(self, scope: Scope, headers: Headers) -> Response | None:
        """Who brings the key in the address gets it as a cookie; who has neither is sent away."""
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("key", [""])[0]
        if _is_same(asked, self._door.token):
            response = RedirectResponse("/", 303)
            response.set_cookie(KEY_COOKIE, self._door.token, httponly=True, samesite="strict")
            return response
        if _is_same(_cookie(headers.get("cookie", ""), KEY_COOKIE), self._door.token):
            return None
        return _said(401, "The desk asks for its key: open the address that it printed when it started.")


def host_is_ours(host: str, door: Door) -> bool:
    """The names under which the desk may be asked for. A name that somebody made to point here is none of them; an address of
    numbers cannot be made to."""
    try:
        parts = urlsplit(f"//{host}")
        name, port = parts.hostname or "", parts.port or 80
    except ValueError:
        return False
    if port != door.port or parts.username is not None:
        return False
    if name in (*LOOPBACK, door.host, *door.names):
        return True
    return not door.is_local and _is_address(name)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def site_is_ours(headers: Headers, method: str) -> bool:
    """Following a link to the desk is fine; being drawn into somebody else's page is not. Old browsers do not say."""
    site = headers.get("sec-fetch-site", "none")
    is_link = method in ("GET", "HEAD") and headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    return site in ("none", "same-origin") or is_link


def origin_is_ours(headers: Headers) -> bool:
    """The page that sends a change must be under the very name that is asked; no origin, no change."""
    return headers.get("origin", "") == f"http://{headers.get('host', '')}"


def _length_is_fit(headers: Headers) -> bool:
    length = headers.get("content-length", "")
    return length.isdecimal() and int(length) <= LARGEST_BODY


def _cookie(text: str, name: str) -> str:
    try:
        found = SimpleCookie(text).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


def _is_same(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode(), token.encode())


def token_is_ours(given: Any, door: Door) -> bool:  # noqa: ANN401 - whatever a form held
    """Whether a form carries the token of this desk's pages."""
    return isinstance(given, str) and _is_same(given, door.token)


def _said(status: int, text: str) -> Response:
    return PlainTextResponse(text + "\n", status)

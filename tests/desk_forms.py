"""A browser without scripts, and the desk's forms, filled in as one does."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Iterator

import httpx


class Surfer:
    """Asks the desk's application without a network; keeps cookies and follows where it is sent, as browsers do."""

    def __init__(self, app: object, at: str = "http://127.0.0.1:8765") -> None:
        self.app, self.at = app, at
        self.headers = {"origin": at}
        self.cookies = httpx.Cookies()

    def request(self, method: str, address: str, *, follow_redirects: bool = True, **asked: object) -> httpx.Response:
        return asyncio.run(self._asked(method, address, follow_redirects, asked))

    async def _asked(self, method: str, address: str, follow: bool, asked: dict) -> httpx.Response:
        headers = {**self.headers, **asked.pop("headers", {})}
        if isinstance(asked.get("content"), Iterator):
            asked["content"] = _chunks(asked["content"])
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url=self.at, cookies=self.cookies, follow_redirects=follow) as client:
            answer = await client.request(method, address, headers=headers, **asked)
            self.cookies = client.cookies
            return answer

    def get(self, address: str, **asked: object) -> httpx.Response:
        return self.request("GET", address, **asked)

    def post(self, address: str, **asked: object) -> httpx.Response:
        return self.request("POST", address, **asked)


async def _chunks(parts: Iterator[bytes]):
    for part in parts:
        yield part


def form_of(page: str, action: str = "/judge") -> dict[str, str]:
    """The fields of a form with what stands in them."""
    form = page.partition(f'action="{action}"')[2].partition("</form>")[0]
    fields = re.findall(r'<input[^>]*name="(\w+)"[^>]*>', form)
    values = {name: re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', form) for name in fields}
    return {name: html.unescape(found[1]) if found else "" for name, found in values.items()}


def judge(client, verdict: str, form: dict[str, str] | None = None, **typed: str):
    """Judge the value that is due, or the one of `form`."""
    form = form if form is not None else form_of(client.get("/").text)
    return client.post("/judge", data=form | typed | {"verdict": verdict}, follow_redirects=False)

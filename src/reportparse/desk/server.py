"""The web page: addresses, and what answers to each.

No address holds a path: queues are numbers, values and reports are ids that are looked up in the run, pages are numbers.  Static files
are three, named here.
"""

from __future__ import annotations

import hashlib
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote

from reportparse.errors import MissingExtraError, ReportparseError, StoreError, error_said

try:
    import jinja2
    from starlette.applications import Starlette
    from starlette.concurrency import run_in_threadpool
    from starlette.middleware import Middleware
    from starlette.requests import Request
    from starlette.responses import HTMLResponse, RedirectResponse, Response
    from starlette.routing import Route
except ImportError as error:
    raise MissingExtraError("the review page", f"needs {error.name}", "pip install 'reportparse[desk]'") from None

from reportparse.desk.bench import Bench
from reportparse.desk.door import Door
from reportparse.desk.guard import LARGEST_BODY, Guard, token_is_ours
from reportparse.desk.truth import TypedError, text_to_indicator, text_to_truth
from reportparse.desk.views import Typed, frame_to_view, judgement_to_mark, score_to_view, spot_to_view
from reportparse.review.spots import Spot
from reportparse.review.verdicts import VERDICTS, Judgement

_HERE = Path(__file__).parent
_STATIC = {"desk.css": "text/css", "desk.js": "text/javascript", "desk.svg": "image/svg+xml"}
_WHO = "reportparse-who"
_LONGEST = {"who": 60, "note": 2000, "right_value": 60, "right_indicator": 400}
_FOREVER = "private, max-age=86400, immutable"
_YEAR = 365 * 24 * 3600
_MEANWHILE = "Somebody judged this value meanwhile. Look at what they said; judge again to overrule it."
_OLD_PAGE = "This page is from before the desk was started again; judge once more."


def desk_app(bench: Bench, door: Door, who: str = "") -> Starlette:
    """The application; `who` is offered as the name of whoever judges first."""
    desk = _Desk(bench, door, who)
    routes = [
        Route("/", desk.start),
        Route("/static/{name}", desk.static),
        Route("/q/{queue}/", desk.queue),
        Route("/q/{queue}/{spot}", desk.spot),
        Route("/picture/{report}/{page}.png", desk.picture),
        Route("/judge", desk.judge, methods=["POST"]),
        Route("/undo", desk.undo, methods=["POST"]),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Guard, door=door)], exception_handlers={ReportparseError: desk.stopped})


class _Desk:
    def __init__(self, bench: Bench, door: Door, who: str) -> None:
        self._bench, self._door, self._who = bench, door, who
        self._static = {name: (_HERE / "static" / name).read_bytes() for name in _STATIC}
        self._edition = hashlib.sha256(b"".join(self._static.values())).hexdigest()[:12]
        loader = jinja2.FileSystemLoader(_HERE / "templates")
        self._templates = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)

    def start(self, request: Request) -> Response:
        """The first queue that has anything left."""
        del request
        queues = range(len(self._bench.queues))
        return _to(f"/q/{next((number for number in queues if self._bench.following(number)), 0)}/")

    def static(self, request: Request) -> Response:
        """One of our own files."""
        name = request.path_params["name"]
        if name not in _STATIC:
            return _missing()
        return Response(self._static[name], media_type=_STATIC[name], headers={"Cache-Control": _FOREVER})

    def queue(self, request: Request) -> Response:
        """The next value that nobody has judged, or the end."""
        number = _number(request.path_params["queue"])
        if not 0 <= number < max(len(self._bench.queues), 1):
            return _missing()
        spot = self._bench.following(number) if self._bench.queues else None
        if spot is not None:
            return _to(f"/q/{number}/{spot.spot}")
        view = frame_to_view(self._bench, number)
        score = score_to_view(self._bench, number) if self._bench.queues else ""
        return self._page(request, "done.html", {**view, "score": score, "first": self._first(number)})

    def spot(self, request: Request) -> Response:
        """One value beside the paper."""
        number = _number(request.path_params["queue"])
        spot = self._bench.spot(number, request.path_params["spot"])
        if spot is None:
            return _missing()
        return self._page(request, "spot.html", spot_to_view(self._bench, number, spot))

    def picture(self, request: Request) -> Response:
        """A page of one of the run's reports."""
        try:
            content, _, _ = self._bench.picture(request.path_params["report"], _number(request.path_params["page"]))
        except ReportparseError:
            return _missing()
        return Response(content, media_type="image/png", headers={"Cache-Control": _FOREVER})

    async def judge(self, request: Request) -> Response:
        """Keep a verdict and go on to the next value."""
        form = await _form(request)
        return await run_in_threadpool(self._judged, request, form)

    async def undo(self, request: Request) -> Response:
        """Take back one's last verdict and show its value."""
        form = await _form(request)
        return await run_in_threadpool(self._undone, form)

    def stopped(self, request: Request, error: Exception) -> Response:
        """A file that cannot be written: said, and nothing lost but this one click."""
        return self._page(request, "stopped.html", {"message": str(error)}, 500)

    def _judged(self, request: Request, form: dict[str, str]) -> Response:
        number, spot = self._named(form)
        if spot is None or number is None or form.get("verdict") not in VERDICTS:
            return _missing()
        if not token_is_ours(form.get("token"), self._door):
            return self._again(request, number, spot, form, _OLD_PAGE)
        standing = self._bench.standing().get(spot.spot)
        if judgement_to_mark(standing) != form.get("seen", "") and not _is_alike(standing, form):
            return self._again(request, number, spot, form, _MEANWHILE)
        try:
            said = self._bench.judge(self._judgement(number, spot, form))
        except TypedError as fault:
            return self._again(request, number, spot, form, str(fault))
        following = self._bench.following(number, spot.spot)
        return self._going_to(f"/q/{number}/{following.spot if following else ''}", form, said)

    def _judgement(self, number: int, spot: Spot, form: dict[str, str]) -> Judgement:
        is_wrong = form["verdict"] == "wrong"
        return Judgement(
            spot=spot,
            verdict=form["verdict"],
            right_value=text_to_truth(form.get("right_value", ""), self._bench.catalogue) if is_wrong else "",
            right_indicator=text_to_indicator(form.get("right_indicator", ""), self._bench.indicators) if is_wrong else "",
            note=form.get("note", ""),
            who=form.get("who", "") or "somebody",
            queue=self._bench.queues[number].name,
        )

    def _undone(self, form: dict[str, str]) -> Response:
        if not token_is_ours(form.get("token"), self._door):
            return _to("/")
        number, _ = self._named(form)
        last, said = self._bench.undo(form.get("who", "") or "somebody")
        at = self._queue_of(last, number or 0) if last else number or 0
        if last is None or self._bench.spot(at, last.spot.spot) is None:
            return self._going_to(f"/q/{at}/", form, said or ("Taken back." if last else "There is nothing of yours to take back."))
        return self._going_to(f"/q/{at}/{last.spot.spot}", form, said or "Taken back; judge again.")

    def _queue_of(self, judgement: Judgement, preferred: int) -> int:
        """The queue at hand if the value is in it, else the first that has it."""
        numbers = (preferred, *range(len(self._bench.queues)))
        return next((number for number in numbers if self._bench.spot(number, judgement.spot.spot)), preferred)

    def _named(self, form: dict[str, str]) -> tuple[int | None, Spot | None]:
        number = _number(form.get("queue", ""))
        return (number if 0 <= number < len(self._bench.queues) else None), self._bench.spot(number, form.get("spot", ""))

    def _again(self, request: Request, number: int, spot: Spot, form: dict[str, str], fault: str) -> Response:
        typed = Typed(form.get("right_value", ""), form.get("right_indicator", ""), form.get("note", ""), fault)
        return self._page(request, "spot.html", spot_to_view(self._bench, number, spot, typed), 409)

    def _going_to(self, address: str, form: dict[str, str], said: str) -> Response:
        response = _to(address)
        response.set_cookie(_WHO, quote(form.get("who", "")), max_age=_YEAR, httponly=True, samesite="strict")
        if said:
            response.set_cookie("reportparse-said", quote(said[:1000]), max_age=60, httponly=True, samesite="strict")
        return response

    def _first(self, number: int) -> str:
        spots = self._bench.queues[number].spots if self._bench.queues else ()
        return spots[0].spot if spots else ""

    def _page(self, request: Request, template: str, view: dict[str, Any], status: int = 200) -> Response:
        who = unquote(request.cookies.get(_WHO, "")) or self._who
        said = unquote(request.cookies.get("reportparse-said", ""))
        text = self._templates.get_template(template).render(**view, who=who, said=said, token=self._door.token, edition=self._edition)
        response = HTMLResponse(text, status)
        if said:
            response.delete_cookie("reportparse-said")
        return response


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form, each cut to its longest; more than a verdict can be is dropped before it is read."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            return {}
    try:
        fields = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=30)
    except ValueError:
        return {}
    return {name: value.strip()[: _LONGEST.get(name, 200)] for name, value in fields}


def _number(text: str) -> int:
    """A number of an address; -1 for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else -1


def _is_alike(standing: Judgement | None, form: dict[str, str]) -> bool:
    """Two people of one mind, or one who clicked twice, need not be stopped."""
    return standing is not None and standing.verdict == form.get("verdict") and standing.verdict != "wrong"


def _to(address: str) -> RedirectResponse:
    return RedirectResponse(address, 303)


def _missing() -> Response:
    return Response("The desk has no such page.\n", 404, media_type="text/plain")


def serve_desk(bench: Bench, door: Door, who: str, announce: Callable[[str], None]) -> None:
    """Listen until stopped; `announce` is given the address when it answers. Raises StoreError when the port is taken."""
    try:
        import uvicorn
    except ImportError as error:
        raise MissingExtraError("the review page", f"needs {error.name}", "pip install 'reportparse[desk]'") from None
    listening, door = _listening(door)
    config = uvicorn.Config(desk_app(bench, door, who), log_level="warning", access_log=False, server_header=False, lifespan="off")
    announce(door.address)
    uvicorn.Server(config).run(sockets=[listening])


def _listening(door: Door) -> tuple[socket.socket, Door]:
    """A socket at the door; port 0 takes one that is free."""
    family = socket.AF_INET6 if ":" in door.host else socket.AF_INET
    try:
        listening = socket.create_server((door.host, door.port), family=family)
    except OSError as error:
        what = f"cannot be listened at ({error_said(error)})"
        raise StoreError(f"{door.host}:{door.port}", what, "give another --port, or 0 for any that is free") from None
    # Head and body of an answer are two packets; without this the second waits 40 ms for the first to be acknowledged.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    port = listening.getsockname()[1]
    return listening, Door(door.host, port, door.names, door.token)

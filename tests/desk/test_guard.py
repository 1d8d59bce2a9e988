"""Who may ask the desk for what: every way in that another web page, another machine or a report could try."""

from __future__ import annotations

import re

import pytest
from desk_forms import Surfer, form_of, judge

from reportparse.desk.door import Door
from reportparse.desk.guard import KEY_COOKIE, host_is_ours
from reportparse.desk.server import desk_app


def test_every_answer_keeps_the_policy(client):
    for address in ("/", "/q/0/", "/static/desk.js", "/nothing", "/picture/x/1.png"):
        answer = client.get(address, follow_redirects=False)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_pages_have_no_script_and_no_style_of_their_own(client):
    text = client.get("/").text
    assert re.findall(r"<script(?![^>]*\ssrc=)", text) == [] and "<style" not in text
    assert not re.search(r"\sstyle=|\son\w+=|javascript:", text)


FOREIGN = ("evil.example", "evil.example:8765", "127.0.0.1:80", "127.0.0.1.evil.example:8765", "", "user@127.0.0.1:8765", "x:y:z")
ORIGINS = ("http://evil.example", "null", "http://127.0.0.1:9999", "https://127.0.0.1:8765", "http://localhost:8765", "")


@pytest.mark.parametrize("host", FOREIGN)
def test_other_names_are_refused(client, host):
    answer = client.get("/", headers={"host": host})
    assert answer.status_code == 421 and "school" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765", "[::1]:8765"])
def test_own_names_are_answered(client, host):
    assert client.get("/static/desk.css", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize("address", ["/judge", "/undo"])
def test_changes_from_other_origins_are_refused(client, bench_of, origin, address):
    form = form_of(client.get("/").text)
    assert client.post(address, data=form | {"verdict": "right"}, headers={"origin": origin}).status_code == 403
    del client.headers["origin"]
    assert client.post(address, data=form | {"verdict": "right"}).status_code == 403
    assert bench_of().log().judgements == ()


def test_changes_without_the_pages_token_are_not_kept(client, bench_of):
    form = form_of(client.get("/").text)
    for token in ("", "x", "t0ken ä"):
        answer = client.post("/judge", data=form | {"verdict": "right", "token": token})
        assert answer.status_code == 409 and "judge once more" in answer.text
    client.post("/undo", data={"token": "x", "who": "Li"})
    assert bench_of().log().judgements == ()


def test_other_pages_cannot_draw_ours_into_theirs(client):
    for headers in (
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"},
        {"sec-fetch-site": "same-site", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"},
    ):
        assert client.get("/q/0/", headers=headers).status_code == 403
    link = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    assert client.get("/", headers=link).status_code == 200
    assert client.post("/judge", data={}, headers=link).status_code == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(client, method):
    assert client.request(method, "/").status_code == 405


@pytest.mark.parametrize(
    "address",
    [
        "/static/../server.py", "/static/..%2fserver.py", "/static/%2e%2e/guard.py", "/static/desk.py", "/static/",
        "/q/0/../../etc/passwd", "/q/99/", "/q/-1/", "/q/0/0123456789abcdef", "/q/x/", "/q/" + "9" * 5000 + "/",
        "/picture/../../school.pdf/1.png", "/picture/%2e%2e%2fschool.pdf/1.png", "/picture/school/1.png", "/picture/ID/0.png",
        "/picture/ID/999.png", "/picture/ID/x.png", "/picture/ID/1.pdf", "/school.pdf", "/run/run.json",
    ],
)  # fmt: skip
def test_addresses_are_no_paths(client, parsed, address):
    answer = client.get(address.replace("ID", parsed.report_id))
    assert answer.status_code == 404 and b"%PDF" not in answer.content and "root:" not in answer.text and "import" not in answer.text


def test_only_pages_of_the_run_are_drawn(client, parsed):
    answer = client.get(f"/picture/{parsed.report_id}/5.png")
    assert answer.status_code == 200 and answer.content.startswith(b"\x89PNG") and "immutable" in answer.headers["cache-control"]


def test_more_than_a_verdict_is_refused(client, bench_of):
    assert client.post("/judge", content=b"x" * 100_000, headers={"content-type": "application/x-www-form-urlencoded"}).status_code == 413
    answer = client.post("/judge", content=(b"a=1&" for _ in range(20_000)), headers={"content-type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 413  # no length said
    assert client.post("/judge", data={f"f{n}": "x" for n in range(100)}).status_code == 404
    form = form_of(client.get("/").text) | {"note": "长" * 5000, "who": "w" * 500}
    assert judge(client, "right", form).status_code == 303
    (kept,) = bench_of().log().judgements
    assert (len(kept.note), len(kept.who)) == (2000, 60)


# ------------------------------------------------------------------------------------------------ beyond this machine


@pytest.fixture
def open_client(bench_of):
    door = Door("0.0.0.0", 8765, ("desk.example",), "s3cret")
    return Surfer(desk_app(bench_of(), door), "http://192.0.2.7:8765"), door


def test_beyond_this_machine_a_key_is_asked_for(open_client):
    client, door = open_client
    assert client.get("/").status_code == 401 and client.get("/?key=wrong").status_code == 401
    answer = client.get("/?key=s3cret", follow_redirects=False)
    assert answer.status_code == 303 and "s3cret" not in answer.headers["location"]
    cookie = answer.headers["set-cookie"].lower()
    assert KEY_COOKIE in cookie and "httponly" in cookie and "samesite=strict" in cookie
    assert client.get("/").status_code == 200
    assert door.address == "http://127.0.0.1:8765/?key=s3cret"


def test_names_that_point_here_by_force_are_refused_there_too():
    door = Door("0.0.0.0", 8765, ("desk.example",))
    assert host_is_ours("192.0.2.7:8765", door) and host_is_ours("desk.example:8765", door) and host_is_ours("[2001:db8::1]:8765", door)
    assert not host_is_ours("evil.example:8765", door) and not host_is_ours("192.0.2.7:80", door)
    assert not host_is_ours("192.0.2.7:8765", Door())


def test_the_key_is_in_no_repr():
    assert "s3cret" not in repr(Door(token="s3cret"))

"""The desk in a real browser: judged by keyboard, corrected, undone, reloaded, nothing lost.

Debian's chromium, driven by Playwright. `make test` installs it where it may; where there is none, these tests say so and are skipped.
"""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from reportparse.catalogue import load_corrections
from reportparse.desk.door import Door
from reportparse.desk.server import _listening, desk_app
from reportparse.model import RunRecord, Settings
from reportparse.review.diff import compare_runs
from reportparse.review.diff_page import diff_to_page
from reportparse.store import read_run, write_run

NAMES = ("chromium", "chromium-browser", "google-chrome")
FOUND = os.environ.get("REPORTPARSE_BROWSER") or next((path for path in map(shutil.which, NAMES) if path), None)
WITHOUT = "no chromium is installed (Debian: apt-get install chromium); the desk was not tried in a browser"
pytestmark = pytest.mark.skipif(FOUND is None, reason=WITHOUT)

LAPTOP, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Without a sandbox, because tests run as root in containers; the pages are our own.
        browser = playwright.chromium.launch(executable_path=FOUND, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture
def address(bench_of) -> Iterator[str]:
    """The desk, served as the command serves it, on a port that is free."""
    import uvicorn

    listening, door = _listening(Door(port=0))
    config = uvicorn.Config(desk_app(bench_of(), door, "Li"), log_level="critical", access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield door.address
    server.should_exit = True
    thread.join(10)
    listening.close()


@pytest.fixture
def page(chromium, address):
    """A fresh browser on a laptop; whatever the console complains of fails the test."""
    yield from opened(chromium, address, viewport=LAPTOP)


def opened(chromium, address: str, **knobs: object):
    context = chromium.new_context(**knobs)
    page = context.new_page()
    page.set_default_timeout(20_000)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    yield page
    context.close()
    assert complaints == []


def pressed(page, key: str) -> None:
    """Press a key that leads to another page, and be there."""
    with page.expect_navigation():
        page.keyboard.press(key)


def test_judged_by_keyboard_corrected_undone_reloaded_and_nothing_lost(page, bench_of, folder):
    spots = bench_of().queues[0].spots
    pressed(page, "r")
    pressed(page, "t")
    assert page.inner_text("#progress") == "2 of 12 · 1 right · 0 wrong · 1 can’t tell"

    page.keyboard.press("w")
    assert page.evaluate("document.activeElement.id") == "right_value"
    page.keyboard.type("77.5")
    pressed(page, "Enter")
    assert page.inner_text("#progress").startswith("3 of 12 · 1 right · 1 wrong")
    (correction,) = load_corrections(str(folder / "corrections.yaml"))
    assert (correction.value, correction.who, correction.indicator) == (77.5, "Li", spots[2].indicator_code)

    pressed(page, "u")
    assert page.url.endswith(spots[2].spot) and "Taken back" in page.inner_text("#said")
    assert load_corrections(str(folder / "corrections.yaml")) == ()
    pressed(page, "r")

    page.reload()
    assert page.inner_text("#progress").startswith("3 of 12 · 2 right · 0 wrong · 1 can’t tell")
    assert page.url.endswith(spots[3].spot)
    standing = bench_of().standing()
    assert [standing[spot.spot].verdict for spot in spots[:3]] == ["right", "unsure", "right"]


def test_the_cell_is_framed_where_it_is_printed(page, bench_of):
    spot = bench_of().queues[0].spots[0]
    page.wait_for_function("document.querySelector('#page image').getBBox().width > 0")
    sides = [float(page.get_attribute("#cell", name)) for name in ("x", "y", "width", "height")]
    x0, top, x1, bottom = spot.place.box
    assert sides == pytest.approx([x0 - 2, top - 2, x1 - x0 + 4, bottom - top + 4])
    frame, shown = page.locator("#cell").bounding_box(), page.locator("#page").bounding_box()
    assert shown["x"] <= frame["x"] and frame["x"] + frame["width"] <= shown["x"] + shown["width"]
    assert shown["y"] <= frame["y"] and frame["y"] + frame["height"] <= shown["y"] + shown["height"]


def test_the_page_zooms(page):
    def width() -> float:
        return float(page.get_attribute("#page", "viewBox").split()[2])

    at_cell = width()
    page.keyboard.press("+")
    assert width() < at_cell
    page.keyboard.press("z")
    assert width() > at_cell
    page.keyboard.press("c")
    assert width() == pytest.approx(at_cell)
    page.click("[data-zoom=in]")
    assert width() < at_cell


def test_keys_typed_into_a_field_are_text(page, bench_of):
    page.fill("#note", "")
    page.focus("#note")
    page.keyboard.type("rtwu")
    assert page.input_value("#note") == "rtwu" and bench_of().log().judgements == ()
    page.keyboard.press("Escape")
    pressed(page, "r")
    assert bench_of().log().judgements[0].note == "rtwu"


def test_back_skip_and_the_name_stays(page, bench_of):
    spots = bench_of().queues[0].spots
    pressed(page, "s")
    assert page.url.endswith(spots[1].spot)
    pressed(page, "b")
    assert page.url.endswith(spots[0].spot)
    page.fill("#who", "王小明")
    page.click(".verdicts .right")
    page.wait_for_url(f"**{spots[1].spot}")
    assert page.input_value("#who") == "王小明"
    pressed(page, "u") if page.evaluate("document.activeElement.tagName") != "INPUT" else None
    assert bench_of().standing() == {}


def test_a_click_is_counted_once(page, bench_of):
    page.evaluate("() => { const button = document.querySelector('.verdicts .right'); button.click(); button.click(); }")
    page.wait_for_function("document.querySelector('#progress').innerText.startsWith('1 of')")
    assert len(bench_of().log().judgements) == 1


def test_the_next_picture_is_there_before_it_is_asked_for(page):
    wanted = page.get_attribute("main", "data-upcoming")
    page.wait_for_function("name => performance.getEntriesByType('resource').some(one => one.name.endsWith(name))", arg=wanted)


def test_two_browsers_at_once(chromium, page, address, bench_of):
    other = chromium.new_context(viewport=LAPTOP).new_page()
    other.goto(address)
    other.fill("#who", "Wang")
    other.keyboard.press("Escape")
    pressed(page, "r")
    other.click(".verdicts .wrong")
    other.wait_for_selector("#fault")
    assert "meanwhile" in other.inner_text("#fault") and "Li" in other.inner_text("#standing")
    assert [one.who for one in bench_of().log().judgements] == ["Li"]
    other.context.close()


@pytest.mark.parametrize(("viewport", "scheme"), [(LAPTOP, "light"), (LAPTOP, "dark"), (PHONE, "light"), (PHONE, "dark")])
def test_it_fits_and_can_be_read(chromium, address, viewport, scheme):
    for page in opened(chromium, address, viewport=viewport, color_scheme=scheme):
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        for selector in ("h1", "#value", ".verdicts .right", ".verdicts .wrong", ".verdicts .unsure", ".claim .soft", "label", "td"):
            assert contrast(page, selector) >= 7, selector
        for box in [one.bounding_box() for one in page.locator("button:visible").all()]:
            assert box["height"] >= 40  # under a thumb


def contrast(page, selector: str) -> float:
    """WCAG's ratio between a text and the nearest ground that is painted behind it."""
    colours = page.evaluate(
        """selector => { let at = document.querySelector(selector); const ink = getComputedStyle(at).color;
        while (at && /rgba\\(0, 0, 0, 0\\)|transparent/.test(getComputedStyle(at).backgroundColor)) { at = at.parentElement; }
        return [ink, getComputedStyle(at).backgroundColor]; }""",
        selector,
    )
    light, dark = sorted((luminance([int(part) for part in re.findall(r"\d+", colour)[:3]]) for colour in colours), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(rgb: list[int]) -> float:
    parts = [value / 255 / 12.92 if value <= 10 else ((value / 255 + 0.055) / 1.055) ** 2.4 for value in rgb]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def test_it_works_without_scripts(chromium, address, bench_of):
    for page in opened(chromium, address, viewport=LAPTOP, java_script_enabled=False):
        page.click(".verdicts .right")
        page.wait_for_selector("text=1 of 12")
    assert len(bench_of().log().judgements) == 1


# --------------------------------------------------------------------------------------------------- files that open anywhere


def test_the_page_of_a_diff_filters_by_keyboard_and_runs_nothing_of_a_reports(chromium, folder, parsed):
    old = read_run(folder / "run")
    hostile = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
    rows = list(parsed.observations)
    rows[0] = replace(rows[0], value=(rows[0].value or 1) * 10)
    rows[1] = replace(rows[1], name_raw=hostile)
    rows[2] = replace(rows[2], match_score=0.5)
    write_run(folder / "new", [replace(parsed, source=str(folder / "school.pdf"), observations=tuple(rows))], RunRecord(Settings()))
    diff = compare_runs(old, read_run(folder / "new"))
    path = folder / "diff.html"
    path.write_text(diff_to_page(diff, [(change, None) for change in diff.changes]), "utf-8")
    for page in opened(chromium, path.as_uri(), viewport=LAPTOP):
        assert page.title() == "What changed between two extractions" and page.inner_text("#shown") == "4 of 4 shown"
        page.keyboard.press("e")
        assert page.inner_text("#shown") == "1 of 4 shown"
        page.keyboard.press("a")
        page.keyboard.press("j")
        assert page.locator(".change.here .chip").inner_text() == "value"
        page.keyboard.press("/")
        page.keyboard.type("onerror")
        assert page.inner_text("#shown") == "1 of 4 shown" and page.title() != "owned"

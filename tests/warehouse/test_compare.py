"""Which of two readings of a report stands, decided without a database; and that no password is ever shown."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warehoused import Warehouse, graduates, school

from reportparse.store.warehouse.address import secrets_hidden, url_shown, url_to_address
from reportparse.store.warehouse.compare import Standing, standings_to_actions, version_ordered

ONE = Standing("a1", ("a.pdf",), True, ((0, 1, 0), "2026-02-01"), "x")


@pytest.mark.parametrize(
    ("incoming", "standing", "action", "forced"),
    [
        (ONE, None, "new", "new"),
        (ONE, ONE, "same", "same"),
        (replace(ONE, content="y"), ONE, "replaced", "replaced"),
        (replace(ONE, content="y", age=((0, 1, 0), "2026-03-01")), ONE, "replaced", "replaced"),
        (replace(ONE, content="y", age=((0, 1, 0), "2026-01-01")), ONE, "kept", "replaced"),
        (replace(ONE, content="y", age=((0, 2, 0), "2026-01-01")), ONE, "replaced", "replaced"),
        (replace(ONE, content="y", age=((0, 0, 9), "2026-12-01")), ONE, "kept", "replaced"),
        (replace(ONE, content="y", is_read=False), ONE, "kept", "kept"),
        (replace(ONE, content="y"), replace(ONE, is_read=False), "replaced", "replaced"),
        (replace(ONE, content="y", is_read=False), replace(ONE, is_read=False), "replaced", "replaced"),
    ],
)
def test_what_becomes_of_a_report(incoming, standing, action, forced):
    stands = {"a1": standing} if standing else {}
    assert standings_to_actions({"a1": incoming}, stands, False) == {"a1": action}
    assert standings_to_actions({"a1": incoming}, stands, True) == {"a1": forced}


def test_a_path_that_cannot_be_opened_any_more_says_nothing():
    gone = Standing("", ("a.pdf",), False, ONE.age, "y")
    assert standings_to_actions({"a.pdf": gone}, {"a1": ONE}, True) == {"a.pdf": "kept"}
    assert standings_to_actions({"b.pdf": replace(gone, sources=("b.pdf",))}, {"a1": ONE}, False) == {"b.pdf": "new"}


def test_versions_are_numbers():
    assert version_ordered("0.9.1") < version_ordered("0.10.0") < version_ordered("1.0") == version_ordered("1.0+local")


@given(st.text(min_size=4, max_size=20).filter(lambda word: "*" not in word and not word.isspace()))
def test_no_password_is_ever_shown(secret):
    password = quote(secret, safe="")
    for url in (f"postgresql://me:{password}@host/db", f"postgresql://host/db?user=me&password={password}"):
        assert f":{password}@" not in url_shown(url) and f"={password}" not in url_shown(url)
        assert url_to_address(url).target == url
        assert "***" in secrets_hidden(f"could not parse [{password}]", url)


def test_the_same_bytes_under_two_names_are_one_report_in_two_rows(reportparse, warehouse: Warehouse, run_of):
    one = school("甲县职业中学", 2024, graduates(2024, 5))
    run = run_of(one, replace(one, source="copy.pdf", observations=()))
    assert reportparse("load", run, "--to", warehouse.url).code == 0
    assert "1 as they were" in reportparse("load", run, "--to", warehouse.url).out
    assert warehouse.one("select count(*) from reports") == 2
    assert warehouse.ask("select value from latest") == [(5,)] and warehouse.one("select count(*) from revisions") == 0

"""The story of a load: the runs' reports are held against the warehouse's, what changed is exchanged, everything in one transaction.

Promise: a report stands in the warehouse once, with all that its newest reading gave; what an earlier reading said and the newest does
not is kept aside. Whatever stops a load, the warehouse is as it was.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reportparse.catalogue.institutions import load_institutions
from reportparse.catalogue.loading import load_catalogue
from reportparse.model import LoadRecord, LoadSettings
from reportparse.store.warehouse.address import url_to_address
from reportparse.store.warehouse.compare import ACTIONS, KEY, Standing, rows_to_standings, run_to_standings, standings_to_actions
from reportparse.store.warehouse.database import Database
from reportparse.store.warehouse.dimensions import indicators_known, refresh_indicators, refresh_institutions, rows_to_arrow
from reportparse.store.warehouse.exchange import exchange_reports
from reportparse.store.warehouse.looks import panel_comments, views_made
from reportparse.store.warehouse.opening import database_opened
from reportparse.store.warehouse.runs import FACTS, RunFiles, folder_to_run
from reportparse.store.warehouse.schema import finish_tables, prepare_tables, remake_views
from reportparse.version import __version__


def load_runs(runs: Sequence[str], url: str, settings: LoadSettings) -> tuple[LoadRecord, ...]:
    """Load the runs, in order, as one transaction."""
    address = url_to_address(url)
    folder = Path(settings.catalogue) if settings.catalogue else None
    catalogue, entries = load_catalogue(folder), load_institutions(folder)
    indicators = indicators_known(catalogue)
    with database_opened(address, settings) as database:
        files = [folder_to_run(run, database.reader) for run in runs]
        found = prepare_tables(database, address.shown)
        before = database.rows("select load_catalogue, load_version from loads order by load_id desc limit 1")
        records = tuple(_load_run(database, run, settings.force, (address.shown, catalogue.digest)) for run in files)
        if any(any(record.rows.values()) for record in records) or before != [(catalogue.digest, __version__)]:
            refresh_indicators(database, catalogue)
        refresh_institutions(database, entries)
        finish_tables(database, found)
        remake_views(database, views_made(indicators), panel_comments(indicators), found)
        database.commit()
    return records


def _load_run(database: Database, run: RunFiles, force: bool, told: tuple[str, str]) -> LoadRecord:
    began = time.perf_counter()
    shown, digest = told
    load_id = int(database.rows("select coalesce(max(load_id), 0) + 1 from loads")[0][0])
    incoming = run_to_standings(run, database.reader)
    actions = standings_to_actions(incoming, _standings_in(database), force)
    written = [one for key, one in incoming.items() if actions[key] in ("new", "replaced")]
    exchange_reports(database, run, load_id, {key: incoming[key] for key, action in actions.items() if action in ("new", "replaced")})
    rows = {table: sum(one.rows.get(table, 0) for one in written) for table in FACTS}
    counts = Counter(actions.values())
    reports = {str(action): counts[action] for action in ACTIONS}
    record = LoadRecord(load_id, run.shown, shown, reports, rows, round(time.perf_counter() - began, 3))
    database.keep("loads", rows_to_arrow("loads", [_load_row(record, run, digest)]))
    return record


def _standings_in(database: Database) -> dict[str, Standing]:
    return rows_to_standings(database.rows(f"select {KEY}, report_id, source, status, version, run_started, content from reports"))


def _load_row(record: LoadRecord, run: RunFiles, digest: str) -> dict[str, object]:
    versions: Mapping[str, Any] = run.about.get("versions") or {}
    return {
        "load_id": record.load_id,
        "run": run.shown,
        "run_started": run.started,
        "run_version": str(versions.get("reportparse") or ""),
        "run_catalogue": run.catalogue,
        "run_settings": json.dumps(run.about.get("settings") or {}, ensure_ascii=False, sort_keys=True),
        "load_version": __version__,
        "load_catalogue": digest,
        **{f"reports_{action}": record.reports[action] for action in ACTIONS},
        **record.rows,
        "loaded_at": datetime.now(UTC).replace(tzinfo=None),
        "seconds": record.seconds,
    }

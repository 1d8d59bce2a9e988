"""A report as the rows of the four tables: every value by the name of its column.

Pure. What a row says about its report (id, source, institution …) is repeated on each row, so that one file alone can
be queried. `reports.seconds` stays empty unless it is asked for: everything else in the four tables follows from the
report, the program and the catalogue alone, and two runs over the same files must not differ by a byte.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from reportparse.model import Observation, Place, Report
from reportparse.version import __version__

Row = dict[str, object]


def report_to_rows(report: Report, *, timed: bool = False) -> dict[str, list[Row]]:
    """The rows of one report, by table; `timed` fills `reports.seconds`."""
    return {
        "observations": _observation_rows(report),
        "figures": _figure_rows(report),
        "problems": _problem_rows(report),
        "reports": [_report_row(report, timed)],
    }


def rows_counted(observations: Iterable[Observation]) -> tuple[int, int]:
    """How many printed table rows the observations come from, and how many of those have an indicator."""
    rows = [key for key, _ in groupby((o.table_no, o.table_name, o.row_no, o.name_raw, o.indicator_code) for o in observations)]
    return len(rows), sum(1 for *_, code in rows if code)


def _place_columns(place: Place | None) -> Row:
    if place is None or place.page == 0:
        return {"page": None, "x0": None, "top": None, "x1": None, "bottom": None}
    x0, top, x1, bottom = place.box
    return {"page": place.page, "x0": x0, "top": top, "x1": x1, "bottom": bottom}


def _identity_columns(report: Report) -> Row:
    who = report.identity
    return {
        "report_id": report.report_id,
        "source": report.source,
        "institution": who.institution,
        "level": who.level,
        "scope": who.scope,
        "report_year": who.report_year,
    }


def _observation_rows(report: Report) -> list[Row]:
    shared = _identity_columns(report)
    return [
        shared
        | {
            "edition_label": report.identity.edition_label,
            "table_no": o.table_no,
            "table_name": o.table_name,
            "row_no": o.row_no,
            "indicator_code": o.indicator_code,
            "indicator_name": o.indicator_name,
            "indicator_path": o.indicator_path,
            "name_raw": o.name_raw,
            "data_year": o.data_year,
            "value": o.value,
            "value_raw": o.value_raw,
            "missing": o.missing,
            "unit": o.unit,
            "unit_raw": o.unit_raw,
            "survey_method": o.survey_method,
            "survey_size": o.survey_size,
            "match_method": o.match_method,
            "match_score": o.match_score,
            "engine": o.engine,
            "flags": ";".join(o.flags),
        }
        | _place_columns(o.place)
        for o in report.observations
    ]


def _figure_rows(report: Report) -> list[Row]:
    shared = _identity_columns(report)
    return [
        shared
        | {
            "measure": f.measure,
            "value": f.value,
            "value_max": f.value_max,
            "bound": f.bound,
            "unit": f.unit,
            "quote": f.quote,
            "sentence": f.sentence,
            "section": f.section,
            "subject": f.subject,
            "period": f.period,
            "data_year": f.data_year,
            "flags": ";".join(f.flags),
        }
        | _place_columns(f.place)
        for f in report.figures
    ]


def _problem_rows(report: Report) -> list[Row]:
    return [
        {
            "report_id": report.report_id,
            "source": report.source,
            "code": p.code,
            "severity": p.severity,
            "message": p.message,
            "indicator_code": p.indicator_code,
            "data_year": p.data_year,
        }
        | _place_columns(p.place)
        for p in report.problems
    ]


def _report_row(report: Report, timed: bool) -> Row:
    rows, matched = rows_counted(report.observations)
    return _identity_columns(report) | {
        "sha256": report.sha256,
        "bytes": report.size,
        "pages": report.pages,
        "kind": report.kind,
        "title": report.identity.title,
        "edition_label": report.identity.edition_label,
        "published": report.identity.published,
        "producer": report.producer,
        "tables": report.tables,
        "rows": rows,
        "rows_matched": matched,
        "figures": len(report.figures),
        "problems": len(report.problems),
        "status": report.status,
        "error": report.error,
        "seconds": round(report.seconds, 3) if timed else None,
        "version": __version__,
    }

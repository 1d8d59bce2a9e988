"""`reportparse score`: what the verdicts on a sample say of the whole run, with an honest margin."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("run", metavar="RUN")
@click.option("--verdicts", metavar="FILE.csv", help="The verdicts. [default: RUN.verdicts.csv beside the run]")
@click.option("--by", metavar="NAME,…", default="", help="Sum up by table, indicator, engine, match_method, flag …  [default: as drawn]")
@click.option("--figures", is_flag=True, help="Verdicts on figures of the running text.")
@click.option("--level", type=click.FloatRange(0.5, 0.9999), default=0.95, show_default=True, help="Confidence of the intervals.")
@click.option("--json", "as_json", is_flag=True, help="Print it for machines.")
def score(run: str, verdicts: str | None, by: str, figures: bool, level: float, as_json: bool) -> int:
    """How right a run is: verdicts as accuracy by part, with exact intervals.

    Verdicts on a sample weigh as many rows as they stand for. Verdicts that were picked by flag or by diff are left out.
    """
    from reportparse.catalogue import load_problems
    from reportparse.desk.verdict_file import read_verdicts, verdicts_beside
    from reportparse.errors import StoreError
    from reportparse.review import run_to_population, score_verdicts
    from reportparse.review.sample import BY
    from reportparse.review.score import designs_of
    from reportparse.review.score_text import score_to_json, score_to_text
    from reportparse.store import read_run

    names, table = names_from_text(by), "figures" if figures else "observations"
    opened = read_run(run, (table,))
    path = Path(verdicts) if verdicts else verdicts_beside(run)
    if not path.exists():
        raise StoreError(str(path), "no such file", "make verdicts with `reportparse review`, or name their file with --verdicts")
    log = read_verdicts(path)
    for fault in log.faults:
        click.echo(f"reportparse: {fault}", err=True)
    severities = {code: kind.severity for code, kind in load_problems().items()}
    drawn_by = next((parts for parts, of in designs_of(log.judgements) if of == table), BY if not figures else ("flagged",))
    found = score_verdicts(log.judgements, run_to_population(opened, table, drawn_by, severities), names, severities, level)
    click.echo(score_to_json(found) if as_json else score_to_text(found))
    return 0


def names_from_text(text: str) -> tuple[str, ...]:
    """What to sum up by; a usage error lists what there is."""
    from reportparse.review.score import SCORED_BY

    names = tuple(name.strip() for name in text.split(",") if name.strip())
    if strangers := [name for name in names if name not in SCORED_BY]:
        raise click.BadParameter(f"{strangers[0]!r} is none of {', '.join(SCORED_BY)}", param_hint="--by")
    return names

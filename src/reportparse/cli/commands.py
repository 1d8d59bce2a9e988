"""The list of commands, each in a module that is imported when it is invoked.

`--help` must answer in under a quarter of a second, so the group knows each command's summary without importing it.
A test holds the summaries and the commands' own first lines together.
"""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS = {
    "parse": ("reportparse.cli.parse:parse", "Reports in, tidy rows out: CSV and Parquet with each value's place."),
    "batch": ("reportparse.cli.batch:batch", "An archive in, one run out: sandboxed, resumable, on all cores."),
    "tables": ("reportparse.cli.tables:tables", "The raw tables of any PDF, as CSV or JSON."),
    "show": ("reportparse.cli.show:show", "A picture of the page that a row came from, with the cell marked."),
    "diff": ("reportparse.cli.diff:diff", "What changed between two extractions, counted, listed, and shown beside the paper."),
    "sample": ("reportparse.cli.sample:sample", "A fair sample of a run to check by hand: a CSV file and a sheet with pictures."),
    "review": ("reportparse.cli.review:review", "A local web page that shows values beside the paper: right, wrong, can't tell."),
    "score": ("reportparse.cli.score:score", "How right a run is: verdicts as accuracy by part, with exact intervals."),
    "load": ("reportparse.cli.load:load", "Load runs into a DuckDB or PostgreSQL database, wholly or not at all."),
    "institutions": ("reportparse.cli.institutions:institutions", "List printed names that may mean one institution."),
    "catalogue": ("reportparse.cli.catalogue:catalogue", "What may exist: list and check the catalogue."),
}


class Commands(click.Group):
    """A group that imports only the command that is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """All names, in the order in which a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command, imported now; None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list in --help, from the summaries alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])

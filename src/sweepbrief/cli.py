"""The command line: arguments in, exit status out."""

from __future__ import annotations

import gc
import shlex
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from sweepbrief import __version__
from sweepbrief.errors import SweepbriefError
from sweepbrief.report_options import LANGUAGES, declared, report_options

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TOOLS = ("wandb", "optuna", "keras-tuner", "ray", "sklearn", "json")
CHOOSING = frozenset(
    [
        "config",
        "metric",
        "direction",
        "study",
        "fidelity",
        "parameters",
        "ignore",
        "order",
        "source_kind",
        "language",
        "redact",
        "seed",
        "jobs",
        "quiet",
        "verbose",
    ]
)
"""Options of a report that choose what is analysed, and how."""
SELDOM = (200_000, 50, 100)
"""After how many new objects Python looks for garbage: libraries, of which nothing is, load in nine tenths of the time."""
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


@click.group(context_settings=CONTEXT)
@click.version_option(__version__, message="%(version)s")
def commands() -> None:
    """Turn a finished hyperparameter sweep into a report: what decides it, how far to trust it, and why."""


@commands.command(short_help="Write a report of a sweep, or one of each of many.")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@report_options
def report(sources: tuple[str, ...], *, all_studies: bool, **arguments: Any) -> None:  # noqa: ANN401 - click hands over what the options declare
    """Write a report of the sweep in SOURCE (a file, a folder, an address, or - for CSV on standard input).

    Of several sources one report each, --jobs of them at once, and an index.html; the first failure decides the exit status.
    """
    if len(sources) == 1 and not all_studies:
        _reported({"source": sources[0], **arguments})
        return
    from sweepbrief.many import report_many  # noqa: PLC0415 - keeps --help quick

    sys.exit(report_many(sources, all_studies=all_studies, **arguments))


@commands.command(
    short_help="Write a report that says what changed since an earlier sweep.",
    params=[
        click.Argument(["old"]),
        click.Argument(["source"], metavar="NEW"),
        *(option for option in declared() if option.name not in {"compare", "all_studies"}),
    ],
)
def compare(old: str, **arguments: Any) -> None:  # noqa: ANN401 - click hands over what the options declare
    """Write a report of the sweep in NEW that says what changed since OLD: a source, or an earlier report of one."""
    _reported(arguments | {"compare": old})


@commands.command(
    "next",
    short_help="Print the search space that follows, for a tool to search.",
    params=[
        click.Argument(["source"]),
        click.Option(["--as", "tool"], type=click.Choice(TOOLS), required=True, help="Who will search it."),
        *(option for option in declared() if option.name in CHOOSING),
    ],
)
def next_search(source: str, tool: str, **arguments: Any) -> None:  # noqa: ANN401 - click hands over what the options declare
    """Write the search space that follows from the sweep in SOURCE, in the terms of a tool, on standard output."""
    from sweepbrief.next_space import next_space  # noqa: PLC0415 - keeps --help quick

    click.echo(next_space(source, tool, **arguments), nl=False)


@commands.command(short_help="Say what is recognised in a source, before a report.")
@click.argument("source")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--source-kind", metavar="KIND", help="Force a reader; `sweepbrief sources` lists them.")
@click.option("--verbose", is_flag=True, help="Tracebacks.")
def inspect(source: str, source_kind: str | None, *, as_json: bool, verbose: bool) -> None:  # noqa: ARG001 - main reads it
    """Say what was recognised in SOURCE, before anyone waits for a report."""
    from sweepbrief.inspection import as_text, inspected, to_json  # noqa: PLC0415 - keeps --help quick

    found = inspected(source, source_kind)
    click.echo(to_json(found) if as_json else as_text(found))


@commands.command(short_help="Write an index of reports, for a docs site.")
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False))
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)
@click.option("--title", metavar="TEXT", default="", help="Headline in place of the number of reports.")
@click.option("--verbose", is_flag=True, help="Tracebacks.")
def site(folder: str, language: str, title: str, *, verbose: bool) -> None:  # noqa: ARG001 - main reads it
    """Write an index of the reports under DIR, as static pages for a docs site."""
    from sweepbrief.site import write_site  # noqa: PLC0415 - keeps --help quick

    for path in write_site(folder, language, title):
        click.echo(path)


@commands.command()
def sources() -> None:
    """List the formats that are read."""
    from sweepbrief.inspection import sources_text  # noqa: PLC0415 - keeps --help quick

    click.echo(sources_text())


@commands.command()
def schema() -> None:
    """Print the JSON Schema of findings.json."""
    import json  # noqa: PLC0415 - keeps --help quick

    from sweepbrief.outputs import schema as published  # noqa: PLC0415 - see above

    click.echo(json.dumps(published(), indent=2, ensure_ascii=False))


def _reported(arguments: dict[str, Any]) -> None:
    """Write the report, and end with 5 where a condition holds."""
    from sweepbrief.writing import write_report  # noqa: PLC0415 - keeps --help quick

    lines = write_report(**arguments)
    if lines:
        click.echo("\n".join(lines), err=True)
        sys.exit(5)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line.

    Parameters
    ----------
    arguments : sequence of str, optional
        In place of the process's own, with which it is taken to end.

    Raises
    ------
    SystemExit
        Always: 0 done; 1 a fault of ours; 2 wrong usage; 3 unreadable source; 4 nothing to analyse; 5 a ``--fail-on``
        condition holds.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        with _seldom_collected(last=arguments is None):
            commands.main(given, prog_name="sweepbrief")
    except SweepbriefError as error:
        _say(error, f"{error}{_again(error, given)}", given)
        sys.exit(error.exit_status)
    except BrokenPipeError:
        sys.exit(0)
    except OSError as error:
        _say(error, f"A file cannot be used: {error}.", given)
        sys.exit(2)
    except Exception as error:  # noqa: BLE001 - the last place before a person
        _say(
            error, f"A fault of sweepbrief: {type(error).__name__}: {error}\nRun it again with --verbose and report it.", given
        )
        sys.exit(1)


@contextmanager
def _seldom_collected(*, last: bool) -> Iterator[None]:
    """Look for garbage seldom meanwhile, and not at all where the process ends: to find that all of it is takes long."""
    before = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        if last:
            gc.freeze()


def _again(error: SweepbriefError, given: list[str]) -> str:
    """Write the command that would go on, unless an address in it may hold a password."""
    if not error.add or any("://" in word for word in given):
        return ""
    return f" For example: {shlex.join(['sweepbrief', *given, *error.add])}"


def _say(error: Exception, text: str, given: list[str]) -> None:
    if "--verbose" in given:
        import traceback  # noqa: PLC0415 - only when something went wrong

        click.echo("".join(traceback.format_exception(error)), err=True)
    click.echo(f"sweepbrief: {text}", err=True)

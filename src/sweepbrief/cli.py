"""The command line: arguments in, exit status out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from sweepbrief import __version__
from sweepbrief.errors import SweepbriefError

if TYPE_CHECKING:
    from collections.abc import Sequence

FORMATS = ("html", "pdf", "json", "md")
LANGUAGES = ("en", "es", "ja", "zh")
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
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


def _formats(_: click.Context, __: click.Parameter, value: str) -> tuple[str, ...]:
    """Take ``html,pdf`` apart; the order in the result is the order of writing."""
    named = [part.strip().lower() for part in value.split(",") if part.strip()]
    unknown = [part for part in named if part not in FORMATS]
    if unknown or not named:
        raise click.BadParameter(f"formats are {', '.join(FORMATS)}, separated by commas; found {value!r}")
    return tuple(kind for kind in FORMATS if kind in named)


def _configuration(context: click.Context, _: click.Parameter, value: str | None) -> None:
    """Make the configuration's options the defaults of this command."""
    from pathlib import Path  # noqa: PLC0415 - keeps --help quick

    from sweepbrief import config  # noqa: PLC0415 - see above

    path = Path(value) if value else config.find(Path.cwd())
    if path is not None:
        known = {
            option.opts[0].lstrip("-"): option.multiple
            for option in report.params
            if isinstance(option, click.Option)
            and option.name not in {"config", "verbose", "quiet", "open_page", "all_studies"}
        }
        context.default_map = {**(context.default_map or {}), **config.settings(path, known)}


@click.group(context_settings=CONTEXT)
@click.version_option(__version__, message="%(version)s")
def commands() -> None:
    """Turn a finished hyperparameter sweep into a report: what decides it, how far to trust it, and why."""


@commands.command()
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option(
    "--config", callback=_configuration, is_eager=True, expose_value=False, metavar="FILE", help="TOML file of options."
)
@click.option("--metric", multiple=True, metavar="NAME", help="The objective; repeatable, the first is primary.")
@click.option(
    "--direction", multiple=True, type=click.Choice(["minimize", "maximize"]), help="Which way is better; one a metric."
)
@click.option("--study", metavar="NAME", help="Which study, experiment or sweep inside the source.")
@click.option("--all-studies", is_flag=True, help="One report for each study inside each source.")
@click.option("--fidelity", metavar="LEVEL", help="Runs of this budget or number of epochs; COLUMN=LEVEL; or all.")
@click.option("--parameters", multiple=True, metavar="GLOB", help="Take these columns as parameters; repeatable.")
@click.option("--ignore", multiple=True, metavar="GLOB", help="Leave these columns out; repeatable.")
@click.option("--order", metavar="COLUMN", help="The order in which runs were made.")
@click.option("--group-by", metavar="NAME", help="Also analyse each level of this parameter or column.")
@click.option("--compare", metavar="OLD", help="Say what changed since this source, findings.json, PDF or report folder.")
@click.option("--old-study", metavar="NAME", help="Which study inside the source to compare with.")
@click.option("--source-kind", metavar="KIND", help="Force a reader; `sweepbrief sources` lists them.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)
@click.option("--format", "formats", default="html,pdf", show_default=True, callback=_formats, help="Any of html,pdf,json,md.")
@click.option("--output", metavar="PATH", help="A folder, or a stem.  [default: reports/<sweep name>]")
@click.option("--title", metavar="TEXT", help="Headline in place of the finding.")
@click.option("--author", metavar="TEXT")
@click.option("--contact", metavar="TEXT", help="Whom to ask.")
@click.option("--footer", metavar="TEXT", help="At the foot of every page.  [default: the contact]")
@click.option("--logo", type=click.Path(exists=True, dir_okay=False), metavar="FILE", help="PNG, JPEG or SVG.")
@click.option("--accent", metavar="COLOUR", help="Colour of links and rules, as #rrggbb.")
@click.option("--templates", metavar="DIR", help="Own templates, in place of the shipped ones of the same name.")
@click.option("--no-script", is_flag=True, help="Leave the page's script out; nothing to read is lost.")
@click.option("--paper", type=click.Choice(["a4", "letter"]), default="a4", show_default=True)
@click.option("--redact", is_flag=True, help="Leave out users, hosts, paths and run names.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Processor cores; of many sweeps, how many at once.",
)
@click.option("--shap-engine", type=click.Choice(["exact", "shap"]), default="exact", show_default=True)
@click.option("--fail-on", multiple=True, metavar="CONDITION", help="Exit with 5 if it holds: no-signal, too-few-runs, ...")
@click.option("--open", "open_page", is_flag=True, help="Open the page in a browser.")
@click.option("--quiet", is_flag=True, help="No progress.")
@click.option("--verbose", is_flag=True, help="Tracebacks, and what ran.")
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
    params=[
        click.Argument(["old"]),
        click.Argument(["source"], metavar="NEW"),
        *(
            option
            for option in report.params
            if isinstance(option, click.Option) and option.name not in {"compare", "all_studies"}
        ),
    ]
)
def compare(old: str, **arguments: Any) -> None:  # noqa: ANN401 - click hands over what the options declare
    """Write a report of the sweep in NEW that says what changed since OLD: a source, or an earlier report of one."""
    _reported(arguments | {"compare": old})


@commands.command(
    "next",
    params=[
        click.Argument(["source"]),
        click.Option(["--as", "tool"], type=click.Choice(TOOLS), required=True, help="Who will search it."),
        *(option for option in report.params if isinstance(option, click.Option) and option.name in CHOOSING),
    ],
)
def next_search(source: str, tool: str, **arguments: Any) -> None:  # noqa: ANN401 - click hands over what the options declare
    """Write the search space that follows from the sweep in SOURCE, in the terms of a tool, on standard output."""
    from sweepbrief.next_space import next_space  # noqa: PLC0415 - keeps --help quick

    click.echo(next_space(source, tool, **arguments), nl=False)


@commands.command()
@click.argument("source")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--source-kind", metavar="KIND", help="Force a reader; `sweepbrief sources` lists them.")
@click.option("--verbose", is_flag=True, help="Tracebacks.")
def inspect(source: str, source_kind: str | None, *, as_json: bool, verbose: bool) -> None:  # noqa: ARG001 - main reads it
    """Say what was recognised in SOURCE, before anyone waits for a report."""
    from sweepbrief.inspection import as_text, inspected, to_json  # noqa: PLC0415 - keeps --help quick

    found = inspected(source, source_kind)
    click.echo(to_json(found) if as_json else as_text(found))


@commands.command()
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
        In place of the process's own.

    Raises
    ------
    SystemExit
        Always: 0 done; 1 a fault of ours; 2 wrong usage; 3 unreadable source; 4 nothing to analyse; 5 a ``--fail-on``
        condition holds.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        commands.main(given, prog_name="sweepbrief")
    except SweepbriefError as error:
        _say(error, str(error), given)
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


def _say(error: Exception, text: str, given: list[str]) -> None:
    if "--verbose" in given:
        import traceback  # noqa: PLC0415 - only when something went wrong

        click.echo("".join(traceback.format_exception(error)), err=True)
    click.echo(f"sweepbrief: {text}", err=True)

"""The options of a report: declared once, for every command that takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable

FORMATS = ("html", "pdf", "json", "md")
LANGUAGES = ("en", "es", "ja", "zh")

_CONDITIONS = (
    "no-signal, too-few-runs, best-at-edge, not-reliable, failures-above=SHARE, worse-than=OLD, importance-changed=OLD"
)


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
            for option in declared()
            if option.name not in {"config", "verbose", "quiet", "open_page", "all_studies"}
        }
        context.default_map = {**(context.default_map or {}), **config.settings(path, known)}


_OPTIONS: tuple[Callable[[Callable[..., None]], Callable[..., None]], ...] = (
    click.option(
        "--config", callback=_configuration, is_eager=True, expose_value=False, metavar="FILE", help="TOML file of options."
    ),
    click.option("--metric", multiple=True, metavar="NAME", help="The objective; repeatable, the first is primary."),
    click.option(
        "--direction", multiple=True, type=click.Choice(["minimize", "maximize"]), help="Which way is better; one a metric."
    ),
    click.option("--study", metavar="NAME", help="Which study, experiment or sweep inside the source."),
    click.option("--all-studies", is_flag=True, help="One report for each study inside each source."),
    click.option("--fidelity", metavar="LEVEL", help="Runs of this budget or number of epochs; COLUMN=LEVEL; or all."),
    click.option("--parameters", multiple=True, metavar="GLOB", help="Take these columns as parameters; repeatable."),
    click.option("--ignore", multiple=True, metavar="GLOB", help="Leave these columns out; repeatable."),
    click.option("--order", metavar="COLUMN", help="The order in which runs were made."),
    click.option("--group-by", metavar="NAME", help="Also analyse each level of this parameter or column."),
    click.option("--compare", metavar="OLD", help="Say what changed since this source, findings.json, PDF or report folder."),
    click.option("--old-study", metavar="NAME", help="Which study inside the source to compare with."),
    click.option("--source-kind", metavar="KIND", help="Force a reader; `sweepbrief sources` lists them."),
    click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True),
    click.option(
        "--format", "formats", default="html,pdf", show_default=True, callback=_formats, help="Any of html,pdf,json,md."
    ),
    click.option("--output", metavar="PATH", help="A folder, or a stem.  [default: reports/<sweep name>]"),
    click.option("--title", metavar="TEXT", help="Headline in place of the finding."),
    click.option("--author", metavar="TEXT"),
    click.option("--contact", metavar="TEXT", help="Whom to ask."),
    click.option("--footer", metavar="TEXT", help="At the foot of every page.  [default: the contact]"),
    click.option("--logo", type=click.Path(exists=True, dir_okay=False), metavar="FILE", help="PNG, JPEG or SVG."),
    click.option("--accent", metavar="COLOUR", help="Colour of links and rules, as #rrggbb."),
    click.option("--templates", metavar="DIR", help="Own templates, in place of the shipped ones of the same name."),
    click.option("--no-script", is_flag=True, help="Leave the page's script out; nothing to read is lost."),
    click.option("--paper", type=click.Choice(["a4", "letter"]), default="a4", show_default=True),
    click.option("--redact", is_flag=True, help="Leave out users, hosts, paths and run names."),
    click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True),
    click.option(
        "--jobs",
        type=click.IntRange(min=1),
        default=1,
        show_default=True,
        help="Processor cores; of many sweeps, how many at once.",
    ),
    click.option("--shap-engine", type=click.Choice(["exact", "shap"]), default="exact", show_default=True),
    click.option("--fail-on", multiple=True, metavar="CONDITION", help=f"Exit with 5 if it holds; repeatable. {_CONDITIONS}."),
    click.option("--open", "open_page", is_flag=True, help="Open the page in a browser."),
    click.option("--quiet", is_flag=True, help="No progress."),
    click.option("--verbose", is_flag=True, help="Tracebacks, and what ran."),
)
"""In the order of ``--help``."""


def report_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of a report."""
    for declare in reversed(_OPTIONS):
        command = declare(command)
    return command


def declared() -> list[click.Option]:
    """Give the options of a report, in the order of ``--help``."""
    options: list[click.Option] = report_options(lambda: None).__click_params__[::-1]  # type: ignore[attr-defined]
    return options

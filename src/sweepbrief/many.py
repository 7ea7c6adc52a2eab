"""Reports of many sweeps at once: one each, written in parallel, and an index of them."""

from __future__ import annotations

import contextlib
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sweepbrief.errors import SweepbriefError, WrongUsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_STEM = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class Order:
    """One report to write.

    Attributes
    ----------
    source : str
        File, folder or address.
    study : str or None
        Which study inside it.
    folder : str
        Where its files go.
    """

    source: str
    study: str | None
    folder: str

    def __str__(self) -> str:
        return self.source if self.study is None else f"{self.source} ({self.study})"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an order.

    Attributes
    ----------
    order : Order
    paths : tuple of str
        Files written.
    held : tuple of str
        Conditions of ``--fail-on`` that hold.
    problem : str
        Why there is no report; empty where there is one.
    status : int
        What the command would have ended with for this sweep alone.
    """

    order: Order
    paths: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    problem: str = ""
    status: int = 0


def report_many(sources: Sequence[str], *, all_studies: bool, jobs: int, **options: Any) -> int:  # noqa: ANN401 - the options of the command
    """Write a report of each sweep, and an index of all; a sweep that fails does not stop the others.

    Parameters
    ----------
    sources : sequence of str
        Files, folders or addresses.
    all_studies : bool
        One report for each study inside each source.
    jobs : int
        How many at once. 1 leaves it, and where the work is done, to the joblib back end that the caller has chosen with
        ``joblib.parallel_config`` around ``sweepbrief.cli.main``: processes of this machine (loky), a Dask cluster, Ray.
    **options
        The options of ``sweepbrief report``; ``output`` is the folder for all, ``reports`` by default.

    Returns
    -------
    int
        0 where every report was written; else what the first sweep that failed would have ended with alone.
    """
    root = _root(options.pop("output"))
    orders, outcomes = _orders(sources, root, all_studies=all_studies, options=options)
    opened, options["open_page"] = options["open_page"], False
    _tell(outcomes, 0, len(orders) + len(outcomes), quiet=options["quiet"])
    for outcome in _written(orders, options, jobs):
        outcomes.append(outcome)
        _tell([outcome], len(outcomes), len(orders) + sum(not one.order.folder for one in outcomes), quiet=options["quiet"])
    if any(outcome.paths for outcome in outcomes):
        from sweepbrief.site import write_site  # noqa: PLC0415 - figures and templates load only when a page is written

        pages = write_site(root, options["language"])
        click.echo(pages[0])
        if opened:
            click.launch(str(pages[0]))
    return next((outcome.status for outcome in outcomes if outcome.status), 0)


def _written(orders: list[Order], options: dict[str, Any], jobs: int) -> Iterator[Outcome]:
    """Have every order carried out by joblib, and give the outcomes in the orders' sequence."""
    from joblib import Parallel, delayed  # noqa: PLC0415 - only many sweeps need it

    work = (delayed(carry_out)(order, options) for order in orders)
    yield from Parallel(n_jobs=None if jobs == 1 else jobs, return_as="generator")(work)


def carry_out(order: Order, options: dict[str, Any]) -> Outcome:
    """Write one report, in whatever process this is.

    Parameters
    ----------
    order : Order
        Which.
    options : dict
        Of ``sweepbrief report``.

    Returns
    -------
    Outcome
        Also where anything goes wrong.
    """
    from sweepbrief.writing import write_report  # noqa: PLC0415 - loads in the process that works

    printed = io.StringIO()
    wishes = {**options, "study": order.study or options["study"], "output": order.folder, "quiet": True, "jobs": 1}
    try:
        with contextlib.redirect_stdout(printed):
            held = tuple(write_report(source=order.source, **wishes))
    except SweepbriefError as error:
        return Outcome(order, tuple(printed.getvalue().split("\n")[:-1]), problem=str(error), status=error.exit_status)
    except OSError as error:
        return Outcome(order, problem=f"A file cannot be used: {error}.", status=2)
    except Exception as error:  # noqa: BLE001 - one sweep's fault must not stop the others
        return Outcome(order, problem=f"A fault of sweepbrief: {type(error).__name__}: {error}", status=1)
    return Outcome(order, tuple(printed.getvalue().split("\n")[:-1]), held, status=5 if held else 0)


def _orders(
    sources: Sequence[str], root: Path, *, all_studies: bool, options: dict[str, Any]
) -> tuple[list[Order], list[Outcome]]:
    """Say what is to be written; a source whose studies cannot be listed has failed already."""
    named: list[tuple[str, str | None]] = []
    failed: list[Outcome] = []
    for source in sources:
        try:
            named += [(source, study) for study in (_studies(source, options["source_kind"]) if all_studies else [None])]
        except SweepbriefError as error:
            failed.append(Outcome(Order(source, None, ""), problem=str(error), status=error.exit_status))
    taken: set[str] = set()
    orders = []
    for source, study in named:
        stem = _STEM.sub("-", f"{Path(source).stem}{f'-{study}' if study else ''}").strip("-.")[:80] or "sweep"
        name = next(
            one for number in range(1, len(named) + 1) if (one := stem if number == 1 else f"{stem}-{number}") not in taken
        )
        taken.add(name)
        orders.append(Order(source, study, str(root / name)))
    return orders, failed


def _studies(source: str, kind: str | None) -> list[str | None]:
    """Name the studies inside a source."""
    from sweepbrief.sources import read  # noqa: PLC0415 - pandas loads only when a sweep is read

    names = [study.name for study in read(source, kind)]
    return list(names) if len(names) > 1 else [None]


def _root(output: str | None) -> Path:
    root = Path(output or "reports")
    if root.suffix in {".html", ".pdf", ".json", ".md"} or (root.exists() and not root.is_dir()):
        raise WrongUsageError("--output is a folder where several reports are written.", f"Found {root}.")
    return root


def _tell(outcomes: Sequence[Outcome], done: int, number: int, *, quiet: bool) -> None:
    """Print what was written, what failed, and how far the work is."""
    for outcome in outcomes:
        for path in outcome.paths:
            click.echo(path)
        for line in outcome.held:
            click.echo(f"sweepbrief: {outcome.order}: {line}", err=True)
        if outcome.problem:
            click.echo(f"sweepbrief: {outcome.order}: {outcome.problem}", err=True)
        if not quiet and done:
            click.echo(f"[{done} of {number}] {outcome.order}", err=True)

"""Progress of long work: a moving line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def progress(*, quiet: bool = False) -> Iterator[Callable[[str], None]]:
    """Tell a person on standard error what is being done.

    Parameters
    ----------
    quiet : bool
        Say nothing.

    Yields
    ------
    callable
        Called with the name of each stage as it begins.
    """
    if quiet:
        yield lambda _: None
    elif sys.stderr.isatty():
        yield from _moving()
    else:
        start = time.monotonic()
        yield lambda stage: click.echo(f"[{time.monotonic() - start:5.1f} s] {stage}", err=True)


def _moving() -> Iterator[Callable[[str], None]]:
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415 - see above

    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("starting", total=None)
        yield lambda stage: bar.update(task, description=stage)

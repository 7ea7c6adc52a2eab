"""Score the explanations on planted sweeps: ``python -m benchmarks.truth --sweeps 200 --seed 1000``."""

from __future__ import annotations

import json
import warnings
from concurrent.futures import ProcessPoolExecutor
from itertools import starmap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from benchmarks.truth.answering import ask_baseline, ask_product
from benchmarks.truth.labelling import label
from benchmarks.truth.planting import plant
from benchmarks.truth.scoring import Marks, mark
from benchmarks.truth.second import plant as plant_another
from benchmarks.truth.table import render
from benchmarks.truth.third import plant as plant_third
from benchmarks.truth.truths import CAUSES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from benchmarks.truth.planting import Planted

REPORTING = 1000
ROUND = (None, "conditional", None, "confounded", None, "shared_credit", None, "adaptive_sampling", None, "cardinality_bias")


GENERATORS: Mapping[str, Callable[[int, str | None], Planted]] = {"first": plant, "second": plant_another, "third": plant_third}


def examine(seed: int, cause: str | None, who: str, generator: str = "first") -> Marks:
    """Plant a sweep, ask for explanations, and mark them."""
    planted = GENERATORS[generator](seed, cause)
    truth = label(planted)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        answer, seconds = ask_baseline(planted) if who == "baseline" else ask_product(planted)
    return mark(truth, answer, seconds)


@click.command()
@click.option("--sweeps", default=200, show_default=True, help="How many sweeps.")
@click.option("--seed", default=REPORTING, show_default=True, help="First seed: below 1000 to develop, from 1000 on to report.")
@click.option("--cause", type=click.Choice(CAUSES), help="Plant this cause more often.")
@click.option("--balanced", is_flag=True, help="Plant the rare causes more often, in turn, in every second sweep.")
@click.option(
    "--generator", type=click.Choice((*GENERATORS, "both", "all")), default="first", show_default=True, help="Who plants."
)
@click.option("--jobs", default=1, show_default=True, help="Processes.")
@click.option("--dump", type=click.Path(dir_okay=False, path_type=Path), help="Write what went wrong, a JSON object a line.")
@click.option("--who", type=click.Choice(("product", "baseline")), default="product", show_default=True, help="Who answers.")
def main(  # noqa: PLR0913 - one a flag
    *, sweeps: int, seed: int, cause: str | None, generator: str, jobs: int, dump: Path | None, who: str, balanced: bool
) -> None:
    """Score the explanations on planted sweeps."""
    seeds = range(seed, seed + sweeps)
    marks = []
    causes = [ROUND[number % len(ROUND)] if balanced else cause for number in seeds]
    chosen = {"both": ("first", "second"), "all": tuple(GENERATORS)}.get(generator, (generator,))
    tasks = [(number, wanted, who, one) for one in chosen for number, wanted in zip(seeds, causes, strict=True)]
    for one in _answers(tasks, jobs):
        marks.append(one)
        click.echo(f"\r{len(marks)} of {len(tasks)}", nl=len(marks) == len(tasks), err=True)
    failures: list[Mapping[str, Any]] = [failure for one in marks for failure in one.failures]
    if dump:
        dump.write_text("".join(json.dumps(failure, default=list) + "\n" for failure in failures), encoding="utf-8")
    click.echo(
        f"{sweeps} sweeps, seeds {seed} to {seed + sweeps - 1}, generator: {generator}"
        + (f", {cause} planted more often" if cause else ", balanced" if balanced else "")
    )
    click.echo(render(marks))


def _answers(tasks: list[tuple[int, str | None, str, str]], jobs: int) -> Iterator[Marks]:
    if jobs == 1:
        yield from starmap(examine, tasks)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(examine, *zip(*tasks, strict=True))


if __name__ == "__main__":
    main()

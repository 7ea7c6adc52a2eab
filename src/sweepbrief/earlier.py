"""Holding a sweep against an earlier one, whatever is left of it: its source, its findings, or its PDF."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sweepbrief.comparison import Snapshot, read_findings, snapshot
from sweepbrief.comparison import compare as held_against
from sweepbrief.journey import analyse, load
from sweepbrief.results import Analysis
from sweepbrief.sweep import Sweep

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sweepbrief.sweep import Direction, Masks


def compare(  # noqa: PLR0913 - as load and analyse
    old: object,
    new: object,
    metric: str | Sequence[str] | None = None,
    direction: Direction | Sequence[Direction] | None = None,
    *,
    seed: int = 0,
    jobs: int = 1,
    study: str | None = None,
    old_study: str | None = None,
) -> Analysis:
    """Analyse a sweep and say what changed since an earlier one.

    Parameters
    ----------
    old : object
        The earlier sweep: whatever `load` takes, a `Sweep`, an `Analysis`, the content of a findings.json, or the path of a
        findings.json, of a PDF that carries it, or of the folder of a report.
    new : object
        The new one: whatever `load` takes, a `Sweep` or an `Analysis`.
    metric, direction
        As for `load`.
    seed, jobs : int
        As for `analyse`.
    study, old_study : str, optional
        Which study inside the new and the old source.

    Returns
    -------
    Analysis
        Of the new sweep; ``analysis.comparison`` says what changed, and `report` tells it.

    Raises
    ------
    UnreadableSourceError
        If the earlier report is damaged or follows another schema.
    WrongUsageError
        If the two have another metric, another direction or no parameter in common.
    """
    if isinstance(new, Analysis):
        analysis = new
    else:
        sweep = new if isinstance(new, Sweep) else load(new, metric, direction, study=study)
        analysis = analyse(sweep, seed, jobs)
    return since(analysis, old, seed=seed, jobs=jobs, study=old_study)


def since(  # noqa: PLR0913 - each names one thing a caller may know better than the source
    analysis: Analysis,
    old: object,
    *,
    seed: int = 0,
    jobs: int = 1,
    study: str | None = None,
    engine: Literal["exact", "shap"] = "exact",
    tell: Callable[[str], None] = lambda _: None,
    masks: Masks | None = None,
    **wishes: Any,  # noqa: ANN401 - the caller's wishes for load
) -> Analysis:
    """Add to an analysis what changed since an earlier sweep.

    Parameters
    ----------
    analysis : Analysis
        Of the new sweep.
    old : object
        As for `compare`.
    seed, jobs, study, engine
        How an old source is analysed.
    tell : callable
        Told the name of each stage as it begins.
    masks : Masks, optional
        Stand-ins for what the report may not tell; None: it may tell everything.
    **wishes
        ``parameters``, ``ignore``, ``order``, ``fidelity`` and ``kind``, as for `load`.

    Returns
    -------
    Analysis
        With its comparison.
    """
    tell("comparing")
    before = earlier(old)
    if before is None:
        objective = analysis.sweep.objective
        told = objective.direction if objective.told_by == "caller" else None
        sweep = old if isinstance(old, Sweep) else load(old, objective.name, told, study=study, **wishes)
        tell("measuring and explaining the earlier sweep")
        before = _seen(analyse(sweep, seed, jobs, engine=engine))
    before = before if masks is None else before.under(masks)
    return replace(analysis, comparison=held_against(before, _seen(analysis)))


def earlier(old: object) -> Snapshot | None:
    """Read what an earlier report left; None where it is no report but a source.

    Parameters
    ----------
    old : object
        As for `compare`.

    Returns
    -------
    Snapshot or None
        What the report found.
    """
    if isinstance(old, Snapshot):
        return old
    if isinstance(old, Analysis):
        return _seen(old)
    if isinstance(old, Mapping) and "schema" in old:
        return snapshot(old, "the earlier findings")
    if isinstance(old, str | Path) and "://" not in str(old) and str(old) != "-":
        path = Path(old).expanduser()
        found = read_findings(path) if path.exists() else None
        return None if found is None else snapshot(found, str(path))
    return None


def _seen(analysis: Analysis) -> Snapshot:
    """Give what a report on an analysis would leave behind."""
    return snapshot(replace(analysis, comparison=None).to_dict(), "the analysis")

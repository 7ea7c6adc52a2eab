"""What was recognised in a source, before anything is chosen or analysed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.sources.fidelity import levels_of
from sweepbrief.sources.metric_names import direction_of
from sweepbrief.sources.objectives import candidates
from sweepbrief.sweep import STATUSES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sweepbrief.sweep import Parameter, Study


def _parameter(parameter: Parameter, study: Study) -> dict[str, object]:
    shown: dict[str, object] = {"name": parameter.name, "kind": parameter.kind, "scale": parameter.scale}
    if parameter.numeric:
        shown["range"] = [parameter.low, parameter.high]
    else:
        shown["choices"] = list(parameter.choices) if parameter.choices is not None else [False, True]
    shown["distinct"] = int(study.settings[parameter.name].nunique())
    condition = parameter.active_when
    shown["active_when"] = {"parent": condition.parent, "values": list(condition.values)} if condition else None
    return shown


def _metric(name: str, study: Study) -> dict[str, object]:
    said = {objective.name: objective.direction for objective in study.objectives}
    column = study.metrics[name] if name in study.metrics.columns else study.settings[name]
    finite = int(np.isfinite(column).sum())
    return {"name": name, "direction": said.get(name) or direction_of(name), "finite": finite}


def _fidelity(study: Study) -> dict[str, object] | None:
    """Count the finished runs at each level of effort, where the source knows several."""
    levels = levels_of(study)
    if levels is None:
        return None
    counts = levels[study.statuses == "complete"].value_counts().sort_index()
    return {"name": study.fidelity, "finished": {f"{level:g}": int(count) for level, count in counts.items()}}


def _statuses(study: Study) -> dict[str, int]:
    counts = study.statuses.value_counts()
    return {status: int(counts[status]) for status in STATUSES if status in counts.index}


def inspect(studies: Sequence[Study], location: str) -> dict[str, object]:
    """Describe what was read.

    Parameters
    ----------
    studies : sequence of Study
        What a source holds.
    location : str
        The source as the caller named it, without credentials.

    Returns
    -------
    dict
        ``kind``, ``location`` and ``studies``; each study with ``name``, ``runs`` (``found``, ``by_status``), ``parameters``
        (``name``, ``kind``, ``scale``, ``range`` or ``choices``, ``distinct``, ``active_when``), ``metrics`` (``name``,
        ``direction``, ``finite``), ``fidelity`` (``name`` and finished runs by level, or None), ``excluded`` (``Exclusion``
        values: columns left out) and ``notes`` (``Note`` values), both for the caller to put into words.
    """
    return {
        "kind": studies[0].source.kind if studies else None,
        "location": location,
        "studies": [
            {
                "name": study.name,
                "runs": {"found": len(study.statuses), "by_status": _statuses(study)},
                "parameters": [_parameter(parameter, study) for parameter in study.parameters],
                "fidelity": _fidelity(study),
                "metrics": [_metric(name, study) for name in [*map(str, study.metrics.columns)] or candidates(study)],
                "excluded": list(study.excluded),
                "notes": list(study.notes),
            }
            for study in studies
        ],
    }

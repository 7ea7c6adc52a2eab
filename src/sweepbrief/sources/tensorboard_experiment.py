"""What a TensorBoard experiment declares: the domains of its hyperparameters, and its metrics."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.sources.configuration_space import ConfigurationSpace
from sweepbrief.sources.protobuf_wire import WireError, double, message, submessage, text
from sweepbrief.sources.spans import scale_of
from sweepbrief.sources.tensorboard_events import plain_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


def _declare(space: ConfigurationSpace, entry: bytes, observed: Mapping[str, Sequence[object]]) -> None:
    parts = message(entry)
    name, discrete, interval = text(parts, 1), submessage(parts, 5), submessage(parts, 6)
    if discrete is not None:
        choices = [plain_value(value) for value in message(discrete).get(1, ()) if isinstance(value, bytes)]
        space.add_choices(name, list(dict.fromkeys((*choices, *observed.get(name, ())))))
    elif interval is not None:
        ends = double(message(interval), 1) or 0.0, double(message(interval), 2) or 0.0
        values = [value for value in observed.get(name, ()) if isinstance(value, (int, float))]
        whole = bool(values) and all(isinstance(value, int) for value in values) and all(end.is_integer() for end in ends)
        space.add_range(name, ends, log=False, whole=whole)
        scale = scale_of(np.array(values, dtype="float64"))  # the format does not say how values were spaced
        space.parameters[name] = dataclasses.replace(space.parameters[name], scale=scale if ends[0] > 0 else "linear")


def read_experiments(
    experiments: Iterable[bytes], observed: Mapping[str, Sequence[object]]
) -> tuple[ConfigurationSpace, list[str]]:
    """Read what experiments declare.

    Parameters
    ----------
    experiments : iterable of bytes
        Their descriptions, as they stand in the files.
    observed : mapping of str to sequence
        The values of every hyperparameter in the sessions.

    Returns
    -------
    tuple of (ConfigurationSpace, list of str)
        The declared domains, and the names of the declared metrics.
    """
    space, metrics = ConfigurationSpace(), []
    for data in dict.fromkeys(experiments):
        try:
            parts = message(data)
            for entry in parts.get(4, ()):
                if isinstance(entry, bytes) and text(message(entry), 1) not in space.parameters:
                    _declare(space, entry, observed)
            for entry in parts.get(5, ()):
                if isinstance(entry, bytes):
                    name = message(submessage(message(entry), 1) or b"")
                    group, tag = text(name, 1), text(name, 2)
                    metrics.append(f"{group}/{tag}" if group else tag)
        except WireError:
            continue
    return space, list(dict.fromkeys(metrics))

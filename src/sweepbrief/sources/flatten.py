"""Nested settings spread over columns with dotted names, within limits of depth and number."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any, Final

DEPTH: Final = 12
"""Levels of nesting that are followed; what lies deeper stays one value."""

_SCALARS: Final = frozenset({str, int, float, bool, type(None)})

WIDTH: Final = 5000
"""Columns one run may spread over."""


def flatten(record: Mapping[Any, object], *, prefix: str = "", depth: int = 0, separator: str = ".") -> dict[str, object]:
    """Spread a nested mapping: ``{"opt": {"lr": 1}}`` becomes ``{"opt.lr": 1}``.

    Parameters
    ----------
    record : mapping
        Names to values; lists stay values; an empty mapping is no value.
    prefix : str
        Put before every name.
    depth : int
        How deep the record itself lies.
    separator : str
        Put between names.

    Returns
    -------
    dict of str to object
        In the record's order, at most ``WIDTH`` names.
    """
    flat: dict[str, object] = {}
    for key, value in islice(record.items(), WIDTH):
        name = f"{prefix}{key}"
        if type(value) not in _SCALARS and isinstance(value, Mapping) and depth < DEPTH:
            inner = _unwrapped(value)
            if isinstance(inner, Mapping):
                flat.update(flatten(inner, prefix=f"{name}{separator}", depth=depth + 1, separator=separator))
            else:
                flat[name] = inner
        else:
            flat[name] = value
    return flat if len(flat) <= WIDTH else dict(islice(flat.items(), WIDTH))


def _unwrapped(value: Mapping[Any, object]) -> object:
    """Take W&B's ``{"desc": null, "value": 0.1}`` for 0.1."""
    return value["value"] if set(value) == {"desc", "value"} else value

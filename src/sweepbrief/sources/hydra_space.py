"""The search space and the sweeper that a Hydra configuration states."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.configuration_space import ConfigurationSpace, as_float
from sweepbrief.sources.trees import load_yaml

if TYPE_CHECKING:
    from sweepbrief.sweep import Sampler

_CALL: Final = re.compile(r"^(?P<name>interval|range|choice)\((?P<inside>.*)\)$", re.DOTALL)
_WRAP: Final = re.compile(r"^(?P<name>tag|int|float|shuffle|sort)\((?P<inside>.*)\)$", re.DOTALL)
_NUMBER: Final = re.compile(r"[-+]?\d+(?P<fraction>\.\d*)?(?P<power>[eE][-+]?\d+)?")
_WORD: Final = re.compile(r"[A-Za-z][\w./-]*")
_RESERVED: Final = frozenset({"true", "false", "null", "none", "yes", "no", "on", "off", "nan", "inf", "y", "n"})
_Tree = Mapping[str, object]


def value_of(text: str) -> object:
    """Read the value of an override as Hydra does: numbers, truth values, null, quoted and plain text, lists."""
    number = _NUMBER.fullmatch(text)
    if number:  # the common kinds of values need no parser
        return float(text) if number["fraction"] or number["power"] else int(text)
    if _WORD.fullmatch(text) and text.lower() not in _RESERVED:
        return text
    try:
        return load_yaml(text)
    except UnreadableSourceError:
        return text


def key_of(text: str) -> str:
    """Give the name in an override, without the signs that add it or force it."""
    return text.lstrip("+").split("@", 1)[0].strip()


def _parts(text: str) -> list[str]:
    """Split at the commas that no bracket or quote encloses."""
    parts, depth, quote, start = [], 0, "", 0
    for place, sign in enumerate(text):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        elif sign in "([{":
            depth += 1
        elif sign in ")]}":
            depth -= 1
        elif sign == "," and not depth:
            parts.append(text[start:place].strip())
            start = place + 1
    return [*parts, text[start:].strip()]


def _unwrapped(text: str) -> tuple[str, bool, bool]:
    """Take off what is put around a sweep: whether it is tagged as logarithmic, and whether it is cast to whole numbers."""
    log = whole = False
    while found := _WRAP.match(text.strip()):
        parts = _parts(found["inside"])
        tags = [part for part in parts[:-1] if found["name"] == "tag"]
        log, whole = log or "log" in tags, whole or found["name"] == "int"
        text = parts[-1] if found["name"] == "tag" else parts[0]
    return text.strip(), log, whole


def declare(space: ConfigurationSpace, name: str, text: str, *, inclusive: bool = False) -> None:
    """Add what an override sweeps over (``0.1,0.2``, ``interval(0, 1)``, ``range(1, 8)``, ``choice(a, b)``) to a space.

    Parameters
    ----------
    space : ConfigurationSpace
        What is known already.
    name : str
        The parameter.
    text : str
        What stands after the equals sign.
    inclusive : bool
        Whether a range holds its last number: to sweepers that search it does, to Hydra's own one not.
    """
    text, log, whole = _unwrapped(text)
    call = _CALL.match(text)
    if call is None:
        values = _parts(text)
        if len(values) > 1:
            space.add_choices(name, [value_of(value) for value in values])
        return
    inside = [value_of(part.split("=", 1)[-1]) for part in _parts(call["inside"])]
    if call["name"] == "choice":
        space.add_choices(name, inside)
        return
    ends = [as_float(value) for value in inside]
    if call["name"] == "range" and len(ends) == 1:
        ends = [0.0, *ends]
    if len(ends) > 1 and ends[0] is not None and ends[1] is not None:
        if call["name"] == "interval":
            space.add_range(name, (ends[0], ends[1]), log=log, whole=whole)
        else:
            step = ends[2] if len(ends) > 2 and ends[2] else 1.0  # noqa: PLR2004 - begin, end, step
            even = all(isinstance(value, int) for value in inside)
            last = ends[1] if inclusive else ends[1] - step
            space.add_range(name, (ends[0], last), log=log, whole=even, step=step if step != 1 else None)


def _declare_mapping(space: ConfigurationSpace, name: str, given: _Tree) -> None:
    """Read the Optuna sweeper's first spelling: ``{type: float, low: 0, high: 1, log: true}``."""
    choices = given.get("choices")
    if isinstance(choices, list):
        space.add_choices(name, choices)
    elif "low" in given:
        whole = str(given.get("type")) == "int"
        space.add_range(name, (given.get("low"), given.get("high")), log=bool(given.get("log")), whole=whole)


def space_of_config(hydra: _Tree) -> ConfigurationSpace:
    """Read the search space from the ``hydra`` part of a sweep's configuration.

    Parameters
    ----------
    hydra : mapping
        As ``multirun.yaml`` or a job's ``hydra.yaml`` holds it.
    """
    space = ConfigurationSpace()
    sweeper, overrides = hydra.get("sweeper"), hydra.get("overrides")
    inclusive = sampler_of_config(hydra) not in {"grid", "unknown"}
    for part in ("params", "search_space"):
        given = sweeper.get(part) if isinstance(sweeper, Mapping) else None
        for name, text in given.items() if isinstance(given, Mapping) else ():
            if isinstance(text, Mapping):
                _declare_mapping(space, key_of(str(name)), text)
            else:
                declare(space, key_of(str(name)), str(text), inclusive=inclusive)
    task = overrides.get("task") if isinstance(overrides, Mapping) else None
    for override in task if isinstance(task, list) else []:
        name, sign, text = str(override).partition("=")
        if sign:
            declare(space, key_of(name), text, inclusive=inclusive)
    return space


def sampler_of_config(hydra: _Tree) -> Sampler:
    """Tell by the sweeper's class how settings were chosen; Hydra's own one runs every combination."""
    sweeper = hydra.get("sweeper")
    if not isinstance(sweeper, Mapping):
        return "unknown"
    target = str(sweeper.get("_target_", ""))
    inner = sweeper.get("sampler")
    sampler = str(inner.get("_target_", "")) if isinstance(inner, Mapping) else ""
    if target.endswith("BasicSweeper") or sampler.endswith("GridSampler"):
        return "grid"
    if sampler.endswith(("RandomSampler", "QMCSampler")):
        return "random"
    return "adaptive" if target.endswith(("OptunaSweeper", "AxSweeper", "NevergradSweeper", "SMACSweeper")) else "unknown"

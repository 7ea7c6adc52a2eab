"""What was recognised in a source, for a person and for a program."""

from __future__ import annotations

import json
import math
from typing import Any

from sweepbrief.narrative import Voice
from sweepbrief.sources import inspect, location_of, read, readers


def inspected(source: object, kind: str | None = None) -> dict[str, Any]:
    """Read a source and say what is in it.

    Parameters
    ----------
    source : path, address or object
        As for `sweepbrief.load`.
    kind : str, optional
        Name of the reader to force.

    Returns
    -------
    dict
        Kind, location and studies, as the contract of ``inspect --json`` has them; notes and what was left out
        are English sentences.
    """
    found: dict[str, Any] = inspect(read(source, kind), location_of(source))
    voice = Voice("en", 4)
    for study in found["studies"]:
        study["notes"] = [voice.plain(voice.note(note)) for note in study["notes"]]
        study["excluded"] = [
            {"what": left.what, "name": left.name, "reason": left.reason, "text": voice.plain(voice.exclusion(left))}
            for left in study["excluded"]
        ]
    return found


def to_json(found: dict[str, Any]) -> str:
    """Give it as JSON; what is no finite number is null."""
    return json.dumps(_safe(found), indent=2, ensure_ascii=False)


def as_text(found: dict[str, Any]) -> str:
    """Give it as lines for a person.

    Parameters
    ----------
    found : dict
        From `inspected`.

    Returns
    -------
    str
        A block of lines for each study. Control characters of names are spelled out.
    """
    blocks = [f"{found['location']}: {found['kind']}, {_count(len(found['studies']), 'study', 'studies')}"]
    blocks += [_study(study) for study in found["studies"]]
    return "\n\n".join(blocks)


def sources_text() -> str:
    """Give the readers there are, a line each."""
    known = readers()
    width = max(len(source.SOURCE.name) for source in known)
    return "\n".join(f"{source.SOURCE.name:<{width}}  {source.SOURCE.title}" for source in known)


def _study(study: dict[str, Any]) -> str:
    runs = study["runs"]
    parts = ", ".join(f"{number} {status}" for status, number in runs["by_status"].items())
    lines = [f"{_clean(study['name'])}", f"  {_count(runs['found'], 'run', 'runs')}: {parts}"]
    lines += ["  parameters"] + [f"    {_parameter(parameter)}" for parameter in study["parameters"]]
    lines += ["  metrics"] + [f"    {_metric(metric)}" for metric in study["metrics"]]
    lines += _fidelity(study["fidelity"])
    lines += ["  notes"] + [f"    {_clean(note)}" for note in study["notes"]] if study["notes"] else []
    lines += ["  left out"] + [f"    {_clean(left['text'])}" for left in study["excluded"]] if study["excluded"] else []
    return "\n".join(lines)


def _parameter(parameter: dict[str, Any]) -> str:
    span = parameter.get("range")
    levels = parameter.get("choices")
    space = f"{span[0]:.4g} to {span[1]:.4g}" if span else ", ".join(_clean(level) for level in (levels or [])[:8])
    more = f" and {len(levels) - 8} more" if levels and len(levels) > 8 else ""  # noqa: PLR2004 - as many as shown above
    scale = ", log" if parameter["scale"] == "log" else ""
    when = parameter.get("active_when")
    active = f", when {_clean(when['parent'])} is {', '.join(_clean(v) for v in when['values'])}" if when else ""
    return f"{_clean(parameter['name'])}: {parameter['kind']}{scale}, {space}{more}, {parameter['distinct']} values{active}"


def _fidelity(fidelity: dict[str, Any] | None) -> list[str]:
    if fidelity is None:
        return []
    levels = ", ".join(f"{level} ({_count(number, 'run', 'runs')})" for level, number in fidelity["finished"].items())
    return ["  fidelity", f"    {_clean(fidelity['name'])}: {levels or 'no finished run'}"]


def _metric(metric: dict[str, Any]) -> str:
    return f"{_clean(metric['name'])}: {metric['direction'] or 'direction unknown'}, {metric['finite']} finite"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _clean(value: object) -> str:
    """Spell out control characters; the no-break spaces of our own sentences are spaces on a terminal."""
    spaced = str(value).translate({0xA0: " ", 0x202F: " "})
    return "".join(character if character.isprintable() else repr(character)[1:-1] for character in spaced)


def _safe(value: Any) -> Any:  # noqa: ANN401 - JSON is of many types
    if isinstance(value, dict):
        return {str(key): _safe(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_safe(item) for item in value]
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, str | int | float | bool | None) else str(value)

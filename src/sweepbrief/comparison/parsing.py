"""Taking a findings.json for what it says, and refusing it where it says it wrongly."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from sweepbrief.comparison.snapshot import Recommendation, Setting, Snapshot
from sweepbrief.errors import UnreadableSourceError
from sweepbrief.measures import Estimate

if TYPE_CHECKING:
    from collections.abc import Sequence

SCHEMA: Final = "sweepbrief-findings/1"
REQUIRED: Final = ("sweep", "parameters", "advice", "excluded", "provenance")
NONE: Final = Estimate(None, why_not="unknown")


def snapshot(found: object, where: str) -> Snapshot:
    """Read a findings.json.

    Parameters
    ----------
    found : object
        The parsed JSON.
    where : str
        Named in errors.

    Returns
    -------
    Snapshot
        What it says.

    Raises
    ------
    UnreadableSourceError
        If the schema is another one, or a part is missing or of the wrong kind.
    """
    content = _schema(found, where)
    reader = Part(content, where)
    sweep = reader.part("sweep")
    source, runs, objective = (sweep.part(name) for name in ("source", "runs", "objective"))
    return Snapshot(
        name=sweep.text("name"),
        kind=source.text("kind"),
        location=source.text("location"),
        sha256=source.text("sha256"),
        metric=objective.text("name"),
        direction=objective.word("direction", ("minimize", "maximize")),
        found=int(runs.number("found") or 0),
        used=int(runs.number("used") or 0),
        best=objective.number("best"),
        sketch=tuple(map(str, runs.listing("sketch"))),
        leading=tuple(objective.numbers("leading")),
        median=objective.estimate("median"),
        good=objective.estimate("good"),
        r2=sweep.part("forest").estimate("oob_r2"),
        noise=objective.estimate("noise") if objective.content.get("noise") else sweep.estimate("noise"),
        signal=sweep.word("signal", ("strong", "weak", "none")),
        sampler=sweep.text("sampler"),
        seed=_whole(reader.part("provenance").number("seed")),
        version=str(reader.part("provenance").content.get("version", "")),
        settings={str(name): _setting(str(name), one) for name, one in reader.part("parameters").parts()},
        fixed=dict(_fixed(reader)),
        moved_together=frozenset(frozenset(map(str, one.listing("parameters"))) for one in reader.rows("dependence")),
        advice=tuple(_recommendation(one) for one in reader.rows("advice")),
    )


def _schema(found: object, where: str) -> Mapping[str, Any]:
    if not isinstance(found, Mapping):
        raise UnreadableSourceError(
            "Findings are a JSON object.",
            f"{where} holds {type(found).__name__}.",
            "Give a findings.json that sweepbrief wrote.",
        )
    named = found.get("schema")
    if named != SCHEMA:
        raise UnreadableSourceError(
            f"Findings follow the schema {SCHEMA}.",
            f"{where} says {named!r}."[:200],
            "Make the old report again with this version, or compare with its source instead.",
        )
    missing = [name for name in REQUIRED if name not in found]
    if missing:
        raise UnreadableSourceError(
            f"Findings hold {', '.join(REQUIRED)}.",
            f"{where} lacks {', '.join(missing)}.",
            "The file is not whole: make it again.",
        )
    return found


class Part:
    """An object inside a findings.json, with readers that refuse what is of the wrong kind.

    Parameters
    ----------
    content : mapping
        The object.
    where : str
        Its place, for errors.
    """

    def __init__(self, content: Mapping[str, Any], where: str) -> None:
        self.content = content
        self.where = where

    def wrong(self, name: str, expected: str) -> UnreadableSourceError:
        """Make the error that names place, rule and value."""
        found = repr(self.content.get(name))
        shown = found if len(found) < 60 else found[:60] + "\N{HORIZONTAL ELLIPSIS}"  # noqa: PLR2004 - one line of an error
        return UnreadableSourceError(
            f"In findings, {name} is {expected}.", f"{self.where} has {shown}.", "The file is damaged: make it again."
        )

    def part(self, name: str) -> Part:
        """Give an object inside."""
        found = self.content.get(name)
        if not isinstance(found, Mapping):
            raise self.wrong(name, "an object")
        return Part(found, f"{self.where}: {name}")

    def parts(self) -> list[tuple[object, Part]]:
        """Give every object inside, with its name."""
        return [(name, self.part(name)) for name in self.content]

    def listing(self, name: str) -> Sequence[Any]:
        """Give a list; an absent one is empty."""
        found = self.content.get(name, [])
        if not isinstance(found, list):
            raise self.wrong(name, "a list")
        return found

    def rows(self, name: str) -> list[Part]:
        """Give a list of objects; an absent one is empty."""
        found = self.listing(name)
        if not all(isinstance(one, Mapping) for one in found):
            raise self.wrong(name, "a list of objects")
        return [Part(one, f"{self.where}: {name}") for one in found]

    def text(self, name: str) -> str:
        """Give a text."""
        found = self.content.get(name)
        if not isinstance(found, str):
            raise self.wrong(name, "a text")
        return found

    def word(self, name: str, words: tuple[str, ...]) -> Any:  # noqa: ANN401 - one of the literal words
        """Give one of a few words."""
        found = self.content.get(name)
        if found not in words:
            raise self.wrong(name, "one of " + ", ".join(words))
        return found

    def number(self, name: str) -> float | None:
        """Give a finite number, None where there is none."""
        found = self.content.get(name)
        if found is not None and not _finite(found):
            raise self.wrong(name, "a number or null")
        return found

    def numbers(self, name: str) -> list[float]:
        """Give a list of finite numbers; an absent one is empty."""
        found = self.listing(name)
        if not all(_finite(one) for one in found):
            raise self.wrong(name, "a list of numbers")
        return [float(one) for one in found]

    def estimate(self, name: str) -> Estimate:
        """Give a number with its interval; without value where the file has none."""
        if self.content.get(name) is None:
            return NONE
        inside = self.part(name)
        value, low, high = (inside.number(end) for end in ("value", "low", "high"))
        if low is not None and high is not None and low > high:
            raise self.wrong(name, "an estimate whose interval is in order")
        return Estimate(value, low, high, str(inside.content.get("why_not", "")))


def _finite(found: object) -> bool:
    return isinstance(found, int | float) and not isinstance(found, bool) and math.isfinite(found)


def _whole(found: float | None) -> int | None:
    return None if found is None else int(found)


def _setting(name: str, found: Part) -> Setting:
    ends, choices, causes = found.content.get("range"), found.content.get("choices"), found.rows("causes")
    low, high = found.numbers("range") if isinstance(ends, list) and len(ends) == 2 else (None, None)  # noqa: PLR2004 - two ends
    facts = causes[0].part("facts") if causes else Part({}, "")
    region = (facts.content.get("best_low"), facts.content.get("best_high"))
    importance = found.part("importance") if found.content.get("importance") is not None else Part({}, "")
    return Setting(
        name=name,
        kind=found.text("kind"),
        scale=found.text("scale"),
        low=low,
        high=high,
        choices=tuple(choices) if isinstance(choices, list) else None,
        importance=found.estimate("importance"),
        spearman=found.estimate("spearman"),
        rank=_whole(importance.number("rank")),
        relevant=found.word("relevant", (True, False, None)),  # type: ignore[arg-type]  # three values of one switch
        cause=causes[0].text("cause") if causes else "",
        label=str(found.content.get("label", "")),
        best=region if _finite(region[0]) and _finite(region[1]) else None,  # type: ignore[arg-type]  # checked here
        levels={str(one.content.get("value")): one.estimate("mean") for one in found.rows("levels")},
    )


def _fixed(reader: Part) -> list[tuple[str, object]]:
    gone = [one for one in reader.rows("excluded") if one.content.get("what") == "parameter"]
    constant = [one for one in gone if one.content.get("reason") in {"constant", "constant_finished"}]
    return [(one.text("name"), one.part("facts").content.get("value")) for one in constant if "facts" in one.content]


def _recommendation(found: Part) -> Recommendation:
    parameter = found.content.get("parameter")
    named = parameter if isinstance(parameter, str) else None
    return Recommendation(
        found.text("action"), named, found.content.get("from"), found.content.get("to"), found.estimate("gain")
    )

"""The words of a column's name, and the prefixes with which tools mark settings and results."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

Mark = Literal["setting", "result", "attribute", "none"]

_SETTING: Final = r"config|cfg|params?|parameters|hparams?|hyper_?param(?:eter)?s?|hps?|args|settings"
_RESULT: Final = r"summary|summary_metrics|metrics?|results?|scores"
_ATTRIBUTE: Final = r"user_attrs?|system_attrs?|tags?|system|sys|monitoring|gpu|resources?"
_PREFIXES: Final[tuple[tuple[re.Pattern[str], Mark], ...]] = (
    (re.compile(rf"({_SETTING})[./:](?=.)", re.IGNORECASE), "setting"),
    (re.compile(rf"({_RESULT})[./:](?=.)", re.IGNORECASE), "result"),
    (re.compile(rf"({_ATTRIBUTE})[./:](?=.)", re.IGNORECASE), "attribute"),
    (re.compile(r"((?:user|system)_attrs)_(?=.)"), "attribute"),
)
_LOOSE: Final = re.compile(r"(config|params?|hparams?|hp)_(?=[^_])")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Label:
    """A column's name, taken apart.

    Attributes
    ----------
    column : str
        As the table spells it.
    short : str
        Without the tool's prefix.
    mark : {"setting", "result", "attribute", "none"}
        What the prefix says.
    prefix : str
        The prefix with its separator, else empty.
    """

    column: str
    short: str
    mark: Mark = "none"
    prefix: str = ""


@lru_cache(maxsize=1 << 16)
def words_of(name: str) -> tuple[str, ...]:
    """Split a name into lower-case words: ``valLoss/epoch-mean`` gives val, loss, epoch, mean."""
    return tuple(word for word in re.split(r"[\W_]+", _CAMEL.sub("_", name).lower()) if word)


def vocabulary(text: str) -> frozenset[str]:
    """Give the words of a text as a set."""
    return frozenset(text.split())


def plain(name: str) -> str:
    """Give a name in lower case, with one underscore between its words."""
    return "_".join(words_of(name))


def _prefixed(column: str) -> Label | None:
    for pattern, mark in _PREFIXES:
        found = pattern.match(column)
        if found:
            return Label(column, column[found.end() :], mark, found.group())
    return None


def _loose(columns: list[str]) -> dict[str, Label]:
    """Read ``param_lr`` as ``lr`` where several columns are written so, or Optuna or scikit-learn wrote the table."""
    found = {column: match for column in columns if (match := _LOOSE.match(column))}
    marks = {match.group(1) for match in found.values()}
    known = {"value", "number", "mean_test_score", "values_0", "st_status"}.intersection(columns)
    labels = {}
    for mark in marks:
        members = [column for column, match in found.items() if match.group(1) == mark and column != "config_id"]
        if len(members) > 1 or known:
            labels.update({c: Label(c, c[len(mark) + 1 :], "setting", f"{mark}_") for c in members})
    return labels


def label_all(columns: list[str]) -> list[Label]:
    """Take the names of a table's columns apart.

    Parameters
    ----------
    columns : list of str
        Names, unique.

    Returns
    -------
    list of Label
        In the same order.
    """
    loose = _loose(columns)
    return [_prefixed(column) or loose.get(column) or Label(column, column) for column in columns]

"""Cells that hold a whole mapping as text, read as data and never run, and spread over columns."""

from __future__ import annotations

import ast
import json
import math
import re
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from sweepbrief.sources.flatten import flatten
from sweepbrief.sources.raw_table import unique_names
from sweepbrief.sweep import Note

LIMIT: Final = 4 * 1024 * 1024
"""Characters of one cell that are read."""

NESTING: Final = 60
"""Brackets within brackets that are read."""

_ENOUGH: Final = 0.5
_NUMBERS: Final = {"nan": math.nan, "NaN": math.nan, "inf": math.inf, "Infinity": math.inf}
_WORDS: Final = {"True": "true", "False": "false", "None": "null", "nan": "NaN", "inf": "Infinity"}
_TOKEN: Final = re.compile(r"'([^'\n]*)'|\b(?:True|False|None|nan|inf)\b")
_PREFIXES: Final = {
    "config": "config.",
    "summary": "summary.",
    "params": "params.",
    "hparams": "hparams.",
    "metrics": "metrics.",
}


class _Literals(ast.NodeTransformer):
    """Replaces the names that Python writes for numbers without digits."""

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """Give ``nan`` and ``inf`` as constants."""
        return ast.Constant(_NUMBERS[node.id]) if node.id in _NUMBERS else node


def _as_json(text: str) -> str:
    """Write a plain Python literal as JSON, which is read many times faster; what is not plain stays as it is."""
    if '"' in text or "\\" in text:
        return text
    if not any(word in text for word in _WORDS):
        return text.replace("'", '"')
    return _TOKEN.sub(lambda found: f'"{found[1]}"' if found[1] is not None else _WORDS[found[0]], text)


def _nesting(text: str) -> int:
    depth = deepest = 0
    for sign in text:
        if sign in "[{(":
            depth += 1
            deepest = max(deepest, depth)
        elif sign in "]})":
            depth -= 1
    return deepest


def parse_cell(text: object) -> Mapping[Any, object] | None:
    """Read a cell as a mapping.

    Parameters
    ----------
    text : object
        JSON or a Python literal; a mapping is given back as it is.

    Returns
    -------
    mapping or None
        None where the cell is anything else, too long or nested too deeply.
    """
    if isinstance(text, Mapping):
        return text
    if not isinstance(text, str):
        return None
    text = text.strip()
    if not (text.startswith("{") and text.endswith("}")) or len(text) > LIMIT:
        return None
    try:
        value = json.loads(text if text.startswith('{"') else _as_json(text))
    except (ValueError, RecursionError):
        if _nesting(text) > NESTING:
            return None
        try:
            value = ast.literal_eval(_Literals().visit(ast.parse(text, mode="eval")))
        except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
            return None
    return value if isinstance(value, Mapping) else None


def _holds_mappings(column: pd.Series) -> bool:
    if not (column.dtype == object or pd.api.types.is_string_dtype(column.dtype)):
        return False
    present = column[column.notna()]
    texts = [
        cell for cell in present.head(50) if isinstance(cell, Mapping) or (isinstance(cell, str) and cell.lstrip()[:1] == "{")
    ]
    return len(texts) > _ENOUGH * min(len(present), 50) > 0


def expand_cells(frame: pd.DataFrame) -> tuple[pd.DataFrame, tuple[Note, ...]]:
    """Spread the columns whose cells hold mappings.

    Parameters
    ----------
    frame : pandas.DataFrame
        Raw cells.

    Returns
    -------
    tuple of (pandas.DataFrame, tuple of Note)
        The table with ``config.lr`` and the like in place of ``config``, and a note for each such column.
    """
    parts: list[pd.DataFrame] = []
    notes: list[Note] = []
    for name in frame.columns:
        column = frame[name]
        if not _holds_mappings(column):
            parts.append(column.to_frame())
            continue
        parsed = [parse_cell(cell) for cell in column]
        unread = int(sum(value is None for value in parsed) - column.isna().sum())
        if unread > _ENOUGH * len(parsed):
            parts.append(column.to_frame())
            continue
        parts.append(_spread(parsed, _PREFIXES.get(str(name).lower(), f"{name}."), frame.index))
        notes.append(Note("cells_expanded", {"column": name}))
        if unread:
            notes.append(Note("cells_unreadable", {"column": name, "runs": unread}))
    if not notes:
        return frame, ()
    spread = pd.concat(parts, axis=1)
    names, repeated = unique_names(spread.columns)
    spread.columns = pd.Index(names)
    return spread, (*notes, *repeated)


def _spread(parsed: list[Mapping[Any, object] | None], prefix: str, index: pd.Index) -> pd.DataFrame:
    rows = [flatten(record, prefix=prefix) if record else {} for record in parsed]
    names = dict.fromkeys(name for row in rows for name in row)
    return pd.DataFrame(
        {name: pd.Series([row.get(name) for row in rows], index=index, dtype=object) for name in names}, index=index
    )

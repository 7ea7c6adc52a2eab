"""Configuration: the options of a report written down once, in TOML."""

from __future__ import annotations

import os
import tomllib
from typing import TYPE_CHECKING, Any

from sweepbrief.errors import WrongUsageError

if TYPE_CHECKING:
    from pathlib import Path

FILE = "sweepbrief.toml"


def find(start: Path) -> Path | None:
    """Look for a configuration upward of a folder.

    Parameters
    ----------
    start : pathlib.Path
        The working folder.

    Returns
    -------
    pathlib.Path or None
        The nearest ``sweepbrief.toml``, or ``pyproject.toml`` with a table ``[tool.sweepbrief]``.
    """
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / FILE).is_file():
            return folder / FILE
        project = folder / "pyproject.toml"
        if project.is_file() and b"[tool.sweepbrief" in project.read_bytes():
            return project
    return None


def settings(path: Path, known: dict[str, bool]) -> dict[str, Any]:
    """Read the options that a configuration sets.

    Parameters
    ----------
    path : pathlib.Path
        A TOML file.
    known : dict of str to bool
        The options there are (without leading dashes), and whether each may be given several times.

    Returns
    -------
    dict
        Option names as Python spells them (``group_by``) with their values; relative paths are taken from the file's folder.

    Raises
    ------
    WrongUsageError
        If the file is missing, is no TOML, or sets an option there is not.
    """
    table = _table(path)
    found: dict[str, Any] = {}
    for key, value in table.items():
        option = key.replace("_", "-")
        if option not in known:
            raise WrongUsageError(
                f"A configuration sets options of `sweepbrief report`: {', '.join(sorted(known))}.",
                f"Found {key!r} in {path}.",
                "Take the line out or correct its name.",
            )
        if isinstance(value, list) and not known[option]:
            raise WrongUsageError(f"The option {option} has one value.", f"Found a list in {path}.")
        values = [value] if known[option] and not isinstance(value, list) else value
        found[option.replace("-", "_")] = _placed(option, values, path.parent)
    return found


def _table(path: Path) -> dict[str, Any]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WrongUsageError("The configuration is a readable file.", f"{path}: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongUsageError("The configuration is TOML.", f"{path}: {error}.") from error
    table = content.get("tool", {}).get("sweepbrief", {}) if path.name == "pyproject.toml" else content
    if not isinstance(table, dict):
        raise WrongUsageError("The configuration is a table of options.", f"Found {type(table).__name__} in {path}.")
    return table


def _placed(option: str, value: Any, folder: Path) -> Any:  # noqa: ANN401 - TOML values are of many types
    """Take relative paths from the configuration's own folder."""
    return os.path.normpath(folder / value) if option in {"logo", "output", "templates"} and isinstance(value, str) else value

"""The configuration space that a tool left beside its runs, in whichever spelling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.configuration_space import ConfigurationSpace, space_of_json
from sweepbrief.sources.pcs import space_of_pcs
from sweepbrief.sources.trees import json_file
from sweepbrief.sweep import Note

if TYPE_CHECKING:
    from pathlib import Path

FILES: Final = ("configspace.json", "configspace.pcs", "config_space.pcs", "param_config_space.pcs", "configspace.pcs_new")
"""Names under which tools keep a configuration space beside the runs."""


def find_space(folder: Path) -> tuple[ConfigurationSpace, tuple[Path, ...]]:
    """Read the configuration space that a tool left in a folder.

    Parameters
    ----------
    folder : Path
        The folder of the runs.

    Returns
    -------
    tuple of (ConfigurationSpace, tuple of Path)
        The space, empty where there is none or it cannot be read (which a note says), and the files it was read from.
    """
    for name in FILES:
        path = folder / name
        if path.is_file():
            try:
                space = space_of_json(json_file(path)) if name.endswith(".json") else space_of_pcs(path)
            except UnreadableSourceError:
                return ConfigurationSpace(notes=[Note("part_unreadable", {"part": name})]), ()
            return space, (path,)
    return ConfigurationSpace(notes=[Note("part_missing", {"part": FILES[0]})]), ()

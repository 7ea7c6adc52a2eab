"""DVC's experiments as ``dvc exp show --json`` and ``--csv`` print them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.blob import Blob, bytes_of, digest, head_of, location_of
from sweepbrief.sources.delimited import decode
from sweepbrief.sources.dvc_json import runs_of_tree
from sweepbrief.sources.dvc_table import runs_of_table
from sweepbrief.sources.json_text import load_json
from sweepbrief.sources.kind import SourceKind
from sweepbrief.sources.run_table import study_of_runs
from sweepbrief.sweep import Source

if TYPE_CHECKING:
    from sweepbrief.sweep import Note, Study

SOURCE: Final = SourceKind("dvc", "DVC", "what dvc exp show --json or --csv prints", (".json", ".csv"))
_NEW: Final = re.compile(rb'^\s*\[\s*\{\s*"rev":\s*"[^"]*",\s*"name"')
_OLD: Final = re.compile(rb'^\s*\{\s*"(workspace|[0-9a-f]{40})":\s*\{\s*"baseline":')
_HEADER: Final = re.compile(rb'^(\xef\xbb\xbf)?"?Experiment"?,"?rev"?,"?typ"?,')


def recognises(source: object) -> bool:
    """Tell whether a file begins as DVC's output does."""
    head = head_of(source)
    return any(pattern.match(head) for pattern in (_NEW, _OLD, _HEADER))


def read(source: object) -> tuple[Study, ...]:
    """Read what ``dvc exp show`` printed.

    Raises
    ------
    UnreadableSourceError
        If it is no file, or holds no experiment.
    """
    if not isinstance(source, (Path, Blob)):
        raise UnreadableSourceError("Experiments of DVC are a file.", f"Found {type(source).__name__}.")
    data = bytes_of(source)
    notes: tuple[Note, ...] = ()
    if _HEADER.match(data):
        runs, notes = runs_of_table(data)
    else:
        tree = load_json(decode(data)[0])
        runs = runs_of_tree(tree) if isinstance(tree, (list, Mapping)) else []
    if not runs:
        raise UnreadableSourceError(
            "Experiments of DVC have parameters and metrics.",
            f"{location_of(source)} holds none beside the workspace.",
            "Print them with: dvc exp show --all-commits --json > experiments.json",
        )
    name = source.stem if isinstance(source, Path) else "experiments"
    return (study_of_runs(name, Source(SOURCE.name, location_of(source), digest(data)), runs, notes=notes),)

"""The next search space on standard output, as ``sweepbrief next`` asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sweepbrief.progress import progress
from sweepbrief.writing import analysed

if TYPE_CHECKING:
    from collections.abc import Mapping

ABSENT: Final[Mapping[str, Any]] = {"group_by": None, "compare": None, "old_study": None, "shap_engine": "exact", "paper": "a4"}
"""Options of a report that a search space has no use for."""


def next_space(source: str, tool: str, **options: Any) -> str:  # noqa: ANN401 - the options of the command
    """Read and analyse a sweep, and write the search space that its advice leads to.

    Parameters
    ----------
    source : str
        File, folder, address or ``-``.
    tool : str
        Who will search it.
    **options
        The options of ``sweepbrief next``: those of a report that choose what is analysed.

    Returns
    -------
    str
        Ready to use, ends with a line break.
    """
    with progress(quiet=options["quiet"]) as tell:
        analysis = analysed(source, {**ABSENT, **options}, tell)
        tell("writing")
        return analysis.space(tool, options["language"])

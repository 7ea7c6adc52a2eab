"""Where the templates are, in an installed wheel and in a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sweepbrief.errors import SweepbriefError


@cache
def templates_root() -> Path:
    """Find the folder that holds everything a reader sees that is not data.

    Returns
    -------
    pathlib.Path
        ``sweepbrief/templates`` in an installed package, else ``templates`` at the top of the checkout.

    Raises
    ------
    SweepbriefError
        Where neither folder exists: the installation is broken.
    """
    package = Path(__file__).resolve().parent
    candidates = (package / "templates", package.parents[1] / "templates")
    for folder in candidates:
        if (folder / "prose").is_dir():
            return folder
    tried = " and ".join(str(folder) for folder in candidates)
    raise SweepbriefError(
        "The templates belong to the installation.",
        f"Found none in {tried}.",
        "Install the package again: pip install --force-reinstall sweepbrief",
    )

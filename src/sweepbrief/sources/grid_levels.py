"""Missing values that are a level of the design: the runs without a value complete a grid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MOST_LEVELS: Final = 60
_COVERED: Final = 0.9
_CELLS: Final = 5_000_000


def _codes(column: pd.Series) -> NDArray[np.int64]:
    """Give each cell the number of its level, "not set" being one."""
    return pd.factorize(column, use_na_sentinel=False)[0].astype(np.int64)


def missing_levels(settings: pd.DataFrame) -> frozenset[str]:
    """Find the parameters whose missing values complete a grid.

    Parameters
    ----------
    settings : pandas.DataFrame
        One row a run, one column a parameter.

    Returns
    -------
    frozenset of str
        Parameters for which "not set" is crossed with every other parameter like any other level. Empty unless at least two
        parameters vary, all of them in few levels, and at least nine tenths of all combinations were run, among those without
        the value as well.
    """
    gaps = [name for name in settings.columns if settings[name].isna().any() and settings[name].notna().any()]
    if not gaps:
        return frozenset()
    codes = {name: _codes(settings[name]) for name in settings.columns}
    codes = {name: code for name, code in codes.items() if code.max() > 0}
    sizes = {name: int(code.max()) + 1 for name, code in codes.items()}
    cells = float(np.prod([float(size) for size in sizes.values()]))
    if len(codes) < 2 or max(sizes.values()) > _MOST_LEVELS or cells > min(_CELLS, len(settings) / _COVERED):  # noqa: PLR2004 - a grid has two sides
        return frozenset()
    place = np.zeros(len(settings), dtype=np.int64)
    for name, code in codes.items():
        place = place * sizes[name] + code
    if len(np.unique(place)) < _COVERED * cells:
        return frozenset()
    return frozenset(
        name for name in gaps if len(np.unique(place[settings[name].isna().to_numpy()])) >= _COVERED * cells / sizes[name]
    )

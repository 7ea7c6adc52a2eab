"""A path: where a pen is put down, where it is drawn to, and where it closes a shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOVE: Final = 0
LINE: Final = 1
CLOSE: Final = 2


class Path(NamedTuple):
    """Straight lines and closed shapes, in points from the upper left corner.

    Attributes
    ----------
    vertices : float array, shape (n, 2)
        Places.
    codes : int array, shape (n,)
        How the pen gets to each: `MOVE`, `LINE` or `CLOSE`.
    """

    vertices: NDArray[np.float64]
    codes: NDArray[np.int64]

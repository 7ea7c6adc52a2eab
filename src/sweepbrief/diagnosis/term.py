"""Terms: the parts of the joint model, main curves and joint effects of pairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sweepbrief.diagnosis import form as forms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sweepbrief.diagnosis.axis import Axis
    from sweepbrief.diagnosis.form import Form

FEW_STEPS = 7


@dataclass(frozen=True, slots=True)
class Term:
    """A main curve (one member) or the joint effect of a pair (two members).

    Attributes
    ----------
    members : tuple of int
        Numbers of the axes.
    parts : tuple of Form
        One form a member; the functions of a pair are all products of one of each.
    carried : bool
        A main curve without an effect of its own, kept because a pair needs it.
    asked : int
        Of a main curve asked for beside a twin, among how many such questions; 0 where it was searched among everything.
    """

    members: tuple[int, ...]
    parts: tuple[Form, ...]
    carried: bool = False
    asked: int = 0

    @property
    def pair(self) -> bool:
        """Whether it is a joint effect."""
        return len(self.members) > 1

    @property
    def columns(self) -> NDArray[np.float64]:
        """The functions at the observations, shape (n, d)."""
        return self.parts[0].columns if not self.pair else products(self.parts[0].columns, self.parts[1].columns)

    @property
    def size(self) -> int:
        """Number of functions."""
        return self.parts[0].size * (self.parts[1].size if self.pair else 1)

    @property
    def searched(self) -> int:
        """How many knots or levels were searched."""
        return sum(part.searched for part in self.parts)

    def same(self, other: Term) -> bool:
        """Tell whether another term has the same members in the same forms."""
        forms = [[(part.name, part.size, part.place) for part in term.parts] for term in (self, other)]
        return self.members == other.members and forms[0] == forms[1]


def products(left: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give all products of a column of one and a column of the other, row by row, shape (n, a * b)."""
    both: NDArray[np.float64] = (left[:, :, None] * right[:, None, :]).reshape(len(left), -1)
    return both


def degrees_for(n: int) -> int:
    """Give the degrees of freedom that a smooth curve may have with so many observations."""
    return 3 if n < 40 else 4 if n < 80 else 6 if n < 250 else 8  # noqa: PLR2004 - a table of run counts


def main_forms(axis: Axis, n: int) -> list[Form]:
    """Give the forms tried when a parameter is looked for."""
    if axis.size < 2:  # noqa: PLR2004 - it does not vary
        return []
    if not axis.ordered:
        return forms.assemble(axis, [*forms.levels(axis, max(2, n // 8)), *forms.singles(axis)])
    degrees = [2, 3 if n < 80 else 4]  # noqa: PLR2004 - few runs, few curves
    return forms.assemble(axis, [*forms.straight(axis), *forms.curves(axis, degrees), *forms.steps(axis, FEW_STEPS)])


def fine_forms(axis: Axis, n: int) -> list[Form]:
    """Give the forms tried when a parameter's shape is settled."""
    if axis.size < 2 or not axis.ordered:  # noqa: PLR2004 - it does not vary
        return main_forms(axis, n)
    smooth = forms.curves(axis, list(range(1, degrees_for(n) + 1)))
    broken = [*forms.steps(axis), *forms.hinges(axis), *forms.saturated(axis)]
    return forms.assemble(axis, [*forms.straight(axis), *smooth, *broken])


def flexible_form(axis: Axis, n: int) -> list[Form]:
    """Give the form that is close to any main curve: what a pair must go beyond."""
    sketches = forms.curves(axis, [degrees_for(n)]) if axis.ordered else forms.levels(axis, max(2, n // 8))
    return forms.assemble(axis, sketches) if axis.size > 1 else []


def pair_forms(axis: Axis, n: int) -> list[Form]:
    """Give one side of a joint effect, in increasing degrees."""
    if axis.size < 2:  # noqa: PLR2004 - it does not vary
        return []
    degrees = [1, 2] if n < 80 else [1, 2, 3]  # noqa: PLR2004 - few runs, few shapes
    sketches = forms.curves(axis, degrees) if axis.ordered else forms.levels(axis, min(5, max(2, n // 8)))
    return forms.assemble(axis, sketches)

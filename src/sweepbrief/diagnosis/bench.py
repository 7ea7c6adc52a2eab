"""The bench: all forms of all parameters, prepared once for the selection of the joint model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis.regression import Span, gain, span_of
from sweepbrief.diagnosis.scales import CHARGES, CHILD_RUNS, MODEL_LEAST, NOISE_FLOOR, PAIR_RUNS, SEARCHED
from sweepbrief.diagnosis.term import Term, fine_forms, flexible_form, main_forms, pair_forms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.diagnosis.axis import Axis
    from sweepbrief.diagnosis.form import Form
    from sweepbrief.diagnosis.observations import Observations


@dataclass(frozen=True, slots=True)
class Shelf:
    """Forms of one parameter side by side.

    Attributes
    ----------
    forms : tuple of Form
        Sharing nothing but the parameter.
    stack : float64 array, shape (n, total)
        Their weighted columns.
    norms : float64 array, shape (total,)
        Squared norms of these.
    slices : tuple of slice
        Where each form stands.
    """

    forms: tuple[Form, ...]
    stack: NDArray[np.float64]
    norms: NDArray[np.float64]
    slices: tuple[slice, ...]

    def explained(self, span: Span) -> list[tuple[float, int]]:
        """Give the sum of squares that each form explains beyond a model, and its rank."""
        freed = span.without(self.stack)
        gram, moment = freed.T @ freed, freed.T @ span.left
        return [gain(gram[part, part], moment[part], self.norms[part]) for part in self.slices]


@dataclass(frozen=True, slots=True)
class Bench:
    """Everything the selection looks at.

    Attributes
    ----------
    observations : Observations
        What is fitted.
    coarse : tuple of Shelf
        By axis, the forms tried when it is looked for; empty where the parameter does not vary.
    fine : tuple of Shelf
        By axis, the forms tried when its shape is settled.
    flexible : tuple of Shelf
        By axis, the one form that is close to any main curve.
    joint : tuple of tuple of Form
        By axis, one side of a joint effect, in increasing degrees.
    floor : float
        Sum of squares below which nothing is told from rounding.
    count : int
        Number of parameters that vary.
    """

    observations: Observations
    coarse: tuple[Shelf, ...]
    fine: tuple[Shelf, ...]
    flexible: tuple[Shelf, ...]
    joint: tuple[tuple[Form, ...], ...]
    floor: float
    count: int

    @property
    def axes(self) -> tuple[Axis, ...]:
        """The parameters' axes."""
        return self.observations.axes

    def weigh(self, columns: NDArray[np.float64]) -> NDArray[np.float64]:
        """Scale rows by the square root of their weight."""
        return weighed(columns, self.observations.root)

    def span(self, terms: list[Term], target: NDArray[np.float64], *, without: Term | None = None) -> Span:
        """Span some terms and the constant, on the weighted target."""
        blocks = [self.weigh(term.columns) for term in terms if term is not without]
        return span_of(blocks, target * self.observations.root, self.observations.root)

    def charge(self, form: Form) -> float:
        """Give the number of independent tests that a form stands for."""
        return self.count * (SEARCHED if form.searched else CHARGES[form.name])


def weighed(columns: NDArray[np.float64], root: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scale rows, unless all weights are one."""
    return columns if bool((root == 1.0).all()) else columns * root[:, None]


def shelf_of(forms: list[Form], root: NDArray[np.float64]) -> Shelf:
    """Put some forms side by side."""
    stack = np.column_stack([form.columns for form in forms]) if forms else np.zeros((len(root), 0))
    ends = [0, *np.cumsum([form.size for form in forms]).tolist()]
    slices = tuple(slice(int(ends[place]), int(ends[place + 1])) for place in range(len(forms)))
    stack = weighed(stack, root)
    return Shelf(tuple(forms), stack, np.einsum("ij,ij->j", stack, stack), slices)


def bench_of(observations: Observations) -> Bench:
    """Prepare all forms."""
    n, root, axes = observations.n, observations.root, observations.axes
    told = [n >= MODEL_LEAST and (int(axis.active.sum()) >= CHILD_RUNS or not axis.blank) for axis in axes]
    y = observations.y * root
    floor = NOISE_FLOOR * float(np.sum((y - y.mean()) ** 2)) if n else 0.0
    return Bench(
        observations,
        coarse=tuple(shelf_of(main_forms(axis, n) if able else [], root) for axis, able in zip(axes, told, strict=True)),
        fine=tuple(shelf_of(fine_forms(axis, n), root) for axis in axes),
        flexible=tuple(shelf_of(flexible_form(axis, n), root) for axis in axes),
        joint=tuple(
            tuple(pair_forms(axis, n)) if able and n >= PAIR_RUNS else () for axis, able in zip(axes, told, strict=True)
        ),
        floor=floor,
        count=max(1, sum(axis.size > 1 for axis in axes)),
    )

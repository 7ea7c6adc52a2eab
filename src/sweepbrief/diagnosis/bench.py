"""The bench: all forms of all parameters, prepared once for the selection of the joint model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis.regression import Span, span_of
from sweepbrief.diagnosis.scales import NOISE_FLOOR, SHAPES
from sweepbrief.diagnosis.term import Term, flexible_form, main_forms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.diagnosis.axis import Axis
    from sweepbrief.diagnosis.form import Form
    from sweepbrief.diagnosis.observations import Observations


@dataclass(frozen=True, slots=True)
class Bench:
    """Everything the selection looks at.

    Attributes
    ----------
    observations : Observations
        What is fitted.
    mains : tuple of tuple of Form
        By axis, the forms tried for its main curve.
    flexible : tuple of Form or None
        By axis, the form that is close to any main curve.
    stack : float64 array, shape (n, total)
        The weighted columns of all forms in ``mains``.
    norms : float64 array, shape (total,)
        Their squared norms.
    slices : tuple of (axis, form number, slice)
        Where each form stands in ``stack``.
    """

    observations: Observations
    mains: tuple[tuple[Form, ...], ...]
    flexible: tuple[Form | None, ...]
    stack: NDArray[np.float64]
    norms: NDArray[np.float64]
    slices: tuple[tuple[int, int, slice], ...]

    @property
    def axes(self) -> tuple[Axis, ...]:
        """The parameters' axes."""
        return self.observations.axes

    @property
    def floor(self) -> float:
        """Sum of squares below which nothing is told from rounding."""
        y = self.observations.y * self.observations.root
        return NOISE_FLOOR * float(np.sum((y - y.mean()) ** 2))

    @property
    def count(self) -> int:
        """Number of parameters that can have a main curve."""
        return max(1, sum(1 for forms in self.mains if forms))

    def weigh(self, columns: NDArray[np.float64]) -> NDArray[np.float64]:
        """Scale rows by the square root of their weight."""
        return columns * self.observations.root[:, None]

    def span(self, terms: list[Term], target: NDArray[np.float64], *, without: Term | None = None) -> Span:
        """Span some terms and the constant, on the weighted target."""
        blocks = [self.weigh(term.columns) for term in terms if term is not without]
        return span_of(blocks, target * self.observations.root, self.observations.root)

    def charge(self, form: Form) -> float:
        """Give the number of independent tests that a form stands for."""
        return self.count * SHAPES * (max(form.searched * 8, 1) if form.name in {"step", "hinge", "single"} else 1) ** 0.5


def bench_of(observations: Observations) -> Bench:
    """Prepare all forms."""
    mains = []
    for axis in observations.axes:
        mains.append(tuple(main_forms(axis, observations.n)) if axis.size > 1 else ())
    slices, at = [], 0
    for number, forms in enumerate(mains):
        for which, form in enumerate(forms):
            slices.append((number, which, slice(at, at + form.size)))
            at += form.size
    root = observations.root[:, None]
    columns = [form.columns * root for forms in mains for form in forms]
    stack = np.column_stack(columns) if columns else np.zeros((observations.n, 0))
    flexible = tuple(flexible_form(axis, observations.n) for axis in observations.axes)
    return Bench(observations, tuple(mains), flexible, stack, np.einsum("ij,ij->j", stack, stack), tuple(slices))

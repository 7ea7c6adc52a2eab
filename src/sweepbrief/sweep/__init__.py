"""The sweep: finished runs, the parameters varied, the objectives pursued."""

from sweepbrief.sweep.given import given
from sweepbrief.sweep.masking import Masks
from sweepbrief.sweep.objective import Direction, Objective
from sweepbrief.sweep.parameter import Condition, Kind, Missing, Parameter, Scale
from sweepbrief.sweep.record import Exclusion, Note, Source
from sweepbrief.sweep.redaction import masks_of, place, redact
from sweepbrief.sweep.splitting import split, unfinished_levels
from sweepbrief.sweep.status import STATUSES, Status
from sweepbrief.sweep.study import Sampler, Study
from sweepbrief.sweep.sweep import Sweep
from sweepbrief.sweep.vocabulary import EXCLUSIONS, NOTES

__all__ = [
    "EXCLUSIONS",
    "NOTES",
    "STATUSES",
    "Condition",
    "Direction",
    "Exclusion",
    "Kind",
    "Masks",
    "Missing",
    "Note",
    "Objective",
    "Parameter",
    "Sampler",
    "Scale",
    "Source",
    "Status",
    "Study",
    "Sweep",
    "given",
    "masks_of",
    "place",
    "redact",
    "split",
    "unfinished_levels",
]

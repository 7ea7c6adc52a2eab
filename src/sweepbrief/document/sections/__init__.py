"""The sections of the report, in the order in which it is read."""

from sweepbrief.document.sections import (
    answer,
    appendix,
    disagreements,
    glance,
    groups,
    methods,
    next_steps,
    questions,
    runs,
    together,
    trust,
    what_matters,
)

SECTIONS = (
    answer,
    what_matters,
    trust,
    next_steps,
    disagreements,
    together,
    runs,
    glance,
    groups,
    questions,
    methods,
    appendix,
)
"""A section is a module with ``write(brief) -> Section``; its name is its anchor and its macro ``section_<name>``."""

ASKED_FOR = (groups,)
"""Sections that are written only where the reader asked for them."""

__all__ = ["ASKED_FOR", "SECTIONS"]

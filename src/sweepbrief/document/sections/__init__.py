"""The sections of the report, in the order in which it is read."""

from sweepbrief.document.sections import (
    answer,
    appendix,
    disagreements,
    effects,
    glance,
    groups,
    methods,
    metrics,
    next_steps,
    questions,
    runs,
    since,
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
    effects,
    runs,
    glance,
    metrics,
    groups,
    since,
    questions,
    methods,
    appendix,
)
"""A section is a module with ``write(brief) -> Section``; its name is its anchor and its macro ``section_<name>``."""

ASKED_FOR = {metrics: "others", groups: "groups", since: "comparison"}
"""Sections that are written only where there is this part of a brief."""

__all__ = ["ASKED_FOR", "SECTIONS"]

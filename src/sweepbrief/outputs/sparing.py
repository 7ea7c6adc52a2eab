"""Elements that paper would show no differently without, taken out: each costs the typesetter a millisecond."""

from __future__ import annotations

import re

METRIC = re.compile(r'<span class="metric">([^<]*)</span>')
ROW_HEAD = re.compile(r'<th scope="row">.*?</th>', re.DOTALL)
PARAMETER = re.compile(r'<b class="parameter">([^<]*)</b>')


def sparing(page: str) -> str:
    """Take out the marks of metrics, and those of parameters in the heads of rows, which are bold anyway.

    Parameters
    ----------
    page : str
        HTML that the shipped style sheet sets.

    Returns
    -------
    str
        The same words, set the same.
    """
    return ROW_HEAD.sub(lambda head: PARAMETER.sub(r"\1", head[0]), METRIC.sub(r"\1", page))

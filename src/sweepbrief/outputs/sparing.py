"""Elements that paper would show no differently without, taken out: each costs the typesetter a millisecond."""

from __future__ import annotations

import re

METRIC = re.compile(r'<span class="metric">([^<]*)</span>')
HEAD = re.compile(r'<th scope="(?:row|col)"(?: class="number")?>.*?</th>', re.DOTALL)
BOLD = re.compile(r'<td class="number"><b>([^<]*)</b></td>')
PARAMETER = re.compile(r'<b class="parameter">([^<]*)</b>')


def sparing(page: str) -> str:
    """Take out the marks of metrics and of parameters in the heads of tables, which are bold anyway, and make whole cells bold.

    Parameters
    ----------
    page : str
        HTML that the shipped style sheet sets.

    Returns
    -------
    str
        The same words, set the same.
    """
    page = HEAD.sub(lambda head: PARAMETER.sub(r"\1", head[0]), METRIC.sub(r"\1", page))
    return BOLD.sub(r'<td class="number bold">\1</td>', page)

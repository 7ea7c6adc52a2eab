"""Typefaces of the languages whose letters are not shipped: those of the system, named so that the regional forms are right."""

from __future__ import annotations

import re

REGIONS = {"ja": "JP", "zh": "SC"}
"""Languages whose letters are not shipped, and the regional forms of Noto's typefaces that they are set in."""
HEADING = re.compile(r"<(h[123])\b.*?</\1>", re.DOTALL)
ASIDE = re.compile("\uff08[^\uff08\uff09<>]{1,24}\uff09")
"""What stands in wide parentheses; no wider than the widest heading's line."""
PLAIN = "td b,th b,.margin b,.note b,figcaption b{font-family:inherit}"


def regional(page: str, language: str) -> str:
    """Name the typefaces of a language on a page to be printed.

    Text stands in the serif; headings and strong words stand in the sans, as these languages print them, which also leaves the
    bold serif, a large file, out of the PDF. What a heading says in parentheses is not torn apart at a line's end.

    Parameters
    ----------
    page : str
        HTML with its style inside.
    language : str
        Code of the language.

    Returns
    -------
    str
        The page; unchanged where the shipped typefaces hold the language's letters.
    """
    region = REGIONS.get(language)
    if region is None:
        return page
    sans, serif = f"Noto Sans CJK {region}", f"Noto Serif CJK {region}"
    for face, beside in (("Serif", serif), ("Sans", sans), ("Mono", sans)):
        page = page.replace(f'"Sweepbrief {face}",', f'"Sweepbrief {face}","{beside}",')
    page = page.replace("font-family=\"'Sweepbrief Sans',", f"font-family=\"'Sweepbrief Sans','{sans}',")
    page = HEADING.sub(lambda heading: ASIDE.sub(r'<span class="nowrap">\g<0></span>', heading[0]), page)
    strong = f'h1,h2,h3,b{{font-family:"Sweepbrief Serif","{sans}",sans-serif}}{PLAIN}'
    return page.replace("</style>", f"{strong}</style>", 1)

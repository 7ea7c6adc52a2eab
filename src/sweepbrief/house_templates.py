"""A house's own templates: files of one folder that stand in for the shipped ones of the same name."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sweepbrief.errors import WrongUsageError
from sweepbrief.templates_root import templates_root

if TYPE_CHECKING:
    from collections.abc import Iterator

OWN = "own"
"""Name under which a house's own prose templates are found beside the shipped ones."""
KINDS = ("page", "prose")
REMEDY = "The names are those of the folder `templates` in the installed package."


@cache
def house_templates(folder: str) -> Path | None:
    """Check a folder of own templates.

    Parameters
    ----------
    folder : str
        Holds ``page/`` (whole files in place of the shipped ones) or ``prose/<language>/`` (single macros in place of the
        shipped ones); empty for none.

    Returns
    -------
    pathlib.Path or None
        The folder; None where none was named.

    Raises
    ------
    WrongUsageError
        If it is no folder, holds no template, or a page file that stands in for nothing.
    """
    if not folder:
        return None
    path = Path(folder)
    if not path.is_dir():
        raise WrongUsageError("--templates is a folder.", f"Found none at {folder}.")
    pages = [file for file in sorted((path / "page").glob("*")) if file.is_file()]
    prose = sorted((path / "prose").glob("*/**/*.jinja"))
    if not pages and not prose:
        expected = "A folder of own templates holds page/<file> or prose/<language>/<file>.jinja."
        raise WrongUsageError(expected, f"Found neither in {folder}.", REMEDY)
    for file in pages:
        if not (templates_root() / "page" / file.name).is_file():
            raise WrongUsageError("An own page template has the name of a shipped one.", f"Found {file}.", REMEDY)
    return path


@contextmanager
def blamed_on_template(folder: str) -> Iterator[None]:
    """Turn a fault inside a house's own template into an error that names the file and the line.

    Parameters
    ----------
    folder : str
        The folder of own templates; where empty, a fault is the program's own and passes unchanged.

    Raises
    ------
    WrongUsageError
        If a template cannot be compiled or filled in.
    """
    if not folder:
        yield
        return
    from jinja2 import TemplateError, TemplateSyntaxError  # noqa: PLC0415 - loads only when a page is rendered

    try:
        yield
    except TemplateSyntaxError as error:
        found = f"{error.filename or error.name}, line {error.lineno}: {(error.message or '').rstrip('.')}."
        raise WrongUsageError("A template is valid Jinja.", found, "Mend it, or take it out of the folder.") from error
    except (TemplateError, TypeError, KeyError, AttributeError) as error:
        place = _place(error, folder)
        if place is None:
            raise
        raise WrongUsageError("A template can be filled in.", f"{place}: {error}.", "Mend it, or take it out.") from error


def _place(error: BaseException, folder: str) -> str | None:
    """Find the last line of an own template that a fault went through."""
    found, step = None, error.__traceback__
    while step is not None:
        name = step.tb_frame.f_code.co_filename
        if name.endswith((".jinja", ".css", ".js")) and Path(name).is_relative_to(folder):
            template = step.tb_frame.f_globals.get("__jinja_template__")  # where the line is still that of the compiled code
            line = template.get_corresponding_lineno(step.tb_lineno) if template else step.tb_lineno
            found = f"{name}, line {line}"
        step = step.tb_next
    return found

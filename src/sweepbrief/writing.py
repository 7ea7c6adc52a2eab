"""Writing a report's files, as the command line asks for them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sweepbrief.conditions import check_names, held
from sweepbrief.earlier import earlier, since
from sweepbrief.errors import MissingSystemLibraryError, WrongUsageError
from sweepbrief.house_look import house_look
from sweepbrief.journey import analyse, engine_name, load, report
from sweepbrief.progress import progress
from sweepbrief.sweep import masks_of, redact

if TYPE_CHECKING:
    from collections.abc import Callable

    from sweepbrief.results import Analysis, Report
    from sweepbrief.sweep import Masks

FILES = {"html": "report.html", "pdf": "report.pdf", "json": "findings.json", "md": "summary.md"}


def write_report(source: str, fail_on: tuple[str, ...], **options: Any) -> list[str]:  # noqa: ANN401 - the options of the command
    """Read, analyse, write, and print the paths written.

    Parameters
    ----------
    source : str
        File, folder, address or ``-``.
    fail_on : tuple of str
        Conditions to check when the files are written.
    **options
        The options of ``sweepbrief report``.

    Returns
    -------
    list of str
        The conditions that hold, a line each.
    """
    check_names(fail_on)
    look = house_look(options)
    with progress(quiet=options["quiet"]) as tell:
        analysis = analysed(source, options, tell)
        if options["verbose"]:
            click.echo(f"SHAP values: {engine_name(options['shap_engine'])}", err=True)
        tell("writing")
        made = report(analysis, options["language"], paper=options["paper"], **look)
        paths = _write(made, options["formats"], options["output"], tell)
    for path in paths:
        click.echo(path)
    if options["open_page"]:
        click.launch(str(paths[0]))
    return held(analysis, fail_on)


def analysed(source: str, options: dict[str, Any], tell: Callable[[str], None]) -> Analysis:
    """Read and analyse a sweep as the options of a command say.

    Parameters
    ----------
    source : str
        File, folder, address or ``-``.
    options : dict
        Of ``sweepbrief report``, those that choose what is analysed.
    tell : callable
        Told the name of each stage as it begins.

    Returns
    -------
    Analysis
    """
    tell("reading")
    old = options.get("compare")
    before = None if old is None else earlier(old)
    sweep = load(
        source,
        metric=options["metric"] or (before.metric if before else None),
        direction=options["direction"] or None,
        parameters=options["parameters"] or None,
        ignore=options["ignore"] or None,
        study=options["study"],
        order=options["order"],
        fidelity=options["fidelity"],
        kind=options["source_kind"],
    )
    command = _command("SOURCE" if options["redact"] else source, options)
    masks = masks_of(sweep) if options["redact"] else None
    sweep = sweep if masks is None else redact(sweep, masks, keep=options["group_by"])
    analysis = analyse(
        sweep,
        options["seed"],
        options["jobs"],
        engine=options["shap_engine"],
        command=command,
        group_by=options["group_by"],
        progress=tell,
    )
    return analysis if old is None else _since(analysis, before or old, options, tell, masks)


def _since(
    analysis: Analysis, old: object, options: dict[str, Any], tell: Callable[[str], None], masks: Masks | None
) -> Analysis:
    """Add what changed since an earlier sweep, read with the same wishes as the new one."""
    return since(
        analysis,
        old,
        seed=options["seed"],
        jobs=options["jobs"],
        study=options["old_study"],
        engine=options["shap_engine"],
        tell=tell,
        masks=masks,
        parameters=options["parameters"] or None,
        ignore=options["ignore"] or None,
        order=options["order"],
        fidelity=options["fidelity"],
    )


def _command(source: str, options: dict[str, Any]) -> str:
    """Spell the command that gives this report again, with the options that differ from the defaults."""
    import shlex  # noqa: PLC0415 - only here

    words = ["sweepbrief", "report", source]
    if options.get("compare") is not None:
        words += ["--compare", "OLD" if options["redact"] else options["compare"]]
    choosing = ("metric", "direction", "study", "fidelity", "parameters", "ignore", "order", "group_by")
    for name in (*choosing, "old_study", "source_kind"):
        values = options[name] if isinstance(options[name], tuple) else (options[name],)
        for value in values:
            words += [f"--{name.replace('_', '-')}", str(value)] if value else []
    for name, default in (("language", "en"), ("paper", "a4"), ("seed", 0), ("shap_engine", "exact")):
        words += [f"--{name.replace('_', '-')}", str(options[name])] if options[name] != default else []
    return shlex.join([*words, *(["--redact"] if options["redact"] else [])])


def _write(made: Report, formats: tuple[str, ...], output: str | None, tell: Callable[[str], None]) -> list[Path]:
    """Write every format, or none: the PDF alone may be missing where the system cannot make it."""
    from sweepbrief.outputs import write_atomically  # noqa: PLC0415 - renderers load only when asked for

    folder, names = _names(output, made.analysis.sweep.name, formats)
    files: dict[str, bytes] = {}
    missing: MissingSystemLibraryError | None = None
    for kind in formats:
        tell(f"rendering {kind}")
        try:
            files[names[kind]] = made.render(kind)
        except MissingSystemLibraryError as error:
            missing = error
    write_atomically(folder, files)
    if missing is not None:
        for name in files:
            click.echo(folder / name)
        raise missing
    return [folder / name for name in files]


def _names(output: str | None, sweep: str, formats: tuple[str, ...]) -> tuple[Path, dict[str, str]]:
    """Take ``--output`` for a stem where it ends like a file we write, else for a folder."""
    if output is None:
        safe = re.sub(r"[^\w.-]+", "-", sweep).strip("-.")[:80] or "sweep"
        return Path("reports") / safe, {kind: FILES[kind] for kind in formats}
    path = Path(output)
    if path.suffix.lstrip(".") in FILES and not path.is_dir():
        return path.parent, {kind: f"{path.stem}.{kind}" for kind in formats}
    if path.exists() and not path.is_dir():
        raise WrongUsageError(
            "--output is a folder, or a file name that ends in .html, .pdf, .json or .md.", f"Found the file {path}."
        )
    return path, {kind: FILES[kind] for kind in formats}

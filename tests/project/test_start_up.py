"""`sweepbrief --help` answers at once: nothing heavy is imported before it is needed."""

from __future__ import annotations

import json
import resource
import subprocess
import sys

HEAVY = {"babel", "jinja2", "matplotlib", "numpy", "pandas", "pyarrow", "rich", "scipy", "shap", "sklearn", "weasyprint"}
LIMIT = 0.2  # seconds that --help may take on a quiet machine


def loaded(code: str) -> set[str]:
    """Run code in a new interpreter and give the top-level packages it leaves imported."""
    shown = "import sys, json; print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    done = subprocess.run([sys.executable, "-c", f"{code}\n{shown}"], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def seconds(*command: str) -> float:
    """Give the least processor time of several calls, which other work on the machine hardly lengthens."""
    times = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(times)


def test_importing_the_package_loads_nothing_heavy() -> None:
    """``import sweepbrief`` is free until a name is used."""
    assert not loaded("import sweepbrief") & HEAVY


def test_the_command_line_loads_nothing_heavy() -> None:
    """``--help`` of the command and of ``report`` is answered by click alone."""
    for arguments in (["--help"], ["report", "--help"]):
        code = f"from sweepbrief.cli import main\ntry:\n    main({arguments!r})\nexcept SystemExit:\n    pass"
        assert not loaded(code) & HEAVY


def test_a_table_is_read_without_the_libraries_of_other_files() -> None:
    """Reading runs that are in memory loads neither YAML nor what only pages need."""
    code = "import pandas, sweepbrief; sweepbrief.load(pandas.DataFrame({'lr': range(9), 'loss': range(9)}), metric='loss')"
    found = loaded(code)
    assert "pandas" in found
    assert not found & {"jinja2", "pikepdf", "weasyprint", "yaml"}


def test_help_is_quick() -> None:
    """Help takes less than 0.2 s, or, where the machine is slow or busy, not much more than Python itself needs to start."""
    bare = seconds(sys.executable, "-c", "pass")
    spent = seconds(sys.executable, "-c", "from sweepbrief.cli import main; main(['--help'])")
    assert spent < max(LIMIT, 8 * bare)

"""`sweepbrief --help` answers at once: nothing heavy is imported before it is needed."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = {"babel", "jinja2", "matplotlib", "numpy", "pandas", "pyarrow", "rich", "scipy", "shap", "sklearn", "weasyprint"}
LIMIT = 0.2  # seconds that --help may take on a quiet machine


def loaded(code: str) -> set[str]:
    """Run code in a new interpreter and give the modules it leaves imported."""
    shown = "import sys, json; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", f"{code}\n{shown}"], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def seconds(*command: str) -> float:
    """Give the median time of several calls."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def test_importing_the_package_loads_nothing_heavy() -> None:
    """``import sweepbrief`` is free until a name is used."""
    assert not loaded("import sweepbrief") & HEAVY


def test_the_command_line_loads_nothing_heavy() -> None:
    """``--help`` of the command and of ``report`` is answered by click alone."""
    for arguments in (["--help"], ["report", "--help"]):
        code = f"from sweepbrief.cli import main\ntry:\n    main({arguments!r})\nexcept SystemExit:\n    pass"
        assert not loaded(code) & HEAVY


def test_a_report_loads_no_more_than_it_needs(tmp_path: Path) -> None:
    """A page is analysed, written and drawn without scikit-learn, shap or scipy's statistics: they take longer to import."""
    source = tmp_path / "runs.csv"
    source.write_text("a,b,loss\n" + "".join(f"{one % 7},{one % 5},{(one % 7) ** 2 + one % 3}\n" for one in range(35)))
    asked = ["report", str(source), "--metric", "loss", "--format", "html", "--quiet", "--output", str(tmp_path)]
    code = f"from sweepbrief.cli import commands\ncommands.main({asked!r}, standalone_mode=False)"
    needless = {"sklearn", "shap", "scipy.stats", "scipy.optimize", "scipy.linalg", "matplotlib.pyplot"}
    assert not loaded(code) & needless
    assert (tmp_path / "report.html").exists()


def test_help_is_quick() -> None:
    """Help takes less than 0.2 s, or, where the machine is busy, not much more than Python itself needs to start."""
    bare = seconds(sys.executable, "-c", "pass")
    spent = seconds(sys.executable, "-c", "from sweepbrief.cli import main; main(['--help'])")
    assert spent < max(LIMIT, 8 * bare)

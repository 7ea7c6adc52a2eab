"""What reading 10,000 runs costs in each local format, in CPU seconds and memory: `python -m benchmarks.reading`."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.finished_sweeps import FORMATS, as_csv, planted
from benchmarks.more_finished_sweeps import FORMATS as MORE

if TYPE_CHECKING:
    from collections.abc import Sequence

RUNS: Final = 10_000
LONGEST: Final = 10.0
LARGEST: Final = 500
"""Seconds and megabytes that no format may reach."""
TABLE: Final = Path(__file__).with_name("READING.md")
READ: Final = """
import sys
from sweepbrief.sources import read
(study,) = read(sys.argv[1])
found = int((study.statuses == "complete").sum()), len(study.parameters), len(study.metrics.columns)
assert found == (int(sys.argv[2]), 5, 1), found
"""
BARE: Final = "import sys, pandas; pandas.read_csv(sys.argv[1])"


def cost(code: str, *arguments: str) -> tuple[float, float]:
    """Give the CPU seconds and the peak megabytes of a Python process of its own (on Linux, where the kernel keeps them)."""
    measured = (
        "import time\n"
        f"exec({code!r})\n"
        "peak = next(line for line in open('/proc/self/status') if line.startswith('VmHWM'))\n"
        "print(time.process_time(), peak.split()[1])\n"
    )
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", measured, *arguments], check=True, capture_output=True, text=True
    )
    seconds, kilobytes = done.stdout.split()[-2:]
    return float(seconds), float(kilobytes) / 1024


def rows(runs: int) -> list[tuple[str, float, float]]:
    """Write the same sweep in every format, and read each."""
    frame = planted(runs)
    with tempfile.TemporaryDirectory() as name:
        found = [("pandas.read_csv of the same table", *cost(BARE, str(as_csv(frame, Path(name)))))]
    for form, write in {**FORMATS, **MORE}.items():
        with tempfile.TemporaryDirectory() as name:
            found.append((form, *cost(READ, str(write(frame, Path(name))), str(runs))))
    return found


def told(found: Sequence[tuple[str, float, float]], runs: int) -> str:
    """Write the table."""
    bare = found[0][1]
    lines = [
        f"# What reading {runs:,} runs costs",
        "",
        "One sweep of five parameters and one result, written as each tool leaves it and read in a process of its own, imports",
        f"included: `python -m benchmarks.reading`. No format may take {LONGEST:.0f} s or {LARGEST} MB.",
        "",
        "| format | CPU s | peak MB | times pandas.read_csv |",
        "|---|---:|---:|---:|",
        *(f"| {form} | {seconds:.1f} | {size:.0f} | {seconds / bare:.1f} |" for form, seconds, size in found),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, write the table, and stop with 1 where a limit is reached."""
    found = rows(RUNS)
    TABLE.write_text(told(found, RUNS), encoding="utf-8")
    sys.stdout.write(TABLE.read_text(encoding="utf-8"))
    sys.exit(any(seconds >= LONGEST or size >= LARGEST for _, seconds, size in found))


if __name__ == "__main__":
    main()

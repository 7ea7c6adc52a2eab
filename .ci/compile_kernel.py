"""Compiles the growth of forests and their exact SHAP values when the package is built; without a compiler it goes without."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCE = Path("src", "sweepbrief", "measures", "tree_kernel.c")
SOURCES = (SOURCE, SOURCE.with_name("tree_growth.c"))
LIBRARY = SOURCE.with_name("libtree_kernel.so")
FLAGS = ("-std=c99", "-O3", "-ffp-contract=off", "-fPIC", "-shared", "-fvisibility=hidden")
"""Nothing that lets results differ between machines: no -ffast-math, no -march, no fused operations."""


def compiler() -> list[str] | None:
    """Find a C compiler; the environment's CC goes first, and an empty one means none."""
    asked = os.environ.get("CC")
    if asked is not None:
        return shlex.split(asked) or None
    return next(([found] for name in ("cc", "gcc", "clang") if (found := shutil.which(name))), None)


def compile_kernel(root: Path) -> str:
    """Compile the library beside its sources; say why not where that fails.

    Parameters
    ----------
    root : pathlib.Path
        The checkout.

    Returns
    -------
    str
        Empty when the library is there.
    """
    command = compiler()
    if command is None:
        return "there is no C compiler"
    made = root / LIBRARY.with_suffix(f".{os.getpid()}")
    try:
        done = subprocess.run(  # noqa: S603 - the compiler that the person has chosen
            [*command, *FLAGS, "-o", str(made), *(str(root / source) for source in SOURCES)],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode == 0 and made.is_file():
            made.replace(root / LIBRARY)
            return ""
        return done.stderr.strip() or f"{command[0]} failed"
    except OSError as error:
        return str(error)
    finally:
        made.unlink(missing_ok=True)


class CompileKernel(BuildHookInterface):  # type: ignore[misc] - hatchling's class has no types here
    """Puts the library into the wheel, and marks the wheel as made for this kind of machine."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before the files are gathered."""
        del version
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        (root / LIBRARY).unlink(missing_ok=True)
        problem = compile_kernel(root)
        if problem:
            self.app.display_warning(f"sweepbrief is built without its compiled kernel, and slower for it: {problem}")
            return
        build_data["pure_python"] = False
        build_data["artifacts"].append(f"/{LIBRARY.as_posix()}")
        build_data["tag"] = "py3-none-" + sysconfig.get_platform().replace("-", "_").replace(".", "_")

"""The build compiles the kernel where it can, and does without it where it cannot."""

from __future__ import annotations

import importlib.util
import shutil
from typing import TYPE_CHECKING

import pytest
from source_tree import ROOT

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType


@pytest.fixture
def hook() -> ModuleType:
    """Load the build hook."""
    pytest.importorskip("hatchling")
    found = importlib.util.spec_from_file_location("compile_kernel", ROOT / ".ci" / "compile_kernel.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("compiler", "said"), [("", "no C compiler"), ("false", "false failed"), ("no-such-program", "no-such")]
)
def test_a_missing_or_failing_compiler_is_said(
    hook: ModuleType, compiler: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a working compiler the hook gives its reason, raises nothing and leaves nothing behind."""
    monkeypatch.setenv("CC", compiler)
    kernel = tmp_path / hook.SOURCE
    kernel.parent.mkdir(parents=True)
    shutil.copy(ROOT / hook.SOURCE, kernel)
    assert said in hook.compile_kernel(tmp_path)
    assert list(kernel.parent.iterdir()) == [kernel]


def test_no_flag_lets_results_differ(hook: ModuleType) -> None:
    """No flag reorders sums, fuses operations or fits the code to the machine that builds it."""
    assert "-ffp-contract=off" in hook.FLAGS
    assert not [flag for flag in hook.FLAGS if flag.startswith(("-ffast-math", "-Ofast", "-march", "-mtune", "-mfma"))]

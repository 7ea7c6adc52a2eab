"""Reports that the tool suite looks at, each rendered once; and the tools themselves, or the reason they are missing."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from chromium_pipe import chromium, find_chromium
from rendering import render
from tool_venvs import NoToolError
from tool_venvs import tool_python as find_tool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from chromium_pipe import Pipe

HOSTILE = {
    "learning_rate": "<script>window.pwned = 1</script>",
    "width": "a|b" + "w" * 200,
    "depth": "שכבות",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder belongs to the tool suite."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.tool)


@pytest.fixture(scope="session")
def digits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the report of the example sweep in every format."""
    source = Path("examples", "digits_sweep.csv")
    return render(source, tmp_path_factory.mktemp("digits"), "--metric", "val_accuracy")


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the report of a sweep whose names and levels are markup and other scripts."""
    import numpy as np  # noqa: PLC0415 - only here
    import pandas as pd  # noqa: PLC0415 - only here

    rng = np.random.default_rng(3)
    runs = pd.DataFrame(
        {
            HOSTILE["learning_rate"]: 10 ** rng.uniform(-4, -1, 60),
            HOSTILE["width"]: rng.integers(8, 128, 60),
            HOSTILE["depth"]: rng.integers(1, 5, 60),
            "level": rng.choice(["</td><img src=x onerror='window.pwned=1'>", "=1+1|`{{ 7 * 7 }}`", "学習"], 60),
        }
    )
    runs["val_loss"] = (np.log10(runs.iloc[:, 0]) + 2.5) ** 2 + 0.1 * rng.normal(size=60)
    folder = tmp_path_factory.mktemp("hostile")
    runs.to_csv(folder / "runs<b>.csv", index=False)
    return render(folder / "runs<b>.csv", folder)


@pytest.fixture(scope="session")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the page of a sweep of 24 parameters, of which three act."""
    import numpy as np  # noqa: PLC0415 - only here
    import pandas as pd  # noqa: PLC0415 - only here

    rng = np.random.default_rng(7)
    runs = pd.DataFrame({f"setting_{place:02d}": rng.uniform(0, 1, 240) for place in range(24)})
    runs["val_loss"] = 3 * runs["setting_05"] - 2 * runs["setting_11"] + runs["setting_17"] + 0.1 * rng.normal(size=240)
    folder = tmp_path_factory.mktemp("wide")
    runs.to_csv(folder / "runs.csv", index=False)
    return render(folder / "runs.csv", folder, "--format", "html")


@pytest.fixture(scope="session")
def two_metrics(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the page of a sweep whose two metrics are decided by different parameters."""
    import numpy as np  # noqa: PLC0415 - only here
    import pandas as pd  # noqa: PLC0415 - only here

    rng = np.random.default_rng(11)
    runs = pd.DataFrame({name: rng.uniform(0, 1, 120) for name in ("alpha", "beta", "gamma")})
    runs["val_loss"] = 3 * runs["alpha"] + 0.3 * runs["beta"] + 0.1 * rng.normal(size=120)
    runs["accuracy"] = 3 * runs["beta"] + 0.3 * runs["alpha"] + 0.1 * rng.normal(size=120)
    folder = tmp_path_factory.mktemp("two_metrics")
    runs.to_csv(folder / "runs.csv", index=False)
    return render(folder / "runs.csv", folder, "--metric", "val_loss", "--metric", "accuracy", "--format", "html")


@pytest.fixture(scope="session")
def browser() -> Iterator[Pipe]:
    """Give a running browser."""
    if find_chromium() is None:
        pytest.skip("there is no Chromium here (apt-get install chromium)")
    with chromium() as pipe:
        yield pipe


@pytest.fixture(scope="session")
def poppler() -> None:
    """Skip where the PDF tools are missing."""
    for program in ("qpdf", "pdftotext", "pdftoppm"):
        if shutil.which(program) is None:
            pytest.skip(f"there is no {program} here (apt-get install qpdf poppler-utils)")


@pytest.fixture(scope="session")
def tool_python() -> Callable[[str], Path]:
    """Give a function from a tool's name to the Python that can import it; the test is skipped where there is none."""

    def find(tool: str) -> Path:
        try:
            return find_tool(tool)
        except NoToolError as error:
            pytest.skip(f"{tool} cannot be installed here: {error}")

    return find

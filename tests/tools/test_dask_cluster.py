"""Many reports are written by a Dask cluster that the user has registered with joblib, and one that fails stops no other."""

from __future__ import annotations

import json
import shutil
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

from tool_venvs import run_script

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
SCRIPT = """
import json, os, sys

sys.path += json.loads(os.environ["FURTHER"])
os.environ["PYTHONPATH"] = os.pathsep.join(json.loads(os.environ["FURTHER"]))

if __name__ == "__main__":
    import joblib
    from distributed import Client, LocalCluster

    from sweepbrief.cli import main

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster, Client(cluster) as client:
        with joblib.parallel_config("dask"):
            try:
                main(["report", "one.csv", "broken.csv", "two.csv", "--metric", "val_accuracy", "--format", "json"])
            except SystemExit as ended:
                status = ended.code
        wrote = client.run(lambda: "sweepbrief.writing" in __import__("sys").modules)
        here = "sweepbrief.writing" in sys.modules
        print(json.dumps({"status": status, "workers": len(wrote), "wrote": sum(wrote.values()), "here": here}))
"""


def test_a_cluster_writes_the_reports(tool_python: Callable[[str], Path], tmp_path: Path) -> None:
    """Two sweeps are reported by the cluster's workers, the broken one between them is told, its status is the command's."""
    python = tool_python("dask")
    for name in ("one", "two"):
        shutil.copy(ROOT / "examples" / "digits_sweep.csv", tmp_path / f"{name}.csv")
    (tmp_path / "broken.csv").write_text("no table here\n", encoding="utf-8")
    further = [str(ROOT / "src"), sysconfig.get_paths()["purelib"]]
    done = run_script(python, SCRIPT, tmp_path, FURTHER=json.dumps(further))
    assert done.returncode == 0, done.stdout
    told = json.loads(next(line for line in done.stdout.splitlines() if line.startswith("{")))
    assert told["workers"] == 2
    assert told["wrote"] >= 1
    assert not told["here"]
    assert told["status"] == 3
    assert "broken.csv" in done.stdout
    made = sorted(path.relative_to(tmp_path / "reports") for path in (tmp_path / "reports").rglob("findings.json"))
    assert made == [Path("one", "findings.json"), Path("two", "findings.json")]
    assert (tmp_path / "reports" / "index.html").is_file()
    one, two = (json.loads((tmp_path / "reports" / path).read_text(encoding="utf-8")) for path in made)
    assert one["parameters"] == two["parameters"]

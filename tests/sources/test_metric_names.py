"""Names of results are told from names of settings, with their directions."""

from __future__ import annotations

import pytest

from sweepbrief.sources.metric_names import direction_of, is_phase, is_result, is_spread, is_time, part_of

RESULTS = """
    loss val_loss test_accuracy f1_score auc rmse r2 valLoss eval/loss train-error mean_test_score bleu perplexity
    validation/text_to_image_accuracy_top_5-epoch-mean neg_log_loss best_accuracy error_rate reward cross_entropy
    """
SETTINGS = """
    loss_weight loss_type lr learning_rate score_threshold metric train_size test_size val_split train_batch_size
    gradient_accumulation_steps acc_steps grad_acc error_tol eval_every max_steps warmup_time time_steps gamma alpha
    batch_size train.subsample train_noise test.width precision_mode reward_scale n_estimators dropout weight_decay
    """


@pytest.mark.parametrize("name", RESULTS.split())
def test_names_of_results_are_known(name: str) -> None:
    """What a training script calls its results is recognised in every spelling."""
    assert is_result(name)


@pytest.mark.parametrize("name", SETTINGS.split())
def test_names_of_settings_are_no_results(name: str) -> None:
    """A setting about a result (its weight, its threshold, a split) is no result."""
    assert not is_result(name)
    assert not is_phase(name)
    assert not is_time(name)


@pytest.mark.parametrize(
    ("name", "direction"),
    [
        ("val_loss", "minimize"),
        ("test_accuracy", "maximize"),
        ("neg_mean_squared_error", "maximize"),
        ("mean_squared_error", "minimize"),
        ("brier_score", "minimize"),
        ("train_time", "minimize"),
        ("reward", "maximize"),
        ("perplexity", "minimize"),
        ("metric:accuracy [0.0, 1.0] (maximize)", "maximize"),
        ("cost (min)", "minimize"),
        ("log_likelihood", "maximize"),
        ("rank_test_score", "minimize"),
        ("win_rate", "maximize"),
        ("eval/samples_per_second", "maximize"),
        ("error_rate", "minimize"),
        ("y", None),
        ("outcome", None),
    ],
)
def test_directions_are_read_off_names(name: str, direction: str | None) -> None:
    """A name tells the direction or nothing; it is never guessed."""
    assert direction_of(name) == direction


def test_parts_of_a_metric_are_told_apart() -> None:
    """Per-seed and per-fold columns name the metric they belong to."""
    assert part_of("val_acc_seed3") == ("val_acc", 3)
    assert part_of("split0_test_score") == ("test_score", 0)
    assert part_of("val_acc") == ("val_acc", None)


def test_times_and_spreads_are_told_apart() -> None:
    """Neither a run time nor a spread is ever the result that is meant without being named."""
    assert is_time("mean_fit_time")
    assert is_time("train_time_seed3")
    assert is_spread("std_test_score")
    assert not is_spread("test_score")

"""Names of what runs were given to work on are told from names of choices."""

from __future__ import annotations

import pytest

from sweepbrief.sweep import Parameter, given


@pytest.mark.parametrize(
    "name", ["matrix_name", "dataset", "data.name", "envId", "train_dataset", "TASK_NAME", "target-domain"]
)
def test_data_sets_problems_and_environments_are_given(name: str) -> None:
    """However it is spelt, a category named after what is worked on was given."""
    assert given(Parameter(name, "categorical"))


@pytest.mark.parametrize(
    "name", ["optimizer", "model_name", "data_augmentation", "instance_norm", "mass_matrix", "network", "id"]
)
def test_ways_of_working_are_choices(name: str) -> None:
    """A word inside a name, or one that is as often a way of working, says nothing."""
    assert not given(Parameter(name, "categorical"))


def test_numbers_are_choices() -> None:
    """An amount of data is a choice like any other."""
    assert not given(Parameter("dataset", "int"))

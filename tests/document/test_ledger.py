"""findings.json follows its schema, is strict JSON, and says what the report says."""

from __future__ import annotations

import json
import math

import jsonschema
import numpy as np
import pytest
from planted_brief import plant

from sweepbrief.document import ledger, write
from sweepbrief.document.ledger import plain
from sweepbrief.outputs import schema


@pytest.mark.parametrize("hostile", [False, True])
@pytest.mark.parametrize("signal", ["strong", "none"])
def test_the_ledger_follows_the_schema(hostile: bool, signal: str) -> None:  # noqa: FBT001 - a parameter of the test
    """Whatever the names and however weak the signal, the published schema describes it."""
    found = ledger(plant(40, hostile=hostile, signal=signal))
    jsonschema.Draft202012Validator(schema()).validate(json.loads(json.dumps(found, allow_nan=False)))


def test_the_schema_is_a_schema() -> None:
    """What ``sweepbrief schema`` prints is itself valid."""
    jsonschema.Draft202012Validator.check_schema(schema())


def test_numbers_that_are_not_finite_become_null() -> None:
    """JSON has no NaN: null stands for what could not be computed."""
    found = plain({"a": math.nan, 2: (np.float64("inf"), np.int64(3), np.bool_(1)), "b": np.array([1.5])})
    assert found == {"a": None, "2": [None, 3, True], "b": [1.5]}


def test_every_claim_has_a_place_in_the_report() -> None:
    """The id of each claim leads to a row of the appendix."""
    document = write(plant(40))
    rows = {row for section in document.sections for block in section.blocks for row in getattr(block, "row_ids", ())}
    assert document.ledger["claims"]
    for claim in document.ledger["claims"]:
        assert f"claim-{claim['id']}" in rows


def test_facts_keep_their_former_names() -> None:
    """A script that knew the bound of an idle parameter as ``detectable`` still finds it, beside its name of today."""
    brief = plant(40)
    causes = [cause for parameter in ledger(brief)["parameters"].values() for cause in parameter["causes"]]
    idle = [cause["facts"] for cause in causes if cause["cause"] == "irrelevant"]
    assert idle
    assert all(facts["detectable"] == facts["most"] for facts in idle)
    assert all("detectable" not in cause["facts"] for cause in causes if cause["cause"] != "irrelevant")

"""Optuna's SQLite storages are read as Optuna reads them, without it and without writing."""

from __future__ import annotations

import json
import math
import os
import sqlite3
from typing import TYPE_CHECKING

import numpy as np
import pytest
from optuna_files import FakeTrial, choice, uniform, write_storage
from real_files import DATA, needs_data

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources import choose, read

if TYPE_CHECKING:
    from pathlib import Path

UNIT = uniform(0, 1)
FINITE = "FINITE"


def trial(value: float, **more: object) -> FakeTrial:
    return FakeTrial(values=((value, FINITE),), params={"x": (value, UNIT)}, **more)  # type: ignore[arg-type] # as given


def codes(notes: tuple[object, ...]) -> list[str]:
    return [note.code for note in notes]  # type: ignore[attr-defined] # notes


COUNTS = {
    "asreview/svm_db.sqlite3": {"complete": 239, "running": 1},
    "asreview/rf_db.sqlite3": {"complete": 213},
    "asreview/nb_db.sqlite3": {"complete": 467, "running": 1},
    "dashboard_sample/sample_db.sqlite3": {"complete": 25, "pruned": 75},
}


@needs_data
@pytest.mark.parametrize(("name", "counts"), COUNTS.items(), ids=list(COUNTS))
def test_real_studies_have_the_known_counts(name: str, counts: dict[str, int]) -> None:
    """Runs by status are those that the storage holds, and only finished ones count."""
    sweep = choose(read(DATA / "optuna" / name))
    assert sweep.counts == counts
    assert int(sweep.used.sum()) == counts["complete"]
    assert len([item for item in sweep.excluded if item.what == "run"]) == sum(counts.values()) - counts["complete"]


@needs_data
def test_a_real_condition_is_found() -> None:
    """``gamma`` acts for the rbf kernel only, as the study's search space had it."""
    sweep = choose(read(DATA / "optuna/asreview/svm_db.sqlite3"))
    gamma = next(parameter for parameter in sweep.parameters if parameter.name == "gamma")
    assert gamma.active_when is not None
    assert (gamma.active_when.parent, gamma.active_when.values) == ("kernel", ("rbf",))
    assert gamma.missing == "inactive"
    assert (gamma.scale, gamma.low, gamma.high, gamma.range_known) == ("log", 1e-4, 10.0, True)
    assert sweep.outcome.min() == pytest.approx(0.1595, abs=1e-4)


@needs_data
def test_real_layers_switch_their_units_on() -> None:
    """The second and third layers' units are conditional on the number of layers."""
    (study,) = read(DATA / "optuna/dashboard_sample/sample_db.sqlite3")
    conditions = {p.name: p.active_when.values for p in study.parameters if p.active_when}
    assert conditions == {"n_units_l1": (2, 3), "dropout_l1": (2, 3), "n_units_l2": (3,), "dropout_l2": (3,)}


@needs_data
@pytest.mark.parametrize("version", ["0.9.0.a", "1.2.0.a", "1.3.0.a"])
def test_the_first_schemas_are_read(version: str) -> None:
    """Before 2.4 the value and the direction stood with the trial and the study."""
    studies = {study.name: study for study in read(DATA / f"optuna/schema_versions/{version}.db")}
    assert set(studies) == {"single_empty", "single"}
    single = studies["single"]
    assert single.objectives[0].direction == "minimize"
    assert {p.name: p.kind for p in single.parameters} == {"x": "float", "y": "int", "z": "int"}
    assert single.metrics["value"].notna().all()
    assert list(single.settings.index) == ["0"]


@needs_data
@pytest.mark.parametrize("version", ["2.4.0.a", "2.6.0.a", "3.0.0.a", "3.0.0.b", "3.0.0.c", "3.0.0.d", "3.2.0.a"])
def test_later_schemas_are_read(version: str) -> None:
    """From 2.4 on there are several objectives; old and new distributions mean the same space."""
    studies = {study.name: study for study in read(DATA / f"optuna/schema_versions/{version}.db")}
    assert list(studies) == ["single_empty", "single", "multi_empty", "multi", "schema migration"]
    assert [objective.name for objective in studies["multi"].objectives] == ["values_0", "values_1"]
    space = {p.name: (p.kind, p.scale, p.low, p.high) for p in studies["schema migration"].parameters}
    assert space["x1"] == ("float", "linear", -5, 5)
    assert space["x2"] == ("float", "log", 1e-5, 1e-3)
    assert space["y2"] == ("int", "log", 1, 20)
    assert len(studies["single_empty"].statuses) == 0


def test_infinite_values_are_kept_and_do_not_count(tmp_path: Path) -> None:
    """An infinity is stored apart from its value: it is found, named, and never the best run."""
    trials = [trial(0.1), trial(0.2), FakeTrial(values=((None, "INF_POS"),), params={"x": (0.3, UNIT)})]
    path = write_storage(tmp_path / "study.db", {"s": trials}, ("MAXIMIZE",))
    (study,) = read(path)
    assert study.metrics["value"].iloc[2] == math.inf
    sweep = choose(study)
    assert sweep.used.tolist() == [True, True, False]
    assert sweep.best_run == "1"
    assert [(item.name, item.reason, item.facts["value"]) for item in sweep.excluded] == [("2", "infinite", "inf")]


def test_states_decide_and_not_values(tmp_path: Path) -> None:
    """A pruned trial has a value and does not count; failed, running and waiting ones do not either."""
    states = ["COMPLETE", "PRUNED", "FAIL", "RUNNING", "WAITING", "COMPLETE"]
    trials = [trial(0.1 * (number + 1), state=state) for number, state in enumerate(states)]
    sweep = choose(read(write_storage(tmp_path / "study.db", {"s": trials})))
    assert sweep.counts == {"complete": 2, "pruned": 1, "failed": 1, "running": 1, "waiting": 1}
    assert {item.name: item.reason for item in sweep.excluded} == {
        "1": "pruned",
        "2": "not_finished",
        "3": "not_finished",
        "4": "not_finished",
    }
    assert "still_running" in codes(sweep.notes)


def test_choices_are_read_by_their_place(tmp_path: Path) -> None:
    """A category is stored as the number of its choice; mixed choices keep their types; numbers are analysed as numbers."""
    mixed, sizes = choice(*["sgd", "adam", None, True, 1.5]), choice(16, 32, 64)
    trials = [
        FakeTrial(
            values=((0.1 * n, FINITE),),
            params={"opt": (n % 5, mixed), "size": (n % 3, sizes), "on": (n % 2, choice(*[False, True]))},
        )
        for n in range(10)
    ]
    sweep = choose(read(write_storage(tmp_path / "study.db", {"s": trials})))
    kinds = {parameter.name: parameter for parameter in sweep.parameters}
    assert sweep.settings["opt"].tolist()[:5] == ["sgd", "adam", None, True, 1.5]
    assert kinds["opt"].choices == ("sgd", "adam", None, True, 1.5)
    assert sweep.settings["size"].tolist()[:3] == [16.0, 32.0, 64.0]
    assert (kinds["size"].kind, kinds["on"].kind) == ("int", "bool")
    assert "numeric_choices" in codes(sweep.notes)


def test_ranges_that_change_are_joined(tmp_path: Path) -> None:
    """Where trials drew from different ranges or choices, the widest is meant, and a note says so."""
    trials = [
        FakeTrial(
            values=((0.1 * n, FINITE),),
            params={"x": (0.5 + n / 100, uniform(0, 1 + n)), "k": (n % 2, choice("a", "b") if n < 3 else choice("a", "c"))},
        )
        for n in range(6)
    ]
    sweep = choose(read(write_storage(tmp_path / "study.db", {"s": trials})))
    x, k = sweep.parameters
    assert (x.low, x.high) == (0, 6)
    assert k.choices == ("a", "b", "c")
    assert codes(sweep.notes) == ["range_changed", "choices_changed"]


@pytest.mark.parametrize(
    ("system", "sampler"),
    [
        ({"grid_id": 3}, "grid"),
        ({"tpe:relative_params:0": "{}"}, "adaptive"),
        ({"cma:optimizer:0": "00"}, "adaptive"),
        ({}, "unknown"),
    ],
)
def test_the_sampler_is_what_it_left_behind(tmp_path: Path, system: dict[str, object], sampler: str) -> None:
    """Grid, TPE and CMA-ES leave attributes; where there are none the sampler is unknown."""
    trials = [trial(0.1 * (n + 1), system=system) for n in range(3)]
    assert choose(read(write_storage(tmp_path / "study.db", {"s": trials}))).sampler == sampler


def test_constraints_and_user_attributes_are_told(tmp_path: Path) -> None:
    """Constraints of both kinds are counted; attributes are bookkeeping that can be named."""
    trials = [trial(0.1 * (n + 1), user={"params_m": n}, system={"constraints": [n - 1.0]}) for n in range(3)]
    trials.append(trial(0.9, system={"constraints:memory": 2.0}))
    studies = read(write_storage(tmp_path / "study.db", {"s": trials}))
    sweep = choose(studies)
    note = next(note for note in sweep.notes if note.code == "constraints")
    assert note.facts == {"infeasible": 2, "runs": 4}
    assert ("params_m", "bookkeeping") in {(item.name, item.reason) for item in sweep.excluded}
    assert [p.name for p in choose(studies, parameters=["x", "params_m"]).parameters] == ["x", "params_m"]
    assert sweep.seconds is not None
    assert sweep.seconds.eq(60).all()


def test_any_character_may_stand_in_the_path(tmp_path: Path) -> None:
    """Spaces, percent signs, question marks and letters of any script name files."""
    folder = tmp_path / "my study #1 100% 学习?"
    folder.mkdir()
    path = write_storage(folder / "s & t.db", {"s": [trial(0.1), trial(0.2)]})
    assert len(choose(read(path)).used) == 2


def test_nothing_is_written_beside_the_file(tmp_path: Path) -> None:
    """A storage in write-ahead mode at rest is read without creating the files that SQLite keeps beside it."""
    path = write_storage(tmp_path / "study.db", {"s": [trial(0.1), trial(0.2)]})
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()
    before = path.read_bytes()
    read(path)
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["study.db"]  # noqa: PTH208 - names only


def test_a_study_that_is_being_written_is_read(tmp_path: Path) -> None:
    """A writer that holds an open transaction does not disturb: what was committed is read."""
    path = write_storage(tmp_path / "study.db", {"s": [trial(0.1), trial(0.2)]})
    writer = sqlite3.connect(path)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("INSERT INTO trials (number, study_id, state) VALUES (2, 1, 'RUNNING')")
    try:
        assert len(read(path)[0].statuses) == 2
        writer.commit()
        assert len(read(path)[0].statuses) == 3
    finally:
        writer.close()


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9])
def test_a_truncated_file_is_one_clear_error(tmp_path: Path, share: float) -> None:
    """However much of the file is left, the error says that it is not whole."""
    rng = np.random.default_rng(0)
    path = write_storage(tmp_path / "study.db", {"s": [trial(float(value)) for value in rng.random(400)]})
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(UnreadableSourceError, match="whole") as caught:
        read(path)
    assert len(str(caught.value).splitlines()) <= 3


def test_a_missing_database_is_an_error_and_is_not_created(tmp_path: Path) -> None:
    """The address of a file that is not there stops, and makes none."""
    with pytest.raises(UnreadableSourceError, match="exist"):
        read(f"sqlite:///{tmp_path}/none.db")
    assert not list(tmp_path.iterdir())


def test_an_address_is_the_same_as_its_path(tmp_path: Path) -> None:
    """``sqlite:///`` and the path give the same study and digest."""
    path = write_storage(tmp_path / "study.db", {"s": [trial(0.1), trial(0.2)]})
    assert read(f"sqlite:///{path}")[0].source == read(path)[0].source


def test_steps_between_values_are_kept(tmp_path: Path) -> None:
    """A distribution with a step, old or new, gives its parameter that step; whole numbers drawn one by one have none."""

    def stepped(name: str, **attributes: object) -> str:
        return json.dumps({"name": name, "attributes": {"low": 0, "high": 64, **attributes}})

    kinds = {
        "units": stepped("IntDistribution", step=8, log=False),
        "layers": stepped("IntDistribution", step=1, log=False),
        "drop": stepped("DiscreteUniformDistribution", q=0.1),
        "rate": stepped("FloatDistribution", step=None, log=False),
    }
    trials = [
        FakeTrial(values=((0.5, "FINITE"),), params={name: (8.0 * n, text) for name, text in kinds.items()}) for n in range(3)
    ]
    (study,) = read(write_storage(tmp_path / "study.db", {"stepped": trials}))
    assert {parameter.name: parameter.step for parameter in study.parameters} == {
        "units": 8.0,
        "layers": None,
        "drop": 0.1,
        "rate": None,
    }

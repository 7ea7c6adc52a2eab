"""TensorBoard's folders of sessions with hyperparameters, read without TensorBoard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from event_files import end, experiment, scalar, start, write

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources import read
from sweepbrief.sources.protobuf_wire import WireError, message

if TYPE_CHECKING:
    from pathlib import Path


def sessions(folder: Path) -> Path:
    declared = experiment({"lr": (1e-4, 0.1), "units": (8, 64)}, {"opt": ["adam", "sgd"]}, ["val/acc"])
    write(folder, declared)
    for number, status in enumerate((1, 2, None)):
        hparams = {"lr": 0.001 * 10**number, "units": 8 + number, "opt": "adam", "bn": number == 1}
        events = [start(hparams, 100.0 + number), scalar("val/acc", 0.25, 0, tensor=True), scalar("val/acc", 0.5 + number, 2)]
        write(folder / str(number), *events, *([end(status, 160.0 + number)] if status is not None else []))
    return folder


def test_sessions_domains_and_statuses(tmp_path: Path) -> None:
    """Hyperparameters get their types and domains back; the last scalar is the metric; a session without an end is running."""
    (study,) = read(sessions(tmp_path / "logs"))
    assert list(study.statuses.items()) == [("0", "complete"), ("1", "failed"), ("2", "running")]
    assert study.metrics["val/acc"].tolist() == [0.5, 1.5, 2.5]
    parameters = {p.name: p for p in study.parameters}
    assert (parameters["lr"].low, parameters["lr"].high, parameters["lr"].range_known) == (1e-4, 0.1, True)
    assert (parameters["units"].kind, parameters["bn"].kind, parameters["opt"].choices) == ("int", "bool", ("adam", "sgd"))
    assert [objective.name for objective in study.objectives] == ["val/acc"]
    assert study.seconds is not None
    assert study.seconds.tolist()[:2] == [60.0, 60.0]
    assert study.order is not None
    assert study.order.tolist() == [100.0, 101.0, 102.0]


def test_pytorchs_folders_and_folders_below(tmp_path: Path) -> None:
    """A folder called after a moment takes its parent's name; scalars of folders below belong to the session above."""
    write(tmp_path / "run1", scalar("train/loss", 9.0))
    write(tmp_path / "run1" / "1700000000.25", start({"lr": 0.1}), end(1), scalar("hparam/acc", 0.5))
    write(tmp_path / "run2", start({"lr": 0.2}), end(1))
    write(tmp_path / "run2" / "validation", scalar("epoch_loss", 0.75))
    (study,) = read(tmp_path)
    assert list(study.statuses.index) == ["run1", "run2"]
    assert study.metrics["hparam/acc"].iloc[0] == 0.5
    assert study.metrics["validation/epoch_loss"].iloc[1] == 0.75


def test_without_ends_a_value_is_an_end(tmp_path: Path) -> None:
    """Where no session says how it ended, those with a value count, and a note says that nothing else is known."""
    for number in range(3):
        write(tmp_path / str(number), start({"lr": 0.1 * (number + 1)}), scalar("loss", 1.0 * number))
    (study,) = read(tmp_path)
    assert set(study.statuses) == {"complete"}
    assert "no_status" in {note.code for note in study.notes}


def test_truncated_and_damaged_files(tmp_path: Path) -> None:
    """A record that is cut off ends its file; one that is no event is noted with its session."""
    path = write(tmp_path / "a", start({"lr": 0.1}), end(1), scalar("loss", 0.5), scalar("loss", 0.25, 1))
    path.write_bytes(path.read_bytes()[:-7])
    broken = write(tmp_path / "b", start({"lr": 0.2}), end(1), scalar("loss", 0.75))
    data = broken.read_bytes()
    broken.write_bytes(data + (3).to_bytes(8, "little") + b"sums\xff\xff\xffsums")
    (study,) = read(tmp_path)
    assert study.metrics["loss"].tolist() == [0.5, 0.75]
    assert [note.facts["runs"] for note in study.notes if note.code == "parts_unreadable"] == [["b"]]


def test_scalars_alone_are_no_sweep(tmp_path: Path) -> None:
    """A folder whose sessions state no hyperparameters is not taken for a sweep."""
    write(tmp_path, scalar("loss", 0.5))
    with pytest.raises(UnreadableSourceError):
        read(tmp_path)


@pytest.mark.parametrize("data", [b"\xff" * 12, b"\x0a\xff\x01x", b"\x0b", b"\x09abc"])
def test_bytes_that_are_no_message(data: bytes) -> None:
    """Numbers without an end, fields beyond the end and unknown kinds are refused."""
    with pytest.raises(WireError):
        message(data)

"""The log of a W&B run is read to its end or to where it breaks off, in every way in which versions have written it."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wandb_files import CONFIG, HISTORY, METRIC, SUMMARY, ended, field, framed, item, log, run_record, typed_item, update

from sweepbrief.sources.wandb_log import DamagedLogError, payloads
from sweepbrief.sources.wandb_record import read_log


@given(st.lists(st.binary(min_size=1, max_size=50_000), max_size=6))
def test_records_of_any_size_come_back_whole(records: list[bytes]) -> None:
    """Records longer than a block, and headers that do not fit into its end, are put together again."""
    assert list(payloads(framed(records))) == records


def test_a_finished_run_is_read() -> None:
    """Settings, summary, name, project, sweep, start, seconds and exit code come from the log alone."""
    data = log(
        "abc",
        {"lr": 0.1, "opt": {"name": "sgd"}, "layers": [32, 16], "drop": None, "n": 3},
        [{"loss": 1.0}, {"loss": 0.5}],
        {"loss": 0.5, ("acc", "max"): 0.9},
        start=1.5e9 + 0.25,
        seconds=12,
        project="p",
        sweep_id="s",
        display_name="run 1",
    )
    record = read_log(data)
    assert record.config == {"lr": 0.1, "opt": {"name": "sgd"}, "layers": [32, 16], "drop": None, "n": 3}
    assert isinstance(record.config["n"], int)
    assert record.summary == {"loss": 0.5, "acc": {"max": 0.9}}
    assert (record.exit_code, record.seconds, record.steps, record.truncated) == (0, 12.0, 2, False)
    assert record.about == {
        "run_id": "abc",
        "project": "p",
        "sweep_id": "s",
        "display_name": "run 1",
        "start_time": 1.5e9 + 0.25,
    }


def test_what_was_written_last_stands() -> None:
    """Updates replace, removals remove, in the configuration and in the summary."""
    data = framed(
        [
            run_record({"lr": 0.1, "gone": 1}, run_id="a"),
            field(CONFIG, update({"lr": 0.2, ("opt", "name"): "adam"}) + field(2, field(1, "gone"))),
            field(SUMMARY, update({"loss": 1.0})),
            field(SUMMARY, update({"loss": 2.0, ("_wandb", "runtime"): 3})),
            ended(0),
        ]
    )
    record = read_log(data)
    assert record.config == {"lr": 0.2, "opt": {"name": "adam"}}
    assert record.summary == {"loss": 2.0, "_wandb": {"runtime": 3}}


def test_values_without_json_are_read() -> None:
    """Recent versions write numbers, truth values and text of the history as such, negative ones folded."""
    values = {"a": -7, "b": 0.25, "c": True, "d": "word", "e": None, "f": 2**40, "g": math.inf}
    row = b"".join(field(1, typed_item(key, value)) for key, value in values.items())
    assert read_log(framed([run_record({}, run_id="a"), field(HISTORY, row)])).summary == values


@pytest.mark.parametrize(("code", "told"), [(0, 0), (1, 1), (3, 3), (255, 255), (-9, -9)])
def test_exit_codes_are_numbers_with_a_sign(code: int, told: int) -> None:
    """Zero is left out by the format and means finished."""
    assert read_log(log("a", {}, code=code)).exit_code == told


def test_a_run_that_never_ended_is_told_by_its_history() -> None:
    """Without a summary the last values count, and the minimum and maximum where the run asked for them."""
    rows = [{"loss": 3.0, "acc": 0.1}, {"loss": 1.0, "acc": math.nan}, {"loss": 2.0, "acc": 0.3}]
    asked = field(METRIC, field(1, "loss") + field(7, field(1, 1) + field(2, 1)))
    history = [field(HISTORY, update(dict(row))) for row in rows]
    record = read_log(framed([run_record({"lr": 1}, run_id="a"), asked, *history]))
    assert record.exit_code is None
    assert record.summary == {"loss": {"min": 1.0, "max": 3.0}, "acc": 0.3}


def test_a_log_that_breaks_off_keeps_what_came_before() -> None:
    """Cut anywhere, it is read without a fault; what it gives is never more than what was written."""
    whole = log("abc", {"lr": 0.1}, [{"loss": float(n)} for n in range(3000)], {"loss": 5.0})
    assert len(whole) > 65536
    for cut in (0, 3, 7, 11, 20, 60, 500, 32767, 32768, 32770, 40000, len(whole) - 1):
        record = read_log(whole[:cut])
        assert record.truncated == (cut > 7)
        assert record.exit_code is None
        assert record.config in ({}, {"lr": 0.1})
    middle = read_log(whole[:40000])
    assert middle.config == {"lr": 0.1}
    assert 0 < int(str(middle.summary["loss"]).split(".", maxsplit=1)[0]) < 3000


def test_damage_is_noticed() -> None:
    """A byte that was changed ends the reading there: the checksum tells."""
    whole = bytearray(log("abc", {"lr": 0.1}, [{"loss": 1.0}], {"loss": 5.0}))
    whole[40] ^= 0xFF
    with pytest.raises(DamagedLogError):
        list(payloads(bytes(whole)))
    assert read_log(bytes(whole)).truncated


@given(st.binary(max_size=400))
def test_any_bytes_are_a_record_or_nothing(data: bytes) -> None:
    """Noise behind the header, framed or not, never raises."""
    read_log(b":W&B\xe1\xbe\x00" + data)
    read_log(framed([data]) if data else b"")
    read_log(framed([field(number, data) for number in (HISTORY, SUMMARY, CONFIG, METRIC, 17, 18)]))


def test_an_item_may_name_its_key_in_parts() -> None:
    """One part is a name, several are a path; both spellings are the same key."""
    plain, nested = field(1, item("a/b", 1)), field(1, item(("a/b",), 2))
    assert read_log(framed([run_record({}, run_id="a"), field(SUMMARY, plain), field(SUMMARY, nested)])).summary == {"a/b": 2}

"""Effects, ranges and advice: what changed is told, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from planted_snapshots import NONE, around, setting, snapshot_of

from sweepbrief.comparison import Recommendation, Setting, Snapshot, compare, sketch
from sweepbrief.errors import WrongUsageError
from sweepbrief.measures import Estimate


def told(old: Setting, new: Setting, **facts: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - fields of both snapshots
    """Compare two sweeps of which one parameter differs."""
    still = setting("still", 0.3, 2)
    found = compare(snapshot_of(old, still, **facts), snapshot_of(new, still, **facts))
    return [(one.kind, one.parameter) for one in found.effects]


def test_nothing_changed_nothing_claimed() -> None:
    """A sweep against itself has no effect, no range, no verdict to tell."""
    found = compare(snapshot_of(), snapshot_of())
    assert not found.effects
    assert not found.ranges
    assert [found.better(one.what) for one in found.outcome] == [None] * 4


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ({"importance": around(0.6)}, {"importance": around(0.2)}, "lighter"),
        ({"importance": around(0.2)}, {"importance": around(0.6)}, "heavier"),
        ({"spearman": around(0.6)}, {"spearman": around(-0.5)}, "turned"),
        ({"spearman": around(0.2)}, {"spearman": around(0.7)}, "stronger"),
        ({"spearman": around(-0.7)}, {"spearman": around(-0.2)}, "weaker"),
        (
            {"relevant": False, "importance": around(0.05)},
            {"relevant": True, "importance": around(0.6)},
            "appeared",
        ),
        (
            {"relevant": True, "importance": around(0.6)},
            {"relevant": False, "importance": around(0.05)},
            "vanished",
        ),
        ({"relevant": False}, {"relevant": True}, "unproven"),
        ({"best": (0.1, 0.2)}, {"best": (0.5, 0.7)}, "moved"),
    ],
)
def test_each_kind_of_change_is_told(old: dict[str, Any], new: dict[str, Any], kind: str) -> None:
    """Weight, direction, appearance and place: one parameter changed, one is told."""
    assert told(setting("rate", 0.5, 1, **old), setting("rate", 0.5, 1, **new)) == [(kind, "rate")]


def test_what_could_not_be_tested_is_not_proven() -> None:
    """A verdict that turned round without numbers that differ is told, but not among what changed beyond chance."""
    old, new = snapshot_of(setting("rate", 0.5, 1, relevant=False)), snapshot_of(setting("rate", 0.5, 1, relevant=True))
    found = compare(old, new)
    assert [effect.kind for effect in found.effects] == ["unproven"]
    assert found.proven == ()


def test_significant_here_and_not_there_is_no_change() -> None:
    """An association found in one sweep and not in the other, which do not differ by more than chance, is not told."""
    clear, unclear = setting("rate", 0.5, 1, spearman=around(0.25, 0.2)), setting("rate", 0.5, 1, spearman=around(0.1, 0.2))
    assert told(clear, unclear) == []


def test_regions_that_share_a_value_have_not_moved() -> None:
    """Best regions that overlap are the same as far as anybody can tell."""
    assert told(setting("rate", 0.5, 1, best=(0.1, 0.4)), setting("rate", 0.5, 1, best=(0.3, 0.7))) == []


def test_a_best_level_that_changed_hands_is_tested() -> None:
    """The step from the old best level to the new one must differ, not only change its sign."""
    levels = {"adam": around(0.3, 0.02), "sgd": around(0.5, 0.02)}
    turned = {"adam": around(0.5, 0.02), "sgd": around(0.3, 0.02)}
    vague = {"adam": around(0.41, 0.2), "sgd": around(0.4, 0.2)}
    one, other, third = (
        setting("opt", 0.5, 1, kind="categorical", choices=("adam", "sgd"), low=None, high=None, spearman=NONE, levels=found)
        for found in (levels, turned, vague)
    )
    assert told(one, other) == [("level", "opt")]
    assert told(one, third) == []


def test_without_a_signal_no_importance_is_compared() -> None:
    """Importances of noise mean nothing, however far apart; the reader is told why."""
    old, new = snapshot_of(setting("rate", 0.9, 1)), snapshot_of(setting("rate", 0.1, 1), signal="none")
    found = compare(old, new)
    assert not found.effects
    assert "no_signal" in {one.code for one in found.caveats}


@pytest.mark.parametrize(
    ("ends", "scale", "kinds"),
    [
        ((0.2, 0.5), "linear", ["narrower"]),
        ((-1.0, 1.0), "linear", ["wider"]),
        ((0.5, 1.5), "linear", ["shifted"]),
        ((0.001, 0.999), "linear", []),
        ((0.0, 1.0), "log", ["rescaled"]),
    ],
)
def test_ranges_that_moved_are_told(ends: tuple[float, float], scale: str, kinds: list[str]) -> None:
    """Narrower, wider, elsewhere, on another scale; a hair's breadth is no move."""
    new = snapshot_of(setting("rate", 0.6, 1, low=ends[0], high=ends[1], scale=scale))
    found = compare(snapshot_of(setting("rate", 0.6, 1)), new)
    assert [one.kind for one in found.ranges] == kinds
    assert ("ranges" in {one.code for one in found.caveats}) == bool(kinds)


def test_parameters_come_and_go() -> None:
    """One added, one fixed, one dropped, a level gained and one lost."""
    levels = {"kind": "categorical", "low": None, "high": None, "spearman": NONE}
    old = snapshot_of(setting("opt", 0.5, 1, choices=("a", "b"), **levels), setting("gone", 0.2, 2), setting("still", 0.1, 3))
    new = snapshot_of(setting("opt", 0.5, 1, choices=("b", "c"), **levels), setting("fresh", 0.2, 2), fixed={"still": 0.5})
    found = {one.parameter: (one.kind, dict(one.facts)) for one in compare(old, new).ranges}
    assert found["opt"] == ("levels", {"gone": ["a"], "come": ["c"]})
    assert found["fresh"][0] == "added"
    assert found["gone"][0] == "dropped"
    assert found["still"] == ("fixed", {"value": 0.5})


def answer(action: str, after: object, new: Snapshot, before: object = None) -> str:
    """Ask whether one piece of advice on the parameter rate was followed."""
    advice = Recommendation(action, "rate", before, after, Estimate(None))
    (found,) = compare(snapshot_of(advice=(advice,)), new).followed
    return found.answer


@pytest.mark.parametrize(
    ("ends", "wanted"),
    [((0.2, 0.4), "followed"), ((0.25, 0.35), "followed"), ((0.3, 0.6), "partly"), ((0.0, 1.0), "not_followed")],
)
def test_narrowing_is_checked_against_the_new_range(ends: tuple[float, float], wanted: str) -> None:
    """Inside the advised range, half of it, or none."""
    new = snapshot_of(setting("rate", 0.6, 1, low=ends[0], high=ends[1]))
    assert answer("narrow", [0.2, 0.4], new) == wanted


def test_the_other_actions_are_checked_too() -> None:
    """Widening, fixing, dropping a level, more runs, repeats and a log scale leave their traces."""
    same, fixed = snapshot_of(), snapshot_of(setting("width", 0.3, 1), fixed={"rate": 0.5})
    assert answer("widen", [0.0, 2.0], snapshot_of(setting("rate", 0.6, 1, high=2.0))) == "followed"
    assert answer("widen", [0.0, 2.0], same) == "not_followed"
    assert answer("fix", 0.5, fixed) == "followed"
    assert answer("fix", 0.7, fixed) == "partly"
    assert answer("fix", 0.7, same) == "not_followed"
    assert answer("add_runs", 300, snapshot_of(used=310)) == "followed"
    assert answer("add_runs", 300, snapshot_of(used=150)) == "partly"
    assert answer("repeat", 3, snapshot_of(noise=around(0.1))) == "followed"
    assert answer("log_scale", None, snapshot_of(setting("rate", 0.6, 1, scale="log"))) == "followed"
    opt = setting("rate", 0.5, 1, kind="categorical", choices=("a",), low=None, high=None)
    assert answer("drop_level", ["a"], snapshot_of(opt), before="b") == "followed"
    assert answer("drop_level", ["a"], snapshot_of(opt), before="a") == "not_followed"


def seen(runs: range, **facts: Any) -> Snapshot:  # noqa: ANN401 - fields of a snapshot
    """Make a sweep of some numbered runs."""
    return snapshot_of(sketch=sketch((f"run {number}", 0.1 * number) for number in runs), used=len(runs), **facts)


@pytest.mark.parametrize("size", [40, 1000])
def test_runs_that_came_along_are_noticed(size: int) -> None:
    """A sweep that goes on holds all of the earlier one's runs, another sweep none, and half is told as about half."""
    old = seen(range(size))
    shares = [
        next((one.facts["share"] for one in compare(old, new).caveats if one.code == "shared_runs"), 0.0)
        for new in (
            seen(range(2 * size), sha256="1"),
            seen(range(size, 2 * size), sha256="2"),
            seen(range(size // 2, 2 * size), sha256="3"),
        )
    ]
    assert shares == pytest.approx([1.0, 0.0, 0.5], abs=0.25)
    assert shares[1] == 0.0


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"metric": "accuracy"}, "one metric"),
        ({"direction": "maximize"}, "one direction"),
        ({"settings": "others"}, "in common"),
    ],
)
def test_what_cannot_be_compared_is_refused(facts: dict[str, Any], words: str) -> None:
    """Another metric, another direction, no parameter in common: one error that says so."""
    new = snapshot_of(setting("other", 0.5, 1)) if "settings" in facts else snapshot_of(**facts)
    with pytest.raises(WrongUsageError, match=words):
        compare(snapshot_of(), new)

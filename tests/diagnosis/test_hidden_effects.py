"""Effects that hide each other: many at once, in few runs, are found together or not at all."""

from __future__ import annotations

import numpy as np
import pandas as pd
from planted_diagnoses import diagnosed


def test_six_effects_among_eleven_parameters_show_in_thirty_two_runs() -> None:
    """Each is as large as the others, so one after the other none is significant; all are found, and nothing else."""
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({f"x{number}": rng.random(32) for number in range(11)})
    slopes = dict(zip(frame.columns[:6], (1.0, -1.0, 1.0, -1.0, 1.0, -1.0), strict=True))
    knee = 2.5 * np.maximum(frame["x5"] - 0.6, 0.0)
    frame["score"] = sum(slope * frame[name] for name, slope in slopes.items()) + knee + rng.normal(0.0, 0.1, 32)
    found = diagnosed(frame)
    assert {name for name in found.diagnosis.verdicts if found.relevant(name)} == set(slopes)
    assert found.diagnosis.signal == "strong"


def test_joint_effects_beyond_doubt_are_not_traded_for_their_absence() -> None:
    """Two pairs that act only jointly cost many columns; a model without them is no better for being short of them."""
    rng = np.random.default_rng(6)
    frame = pd.DataFrame({f"x{number}": rng.random(140) for number in range(10)})
    saddle = np.sin(np.pi * (frame["x1"] - 0.5)) * np.sin(np.pi * (frame["x2"] - 0.5))
    ridge = -2.0 * np.abs(frame["x3"] + frame["x4"] - 1.0)
    frame["score"] = 0.5 * frame["x0"] + saddle + ridge + rng.normal(0, 0.7, 140)
    found = diagnosed(frame)
    assert found.finding("x1", "interaction").partners == ("x2",)
    assert found.finding("x3", "interaction").partners == ("x4",)


def test_two_joint_effects_that_hide_each_other_show_in_forty_four_runs() -> None:
    """Each is most of the noise that the other is tested against; in the surface of all effects at once both are sure."""
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({f"x{number}": rng.random(44) for number in range(4)})
    z = np.sqrt(12.0) * (frame - 0.5)
    frame["score"] = 0.4 * z["x0"] + 0.4 * z["x2"] + 0.8 * z["x0"] * z["x1"] + 0.8 * z["x2"] * z["x3"] + rng.normal(0, 0.5, 44)
    found = diagnosed(frame)
    for one, other in (("x0", "x1"), ("x2", "x3")):
        assert found.finding(one, "interaction").partners == (other,)
        assert found.finding(other, "interaction").partners == (one,)


def test_two_categories_that_act_only_together_show_in_sixty_runs() -> None:
    """Five times four levels take twelve columns, a quarter of what the rest leaves: the F test holds, and is made."""
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"fuel": rng.choice(list("abcde"), 60), "mix": rng.choice(list("wxyz"), 60), "load": rng.random(60)})
    odd = (frame["fuel"].isin(["a", "c"]) == frame["mix"].isin(["w", "y"])).astype(float)
    frame["score"] = 2.0 * odd + rng.normal(0, 0.3, 60)
    found = diagnosed(frame)
    assert found.finding("fuel", "interaction").partners == ("mix",)
    assert found.finding("mix", "interaction").partners == ("fuel",)
    assert not found.relevant("load")


def test_a_narrow_peak_that_one_level_flattens_is_found_as_the_scaled_main_curve() -> None:
    """No curve of few degrees describes the peak, but what the level takes away is a multiple of the curve already found."""
    rng, n = np.random.default_rng(0), 150
    frame = pd.DataFrame({"dose": rng.random(n), "catalyst": rng.choice(list("abcd"), n, p=[0.4, 0.3, 0.15, 0.15])})
    frame["load"], frame["gain"] = rng.random(n), rng.random(n)
    peak = np.exp(-(((frame["dose"] - 0.35) / 0.07) ** 2))
    frame["score"] = 3.0 * peak * frame["catalyst"].isin(["a", "d"]) + frame["gain"] + rng.normal(0, 0.5, n)
    found = diagnosed(frame)
    for one, other in (("dose", "catalyst"), ("catalyst", "dose")):
        claims = [
            finding for finding in found.diagnosis.verdicts[one].findings if finding.cause in {"conditional", "interaction"}
        ]
        assert [finding.partners for finding in claims] == [(other,)]
    assert not found.relevant("load")

"""Confounded: the driver is named; chance correlation is not confounding."""

from planted_causes import causes, diagnosed, drawn, finding


def test_association_created_by_a_driver() -> None:
    """The follower moves with a and does nothing itself."""
    rng, x = drawn(250, 1)
    x["follower"] = 0.6 * x["a"] + 0.2 * rng.standard_normal(250)
    found = diagnosed(x, 3 * x["a"] + 0.3 * rng.standard_normal(250))
    one = finding(found, "follower", "confounded")
    assert one.partners == ("a",)
    assert one.facts["created"] is True
    assert found.verdicts["follower"].relevant is False
    assert "confounded" not in causes(found, "a")


def test_effect_hidden_by_a_driver() -> None:
    """The follower acts, but moves with a stronger driver of the other sign."""
    rng, x = drawn(300, 2)
    x["follower"] = 0.6 * x["a"] + 0.2 * rng.standard_normal(300)
    found = diagnosed(x, 3 * x["a"] - 2 * x["follower"] + 0.2 * rng.standard_normal(300))
    one = finding(found, "follower", "confounded")
    assert one.facts["created"] is False
    assert found.verdicts["follower"].relevant is True

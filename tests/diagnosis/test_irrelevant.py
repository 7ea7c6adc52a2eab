"""Irrelevant: silence where nothing acts in an informative sweep."""

from planted_causes import causes, diagnosed, drawn


def test_idle_parameters_are_irrelevant_in_an_informative_sweep() -> None:
    """Only a acts; the other three are irrelevant."""
    rng, x = drawn(120, 1)
    found = diagnosed(x, 3 * x["a"] + 0.4 * rng.standard_normal(120))
    assert found.signal == "strong"
    for name in ("b", "idle", "rate"):
        assert found.verdicts[name].relevant is False
        assert causes(found, name)[0] in {"irrelevant", "cardinality_bias"}

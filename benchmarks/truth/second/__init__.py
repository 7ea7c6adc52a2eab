"""A second generator of planted sweeps, built another way than the first: what holds on both was not tuned to either."""

from benchmarks.truth.second.growing import plant

__all__ = ["plant"]

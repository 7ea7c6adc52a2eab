"""A third generator, written from the definitions of the causes alone, for what the other two plant rarely."""

from benchmarks.truth.third.drawing import plant

__all__ = ["plant"]

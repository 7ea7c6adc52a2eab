"""Readers of finished sweeps, one module per tool."""

from sweepbrief.sources.blob import Blob, location_of
from sweepbrief.sources.choose import choose
from sweepbrief.sources.inspection import inspect
from sweepbrief.sources.kind import Reader, SourceKind
from sweepbrief.sources.registry import SOURCES, read, readers

__all__ = ["SOURCES", "Blob", "Reader", "SourceKind", "choose", "inspect", "location_of", "read", "readers"]

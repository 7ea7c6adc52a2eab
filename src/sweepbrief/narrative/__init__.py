"""Findings told in prose, in the reader's language."""

from sweepbrief.narrative.languages import LANGUAGES
from sweepbrief.narrative.plain import plain
from sweepbrief.narrative.voice import PARTS, Voice

__all__ = ["LANGUAGES", "PARTS", "Voice", "plain"]

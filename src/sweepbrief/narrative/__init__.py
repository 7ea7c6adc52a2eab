"""Findings told in prose, in the reader's language."""

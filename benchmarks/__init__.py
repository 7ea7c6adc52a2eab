"""Benchmarks: how often the explanations are right, and what they cost."""

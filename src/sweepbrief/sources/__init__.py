"""Readers of finished sweeps, one module per tool."""

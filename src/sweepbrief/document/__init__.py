"""The report as a value: sections of blocks, not yet HTML."""

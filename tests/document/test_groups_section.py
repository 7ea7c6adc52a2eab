"""Groups stand side by side where they were asked for, and nowhere else."""

from __future__ import annotations

from dataclasses import replace

from planted_brief import plant

from sweepbrief.diagnosis import Group
from sweepbrief.document import Table, write


def test_groups_are_written_only_where_asked_for() -> None:
    """One column a level, each cell with the importance and the label it has there."""
    brief = plant(40)
    assert "groups" not in {section.id for section in write(brief).sections}
    groups = tuple(Group(level, brief.sweep, brief.measurements, brief.diagnosis) for level in ("adam", None))
    section = next(one for one in write(replace(brief, groups=groups, grouped_by="optimizer")).sections if one.id == "groups")
    table = next(block for block in section.blocks if isinstance(block, Table))
    assert len(table.head) == 3
    assert table.rows[0][0].sort == "learning_rate"
    assert "0.52" in table.rows[0][1].html

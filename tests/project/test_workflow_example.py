"""The workflow among the examples calls the program as it is."""

from __future__ import annotations

import re
import shlex

import click
import pytest
from source_tree import ROOT

from sweepbrief.cli import commands
from sweepbrief.conditions import PLAIN, SINCE

TEXT = (ROOT / "examples" / "05_github_workflow.yml").read_text(encoding="utf-8")


def test_its_commands_are_commands() -> None:
    """Every call of sweepbrief in it parses: command, options and their values exist."""
    calls = re.findall(r"run: >?\s*(sweepbrief (?:.*\n)+?)\n", TEXT)
    assert calls
    for call in calls:
        _, name, *arguments = shlex.split(call)
        command = commands.commands[name]
        context = click.Context(command, info_name=name)
        parsed, rest, _ = command.make_parser(context).parse_args(list(arguments))
        assert not rest
        assert {"old", "source", "formats", "fail_on"} <= set(parsed)


@pytest.mark.parametrize("condition", re.findall(r"--fail-on ([\w-]+)", TEXT))
def test_its_conditions_are_conditions(condition: str) -> None:
    """What the job stops for is what the program knows."""
    assert condition in {*PLAIN, *SINCE, "failures-above"}


def test_what_it_shows_is_what_is_written() -> None:
    """The summary it puts on the job's page is one of the files it asked for."""
    assert "--format html,pdf,json,md" in TEXT
    assert "sweep-report/summary.md" in TEXT

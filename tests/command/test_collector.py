"""The command line looks for garbage seldom, and leaves its caller's collector as it was."""

from __future__ import annotations

import gc

import pytest

from sweepbrief import cli


def test_the_collector_is_lent(monkeypatch: pytest.MonkeyPatch) -> None:
    """While a command runs, collections are rare; afterwards, also after a failure, the caller's thresholds hold again."""
    seen: list[tuple[int, int, int]] = []

    def fail(*_: object, **__: object) -> None:
        seen.append(gc.get_threshold())
        raise ValueError

    before = gc.get_threshold()
    monkeypatch.setattr(cli.commands, "main", fail)
    with pytest.raises(SystemExit):
        cli.main([])
    assert seen[0][0] > 100 * before[0]
    assert gc.get_threshold() == before


@pytest.mark.parametrize(("arguments", "frozen"), [(None, 1), (["--version"], 0)])
def test_a_process_that_ends_looks_for_no_garbage(
    arguments: list[str] | None, frozen: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the process's own command nothing is looked through again; a caller who goes on keeps a working collector."""
    calls: list[None] = []
    monkeypatch.setattr(gc, "freeze", lambda: calls.append(None))
    monkeypatch.setattr("sys.argv", ["sweepbrief", "--version"])
    with pytest.raises(SystemExit):
        cli.main(arguments)
    assert len(calls) == frozen

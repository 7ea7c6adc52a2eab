"""DVC's experiments as JSON, in its present layout and in that before DVC 3."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from sweepbrief.sources.flatten import flatten
from sweepbrief.sources.moments import seconds_of
from sweepbrief.sources.run_table import Run

if TYPE_CHECKING:
    from sweepbrief.sweep import Status

STATES: Final[dict[str, Status]] = {
    "success": "complete",
    "queued": "waiting",
    "running": "running",
    "failed": "failed",
    "error": "failed",
}
"""DVC's words for how far an experiment is."""

_WORKSPACE: Final = "workspace"
_Tree = Mapping[str, object]


class _Entry:
    """One experiment while it is read."""

    def __init__(self, name: str, data: object, state: object, error: object) -> None:
        self.name = name
        self.data: _Tree = data if isinstance(data, Mapping) else {}
        flags = [word for word in ("queued", "running") if self.data.get(word) is True]
        words = [str(state).lower() if state else "", *flags]
        known = [STATES[word] for word in words if word in STATES]
        self.status: Status = known[0] if known else "failed" if error or not self.data else "complete"

    def files(self, part: str) -> Iterator[tuple[str, dict[str, object]]]:
        """Give the values of every file of parameters or metrics, nested ones under dotted names."""
        files = self.data.get(part)
        for file, held in files.items() if isinstance(files, Mapping) else ():
            inner = held.get("data") if isinstance(held, Mapping) else None
            if isinstance(inner, Mapping):
                yield str(file), flatten(inner)


def _in_list(tree: list[object]) -> Iterator[tuple[bool, _Entry]]:
    """Give the entries of the present layout; true for experiments, false for commits."""
    for commit in tree:
        if not isinstance(commit, Mapping):
            continue
        name = str(commit.get("name") or str(commit.get("rev"))[:7])
        if commit.get("rev") != _WORKSPACE:
            yield False, _Entry(name, commit.get("data"), None, commit.get("error"))
        found = commit.get("experiments")
        for experiment in found if isinstance(found, list) else []:
            revs, executor = experiment.get("revs"), experiment.get("executor")
            newest = revs[0] if isinstance(revs, list) and revs and isinstance(revs[0], Mapping) else {}
            state = executor.get("state") if isinstance(executor, Mapping) else None
            label = str(experiment.get("name") or newest.get("name") or str(newest.get("rev"))[:7])
            yield True, _Entry(label, newest.get("data"), state, newest.get("error"))


def _in_mapping(tree: _Tree) -> Iterator[tuple[bool, _Entry]]:
    """Give the entries of the layout before DVC 3."""
    for rev, group in tree.items():
        for key, held in group.items() if isinstance(group, Mapping) else ():
            if rev == _WORKSPACE and key == "baseline":
                continue
            inner = held.get("data") if isinstance(held, Mapping) else None
            named = inner.get("name") if isinstance(inner, Mapping) else None
            error = held.get("error") if isinstance(held, Mapping) else None
            state = inner.get("status") if isinstance(inner, Mapping) else None
            yield key != "baseline", _Entry(str(named or str(rev if key == "baseline" else key)[:7]), inner, state, error)


def _shared(entries: list[_Entry], part: str) -> set[str]:
    """Find the names that stand in several files."""
    counts: Counter[str] = Counter()
    pairs = {(file, name) for entry in entries for file, values in entry.files(part) for name in values}
    counts.update(name for _, name in pairs)
    return {name for name, count in counts.items() if count > 1}


def _values(entry: _Entry, part: str, shared: set[str]) -> dict[str, object]:
    return {
        f"{file}:{name}" if name in shared else name: value
        for file, values in entry.files(part)
        for name, value in values.items()
    }


def _moment(entry: _Entry) -> float | None:
    return seconds_of(entry.data.get("timestamp"))


def runs_of_tree(tree: list[object] | _Tree) -> list[Run]:
    """Read the experiments; commits count only where there are no experiments.

    Parameters
    ----------
    tree : list or mapping
        As ``dvc exp show --json`` prints it.

    Returns
    -------
    list of Run
        In the file's order; a name that stands in several files goes by ``file:name``.
    """
    found = list(_in_list(tree) if isinstance(tree, list) else _in_mapping(tree))
    entries = [entry for experiment, entry in found if experiment] or [entry for _, entry in found]
    params, metrics = _shared(entries, "params"), _shared(entries, "metrics")
    return [
        Run(
            entry.name,
            _values(entry, "params", params),
            _values(entry, "metrics", metrics),
            entry.status,
            order=_moment(entry),
        )
        for entry in entries
    ]

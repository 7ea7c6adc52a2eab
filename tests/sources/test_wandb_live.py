"""A live project of W&B is read through W&B's client; whatever goes wrong there is told in three lines."""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources import choose, read

if TYPE_CHECKING:
    from collections.abc import Callable

CONFIG = {
    "method": "bayes",
    "metric": {"name": "acc", "goal": "maximize"},
    "parameters": {"lr": {"distribution": "log_uniform_values", "min": 1e-4, "max": 0.1}, "opt": {"values": ["adam", "sgd"]}},
}


class Lazy(dict[str, object]):
    """A summary as the client gives it."""

    def __init__(self, values: dict[str, object]) -> None:
        super().__init__()
        self._json_dict = values


def runs(count: int = 12) -> list[SimpleNamespace]:
    return [
        SimpleNamespace(
            id=f"id{n}",
            name=f"run-{n}",
            config={"lr": 10 ** (-4 + n / 4), "opt": ["adam", "sgd"][n % 2], "nested": {"a": n}},
            summary=Lazy({"acc": 0.5 + n / 100, "_runtime": 10 + n, "system.cpu": 3.0}),
            state=["finished", "crashed", "failed", "killed", "running"][n % 5] if n > 6 else "finished",
            created_at=f"2024-01-01T00:{n:02d}:00Z",
            sweep_name="s1" if n % 4 else None,
            group="g",
            tags=["x"],
        )
        for n in range(count)
    ]


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, Any]]:
    """Give a function that installs a client with such runs, and what it was asked."""

    def install(found: Any = None, error: Exception | None = None, *, older: bool = False) -> dict[str, Any]:  # noqa: ANN401 - as wandb
        asked: dict[str, Any] = {}

        class Api:
            def __init__(self, **_: object) -> None:
                if error is not None and "login" in str(error):
                    raise error

            def runs(self, path: str, filters: dict[str, str], **options: object) -> Any:  # noqa: ANN401 - as wandb
                if older and "lazy" in options:
                    raise TypeError
                if error is not None:
                    raise error
                asked.update(path=path, filters=filters, **options)
                wanted = filters.get("sweep")
                return [run for run in found if wanted is None or run.sweep_name == wanted]

            def sweep(self, path: str) -> SimpleNamespace:
                if path.endswith("/gone"):
                    raise ValueError("Could not find sweep")
                return SimpleNamespace(config=CONFIG)

        module = ModuleType("wandb")
        module.Api = Api  # type: ignore[attr-defined] # a stand-in
        monkeypatch.setitem(sys.modules, "wandb", module)
        return asked

    return install


def test_a_sweep_is_read_with_its_configuration(client: Callable[..., dict[str, Any]]) -> None:
    """Goal, ranges and method come from the sweep; states, order and run times from the runs."""
    asked = client(runs())
    (study,) = read("wandb://me/vision/s1")
    assert (asked["path"], asked["filters"], asked["lazy"]) == ("me/vision", {"sweep": "s1"}, False)
    assert (study.name, study.sampler, len(study.statuses)) == ("s1", "adaptive", 9)
    assert [(o.name, o.direction, o.told_by) for o in study.objectives] == [("acc", "maximize", "source")]
    lr = study.parameters[0]
    assert (lr.low, lr.high, lr.scale, lr.range_known) == (1e-4, 0.1, "log", True)
    assert study.order is not None
    assert bool(study.order.is_monotonic_increasing)
    assert ("nested.a", "not_swept") in {(item.name, item.reason) for item in study.excluded}
    assert ("system.cpu", "bookkeeping") in {(item.name, item.reason) for item in study.excluded}
    assert set(study.statuses) == {"complete", "crashed", "failed", "killed", "running"} & set(study.statuses)
    assert int(choose(study).used.sum()) == int((study.statuses == "complete").sum())


def test_a_project_holds_its_sweeps_and_the_rest(client: Callable[..., dict[str, Any]]) -> None:
    """Runs outside sweeps are the project's study; older clients, which know no ``lazy``, are asked without."""
    asked = client(runs(), older=True)
    studies = read("wandb://me/vision")
    assert sorted((study.name, len(study.statuses)) for study in studies) == [("s1", 9), ("vision", 3)]
    assert "lazy" not in asked


@pytest.mark.parametrize(
    ("address", "error", "said"),
    [
        ("wandb://me", None, "entity and project"),
        ("wandb://me/vision", ValueError("Could not find project"), "Could not find project"),
        ("wandb://me/vision/gone", None, "sweep gone"),
        ("wandb://me/vision", RuntimeError("login first"), "wandb login"),
        ("wandb://me/empty", None, "none"),
    ],
)
def test_what_goes_wrong_is_said(
    client: Callable[..., dict[str, Any]], address: str, error: Exception | None, said: str
) -> None:
    """No such project or sweep, nobody logged in, no runs, no address: one error with the client's own words."""
    client([], error)
    with pytest.raises(UnreadableSourceError, match=said) as caught:
        read(address)
    assert len(str(caught.value).splitlines()) <= 3


def test_without_the_extra_the_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing client is an error with the command that installs it."""
    monkeypatch.setitem(sys.modules, "wandb", None)
    with pytest.raises(UnreadableSourceError, match=r"sweepbrief\[wandb\]"):
        read("wandb://me/vision")

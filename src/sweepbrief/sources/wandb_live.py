"""Live projects and sweeps of W&B (``wandb://entity/project/sweep``), read through W&B's own client."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.blob import digest
from sweepbrief.sources.kind import SourceKind
from sweepbrief.sources.wandb_folders import state_of
from sweepbrief.sources.wandb_space import is_sweep_config, parse_sweep
from sweepbrief.sources.wandb_study import WandbRun, studies_of_wandb
from sweepbrief.sweep import Source, Study

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sweepbrief.sources.wandb_space import SweepConfig

SOURCE: Final = SourceKind(
    "wandb-live",
    "Weights & Biases, live project or sweep",
    "wandb://entity/project and wandb://entity/project/sweep (with the extra `wandb`)",
)
_ADDRESS: Final = re.compile(r"wandb://(?P<entity>[^/]+)/(?P<project>[^/]+)(?:/(?:sweeps/)?(?P<sweep>[^/]+))?/?")
_PAGE: Final = 500


def recognises(source: object) -> bool:
    """Tell whether a source is the address of a project or sweep of W&B."""
    return isinstance(source, str) and source.startswith("wandb://")


def _client() -> Any:  # noqa: ANN401 - W&B is optional, its types unknown
    """Give W&B's client.

    Raises
    ------
    UnreadableSourceError
        If the extra is not installed, or nobody is logged in.
    """
    try:
        import wandb  # noqa: PLC0415 - W&B is optional
    except ImportError as error:
        raise UnreadableSourceError(
            "Live runs of W&B are read by W&B's own client.", "It is not installed.", "Run: pip install 'sweepbrief[wandb]'"
        ) from error
    try:
        return wandb.Api(timeout=60)
    except Exception as error:
        raise UnreadableSourceError(
            "W&B must know who asks.",
            f"Its client says: {_line(error)}",
            "Run `wandb login`, or set WANDB_API_KEY (and WANDB_BASE_URL for a server of your own).",
        ) from error


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


def _mapping(value: object) -> dict[str, object]:
    """Give a configuration or summary as a mapping, however the client holds it."""
    inner = getattr(value, "_json_dict", value)
    if isinstance(inner, str):
        try:
            inner = json.loads(inner)
        except ValueError:
            return {}
    try:
        return {str(key): item for key, item in dict(inner).items()}  # type: ignore[call-overload] # what is no mapping is empty
    except (TypeError, ValueError):
        return {}


def _moment(text: object) -> float | None:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _run(run: Any, project: str) -> WandbRun:  # noqa: ANN401 - see above
    config, summary = _mapping(run.config), _mapping(run.summary)
    inner = summary.get("_wandb")
    seconds = summary.get("_runtime", inner.get("runtime") if isinstance(inner, Mapping) else None)
    return WandbRun(
        str(run.id),
        str(getattr(run, "name", "") or ""),
        project,
        str(getattr(run, "sweep_name", None) or ""),
        config,
        summary,
        state_of(run.state),
        _moment(getattr(run, "created_at", None)),
        float(seconds) if isinstance(seconds, (int, float)) else None,
        {
            "group": getattr(run, "group", None),
            "job_type": getattr(run, "job_type", None),
            "tags": ", ".join(map(str, getattr(run, "tags", None) or ())),
        },
    )


class _Sweeps:
    """The configurations of the sweeps, asked for once each."""

    def __init__(self, client: Any, path: str) -> None:  # noqa: ANN401 - see above
        self._client, self._path = client, path

    def find(self, sweep: str, _: Sequence[WandbRun]) -> tuple[tuple[str, SweepConfig] | None, Collection[str]]:
        """Find the configuration of a sweep."""
        if not sweep:
            return None, ()
        try:
            tree = _mapping(self._client.sweep(f"{self._path}/{sweep}").config)
        except Exception:  # noqa: BLE001 - a sweep that is gone leaves its runs
            return None, ()
        return ((f"sweep {sweep}", parse_sweep(tree, sweep)), ()) if is_sweep_config(tree) else (None, ())


def _runs(client: Any, path: str, sweep: str | None, project: str) -> list[WandbRun]:  # noqa: ANN401 - see above
    try:
        if sweep:
            client.sweep(f"{path}/{sweep}")  # says so where there is no such sweep
        return [_run(run, project) for run in _all(client, path, {"sweep": sweep} if sweep else {})]
    except Exception as error:
        what = f"sweep {sweep} in {path}" if sweep else f"project {path}"
        raise UnreadableSourceError(
            f"W&B must have the {what}, and let you read it.",
            f"Its client says: {_line(error)}",
            "Check the name and the login.",
        ) from error


def _all(client: Any, path: str, filters: dict[str, str]) -> Any:  # noqa: ANN401 - see above
    """Ask for all runs with their settings and results, which recent clients would fetch run by run."""
    try:
        return client.runs(path, filters, per_page=_PAGE, order="+created_at", lazy=False)
    except TypeError:  # older clients are never lazy
        return client.runs(path, filters, per_page=_PAGE, order="+created_at")


def read(source: object) -> tuple[Study, ...]:
    """Read a project or a sweep from W&B.

    Raises
    ------
    UnreadableSourceError
        If the address is none, the client is missing, nobody is logged in, or there is no such project, sweep or run.
    """
    match = _ADDRESS.fullmatch(str(source))
    if match is None:
        raise UnreadableSourceError(
            "The address of W&B names entity and project.",
            f"Found {source}.",
            "Write wandb://entity/project or wandb://entity/project/sweep.",
        )
    client, path, sweep = _client(), f"{match['entity']}/{match['project']}", match["sweep"]
    runs = _runs(client, path, sweep, match["project"])
    if not runs:
        raise UnreadableSourceError("A project or sweep of W&B has runs.", f"{path}{'/' + sweep if sweep else ''} has none.")
    for run in runs:
        run.sweep_id = run.sweep_id or sweep or ""
    seen = json.dumps([[r.run_id, r.status, r.config, r.summary] for r in runs], sort_keys=True, default=str)
    return studies_of_wandb(
        runs, Source(SOURCE.name, str(source), digest(seen.encode())), match["project"], _Sweeps(client, path).find
    )

"""An MLflow tracking server, read through MLflow's own client."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from sweepbrief.errors import SweepbriefError, UnreadableSourceError
from sweepbrief.sources.blob import digest, location_of
from sweepbrief.sources.kind import SourceKind
from sweepbrief.sources.mlflow_runs import Recorded, infinite, moment, study_of_experiment, with_runs
from sweepbrief.sweep import Source, Study

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SOURCE: Final = SourceKind(
    "mlflow-server",
    "MLflow, tracking server",
    "mlflow+http://... and mlflow+https://..., one experiment with /experiments/ID (with the extra `mlflow`)",
)
_PREFIX: Final = "mlflow+"
_EXPERIMENT: Final = re.compile(r"[/#]+experiments/(\d+).*$")
_PAGE: Final = 1000


def recognises(source: object) -> bool:
    """Tell whether a source is the address of an MLflow server."""
    return isinstance(source, str) and source.startswith((f"{_PREFIX}http://", f"{_PREFIX}https://"))


def _pages(ask: Callable[[str | None], Any]) -> Iterator[Any]:
    """Give all items of an answer that comes in pages."""
    token: str | None = None
    while True:
        page = ask(token)
        yield from page
        token = page.token or None
        if token is None:
            return


def _recorded(run: Any) -> Recorded:  # noqa: ANN401 - MLflow is optional, its types unknown
    info, data = run.info, run.data
    return Recorded(
        info.run_id,
        getattr(info, "run_name", None) or "",
        str(info.status),
        moment(info.start_time),
        moment(info.end_time),
        info.lifecycle_stage == "deleted",
        dict(data.params),
        {key: infinite(float(value)) for key, value in data.metrics.items()},
        dict(data.tags),
    )


def _connect(address: str) -> Any:  # noqa: ANN401 - MLflow is optional, its types unknown
    try:
        from mlflow.tracking import MlflowClient  # noqa: PLC0415 - MLflow is optional
    except ImportError as error:
        raise UnreadableSourceError(
            "A tracking server is read through MLflow.", "MLflow is not installed.", "pip install 'sweepbrief[mlflow]'"
        ) from error
    return MlflowClient(tracking_uri=address)


def _experiments(client: Any, only: str | None) -> list[Any]:  # noqa: ANN401 - MLflow is optional, its types unknown
    if only is not None:
        return [client.get_experiment(only)]
    search = getattr(client, "search_experiments", None) or client.list_experiments
    return list(_pages(lambda token: search(max_results=_PAGE, page_token=token)))


def _read(address: str) -> tuple[Study, ...]:
    found = _EXPERIMENT.search(address)
    server = _EXPERIMENT.sub("", address).removeprefix(_PREFIX).rstrip("/#")
    client = _connect(server)
    from mlflow.entities import ViewType  # noqa: PLC0415 - MLflow is optional

    studies = []
    for experiment in _experiments(client, found[1] if found else None):

        def runs(token: str | None, number: str = experiment.experiment_id) -> Any:  # noqa: ANN401 - same
            return client.search_runs([number], run_view_type=ViewType.ALL, max_results=_PAGE, page_token=token)

        records = [_recorded(run) for run in _pages(runs)]
        sha256 = digest(repr([(r.uuid, r.status, r.params, r.metrics) for r in sorted(records, key=lambda r: r.uuid)]).encode())
        studies.append(study_of_experiment(experiment.name, Source(SOURCE.name, location_of(address), sha256), records))
    return with_runs(studies)


def read(source: object) -> tuple[Study, ...]:
    """Read the experiments of a tracking server.

    Raises
    ------
    UnreadableSourceError
        If MLflow is not installed, or the server does not answer as one of MLflow's.
    """
    address = str(source)
    try:
        studies = _read(address)
    except SweepbriefError:
        raise
    except Exception as error:
        raise UnreadableSourceError(
            "The server must answer as an MLflow tracking server.",
            f"{location_of(address)}: {type(error).__name__}: {' '.join(str(error).split())[:160]}",
            "Check the address; MLflow's own variables (MLFLOW_TRACKING_TOKEN, ...) are honoured.",
        ) from error
    if not studies:
        raise UnreadableSourceError("A tracking server holds experiments.", f"{location_of(address)} holds none.")
    return studies

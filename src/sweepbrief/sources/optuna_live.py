"""A live Optuna study, and the storages on a server, read through Optuna itself."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any, Final

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.blob import digest, location_of
from sweepbrief.sources.kind import SourceKind
from sweepbrief.sources.optuna_records import DIRECTIONS, StudyRecord, Trial
from sweepbrief.sources.optuna_space import parse_distribution
from sweepbrief.sources.optuna_study import study_of_record
from sweepbrief.sweep import Source, Study

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sweepbrief.sources.optuna_records import Distribution

SOURCE: Final = SourceKind(
    "optuna", "Optuna, live study or server", "an optuna.Study; postgresql://... and mysql://... (with the extra `optuna`)"
)
_SCHEMES: Final = ("postgresql", "postgres", "mysql", "mariadb", "mssql", "oracle")


def _is_study(source: object) -> bool:
    optuna = sys.modules.get("optuna")
    return optuna is not None and isinstance(source, optuna.study.Study)


def _is_server(source: object) -> bool:
    return isinstance(source, str) and "://" in source and source.split("://", 1)[0].split("+")[0] in _SCHEMES


def recognises(source: object) -> bool:
    """Tell whether a source is an ``optuna.Study`` or the address of a database server."""
    return _is_study(source) or _is_server(source)


def _trial(frozen: Any, parsed: dict[str, Distribution | None]) -> Trial:  # noqa: ANN401 - Optuna is optional, its types unknown
    from optuna.distributions import distribution_to_json  # noqa: PLC0415 - Optuna is optional

    trial = Trial(frozen.number, frozen.state.name, start=frozen.datetime_start, complete=frozen.datetime_complete)
    if frozen.values is not None:
        trial.outcomes = {place: float(value) for place, value in enumerate(frozen.values)}
    trial.reports = {float(step): float(value) for step, value in frozen.intermediate_values.items()}
    for name, value in frozen.params.items():
        text = distribution_to_json(frozen.distributions[name])
        if text not in parsed:
            parsed[text] = parse_distribution(text)
        distribution = parsed[text]
        trial.params[name] = value
        if distribution is not None:
            trial.distributions[name] = distribution
    trial.user_attrs, trial.system_attrs = dict(frozen.user_attrs), dict(frozen.system_attrs)
    return trial


def _record(name: str, directions: Iterable[Any], names: Iterable[str] | None, trials: Iterable[Any]) -> StudyRecord:
    parsed: dict[str, Distribution | None] = {}
    return StudyRecord(
        name,
        [DIRECTIONS.get(direction.name) for direction in directions],
        list(names or ()),
        [_trial(trial, parsed) for trial in trials],
    )


def _of_study(study: Any) -> StudyRecord:  # noqa: ANN401 - Optuna is optional, its types unknown
    return _record(study.study_name, study.directions, getattr(study, "metric_names", None), study.get_trials(deepcopy=False))


def _of_server(address: str) -> list[StudyRecord]:
    try:
        import optuna  # noqa: PLC0415 - Optuna is optional
    except ImportError as error:
        raise UnreadableSourceError(
            "A storage on a server is read through Optuna.", "Optuna is not installed.", "pip install 'sweepbrief[optuna]'"
        ) from error
    url = re.sub(r"^postgres(?=[+:])", "postgresql", address)  # as hosts spell it, and SQLAlchemy no longer reads it
    try:
        names = optuna.study.get_all_study_names(url)
        return [_of_study(optuna.load_study(study_name=name, storage=url)) for name in names]
    except Exception as error:
        raise UnreadableSourceError(
            "The server must answer as an Optuna storage.",
            f"{location_of(address)}: {type(error).__name__}.",
            "Check the address and that the driver for this database is installed.",
        ) from error


def _digest(record: StudyRecord) -> str:
    return digest(
        repr((record.name, record.directions, [(t.number, t.state, t.outcomes, t.params) for t in record.trials])).encode()
    )


def read(source: object) -> tuple[Study, ...]:
    """Read a live study, or every study of a server's storage.

    Raises
    ------
    UnreadableSourceError
        If the server cannot be read.
    """
    if isinstance(source, str):
        records, kind, location = _of_server(source), "optuna-storage", location_of(source)
    else:
        records, kind, location = [_of_study(source)], SOURCE.name, "optuna.Study"
    return tuple(study_of_record(record, Source(kind, location, _digest(record))) for record in records)

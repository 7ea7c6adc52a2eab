"""Large Parquet files: a sample of their rows, read piece by piece, so that a file need not fit into memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.file_digest import digest_of
from sweepbrief.sources.long_tables import may_hold_steps
from sweepbrief.sources.raw_table import RawTable, unique_names
from sweepbrief.sweep import Note

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pandas as pd
    from numpy.typing import NDArray

MOST_ROWS: Final = 100_000
"""Rows that are read at most, beside those with the least and the largest number of each column: estimates from so many are off
by less than a hundredth (1.96 / sqrt(100,000) for a correlation near 0), and a report rounds to hundredths."""
_PIECE: Final = 32_768
_SEED: Final = 0
_BUFFER: Final = 1 << 20


def sampled_rows(path: Path) -> RawTable | None:
    """Read a sample of the rows of a large Parquet file.

    Parameters
    ----------
    path : Path
        Its rows are runs, in any number of row groups.

    Returns
    -------
    RawTable or None
        `MOST_ROWS` rows drawn without replacement by a fixed seed, and those that hold a column's least or largest number, so
        that the best run is among them; in the file's order. None where the file has no more rows than that, or may hold
        several rows a run, which a sample would tear apart.

    Raises
    ------
    UnreadableSourceError
        If the file is no whole Parquet.
    """
    import pyarrow as pa  # noqa: PLC0415 - heavy, and only needed where there are Parquet files
    import pyarrow.parquet as pq  # noqa: PLC0415 - same

    try:
        with pq.ParquetFile(path, buffer_size=_BUFFER, pre_buffer=False) as file:
            rows = file.metadata.num_rows
            if rows <= MOST_ROWS or may_hold_steps(file.schema_arrow.names):
                return None
            drawn = np.random.default_rng(_SEED).choice(rows, MOST_ROWS, replace=False, shuffle=False)
            kept = np.union1d(drawn, list(_ends(file)))
            frame = pa.Table.from_batches(list(_taken(file, kept)), schema=file.schema_arrow).to_pandas()
    except (OSError, ValueError, KeyError, NotImplementedError) as error:
        raise UnreadableSourceError("The file must be whole Parquet.", " ".join(str(error).split())[:200]) from error
    return _told(frame, path, rows)


def _told(frame: pd.DataFrame, path: Path, rows: int) -> RawTable:
    """Say of how many rows these are."""
    columns, notes = unique_names(map(str, frame.columns))
    frame = frame.reset_index(drop=True)
    frame.columns = columns
    return RawTable(frame, digest_of([path]), (*notes, Note("sampled_rows", {"rows": rows, "kept": len(frame)})))


def _ends(file: Any) -> set[int]:  # noqa: ANN401 - the library carries no types
    """Find the first rows that hold the least and the largest number of each column of numbers."""
    import pyarrow as pa  # noqa: PLC0415 - see above

    names = [field.name for field in file.schema_arrow if pa.types.is_floating(field.type) or pa.types.is_integer(field.type)]
    found: dict[tuple[str, bool], tuple[float, int]] = {}
    start = 0
    for piece in file.iter_batches(_PIECE, columns=names):
        for name, column in zip(piece.schema.names, piece.columns, strict=True):
            numbers = column.to_numpy(zero_copy_only=False).astype(np.float64)
            for least in (True, False):
                placed = np.where(np.isfinite(numbers), numbers if least else -numbers, np.inf)
                place = int(placed.argmin())
                if placed[place] < found.get((name, least), (np.inf, 0))[0]:
                    found[name, least] = (float(placed[place]), start + place)
        start += piece.num_rows
    return {row for _, row in found.values()}


def _taken(file: Any, kept: NDArray[np.int64]) -> Iterator[Any]:  # noqa: ANN401 - the library carries no types
    """Take rows out of a file, by their places in order."""
    start = 0
    for piece in file.iter_batches(_PIECE):
        first, last = np.searchsorted(kept, [start, start + piece.num_rows])
        if last > first:
            yield piece.take(kept[first:last] - start)
        start += piece.num_rows

"""Documents to render: the small planted sweep, and the same with names that try to break out."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "document"))

from planted_brief import plant

from sweepbrief.document import Document, Options, write


@pytest.fixture(scope="session")
def document() -> Document:
    return write(plant(60, options=Options(author="Ada", contact="ada@example.org", command="sweepbrief report runs.csv")))


@pytest.fixture(scope="session")
def hostile() -> Document:
    return write(plant(60, hostile=True))

"""The findings of a planted report, as another report would find them on disk."""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "document"))

from planted_brief import plant

from sweepbrief.document import ledger


@cache
def findings() -> dict[str, Any]:
    """Give findings.json of the planted brief."""
    return dict(json.loads(json.dumps(ledger(plant(60)))))

"""The schema of findings.json."""

from __future__ import annotations

import json
from typing import Any

from sweepbrief.templates_root import templates_root


def schema() -> dict[str, Any]:
    """Give the JSON Schema (2020-12) that every findings.json of this version follows.

    Returns
    -------
    dict
        The schema as a value.
    """
    found: dict[str, Any] = json.loads((templates_root() / "schema" / "findings-1.json").read_text(encoding="utf-8"))
    return found

"""How a run ended, in one vocabulary for every tool."""

from typing import Literal, get_args

Status = Literal["complete", "pruned", "failed", "crashed", "killed", "running", "waiting", "unknown"]

STATUSES: tuple[Status, ...] = get_args(Status)

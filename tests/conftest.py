"""What holds for every test: searches for counterexamples are the same on each call, so that a red suite stays red.

``HYPOTHESIS_PROFILE=search make test`` looks for new ones.
"""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

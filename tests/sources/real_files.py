"""Where real sweeps stand beside the checkout, for the tests that read them."""

from __future__ import annotations

from pathlib import Path

import pytest

DATA = Path(__file__).parents[2].parent / "shared/data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the folder of real sweeps is not beside this checkout")

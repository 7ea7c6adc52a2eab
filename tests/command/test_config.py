"""Claims about the configuration file."""

from pathlib import Path

import pytest

from sweepbrief.config import find, settings
from sweepbrief.errors import WrongUsageError

KNOWN = {"metric": True, "seed": False, "logo": False, "group-by": False}


def test_the_nearest_configuration_upward_is_found(tmp_path: Path) -> None:
    """A file beside the work wins over one further up, and a folder without any has none."""
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "sweepbrief.toml").write_text("seed = 1\n")
    assert find(inner) == tmp_path / "sweepbrief.toml"
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.sweepbrief]\nseed = 2\n")
    assert find(inner) == tmp_path / "a" / "pyproject.toml"


def test_a_project_file_without_our_table_is_passed_over(tmp_path: Path) -> None:
    """Somebody else's pyproject.toml is not a configuration."""
    inner = tmp_path / "a"
    inner.mkdir()
    (tmp_path / "sweepbrief.toml").write_text("")
    (inner / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert find(inner) == tmp_path / "sweepbrief.toml"


def test_options_are_read_with_dashes_or_underscores_and_paths_from_the_file(tmp_path: Path) -> None:
    """A single value of a repeatable option is a list of one, and a logo lies beside the file that names it."""
    path = tmp_path / "sweepbrief.toml"
    path.write_text("metric = 'loss'\ngroup_by = 'optimizer'\nlogo = 'mark.png'\n")
    assert settings(path, KNOWN) == {"metric": ["loss"], "group_by": "optimizer", "logo": str(tmp_path / "mark.png")}


@pytest.mark.parametrize("text", ["sed = 1\n", "seed = [1, 2]\n", "seed = \n", "\x00"])
def test_a_configuration_that_cannot_be_meant_is_one_clear_error(tmp_path: Path, text: str) -> None:
    """An unknown option, a list for a single value, and text that is no TOML are refused, not ignored."""
    path = tmp_path / "sweepbrief.toml"
    path.write_text(text)
    with pytest.raises(WrongUsageError):
        settings(path, KNOWN)

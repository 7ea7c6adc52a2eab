"""The document says nothing for which a language has no words."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from planted_brief import plant

from sweepbrief.document import write
from sweepbrief.narrative import LANGUAGES, Voice
from sweepbrief.outputs import OUTPUTS

FOLDER = Path(__file__).parents[2] / "src" / "sweepbrief" / "document"


def _said() -> set[str]:
    """Collect the literal names of macros that the document asks a voice for."""
    calls = (
        node for path in FOLDER.rglob("*.py") for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)
    )
    asking = [call for call in calls if (getattr(call.func, "attr", "") or getattr(call.func, "id", "")) in {"say", "text"}]
    first = [call.args[0] for call in asking if call.args]
    return {name.value for name in first if isinstance(name, ast.Constant) and isinstance(name.value, str)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_macro_the_document_asks_for_is_there(language: str) -> None:
    """A name in the code without a macro in a language would end a report that needs it, however rarely."""
    voice = Voice(language, 3)
    said = _said()
    assert len(said) > 80
    assert [name for name in sorted(said) if not voice.has(name)] == []


@pytest.mark.parametrize("language", ["ja", "zh"])
@pytest.mark.parametrize("signal", ["strong", "none"])
def test_no_space_follows_a_wide_stop(language: str, signal: str) -> None:
    """Sentences are joined as their language joins them, whoever joins them: a wide stop holds its own space."""
    written = OUTPUTS["html"](write(plant(80, signal=signal, language=language))).decode()
    told = re.sub(r"<(style|script|svg)\b.*?</\1>|<[^>]+>", "", written, flags=re.DOTALL)
    assert re.findall("[^\n]{0,20}[\u3002\uff1b\uff0c\uff09] (?=\\S)[^\n]{0,20}", told) == []

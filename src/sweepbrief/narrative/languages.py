"""The languages a report can be written in: each is a folder of macros and an entry here."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES: Mapping[str, str] = MappingProxyType({"en": "English", "es": "Español", "ja": "日本語", "zh": "简体中文"})
"""By code (also the folder under ``templates/prose``): the language's name in itself."""

LOCALES: Mapping[str, str] = MappingProxyType({"en": "en_GB", "zh": "zh_Hans"})
"""Which regional conventions of numbers and lists a language follows, where not its default ones."""

GROUPED_FROM: Mapping[str, int] = MappingProxyType({"es": 10_000})
"""From which size on thousands are separated, where not from 1,000 (CLDR ``minimumGroupingDigits``)."""

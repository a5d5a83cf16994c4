"""What each country puts round its marks."""

from __future__ import annotations

import pytest
from anthology.rules.usage import NNBSP, USAGES, Usage, usage_of


@pytest.mark.parametrize("tag", ["fr", "fr-FR", "fr-BE", "FR", "fr_FR", "fr-Latn-BE"])
def test_french_is_set_as_in_france_unless_its_country_says_otherwise(tag: str) -> None:
    assert usage_of(tag) == USAGES["fr"]


def test_a_country_with_its_own_usage_has_it() -> None:
    assert usage_of("fr-CA") == USAGES["fr-ca"]
    assert usage_of("fr-CH").colon == NNBSP


@pytest.mark.parametrize("tag", ["", "frr", "und", "pl"])
def test_other_languages_leave_spaces_as_typed(tag: str) -> None:
    assert usage_of(tag) == Usage()

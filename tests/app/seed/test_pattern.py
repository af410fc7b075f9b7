"""Texts that match a pattern."""

import re
from random import Random

import pytest

from crudgen.app.seed.pattern import match_text


@pytest.mark.parametrize(
    "pattern",
    [
        "^[A-Z]{3}-[0-9]{5}$",
        r"^\d{4}(-\d{2}){2}$", "^(red|green|blue)$", r"^[a-z]+(_[a-z]+)*$",
        r"^[^0-9]{3}x?$", r"^\+?[1-9]\d{6,14}$", "a.c",
    ],
)
def test_the_text_matches_the_pattern(pattern: str) -> None:
    for luck in range(50):
        assert re.search(pattern, match_text(Random(luck), pattern))


@pytest.mark.parametrize("pattern", [r"^\p{Lu}+$", "(?=x)y", "[", r"\bfoo\Bbar$^"])
def test_a_pattern_that_is_not_understood_is_said_to_be_so(pattern: str) -> None:
    with pytest.raises(ValueError, match="pattern"):
        match_text(Random(1), pattern)

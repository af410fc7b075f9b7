"""Conditions made plain."""

import sys

import pytest

from crudgen.store.values import NEVER, following, plain_compare
from tests.catalogs import shop
from tests.store.world import compare

SHOP = shop()


@pytest.mark.parametrize(
    "text", ["a", "ab", "é", "\ud7ff".encode("utf-8", "surrogatepass").decode("utf-8", "surrogatepass"), "😀", "a" + chr(sys.maxunicode)]
)
def test_the_following_text_is_just_above_every_text_that_begins_so(text: str) -> None:
    above = following(text)
    above.encode()  # is no lone surrogate
    assert text < above
    assert text + chr(sys.maxunicode) * 5 < above
    assert not above.startswith(text)


def test_text_comparisons_with_nothing_hold_for_every_text() -> None:
    leaves = {
        plain_compare(compare(SHOP, "order", "number", operator, "")).variant for operator in ("contains", "icontains", "starts", "ends")
    }
    assert leaves == {"not_null"}


def test_an_impossible_end_of_a_range_makes_it_empty() -> None:
    assert plain_compare(compare(SHOP, "order", "id", "between", (2**70, 2**71))) is NEVER

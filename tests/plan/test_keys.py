"""Parts of keys in addresses."""

import pytest

from crudgen.plan.keys import read_part, write_part
from crudgen.schema.catalog import Catalog, Field

NOTHING = Catalog({})
CITY = Field("city", "string", column="city", is_key=True)
NAME = Field("name", "string", column="name", required=True, is_key=True)


@pytest.mark.parametrize(("value", "text"), [(None, "null"), ("null", "~null"), ("~null", "~~null"), ("Rome", "Rome"), ("~", "~")])
def test_a_null_is_told_from_the_text(value: str | None, text: str) -> None:
    assert write_part(NOTHING, CITY, value) == text
    assert read_part(NOTHING, CITY, text) == value


@pytest.mark.parametrize("text", ["null", "~null"])
def test_where_there_is_no_null_every_text_is_itself(text: str) -> None:
    assert write_part(NOTHING, NAME, text) == text
    assert read_part(NOTHING, NAME, text) == text

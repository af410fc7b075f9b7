"""Small parts: numbers and durations as people type them, addresses of lists, keys."""

import pytest

from crudgen.admin.keys import split_key
from crudgen.admin.language import load_language
from crudgen.admin.numbers import read_number
from crudgen.admin.query import Query, read_query
from crudgen.admin.spans import read_span
from crudgen.admin.tokens import is_token, make_token, seal, unseal
from crudgen.schema.catalog import Field
from crudgen.schema.types import BadValue

SPAN = Field("every", "duration")


@pytest.mark.parametrize(
    ("language", "typed", "read"),
    [
        ("en", "1,234", "1234"),
        ("en", "12,5", "12.5"),
        ("en", "1,234,567.8", "1234567.8"),
        ("ru", "1,234", "1.234"),
        ("ru", "1 234,5", "1234.5"),
        ("ru", "1\N{NO-BREAK SPACE}234\N{NARROW NO-BREAK SPACE}567", "1234567"),
        ("en", "−5", "-5"),
        ("en", "abc", "abc"),
        ("ru", "1.234,5", "1234.5"),
    ],
)
def test_numbers_are_read_as_typed(language: str, typed: str, read: str) -> None:
    assert read_number(load_language(language), typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1 d 2 h", "P1DT2H"),
        ("90 min", "PT1H30M"),
        ("1:30", "PT1H30M"),
        ("2 нед. 3 часа", "P14DT3H"),
        ("1,5 h", "PT1H30M"),
        ("PT5M", "PT5M"),
        ("pt5m", "PT5M"),
        ("7д", "P7D"),
    ],
)
def test_durations_are_read_as_typed(typed: str, read: str) -> None:
    assert read_span(SPAN, typed) == read


@pytest.mark.parametrize("typed", ["soon", "5", "5 parsecs", "1 h later", "9" * 30 + " d"])
def test_what_is_no_duration_is_refused(typed: str) -> None:
    with pytest.raises(BadValue):
        read_span(SPAN, typed)


def test_a_list_s_address_is_read_back_as_it_was() -> None:
    query = read_query([("status[in]", "paid"), ("status[in]", "placed"), ("q", " a b "), ("sort", "-x"), ("page", "3"), ("empty", "")])
    assert query == Query((("status[in]", "paid,placed"),), "a b", "-x", 3)
    assert query.url(page=4) == "?status[in]=paid,placed&q=a+b&sort=-x&page=4"
    assert query.url(without="status[in]") == "?q=a+b&sort=-x"
    assert query.url(without="q") == "?status[in]=paid,placed&sort=-x"


@pytest.mark.parametrize("page", ["0", "-1", "x", "1e9", "9" * 40, "²"])
def test_a_page_that_is_none_is_the_first(page: str) -> None:
    assert read_query([("page", page)]).page == 1


def test_keys_are_split_before_they_are_decoded() -> None:
    assert split_key("/x/admin/shelf/edit/7,a%2Cb%2F%D0%B9", "/x/admin") == ["7", "a,b/й"]


def test_seals_hold_only_for_their_session() -> None:
    sealed = seal("seed", ["good", "текст", {}])
    assert unseal("seed", sealed) == ["good", "текст", {}]
    assert unseal("other", sealed) is None
    assert unseal("seed", sealed[:-1] + ("0" if sealed[-1] != "0" else "1")) is None
    assert unseal("seed", "") is None
    assert unseal("", seal("", 1)) is None


def test_tokens_are_bound_to_their_session() -> None:
    assert is_token("seed", make_token("seed"))
    assert not is_token("seed", make_token("other"))
    assert not is_token("", make_token(""))

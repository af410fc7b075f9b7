"""The URL's grammar: what a query spells, and what it may not."""

import pytest

from crudgen.errors import BadRequest
from crudgen.plan.request import Term, parse_query, split_list


def test_a_bare_name_is_an_equality() -> None:
    assert parse_query([("status", "paid")]).terms == (Term("status", "eq", "paid"),)


def test_an_operator_stands_in_brackets() -> None:
    assert parse_query([("customer.name[icontains]", "ann")]).terms == (Term("customer.name", "icontains", "ann"),)


def test_a_field_named_like_a_parameter_is_filtered_with_an_operator() -> None:
    request = parse_query([("limit[eq]", "3"), ("limit", "5")])
    assert request.terms == (Term("limit", "eq", "3"),)
    assert request.limit == 5


def test_repeated_filters_are_all_kept() -> None:
    assert len(parse_query([("total[gte]", "1"), ("total[gte]", "2")]).terms) == 2


@pytest.mark.parametrize(
    ("pairs", "code"),
    [
        ([("limit", "0")], "bad_limit"),
        ([("limit", "-1")], "bad_limit"),
        ([("limit", "٣")], "bad_limit"),
        ([("limit", "1e9")], "bad_limit"),
        ([("limit", "5"), ("limit", "6")], "doubled_parameter"),
        ([("offset", "99999999999999999999")], "bad_offset"),
        ([("offset", "1000001")], "bad_offset"),
        ([("count", "some")], "bad_count"),
        ([("sort", "")], "bad_list"),
        ([("fields", "a,,b")], "bad_list"),
        ([("a[", "1")], "bad_filter"),
        ([("[eq]", "1")], "bad_filter"),
        ([("a[b][c]", "1")], "bad_filter"),
        ([("deleted", "only")], "not_supported"),
        ([(f"f{number}", "1") for number in range(101)], "too_many_filters"),
    ],
)
def test_a_malformed_query_is_refused(pairs: list[tuple[str, str]], code: str) -> None:
    with pytest.raises(BadRequest) as caught:
        parse_query(pairs)
    assert caught.value.name == code


@pytest.mark.parametrize(
    ("text", "parts"),
    [("", [""]), ("a", ["a"]), ("a,b", ["a", "b"]), ('"a,b",c', ["a,b", "c"]), ('"say ""hi"""', ['say "hi"']), (",", ["", ""])],
)
def test_a_list_is_split_at_commas_outside_quotes(text: str, parts: list[str]) -> None:
    assert split_list(text) == parts


@pytest.mark.parametrize("text", ['"a', '"a"b', '"a","b'])
def test_a_quote_out_of_place_is_refused(text: str) -> None:
    with pytest.raises(BadRequest, match="quote"):
        split_list(text)

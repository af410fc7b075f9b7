"""Every code of an expression's error: a wrong text, where the mistake is, and the cure."""

import re

import pytest

from crudgen.document.codes import CODES as FILE_CODES
from crudgen.schema.expression import BOOL, CODES, ExpressionError, Scope, Type, compile_expression
from tests.catalogs import SHOP
from tests.support.catalog import catalog_of

CATALOG = catalog_of(
    {
        **SHOP,
        "visit": """
timestamps: false
fields:
  guest: {type: customer, inverse: visits}
  day: date
  begin: time
  at: datetime
  spent: duration
  code: uuid
  data: json
  words: {type: list, of: string}
  fee: {type: decimal, precision: 30, scale: 20}
  weight: float
  is_paid: bool
  secret: password
  token: secret
  count: int
  status: {type: enum, values: [new, done]}
""",
    }
)

# the text, the part of it that the error points at ("$" for its end), a word of the cure
WRONG = {
    "expression_empty": [("", "", "write one"), ("  ", "", "write one")],
    "expression_too_long": [("count = 1 or " * 400 + "is_paid", None, "divide")],
    "expression_too_deep": [("not " * 60 + "is_paid", None, "apart"), ("-" * 60 + "count > 1", None, "apart")],
    "expression_too_large": [("count in [" + "1, " * 1_000 + "1]", None, "divide")],
    "expression_character": [
        ("count > #", "#", "single quotes"),
        ("words is null or count = \u20ac", "\u20ac", ""),
        ("status = 'a\0'", "'a", "take"),
    ],
    "expression_syntax": [
        ("count > > 1", "> 1", "value"),
        ("count 5", "5", "operator"),
        ("count status", "status", "operator"),
        ("f(,)", ",", ""),
    ],
    "expression_unfinished": [("count >", "$", "add"), ("not", "$", "add"), ("count is", "$", "add")],
    "expression_quote": [("status = 'new", "'new", "doubled"), ("status = 'it's'", "s'", "doubled")],
    "expression_bracket": [("(count > 1", "(", "add"), ("count in [1", "[", 'add "]"'), ("count > 1)", ")", "away")],
    "expression_double_quote": [
        ('status = "new"', '"new', "single"),
        ("status = `new`", "`new", "single"),
        ("status = «new»", "«", "single"),
    ],
    "expression_operator": [
        ("count == 1", "==", "`=`"),
        ("count <> 1", "<>", "`!=`"),
        ("is_paid && is_paid", "&&", "`and`"),
        ("is_paid || is_paid", "||", "`or`"),
        ("!is_paid", "!", "`not`"),
        ("count % 2", "%", "remainder"),
        ("status like 'a'", "like", "contains"),
        ("count between 1 and 2", "between", ">= a"),
        ("count::text", "::", "function"),
        ("count ? 1 : 2", "?", "if("),
        ("count => 1", "=>", ">="),
        ("count ** 2", "**", "x * x"),
        ("count mod 2", "mod", "remainder"),
        ("status ilike 'a'", "ilike", "icontains"),
    ],
    "expression_keyword": [("is_paid AND is_paid", "AND", "`and`"), ("count IS null", "IS", "`is`"), ("is_paid Or is_paid", "Or", "`or`")],
    "expression_chain": [("1 < count < 3", "< 3", "and b < c"), ("count = 1 = is_paid", "= is_paid", "brackets")],
    "expression_number": [
        ("count > 1e5", "e5", "100000"),
        ("count > .5", ".5", "0.5"),
        ("count > 5.", ".", "5.0"),
        ("count > " + "9" * 39, "9", "shorter"),
        ("at > now() - 7d", "d", "'7d'"),
    ],
    "expression_name": [
        ("cuont > 1", "cuont", 'mean "count"'),
        ("guest.naem = 'x'", "naem", 'mean "name"'),
        ("any(guest.visits.cuont = 1)", "cuont", "count"),
    ],
    "expression_function": [("lenght(status) > 1", "lenght", 'mean "length"'), ("substring(status) = 'a'", "substring", "")],
    "expression_context": [
        ("guest.id = user.id", "user", "access"),
        ("old.count > 1", "old", "updates"),
        ("input.count > 1", "input", "writes"),
    ],
    "expression_to_many": [("guest.visits.count > 1", "guest", "any("), ("guest.visits is null", "guest", "count(")],
    "expression_not_reference": [("count.x > 1", "count", "end"), ("guest.name.first = 'a'", "name", "end")],
    "expression_path_length": [("guest.country.a.b.c.d.e = 1", "guest", "shorten")],
    "expression_unusable": [("secret = 'x'", "secret", "another"), ("token is null", "token", "another")],
    "expression_aggregate_path": [
        ("sum(count)", "sum", "items.price"),
        ("sum(guest.visits.count * guest.orders.total)", "sum", "each"),
        ("count(1)", "count", ""),
    ],
    "expression_nested_aggregate": [("sum(guest.visits.count + count(guest.orders))", "count(", "apart")],
    "expression_aggregate_value": [
        ("sum(guest.visits.status)", "guest", "adds"),
        ("avg(guest.visits.status)", "guest", "numbers"),
        ("any(guest.visits)", "any", "count(items) > 0"),
        ("max(guest.visits.is_paid)", "guest", "compares"),
        ("all(guest.visits.count)", "guest", "condition"),
    ],
    "expression_arguments": [
        ("lower()", "lower", "lower(text)"),
        ("if(is_paid, 1)", "if", "if(condition, a, b)"),
        ("now(1)", "now", "now()"),
        ("decimal(count, 99)", "99", "0 to 30"),
        ("sum()", "sum", "sum(items.price)"),
        ("count()", "count", "count(items)"),
        ("decimal(count, count)", "count)", "0 to 30"),
    ],
    "expression_types": [
        ("count + status", "+", "text(x)"),
        ("day + at", "+", "duration"),
        ("- status", "-", "minus"),
        ("is_paid * 2", "*", "numbers"),
        ("day * 2", "*", "duration"),
    ],
    "expression_incomparable": [
        ("count = '5'", "=", "without quotes"),
        ("day < at", "<", "date(x)"),
        ("is_paid = 'true'", "=", "without quotes"),
        ("data = 'x'", "=", ""),
        ("guest.name = count", "=", "convert"),
    ],
    "expression_order": [("is_paid < true", "<", "="), ("status > 'new'", ">", "in")],
    "expression_not_condition": [
        ("count and is_paid", "count", "x > 0"),
        ("not status", "status", "x > 0"),
        ("if(count, 1, 2)", "count", "x > 0"),
    ],
    "expression_not_text": [
        ("count contains '1'", "count", "text(x)"),
        ("lower(count)", "count", "text(x)"),
        ("status starts 1", "1", "text(x)"),
    ],
    "expression_null": [
        ("count = null", "=", "`is null`"),
        ("count != null", "!=", "`is not null`"),
        ("count + null", "+", "coalesce"),
        ("count in [1, null]", "null", "is null"),
        ("null", "null", "value"),
        ("if(is_paid, null, null)", "if", "value"),
    ],
    "expression_list": [
        ("count in []", "[", "values"),
        ("count in 5", "5", "[a, b]"),
        ("[1, 2]", "[", "x in"),
        ("status in words", "words", "user"),
    ],
    "expression_mixed": [
        ("count in [1, 'a']", "'a'", ""),
        ("if(is_paid, 1, 'a')", "'a'", ""),
        ("coalesce(count, day)", "count", "convert"),
    ],
    "expression_conversion": [
        ("text(weight)", "weight", "decimal(x, 2)"),
        ("int(day)", "day", "takes"),
        ("date(count)", "count", "takes"),
        ("bool(day)", "day", ""),
    ],
    "expression_scale": [("fee * fee", "*", "round"), ("fee / 3 / 3", "/ 3$", "round")],
    "expression_enum_value": [("status = 'don'", "'don'", 'mean "done"'), ("status in ['new', 'x']", "'x'", "known: done, new")],
    "expression_date": [("day = '2024-02-30'", "'2024", "2026-01-31"), ("day > 'today'", "'today", "2026-01-31")],
    "expression_time": [("begin = '25:00'", "'25", "23:59")],
    "expression_datetime": [("at > '2024-01-01'", "'2024", "offset"), ("at > '2024-01-01T00:00:00'", "'2024", "offset")],
    "expression_duration": [
        ("at - '7 days' < now()", "'7 days", "7d"),
        ("day + '12h' = day", "'12h", "whole days"),
        ("spent > 'long'", "'long", "7d"),
    ],
    "expression_uuid": [("code = 'abc'", "'abc", "dashes")],
}
CASES = [(code, *case) for code, cases in WRONG.items() for case in cases]


def failure(text: str, **options: object) -> ExpressionError:
    with pytest.raises(ExpressionError) as caught:
        compile_expression(text, Scope(CATALOG, CATALOG.entities["visit"], **options))  # type: ignore[arg-type]
    return caught.value


@pytest.mark.parametrize(("code", "text", "at", "cure"), CASES, ids=[f"{code}: {text[:30]}" for code, text, _, _ in CASES])
def test_a_wrong_expression_says_where_and_what_to_do(code: str, text: str, at: str | None, cure: str) -> None:
    error = failure(text)
    assert (error.code, error.message) == (code, str(error))
    if at == "$":
        assert error.offset == len(text)
    elif at is not None and at.endswith("$"):
        assert text[error.offset :] == at[:-1]
    elif at is not None:
        assert text[error.offset :].startswith(at)
    assert cure in error.hint


@pytest.mark.parametrize("kind", ["text", "date", "bool", "decimal"])
def test_a_value_of_another_type_than_wanted_is_refused(kind: str) -> None:
    error = failure("count" if kind != "decimal" else "is_paid", expects=BOOL if kind == "bool" else Type(kind))  # type: ignore[arg-type]
    assert error.code == ("expression_not_condition" if kind == "bool" else "expression_result")


def test_every_code_is_documented_and_shown_here() -> None:
    assert set(WRONG) | {"expression_result"} == set(CODES)
    assert set(CODES) & set(FILE_CODES) == set()
    assert len(CODES) >= 25
    assert all(re.fullmatch(r"[A-Z].*\.", meaning) for meaning in CODES.values())


def test_the_clock_is_refused_where_it_is_not_allowed() -> None:
    assert failure("at < now()", clock=False).code == "expression_context"


@pytest.mark.parametrize(
    "text",
    ["(" * 3_000, "not " * 999, "-" * 3_999, "a" * 4_000, "[" * 4_000, "'" * 3_999, "f(" * 1_900, "1" + "+1" * 1_900, "((((" * 900 + "1"],
)
def test_no_text_within_the_bounds_breaks_the_parser(text: str) -> None:
    assert failure(text).code in CODES

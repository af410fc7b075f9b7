"""What each operator and function means, on values in memory."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from crudgen.schema.expression import BOOL, Scope, compile_expression, evaluate, holds
from crudgen.schema.expression.types import INT, decimal
from tests.support.catalog import catalog_of

CATALOG = catalog_of(
    {
        "box": """
timestamps: false
fields:
  n: int
  m: int
  price: decimal
  tax: {type: decimal, precision: 8, scale: 4}
  big: {type: decimal, precision: 38, scale: 0}
  w: float
  name: string
  ok: bool
  day: date
  at: datetime
  begin: time
  spent: duration
  code: uuid
  status: {type: enum, values: [new, done]}
  owner: {type: user, inverse: boxes}
""",
        "item": """
timestamps: false
fields: {box: {type: box, inverse: items}, n: int, price: decimal, name: string, ok: bool, day: date}
""",
    }
)
NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)
ROW: dict[str, Any] = {
    "id": 1,
    "n": 7,
    "m": None,
    "price": Decimal("12.50"),
    "tax": Decimal("0.1950"),
    "big": Decimal(10**38 - 1),
    "w": 2.5,
    "name": "Straße 😀",
    "ok": True,
    "day": dt.date(2024, 2, 29),
    "at": dt.datetime(2024, 2, 29, 23, 0, tzinfo=dt.UTC),
    "begin": dt.time(9, 30),
    "spent": dt.timedelta(hours=36),
    "code": UUID(int=5),
    "status": "new",
    "owner": 3,
    "items": [
        {"n": 1, "price": Decimal("1.25"), "name": "b", "ok": True, "day": dt.date(2024, 1, 1)},
        {"n": 2, "price": None, "name": "B", "ok": None, "day": None},
    ],
    "user.id": 3,
    "user.roles": ["manager"],
    "old.n": 6,
    "input.n": 8,
}
D = Decimal

VALUES: list[tuple[str, Any]] = [
    # logic and null
    ("ok and n > 1", True),
    ("ok or m > 1", True),
    ("m > 1 and false", False),
    ("m > 1 and true", None),
    ("m > 1 or false", None),
    ("not m > 1", None),
    ("m is null", True),
    ("m is not null", False),
    ("m != 1", None),
    ("m in [1, 2]", None),
    ("n not in [1, 7]", False),
    ("n in [1, m]", None),
    ("n in [7, m]", True),
    ("not ok and ok", False),
    ("not (ok and ok)", False),
    # numbers
    ("n + 1", 8),
    ("n - 10 * 2", -13),
    ("(n - 10) * 2", -6),
    ("-n", -7),
    ("- -n", 7),
    ("n * price", D("87.50")),
    ("price * tax", D("2.437500")),
    ("n / 2", D("3.500000")),
    ("1 / 3", D("0.333333")),
    ("2 / 3", D("0.666667")),
    ("-2 / 3", D("-0.666667")),
    ("price / 3", D("4.16666667")),
    ("n / 0", None),
    ("price / (n - 7)", None),
    ("m + 1", None),
    ("0.1 + 0.2 = 0.3", True),
    ("price > 12", True),
    ("price = 12.500", True),
    ("decimal(price / 3, 2)", D("4.17")),
    ("decimal(0.005, 2)", D("0.01")),
    ("decimal(-0.005, 2)", D("-0.01")),
    ("int(2.5)", 3),
    ("int(-2.5)", -3),
    ("big + 1", None),
    ("big + 0 = big", True),
    ("int(big)", None),
    ("9223372036854775807 + n", None),
    ("9223372036854775807 + n > n", True),
    ("w + 1", 3.5),
    ("w * price", 31.25),
    ("w / 0", None),
    ("w > 2", True),
    ("decimal(w)", D("2.500000")),
    ("int(w)", 3),
    # texts
    ("name + '!'", "Straße 😀!"),
    ("length(name)", 8),
    ("upper(name)", "STRAßE 😀"),
    ("lower('ÄİΣ')", "äİσ"),
    ("name contains 'raß'", True),
    ("name contains 'RA'", False),
    ("name icontains 'STRAß'", True),
    ("name starts 'St'", True),
    ("name ends '😀'", True),
    ("name ends ''", True),
    ("'it''s' = 'it' + '''' + 's'", True),
    ("'Z' < 'a'", True),
    ("'😀' > 'ﬀ'", True),
    ("text(price) + ' €'", "12.50 €"),
    ("text(n)", "7"),
    ("text(ok)", "true"),
    ("text(day)", "2024-02-29"),
    ("text(at)", "2024-02-29T23:00:00.000000Z"),
    ("text(code)", str(UUID(int=5))),
    ("text(begin)", "09:30:00.000000"),
    ("status + '!'", "new!"),
    ("status = 'new'", True),
    ("status in ['done']", False),
    ("m is null or 'a' = 'b'", True),
    ("int('12')", 12),
    ("int('1.5')", None),
    ("int('99999999999999999999')", None),
    ("decimal('1.005', 2)", D("1.01")),
    ("decimal('1e5')", None),
    ("bool('true')", True),
    ("bool('yes')", None),
    ("bool(n)", True),
    ("bool(price - price)", False),
    ("int(ok)", 1),
    # time
    ("day = '2024-02-29'", True),
    ("day + '1d'", dt.date(2024, 3, 1)),
    ("day - '60d'", dt.date(2023, 12, 31)),
    ("day - '2024-02-01'", dt.timedelta(days=28)),
    ("at + '90m'", dt.datetime(2024, 3, 1, 0, 30, tzinfo=dt.UTC)),
    ("at - '2024-02-29T22:00:00-01:00' = '0s'", True),
    ("at > '2024-02-29T23:00:00+01:00'", True),
    ("now()", NOW),
    ("today()", dt.date(2026, 11, 23)),
    ("at < now() - '2w'", True),
    ("date(at)", dt.date(2024, 2, 29)),
    ("datetime(day)", dt.datetime(2024, 2, 29, tzinfo=dt.UTC)),
    ("date('2023-02-29' + '')", None),
    ("spent * 2", dt.timedelta(days=3)),
    ("spent > '1d'", True),
    ("spent = '1d12h'", True),
    ("spent = 'P1DT12H'", True),
    ("-spent + '1d'", dt.timedelta(hours=-12)),
    ("day + spent", dt.date(2024, 3, 1)),
    ("day - spent", dt.date(2024, 2, 27)),
    ("day + spent * 10000000", None),
    ("begin < '09:31'", True),
    # choices
    ("if(n > 5, 'many', 'few')", "many"),
    ("if(m > 5, 1, 2)", 2),
    ("if(ok, n, price)", D("7.00")),
    ("coalesce(m, n)", 7),
    ("coalesce(m, null, 1.5)", D("1.5")),
    ("if(ok, '2024-01-01', day)", dt.date(2024, 1, 1)),
    ("coalesce(m, m)", None),
    # aggregates
    ("count(items)", 2),
    ("count(items.price)", 1),
    ("count(items.n > 1)", 1),
    ("sum(items.n)", 3),
    ("sum(items.n * items.price)", D("1.25")),
    ("min(items.name)", "B"),
    ("max(items.price)", D("1.25")),
    ("max(items.day)", dt.date(2024, 1, 1)),
    ("avg(items.n)", 2),
    ("avg(items.price)", D("1.25")),
    ("avg(items.n * items.price)", D("1.25")),
    ("avg(items.n * 1.0)", D("1.5")),
    ("any(items.ok)", True),
    ("all(items.ok)", None),
    ("any(items.n > n)", False),
    ("any(items.price > 5)", None),
    ("all(items.n < n)", True),
    ("sum(items.price) / count(items)", D("0.62500000")),
    # beside the row
    ("owner = user", True),
    ("owner = user.id", True),
    ("'manager' in user.roles", True),
    ("'clerk' not in user.roles", True),
    ("old.n < n", True),
    ("input.n - n", 1),
]


def scope(**options: Any) -> Scope:
    return Scope(CATALOG, CATALOG.entities["box"], user=True, old=True, input=True, **options)


@pytest.mark.parametrize(("text", "value"), VALUES, ids=[text for text, _ in VALUES])
def test_an_expression_has_its_value(text: str, value: Any) -> None:
    found = evaluate(compile_expression(text, scope()), ROW, now=NOW)
    assert (found, type(found), str(found)) == (value, type(value), str(value))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("count(items)", 0),
        ("sum(items.n)", 0),
        ("sum(items.price)", D("0.00")),
        ("min(items.n)", None),
        ("avg(items.price)", None),
        ("max(items.day)", None),
        ("any(items.ok)", False),
        ("all(items.ok)", True),
    ],
)
def test_aggregates_of_nothing(text: str, value: Any) -> None:
    assert evaluate(compile_expression(text, scope()), {**ROW, "items": []}) == value


def test_values_may_come_from_a_function() -> None:
    expression = compile_expression("sum(items.n) + n", scope())
    rows = [lambda name: {"n": 5}[name]]
    assert evaluate(expression, lambda name: {"items": rows, "n": 1}[name]) == 6


def test_a_condition_holds_only_when_true() -> None:
    assert [holds(compile_expression(text, scope(expects=BOOL)), ROW) for text in ("n = 7", "n = 8", "m = 7")] == [True, False, False]


def test_a_number_is_made_fit_for_the_field_that_it_is_for() -> None:
    price, count = scope(expects=decimal(5, 2)), scope(expects=INT)
    assert evaluate(compile_expression("n / 3", price), ROW) == D("2.33")
    assert evaluate(compile_expression("n * 1000", price), ROW) is None
    assert evaluate(compile_expression("n / 2", count), ROW) == 4
    assert evaluate(compile_expression("decimal('0.125')", price), ROW) == D("0.13")


def test_what_an_expression_reads_is_known() -> None:
    expression = compile_expression("sum(items.price) > price and owner.login = user.login and count(items) > n", scope())
    assert expression.paths == ("items.price", "price", "owner.login", "items", "n")
    assert (expression.context, expression.uses_clock, expression.has_aggregate, expression.is_row_local) == ({"user"}, False, True, False)
    assert compile_expression("owner.id = 3 and price > n", scope()).is_row_local
    assert compile_expression("owner.id", scope()).paths == ("owner",)
    assert not compile_expression("owner.name = 'a'", scope()).is_row_local
    assert compile_expression("at < now()", scope()).uses_clock


def test_operators_bind_as_documented() -> None:
    loosest = compile_expression("not ok or ok and n = 1 + 2 * -3", scope())
    same = compile_expression("(not ok) or (ok and (n = (1 + (2 * (-3)))))", scope())
    assert loosest.tree == same.tree


def test_a_field_may_be_called_like_an_operator() -> None:
    catalog = catalog_of({"event": "{timestamps: false, fields: {starts: date, ends: date, contains: string, min: int}}"})
    found = compile_expression("starts <= ends and contains starts 'a' and min > 1", Scope(catalog, catalog.entities["event"]))
    assert found.paths == ("starts", "ends", "contains", "min")

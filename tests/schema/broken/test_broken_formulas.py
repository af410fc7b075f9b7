"""More than a hundred wrong expressions and keys that hold them, each told at its very character with its code and a cure.

A `§` in a text marks where the mistake is told; see `test_broken`.
"""

from pathlib import Path

import pytest

from tests.schema.broken.test_broken import Case, diagnose, diagnose_order, place_of

NEIGHBOURS = {
    "customer": "fields:\n  name: string!\n  user: user\n  boss: {type: customer, inverse: staff}\n",
    "item": "fields:\n  order: {type: order, part_of: true, inverse: items}\n  price: decimal\n  quantity: int\n",
    "tag": "fields: {name: string}\n",
    "plain": "fields: {name: string}\n",
}
ORDER = """fields:
  number: string
  customer: customer
  tags: [tag]
  status: {type: enum, values: [draft, paid]}
  total: decimal
  rate: {type: decimal, precision: 30, scale: 20}
  count: int
  is_paid: bool
  placed_at: datetime
  day: date
  begin: time
  spent: duration
  code: uuid
  weight: float
  meta: json
  word: password
  hush: {type: string, hidden: true}
"""


def check(text: str) -> str:
    """Return an order with a check."""
    return f"{ORDER}checks:\n  - {text}\n"


def when(text: str, action: str = "update") -> str:
    """Return an order with a rule of access."""
    return f"{ORDER}access: {{{action}: {{role: clerk, when: {text}}}}}\n"


def rule(text: str, action: str = "update", owner: str = "") -> str:
    """Return an order with a rule of access, as it is written."""
    return f"{owner}{ORDER}access: {{{action}: {text}}}\n"


def field(text: str) -> str:
    """Return an order with one more field."""
    return f"{ORDER}  x: {text}\n"


def grow(numbers: range, last: int, text: str) -> str:
    """Return an order with computed fields, each made of the one before; the mistake is told at the `last` one."""
    names = ["count", *(f"x{number}" for number in numbers)]
    mark = {last: "§"}
    texts = {number: mark.get(number, "") + text.format(names[number]) for number in numbers}
    return ORDER + "".join(f'  x{number}: {{type: int, computed: "{one}"}}\n' for number, one in texts.items())


def unfit(what: str, key: str, value: str = "true", type_: str = "int", text: str = "count") -> Case:
    """Return the case of a computed field with a key of stored ones."""
    return Case(f"a computed field {what}", computed(type_, text, f", §{key}: {value}"), "unfit_key", COMPUTED_CURE.format(key))


def computed(type_: str, text: str, more: str = "") -> str:
    """Return an order with a computed field."""
    return field(f"{{type: {type_}, computed: {text}{more}}}")


LONG = " or total > 1" * 400
COMPUTED_CURE = "take {} away, or computed"
FORM_CURE = "name the record's own stored fields, user.id, user.roles or the clock"
NO_LIST = "take it out of the list"

TEXTS = (
    Case("no expression", check('§" "'), "empty", "write one, as in total > 0"),
    Case("half an expression", check("total >§"), "expression_unfinished", "add"),
    Case("two names side by side", check("total §count"), "expression_syntax", "operator"),
    Case("two operators", check("total > §> 1"), "expression_syntax", "value"),
    Case("a sign of no meaning", check("total > §€"), "expression_character", "take it away"),
    Case("a quote that is not closed", check('"status = §\'draft"'), "expression_quote", "doubled"),
    Case("a single quote inside a text", check("\"number = 'it'§s'\""), "expression_quote", "doubled"),
    Case("a bracket that is not closed", check("§(total > 1"), "expression_bracket", "add"),
    Case("a bracket too many", check("total > 1§)"), "expression_bracket", "away"),
    Case("double quotes", check("'status = §\"draft\"'"), "expression_double_quote", "single"),
    Case("double equals", check("total §== 1"), "expression_operator", "`=`"),
    Case("C's and", check('"is_paid §&& is_paid"'), "expression_operator", "`and`"),
    Case("like", check("number §like 'a'"), "expression_operator", "contains"),
    Case("a remainder", check("count §% 2 = 0"), "expression_operator", "remainder"),
    Case("capitals", check("total > 1 §AND count > 1"), "expression_keyword", "`and`"),
    Case("a chain", check("0 < total §< 9"), "expression_chain", "b < c"),
    Case("an exponent", check("count > 1§e5"), "expression_number", "100000"),
    Case("half a number", check("count > §.5"), "expression_number", "0.5"),
    Case("an expression too long", check("total > 1" + LONG[:3_991] + "§" + LONG[3_991:]), "expression_too_long", "divide"),
    Case("an expression too deep", check("not " * 16 + "§not " + "not " * 9 + "is_paid"), "expression_too_deep", "apart"),
    Case("an expression too large", check(f"count in [1, §1{', 1' * 998}]"), "expression_too_large", "divide"),
)

NAMES = (
    Case("no such field", check("§totl > 1"), "expression_name", 'did you mean "total"?'),
    Case("no such field of another record", check("customer.§nam = 'a'"), "expression_name", 'did you mean "name"?'),
    Case("no such field of children", computed("int", '"sum(items.§quantty)"'), "expression_name", 'did you mean "quantity"?'),
    Case("no such list", computed("int", '"count(§itms)"'), "expression_name", 'did you mean "items"?'),
    Case("no such function", check("§lenght(number) > 1"), "expression_function", 'did you mean "length"?'),
    Case("a path that goes on", check("§number.first = 'a'"), "expression_not_reference", "end the path"),
    Case("a path too long", check("§customer.boss.boss.boss.boss.boss.name = 'a'"), "expression_path_length", "shorten"),
    Case("a password", check("§word = 'a'"), "expression_unusable", "another field"),
    Case("the caller of a computed field", computed("bool", "§user.id = 1"), "expression_context", "access rules"),
    Case("what was, when it is read", when('"§old.total > 1"', "read"), "expression_context", "updates"),
    Case("what is sent, when it is deleted", when('"§input.total > 1"', "delete"), "expression_context", "writes"),
    Case("a whole row", when('"§old = 1"'), "expression_context", "name a field"),
    Case("many records", check("§items.price > 1"), "expression_to_many", "any("),
    Case("a list itself", check("§tags is not null"), "expression_to_many", "count("),
    Case("a sum of one", computed("int", '"§sum(count)"'), "expression_aggregate_path", "items.price"),
    Case("a sum over two lists", computed("int", '"§sum(items.quantity + tags.id)"'), "expression_aggregate_path", "each"),
    Case("a sum of a sum", computed("int", '"sum(items.quantity + §count(tags))"'), "expression_nested_aggregate", "apart"),
    Case("a sum of texts", computed("int", '"sum(§tags.name)"'), "expression_aggregate_value", "adds"),
    Case("any of records", check("§any(items)"), "expression_aggregate_value", "count(items) > 0"),
)

TYPES = (
    Case("too few arguments", check("§lower() = 'a'"), "expression_arguments", "lower(text)"),
    Case("too many arguments", check("placed_at < §now(1)"), "expression_arguments", "now()"),
    Case("a number and a text", check("count §+ status = 'a'"), "expression_types", "text(x)"),
    Case("days multiplied", check("day §* 2 = day"), "expression_types", "duration"),
    Case("a number in quotes", check("count §= '5'"), "expression_incomparable", "without quotes"),
    Case("a day and an instant", check("day §< placed_at"), "expression_incomparable", "date(x)"),
    Case("JSON compared", check("meta §= 'x'"), "expression_incomparable", "convert"),
    Case("the order of an enum", check("status §< 'paid'"), "expression_order", "in"),
    Case("a number as a condition", check("§count"), "expression_not_condition", "x > 0"),
    Case("a number among conditions", check("is_paid and §count"), "expression_not_condition", "x > 0"),
    Case("a text looked for in a number", check("§count contains '1'"), "expression_not_text", "text(x)"),
    Case("equal to null", check("count §= null"), "expression_null", "`is null`"),
    Case("a sum with null", check("count §+ null > 1"), "expression_null", "coalesce"),
    Case("an empty list", check("count in §[]"), "expression_list", "values"),
    Case("a list without in", check('"§[1, 2]"'), "expression_list", "x in"),
    Case("a list of two kinds", check("count in [1, §'a']"), "expression_mixed", "convert"),
    Case("a choice of two kinds", computed("int", "\"if(is_paid, 1, §'a')\""), "expression_mixed", "convert"),
    Case("a day made a number", check("int(§day) > 1"), "expression_conversion", "takes"),
    Case("too many digits", check("rate §* rate > 1"), "expression_scale", "round"),
    Case("a value that the enum lacks", check("status = §'pad'"), "expression_enum_value", 'did you mean "paid"?'),
    Case("a day that is none", check("day = §'2024-02-30'"), "expression_date", "2026-01-31"),
    Case("a time that is none", check("begin = §'25:00'"), "expression_time", "23:59"),
    Case("an instant without offset", check("placed_at > §'2024-01-01T00:00:00'"), "expression_datetime", "offset"),
    Case("a duration in words", check("placed_at - §'7 days' < placed_at"), "expression_duration", "7d"),
    Case("a UUID that is none", check("code = §'abc'"), "expression_uuid", "dashes"),
    Case("a computed number of a text", computed("int", "§number"), "expression_result", "int(x)"),
    Case("a computed text of a number", computed("string", "§total"), "expression_result", "text(x)"),
    Case("a computed enum of any text", field("{type: enum, values: [a], computed: §number}"), "expression_result", "if("),
)

WAYS = (
    Case("in single quotes", check("'number = ''a'' and §totl > 1'"), "expression_name", "total"),
    Case("in double quotes", check('"number = \'\\u0061\\"\' and §totl > 1"'), "expression_name", "total"),
    Case("on the next line of a text", check("total > 1\n    and §totl > 1"), "expression_name", "total"),
    Case("on the next line in quotes", check('"total > 1\n    and §totl > 1"'), "expression_name", "total"),
    Case("in a block", check("|\n    total > 1\n    and §totl > 1"), "expression_name", "total"),
    Case("in a folded block", check(">-  # two lines\n    total > 1\n    and §totl > 1"), "expression_name", "total"),
    Case("behind an anchor", check("&rule 'total > 1 and §totl > 1'"), "expression_name", "total"),
    Case("behind letters of two bytes", check("number = 'цена' and §totl > 1"), "expression_name", "total"),
)

CHECKS = (
    Case("a check that is no list", f"{ORDER}checks: §total > 1\n", "expected", "[a, b]"),
    Case("a check that is a number", check("§5"), "expected", "quotes"),
    Case("a check without a rule", check("§{message: No.}"), "missing", "rule"),
    Case("an unknown key of a check", check("{rule: total > 1, §mesage: No.}"), "unknown_key", 'did you mean "message"?'),
    Case("a check at no field", check("{rule: total > 1, field: §totl}"), "unknown_name", 'did you mean "total"?'),
    Case("a check at what is hidden", check("{rule: total > 1, field: §hush}"), "unfit_key", "name another field"),
    Case("a check twice", check("total > 1\n  - §total  >  1"), "duplicate_item", "away"),
    Case("a check that is always the same", check('"§1 < 2"'), "expression_constant", "take the check away"),
    Case("no message", check("{rule: total > 1, message: §{}}"), "empty", "en:"),
)

COMPUTED = (
    unfit("that must be given", "required"),
    unfit("with a default", "default", "1"),
    unfit("without repetition", "unique"),
    unfit("with an index", "index"),
    unfit("that is set once", "set_once"),
    unfit("with a column", "column", "c"),
    unfit("that is counted", "sequence", '"{seq}"', "string", "number"),
    unfit("with a bound", "min", "1"),
    unfit("of some length", "max_length", "5", "string", "number"),
    unfit("made from another", "from", "number", "slug", "number"),
    Case("a computed field that is set", computed("int", "count", ", §readonly: false"), "conflict", "take readonly away"),
    Case("a computed reference", field("{type: customer, inverse: xs, §computed: customer}"), "unfit_key", "computed"),
    Case("computed links", field("{type: [tag], inverse: xs, §computed: tags}"), "unfit_key", "computed"),
    Case("a computed password", field("{type: password, §computed: number}"), "unfit_key", "computed"),
    Case("a computed list", field("{type: list, of: int, §computed: count}"), "unfit_key", "computed"),
    Case("a computed true", field("{type: bool, computed: §true}"), "expected", "quotes"),
    Case("a field made of itself", computed("int", "count + §x"), "expression_cycle", "take one of these names out"),
    Case("fields made of each other", computed("int", "§y + 1") + "  y: {type: int, computed: x + 1}\n", "expression_cycle", "out of"),
    Case("fields that grow too large", grow(range(5), 4, "coalesce({0},{0},{0},{0},{0},{0})"), "expression_too_large", "stored fields"),
    Case("fields that grow too deep", grow(range(6), 3, "{0} + 1 + 1 + 1"), "expression_too_deep", "stored fields"),
    Case("an index of a computed field", computed("int", "count") + "indexes: [[§x]]\n", "unfit_key", "stored fields"),
    Case("a search of a computed field", computed("string", "number") + "search: [§x]\n", "unfit_key", "made of"),
    Case("a slug of a computed field", computed("string", "number") + "  s: {type: slug, from: §x}\n", "unfit_key", "stored field"),
)

CONDITIONS = (
    Case("required and required_if", field("{type: int, required: true, §required_if: is_paid}"), "conflict", "take required_if away"),
    Case("required_if of what is read only", field("{type: int, readonly: true, §required_if: is_paid}"), "conflict", "readonly"),
    Case("required_if of links", field("{type: [tag], inverse: xs, §required_if: is_paid}"), "unfit_key", "required_if"),
    Case("required_if that is always the same", field('{type: int, required_if: "§1 < 2"}'), "expression_constant", "required: true"),
    Case("show_if over a reference", field("{type: int, show_if: \"is_paid and §customer.name = 'a'\"}"), "expression_form", FORM_CURE),
    Case("show_if over children", field('{type: int, show_if: "§count(items) > 1"}'), "expression_form", FORM_CURE),
    Case("show_if of what is hidden", field("{type: int, show_if: \"§hush = 'a'\"}"), "expression_form", FORM_CURE),
    Case("show_if of what is computed", computed("int", "count") + "  y: {type: int, show_if: §x > 1}\n", "expression_form", FORM_CURE),
    Case("show_if of the user's name", field("{type: int, show_if: \"§user.login = 'a'\"}"), "expression_form", FORM_CURE),
    Case("show_if of what was", field("{type: int, show_if: §old.count > 1}"), "expression_context", "updates"),
    Case("options_filter of a number", field("{type: int, §options_filter: count > 1}"), "unfit_key", "references and [entity]"),
    Case("options_filter of a name here", field("{type: plain, options_filter: §number = 'a'}"), "expression_name", 'did you mean "user"?'),
    Case("options_filter that is always the same", field('{type: plain, options_filter: "§true"}'), "expression_constant", "away"),
)

ACCESS = (
    Case("a rule without a role", rule("§{when: total > 1}"), "missing", "write {role: manager, when: …}"),
    Case("an unknown key of a rule", rule("{role: clerk, §whn: total > 1}"), "unknown_key", 'did you mean "when"?'),
    Case("a role that is none", rule("{role: §clrk, when: total > 1}"), "unknown_name", 'did you mean "clerk"?'),
    Case("the owner of what has none", rule("§owner"), "owner", "add owner:"),
    Case("an owner that is no user", rule("owner", owner="owner: §customer\n"), "owner", "reference to user"),
    Case("an owner that is many", rule("owner", owner="owner: §items.order\n"), "owner", "over references"),
    Case("an owner that is an expression", rule("owner", owner="owner: §customer.user = 1\n"), "owner", "owner: customer.user"),
    Case("an owner that is no field", rule("owner", owner="owner: §custmer.user\n"), "expression_name", 'did you mean "customer"?'),
    Case("a rule that is always true", rule('{role: clerk, when: "§true"}'), "expression_constant", "leave when out"),
    Case("a rule of no field", rule("{role: clerk, fields: [§totl]}"), "unknown_name", 'did you mean "total"?'),
    Case("a rule of no fields", rule("{role: clerk, fields: §[]}"), "empty", "name fields"),
    Case("a rule of all but no field", rule("{role: clerk, except: [§totl]}"), "unknown_name", 'did you mean "total"?'),
    Case("a rule of these and not those", rule("{role: clerk, fields: [total], §except: [count]}"), "conflict", "one of them away"),
    Case("a rule of a field twice", rule("{role: clerk, fields: [total, §total]}"), "duplicate_item", "away"),
    Case("a rule of delete with fields", rule("{role: clerk, fields: [§total]}", "delete"), "unfit_key", "`when` says which"),
    Case("a right to what is hidden", rule("{role: clerk, fields: [§hush]}", "read"), "unfit_key", NO_LIST),
    Case("a right to change the id", rule("{role: clerk, fields: [§id]}"), "unfit_key", NO_LIST),
    Case("a right to what is computed", computed("int", "count") + "access: {update: {role: clerk, fields: [§x]}}\n", "unfit_key", NO_LIST),
    Case("nobody with a condition", rule("§{role: nobody, when: total > 1}"), "conflict", "nobody alone"),
    Case("nobody and somebody", rule("[§nobody, {role: clerk, when: total > 1}]"), "conflict", "away"),
    Case("a rule twice", rule("[{role: clerk, fields: [total]}, §{role: clerk, fields: [total]}]"), "duplicate_item", "away"),
)

CASES = (*TEXTS, *NAMES, *TYPES, *WAYS, *CHECKS, *COMPUTED, *CONDITIONS, *ACCESS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.mistake)
def test_a_mistake_is_told_at_its_character_with_its_code_and_a_cure(case: Case, tmp_path: Path) -> None:
    found, place = diagnose_order(tmp_path, case.text, NEIGHBOURS)
    assert [(place_of(one), one.code) for one in found] == [(place, case.code)]
    assert found[0].hint
    assert case.hint in found[0].hint


def test_there_are_a_hundred_of_them_with_many_codes() -> None:
    assert len({case.text for case in CASES}) == len(CASES) >= 100
    assert len({case.code for case in CASES}) >= 50
    assert all(case.hint for case in CASES)


def test_all_of_them_are_told_at_once(tmp_path: Path) -> None:
    """Each mistake of a condition leaves the others to be found, in this file and in the next."""
    texts = {f"order{number}": case.text for number, case in enumerate(TYPES[:8])}
    plain = {name: text.replace("§", "").replace("items.", "tags.") for name, text in texts.items()}
    alone = {name: text.replace("customer: customer", f"customer: {{type: customer, inverse: {name}s}}") for name, text in plain.items()}
    files = {f"{name}.yaml": text for name, text in {**{key: value for key, value in NEIGHBOURS.items() if key != "item"}, **alone}.items()}
    found = diagnose(tmp_path, files)
    assert [one.code for one in found] == [case.code for case in TYPES[:8]]

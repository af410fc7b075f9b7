"""The usual mistakes with views, each told at its place; see `test_broken`."""

from pathlib import Path

import pytest

from tests.schema.broken.test_broken import NEIGHBOURS, Case, diagnose, diagnose_order, place_of


def view(spelling: str, more: str = "") -> str:
    """Return a view that is wrong."""
    return f"view: {spelling}\n{more}\n"


def over(fields: str, group: str = "") -> str:
    """Return a view of customers with a wrong field."""
    return view(f"{{from: customer, {group and f'group: {group}, '}fields: {fields}}}")


BESIDE = {**NEIGHBOURS, "shop": "single: true\nfields: {name: string}\n"}
RIGHT = "{from: customer, fields: {n: count()}}"

CASES = (
    Case("a list for a view", view("§[customer]"), "expected"),
    Case("a view from nothing", view("§{fields: {n: count()}}"), "missing", "add from: with the name of an entity"),
    Case("a view of nothing", view("§{from: customer}"), "missing", "add fields: {orders: count()}"),
    Case("a view without fields", view("{from: customer, fields: §{}}"), "empty", "write customer: customer, or orders: count()"),
    Case("an unknown key", view("{from: customer, §having: x, fields: {n: count()}}"), "unknown_key", ""),
    Case("an entity that is not there", view("{from: §custommer, fields: {n: count()}}"), "unknown_name", 'did you mean "customer"?'),
    Case("what is one record alone", view("{from: §shop, fields: {n: count()}}"), "single", "name another entity"),
    Case("a field without a value", over("{n: §{label: N}}"), "missing", 'write {value: "sum(total)", label: …}'),
    Case("a number for an expression", over("{n: §5}"), "expected", "put it in quotes"),
    Case("a field that is not there", over("{n: max(§nam)}"), "expression_name", 'did you mean "name"?'),
    Case("a path that is none", over("{n: §name.first}"), "expression_not_reference", "end the path there"),
    Case("a sum of texts", over("{n: sum(§name)}"), "expression_aggregate_value", "it adds numbers and durations: `sum(items.price)`"),
    Case("counting the counted", over("{n: sum(§count())}"), "expression_arguments", "write `count(items)`"),
    Case("somebody", over("{n: §user.id}"), "expression_context", "only access rules and hooks know who acts"),
    Case("what is hidden", over("{n: name, c: §code}"), "view", "use another field"),
    Case("what is hidden, counted", over("{n: count(), c: count(§code)}"), "view", "use another field"),
    Case("a filter that is none", view("{from: customer, filter: §name, fields: {n: count()}}"), "expression_not_condition",
         "compare it, as in `x > 0` or `x is not null`"),
    Case("a count in a filter", view("{from: customer, filter: §count() > 1, fields: {n: count()}}"), "expression_arguments",
         "write `count(items)`"),
    Case("a row beside an aggregate", over("{n: count(), name: §name}"), "view", "add it to group, or write max(name)"),
    Case("a row within an aggregate's field", over("{n: count(), x: count() + length(§name)}"), "view",
         "add it to group, or write max(name)"),
    Case("a row beside a group", over("{name: name, i: §id}", "[name]"), "view", "add it to group, or write max(id)"),
    Case("a group of aggregates", over("{n: §count()}", "[n]"), "view", "take n out of group"),
    Case("a group by an expression", over("{n: count()}", "[§lower(name)]"), "view",
         'write fields: {name: "lower(name)"} and group: [name]'),
    Case("a group by nothing", over("{n: count()}", "[§nam]"), "expression_name", 'did you mean "name"?'),
    Case("a field called id", over("{§id: name}"), "reserved_name", "every entity has an id; its type is set by id: beside fields:"),
    Case("a key that is another", view("{from: item, fields: {§one: two}}"), "view", "write one: one, or choose another name"),
    Case("a name that is none", over("{§N: count()}"), "name", "write n"),
    Case("fields beside a view", view(RIGHT, "§fields: {name: string}"), "unfit_key", "write its fields under view:, as expressions"),
    Case("a table", view(RIGHT, "§table: x"), "unfit_key", "take it away"),
    Case("an id", view(RIGHT, "§id: uuid"), "unfit_key", "its key is what group names, else that of the entity it is made from"),
    Case("timestamps", view(RIGHT, "§timestamps: true"), "unfit_key", "its records are never changed"),
    Case("a unique", view(RIGHT, "§unique: [[n]]"), "unfit_key", "take it away"),
    Case("a right to write", view(RIGHT, "access: {§create: clerk}"), "unfit_key",
         "take it away; write it on the entity that the view is made from"),
    Case("an operation that writes", view(RIGHT, "api: {operations: §[list, create]}"), "unfit_key", "it can list and read"),
    Case("a column that is none", view(RIGHT, "admin: {list: [§m]}"), "unknown_name", ""),
)  # fmt: skip

@pytest.mark.parametrize("case", CASES, ids=lambda case: case.mistake)
def test_a_mistake_is_told_at_its_place_with_its_code_and_cure(case: Case, tmp_path: Path) -> None:
    found, place = diagnose_order(tmp_path, case.text, BESIDE)
    assert [(place_of(one), one.code) for one in found] == [(place, case.code)]
    assert case.hint in found[0].hint


REFERRING = {
    "a reference": ("fields: {sales: §order}", "view"),
    "links": ("fields: {sales: §[order]}", "view"),
    "a way through": ("fields: {tags: {type: [tag], through: §order}}", "view"),
}


@pytest.mark.parametrize("name", REFERRING)
def test_nothing_refers_to_a_view(name: str, tmp_path: Path) -> None:
    text, code = REFERRING[name]
    before, _, after = text.partition("§")
    sources = {**{f"{one}.yaml": body for one, body in NEIGHBOURS.items()}, "order.yaml": view(RIGHT), "other.yaml": before + after}
    found = diagnose(tmp_path, sources)
    assert [(f"{one.file}:{one.column}", one.code) for one in found] == [(f"schemas/other.yaml:{len(before) + 1}", code)]

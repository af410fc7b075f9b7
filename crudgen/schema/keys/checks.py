"""The key `checks` of an entity: rules that each record obeys."""

from dataclasses import replace
from typing import Any

from crudgen.document import Node
from crudgen.schema.catalog import Check, Text
from crudgen.schema.draft import CheckDraft, Formula
from crudgen.schema.expression.parse import squeeze
from crudgen.schema.keys.key import Key, Section, Shape
from crudgen.schema.keys.shapes import EXPRESSION, LABEL, TEXT_SCHEMA, ref
from crudgen.schema.reader import Reader, clip, read_formula, read_word

_FIELD = Shape(read_word, ref("field"))

CHECK = Section(
    "a check",
    (
        Key(
            "rule",
            EXPRESSION,
            "the condition; a record breaks it only where it is false, so a null in it breaks nothing",
            'checks: [{rule: "total >= 0"}]',
        ),
        Key("message", LABEL, "what is said where it is broken", 'checks: [{rule: "total >= 0", message: Below zero.}]', "that it is"),
        Key("field", _FIELD, "the field that it is told at", 'checks: [{rule: "total >= 0", field: total}]', "the record as a whole"),
    ),
)


def read_checks(reader: Reader, node: Node) -> tuple[CheckDraft, ...]:
    """Return the checks of a list; a text alone is a rule."""
    checks: dict[str, CheckDraft] = {}
    for item in reader.items(node):
        check = reader.attempt(_read_check, item, None)
        if check is not None and check.check.rule in checks:
            reader.refuse(check.rule.at(), "duplicate_item", f'the rule "{clip(check.rule.text)}" stands twice', "take one of them away")
        elif check is not None:
            checks[check.check.rule] = check
    return tuple(checks.values())


def _read_check(reader: Reader, node: Node) -> CheckDraft | None:
    if not isinstance(node.value, dict):
        rule = read_formula(reader, node)
        return CheckDraft(_make(rule), rule)
    parsed: dict[str, Any] = reader.section(node, CHECK)
    if "rule" not in node.value:
        raise reader.wrong(node, "missing", "a check needs a rule", 'write {rule: "total >= 0", message: …}')
    if "rule" not in parsed:
        return None  # its own mistake is told
    rule, field = parsed["rule"], parsed.get("field")
    check = replace(_make(rule), message=parsed.get("message", Text()), field=field.text if field else "")
    return CheckDraft(check, rule, field)


def _make(rule: Formula) -> Check:
    """Return the check of a rule; how its lines are broken makes no other rule of it."""
    return Check(squeeze(rule.text), at=rule.at())


CHECKS_SHAPE = Shape(
    read_checks,
    {"type": "array", "items": {"anyOf": [TEXT_SCHEMA, CHECK.schema(required=["rule"])]}},
)

"""The section `access` of an entity: who may do what, on which records, with which fields."""

from typing import Any

from crudgen.document import Node
from crudgen.schema.catalog import Action
from crudgen.schema.draft import RuleDraft, Word
from crudgen.schema.keys.key import Key, Section, Shape
from crudgen.schema.keys.shapes import EXPRESSION, names, one_or_many, ref
from crudgen.schema.reader import Reader, clip, read_word, read_words


def read_access(reader: Reader, node: Node) -> dict[Action, tuple[RuleDraft, ...]]:
    """Return the rules by action."""
    return {Action(action): rules for action, rules in reader.section(node, ACCESS).items()}


def _read_rules(reader: Reader, node: Node) -> tuple[RuleDraft, ...]:
    if isinstance(node.value, str | dict):
        rule = _read_rule(reader, node)
        return () if rule is None else (rule,)
    rules: dict[Any, RuleDraft] = {}
    for item in reader.items(node):
        rule = reader.attempt(_read_rule, item, None)
        if rule is not None and _same(rule) in rules:
            reader.refuse(rule.at, "duplicate_item", f'"{clip(rule.role.text)}" stands twice in the list', "take one of them away")
        elif rule is not None:
            rules[_same(rule)] = rule
    return tuple(rules.values())


def _same(rule: RuleDraft) -> tuple[object, ...]:
    """Return what two rules that say the same have in common."""
    fields = None if rule.fields is None else frozenset(word.text for word in rule.fields)
    return rule.role.text, rule.when and rule.when.text, fields, frozenset(word.text for word in rule.excluded)


def _read_rule(reader: Reader, node: Node) -> RuleDraft | None:
    if not isinstance(node.value, dict):
        word = read_word(reader, node)
        return RuleDraft(word, at=word.at)
    parsed: dict[str, Any] = reader.section(node, RULE)
    if "role" not in node.value:
        raise reader.wrong(node, "missing", "a rule needs a role", "write {role: manager, when: …}")
    if "fields" in node.value and "except" in node.value:
        message = '"fields" and "except" say the same thing in two ways'
        reader.refuse(reader.at_key(node, "except"), "conflict", message, "take one of them away")
    if parsed.keys() != node.value.keys():
        return None  # a rule that is read in part would be another one, and its mistakes are told
    return RuleDraft(parsed["role"], parsed.get("when"), parsed.get("fields"), parsed.get("except", ()), reader.at(node))


def _read_names(reader: Reader, node: Node) -> tuple[Word, ...]:
    found = read_words(reader, node)
    if not node.value:
        raise reader.wrong(node, "empty", "the list of fields is empty", "name fields in it, or take it away")
    return found


_ROLE = Shape(read_word, ref("role"))
_NAMES = Shape(_read_names, {**names("field"), "minItems": 1})

RULE = Section(
    "a rule",
    (
        Key(
            "role",
            _ROLE,
            "who: a role, `public`, `authenticated`, `owner` or `nobody`",
            'access: {update: {role: manager, when: "total < 100"}}',
        ),
        Key(
            "when",
            EXPRESSION,
            "the condition on the record under which the rule grants something; `user` is who asks, and in writes `input` the values sent",
            'access: {read: {role: clerk, when: "total < 100"}}',
            "every record",
        ),
        Key(
            "fields",
            _NAMES,
            "the only fields, and lists of children, that may be read or written by this rule",
            "access: {update: {role: clerk, fields: [total]}}",
            "all fields",
        ),
        Key("except", _NAMES, "the fields that this rule does not grant", "access: {read: {role: clerk, except: [total]}}", "none"),
    ),
)

_RULE_SCHEMA = {"anyOf": [ref("role"), RULE.schema(required=["role"])]}
RULES = Shape(_read_rules, one_or_many({"type": "array", "items": _RULE_SCHEMA, "uniqueItems": True}))

ACCESS = Section(
    "access",
    (
        Key("read", RULES, "who may read records, list and search them", "access: {read: [manager, clerk]}", "administrators alone"),
        Key("create", RULES, "who may create records", "access: {create: authenticated}", "administrators alone"),
        Key("update", RULES, "who may change records", "access: {update: [manager, clerk]}", "administrators alone"),
        Key("delete", RULES, "who may delete records", "access: {delete: manager}", "administrators alone"),
        Key("restore", None, "who may take records out of the trash", "access: {restore: manager}", "as `delete`"),
        Key("export", None, "who may export records", "access: {export: manager}", "as `read`"),
        Key("import", RULES, "who may import records from a file", "access: {import: manager}", "as `create`"),
    ),
)

ACCESS_SHAPE = Shape(read_access, ACCESS.schema())

"""The section `access` of an entity: who may do what."""

from crudgen.document import Node
from crudgen.schema.catalog import Action
from crudgen.schema.draft import Word
from crudgen.schema.keys.key import Key, Section, Shape
from crudgen.schema.keys.shapes import names, one_or_many
from crudgen.schema.reader import Reader, clip, read_word


def read_access(reader: Reader, node: Node) -> dict[Action, tuple[Word, ...]]:
    """Return the rules by action."""
    return {Action(action): words for action, words in reader.section(node, ACCESS).items()}


def _read_rules(reader: Reader, node: Node) -> tuple[Word, ...]:
    if isinstance(node.value, dict):
        raise _refuse_rule(reader, node)
    if isinstance(node.value, str):
        return (_read_rule(reader, node),)
    rules: list[Word] = []
    for item in reader.items(node):
        rule = reader.attempt(_read_rule, item, None)
        if rule is not None and rule.text in (one.text for one in rules):
            reader.refuse(rule.at, "duplicate_item", f'"{clip(rule.text)}" stands twice in the list')
        elif rule is not None:
            rules.append(rule)
    return tuple(rules)


def _read_rule(reader: Reader, node: Node) -> Word:
    if isinstance(node.value, dict):
        raise _refuse_rule(reader, node)
    word = read_word(reader, node)
    if word.text == "owner":
        raise reader.wrong(node, "not_supported", 'the rule "owner" is not supported yet')
    return word


def _refuse_rule(reader: Reader, node: Node) -> Exception:
    return reader.wrong(node, "not_supported", "a rule with conditions is not supported yet", "name a role")


RULES = Shape(_read_rules, one_or_many(names("role")))

ACCESS = Section(
    "access",
    (
        Key("read", RULES, "who may read records, list and search them", "access: {read: [manager, clerk]}", "administrators alone"),
        Key("create", RULES, "who may create records", "access: {create: authenticated}", "administrators alone"),
        Key("update", RULES, "who may change records", "access: {update: [manager, clerk]}", "administrators alone"),
        Key("delete", RULES, "who may delete records", "access: {delete: manager}", "administrators alone"),
        Key("restore", None, "who may take records out of the trash", "access: {restore: manager}", "as `delete`"),
        Key("export", None, "who may export records", "access: {export: manager}", "as `read`"),
        Key("import", None, "who may import records", "access: {import: manager}", "as `create`"),
    ),
)

ACCESS_SHAPE = Shape(read_access, ACCESS.schema())

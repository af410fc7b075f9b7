"""From the Node of a file to the draft of its entity."""

import re
from typing import Any

from crudgen.document import Node
from crudgen.schema.catalog import Action, AdminOptions, ApiOptions, Entity, Location
from crudgen.schema.draft import EntityDraft, FieldDraft, IdDraft, Word
from crudgen.schema.names import check_path
from crudgen.schema.parse_field import parse_field, read_column
from crudgen.schema.reader import (
    Parser,
    Reader,
    clip,
    read_choice,
    read_count,
    read_flag,
    read_groups,
    read_label,
    read_text,
    read_word,
    read_word_or_words,
    read_words,
)

LATER_KEYS = frozenset(
    "owner soft_delete history authors removed checks hooks rows single view comments entities extends from was convert".split()
)
"""Keys of an entity that crudgen knows and does not support yet."""

OPERATIONS = ("list", "read", "create", "update", "delete")

_ICON = re.compile(r"[a-z0-9][a-z0-9-]*")


def parse_entity(reader: Reader, name: str, node: Node) -> EntityDraft | None:
    """Return the draft of the entity that a file holds; None when it is no mapping. Mistakes go to the reader."""
    parsed = reader.attempt(_read_entity, node, None)
    if parsed is None:
        return None
    members = node.value if isinstance(node.value, dict) else {}
    if "fields" not in members and "entities" not in members:
        reader.refuse(reader.at(node), "missing", f'the entity "{name}" has no fields', "add fields: with at least one field")
    return make_entity(name, reader, node, parsed)


def make_entity(name: str, reader: Reader, node: Node, parsed: dict[str, Any]) -> EntityDraft:
    """Return the draft made of an entity's parsed keys."""
    admin = parsed.pop("admin", {})
    written = {key: parsed.pop(key) for key in ("search",) if key in parsed}
    written |= {f"admin.{key}": words for key, words in admin.items()}
    groups: dict[str, tuple[tuple[Word, ...], ...]] = {key: parsed.pop(key) for key in ("unique", "indexes") if key in parsed}
    fields, key, title = parsed.pop("fields", {}), parsed.pop("id", IdDraft()), parsed.pop("title", None)
    access = parsed.pop("access", {})
    unread = find_unread(node, fields)
    places = {key: reader.at(member) for key, member in node.value.items()} if isinstance(node.value, dict) else {}
    settled = {"table": name, "path": name, "admin": AdminOptions(), **parsed}
    entity = Entity(name=name, fields={}, key=(), at=reader.at(node), **settled)
    return EntityDraft(entity, fields, key, title, groups, written, access, places=places, unread=unread)


def find_unread(node: Node, fields: dict[str, FieldDraft]) -> frozenset[str] | None:
    """Return the names of the fields that are written in an entity's mapping and missing from `fields`; None: all may be."""
    members = node.value if isinstance(node.value, dict) else {}
    written = members["fields"].value if "fields" in members else None
    return frozenset(written.keys() - fields.keys()) if isinstance(written, dict) else None


def make_placeholder(name: str, at: Location) -> EntityDraft:
    """Return the draft of an entity whose file cannot be read, so that references to it are not called wrong."""
    return EntityDraft(Entity(name, name, name, {}, (), at=at), {}, IdDraft(), unread=None)


def _read_entity(reader: Reader, node: Node) -> dict[str, Any]:
    return reader.section(node, _PARSERS, LATER_KEYS, "an entity")


def read_fields(reader: Reader, node: Node) -> dict[str, FieldDraft]:
    """Return the drafts of all fields that can be read."""
    if node.value is None:
        raise reader.wrong(node, "empty", '"fields" is empty', "write name: string under it")
    fields: dict[str, FieldDraft] = {}
    for name, member in reader.members(node, "field: type").items():
        at = reader.at_key(node, name)
        draft = reader.attempt(_read_field(name, at), member, None)
        if draft is not None:
            fields[name] = draft
    return fields


def _read_field(name: str, at: Location) -> Parser:
    return lambda reader, node: parse_field(reader, name, at, node)


def _read_id(reader: Reader, node: Node) -> IdDraft:
    at = reader.at(node)
    match node.value:
        case str():
            return IdDraft(type=_read_id_type(reader, node), at=at, max_length=None)
        case tuple():
            return _read_composite(reader, node)
        case dict():
            parsed = reader.section(node, _ID_PARSERS, frozenset({"convert", "was"}), "id")
            if "max_length" in parsed and parsed.get("type") != "string":
                reader.refuse(reader.at_key(node, "max_length"), "unfit_key", '"max_length" goes with an id of type string only')
            return IdDraft(**parsed, at=at)
        case _:
            raise reader.unexpected(node, "int, uuid, string or a list of fields")


def _read_composite(reader: Reader, node: Node) -> IdDraft:
    words = read_words(reader, node)
    if len(words) == 1:
        hint = f"write id: string, and unique: true at {clip(words[0].text)}"
        raise reader.wrong(node, "value", "a key made of fields needs two or more", hint)
    if not words:
        raise reader.wrong(node, "empty", "a key made of fields needs two or more")
    return IdDraft(fields=words, column="", at=reader.at(node))


def _read_id_type(reader: Reader, node: Node) -> str:
    choice: str = read_choice("int", "uuid", "string")(reader, node)
    return choice


def _read_path(reader: Reader, node: Node) -> str:
    path = read_text(reader, node)
    if problem := check_path(path):
        raise reader.wrong(node, "reserved_name" if "taken" in problem else "name", problem)
    return path


def _read_icon(reader: Reader, node: Node) -> str:
    icon = read_text(reader, node)
    if not _ICON.fullmatch(icon):
        raise reader.wrong(node, "name", f'"{clip(icon)}" is not the name of an icon', "names are like shopping-cart")
    return icon


def _read_search(reader: Reader, node: Node) -> tuple[Word, ...]:
    if isinstance(node.value, dict):
        raise reader.wrong(node, "not_supported", "a mapping under search is not supported yet", "write search: [name]")
    return read_words(reader, node)


def _read_access(reader: Reader, node: Node) -> dict[Action, tuple[Word, ...]]:
    parsers: dict[str, Parser] = dict.fromkeys(("read", "create", "update", "delete"), _read_rules)
    parsed = reader.section(node, parsers, frozenset({"restore", "export", "import"}), "access")
    return {Action(action): words for action, words in parsed.items()}


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


def _read_admin(reader: Reader, node: Node) -> dict[str, tuple[Word, ...]]:
    parsers: dict[str, Parser] = {"list": read_words, "filters": read_words, "sort": read_word_or_words}
    return reader.section(node, parsers, frozenset({"form", "views", "layouts"}), "admin")


def _read_api(reader: Reader, node: Node) -> ApiOptions:
    parsed = reader.section(node, _API_PARSERS, frozenset(), "api")
    size, largest = parsed.get("page_size"), parsed.get("max_page_size")
    if size is not None and largest is not None and size > largest:
        raise reader.wrong(node, "bounds", f"page_size {size} is above max_page_size {largest}")
    return ApiOptions(**parsed)


def _read_operations(reader: Reader, node: Node) -> tuple[str, ...]:
    choose = read_choice(*OPERATIONS)
    chosen = [reader.attempt(choose, item, None) for item in reader.items(node)]
    return tuple(operation for operation in OPERATIONS if operation in chosen)


_ID_PARSERS: dict[str, Parser] = {"type": _read_id_type, "column": read_column, "max_length": read_count(1, 255)}
_API_PARSERS: dict[str, Parser] = {
    "page_size": read_count(1, 10_000),
    "max_page_size": read_count(1, 10_000),
    "operations": _read_operations,
    "require_if_match": read_flag,
}
_PARSERS: dict[str, Parser] = {
    **dict.fromkeys(("label", "plural", "help", "group"), read_label),
    "title": read_word,
    "icon": _read_icon,
    "id": _read_id,
    "table": read_column,
    "path": _read_path,
    "timestamps": read_flag,
    "search": _read_search,
    "fields": read_fields,
    "unique": read_groups,
    "indexes": read_groups,
    "access": _read_access,
    "admin": _read_admin,
    "api": _read_api,
}

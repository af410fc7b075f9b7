"""From the Node of one field, in either spelling, to its draft."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from crudgen.document import Node, hint_name
from crudgen.errors import Diagnostic
from crudgen.schema.catalog import Field, Location
from crudgen.schema.draft import FieldDraft, Reference
from crudgen.schema.keys.field import FIELD
from crudgen.schema.reader import Parser, Reader, Wrong, clip, read_text
from crudgen.schema.types import LATER_TYPES, TYPES

_RELATIONS = ("reference", "links")
_WRITTEN_TYPES = frozenset(TYPES) - frozenset(_RELATIONS)
_FORMULAS = ("computed", "show_if", "required_if", "options_filter")
_COMMON = frozenset(FIELD.shapes) - frozenset().union(*(one.keys for one in TYPES.values()))
"""Keys that no type claims for itself: they go with every type that isn't said to refuse them."""

_OF_COMPUTED = frozenset("type values precision scale computed readonly hidden show_if label help".split())
"""Keys that a field may have whose value is an expression."""

LONGEST_STRING = 10_000


def parse_field(reader: Reader, name: str, at: Location, node: Node) -> FieldDraft | None:
    """Return the draft of a field written as `type`, `type!`, `[entity]` or `{type: …, …}`; None when its type is wrong."""
    match node.value:
        case dict() as members:
            return _parse_long(reader, name, at, node, members)
        case str() as text:
            kind = _read_type(reader, node, text.removesuffix("!"))
            required = {"required": True} if text.endswith("!") else {}
            return _make(kind, name, at, {"type": node}, required)
        case tuple():
            return _make(_read_links(reader, node), name, at, {"type": node}, {})
        case None if ":" in name:
            message = "a space is missing after the colon"
            raise Wrong(Diagnostic(at.file, at.line, at.column, "colon_space", message, f"write {clip(name).replace(':', ': ', 1)}"))
        case None:
            raise reader.wrong(node, "missing", f'the field "{clip(name)}" has no type', f"write {clip(name)}: string")
        case _:
            raise reader.unexpected(node, "a type or {type: …}")


def _parse_long(reader: Reader, name: str, at: Location, node: Node, members: dict[str, Node]) -> FieldDraft:
    if "type" not in members:
        raise reader.wrong(node, "missing", f'the field "{clip(name)}" has no type', "write {type: string, …}")
    written = members["type"]
    if isinstance(written.value, tuple):
        kind = _read_links(reader, written)
    else:
        text = read_text(reader, written)
        if text.endswith("!"):
            raise reader.wrong(written, "unknown_type", f'"{clip(text)}" is short for a field without keys', "write required: true")
        kind = _read_type(reader, written, text)
    settled = _read_keys(reader, node, members, kind)
    _check_together(reader, node, settled, kind)
    return _make(kind, name, at, members, settled)


def _read_type(reader: Reader, node: Node, text: str) -> tuple[str, str]:
    """Return the type's name, and the entity that it refers to or `""`."""
    if text in _WRITTEN_TYPES:
        return text, ""
    if text in reader.entities:
        return "reference", text
    if text in LATER_TYPES:
        raise reader.wrong(node, "not_supported", f'the type "{text}" is not supported yet')
    raise reader.wrong(node, "unknown_type", f'unknown type "{clip(text)}"', _hint_type(reader, text))


def _hint_type(reader: Reader, text: str) -> str:
    if text.startswith("[") and text.endswith("]"):
        return f"write {text} without quotes"
    if "?" in text:
        return "fields are optional anyway: leave the ? out"
    return hint_name(text, _WRITTEN_TYPES | reader.entities)


def _read_links(reader: Reader, node: Node) -> tuple[str, str]:
    items = reader.items(node)
    if len(items) != 1:
        raise reader.wrong(node, "expected", "expected one entity in the brackets", "write [tag]")
    text = read_text(reader, items[0])
    if text.endswith("!"):
        raise reader.wrong(items[0], "unfit_key", "a many-to-many field cannot be required", "leave the ! out")
    kind, target = _read_type(reader, items[0], text)
    if kind != "reference":
        raise reader.wrong(items[0], "unknown_type", f'"{text}" is no entity', f"for a list of values write {{type: list, of: {text}}}")
    return "links", target


def _make(kind: tuple[str, str], name: str, at: Location, nodes: Mapping[str, Node], settled: dict[str, Any]) -> FieldDraft:
    type_name, target = kind
    reference = None
    if target:
        inverse, on_delete = settled.pop("inverse", None), settled.pop("on_delete", "restrict")
        reference = Reference(target, type_name == "links", on_delete, inverse, settled.pop("part_of", False), settled.pop("through", None))
    if "from" in settled:
        settled["source"] = settled.pop("from").text
    settled |= {key: settled[key].text for key in _FORMULAS if key in settled}
    column = settled.pop("column", "" if type_name == "links" or "computed" in settled else name)
    values = {**TYPES[type_name].defaults, **settled}
    return FieldDraft(Field(name=name, type=type_name, column=column, at=at, **values), nodes, reference)


def _read_keys(reader: Reader, node: Node, members: Mapping[str, Node], kind: tuple[str, str]) -> dict[str, Any]:
    allowed = allowed_keys(kind[0])
    settled: dict[str, Any] = {}
    for key, member in members.items():
        if key in allowed:
            value = reader.attempt(FIELD.shapes[key].read, member, None)
            if value is not None:
                settled[key] = value
        elif key in FIELD.shapes:
            reader.refuse(reader.at_key(node, key), "unfit_key", f'"{key}" does not go with {_name_kind(kind)}', _hint_unfit(kind, key))
        else:
            reader.refuse_key(reader.at_key(node, key), key, FIELD)
    return settled


@lru_cache
def allowed_keys(type_name: str) -> frozenset[str]:
    """Return the keys that a field of a type takes."""
    kind = TYPES[type_name]
    excluded = {
        "links": {"required", "required_if", "default", "unique", "index", "column", "write_only", "set_once", "computed"},
        "password": {"default", "write_only", "computed"},
        "secret": {"default", "computed"},
        **{name: {"computed"} for name in ("reference", "json", "list")},
    }
    keys = (_COMMON | kind.keys) - excluded.get(type_name, set())
    return keys if kind.is_indexable else keys - {"unique", "index"}


def _name_kind(kind: tuple[str, str]) -> str:
    type_name, target = kind
    return {"reference": f'a reference to "{target}"', "links": f"the many-to-many field [{target}]"}.get(
        type_name, f'the type "{type_name}"'
    )


def _hint_unfit(kind: tuple[str, str], key: str) -> str:
    if key in ("unique", "index") and kind[0] in ("text", "markdown"):
        return "use string, which every database can index"
    takers = sorted(name for name in _WRITTEN_TYPES if key in TYPES[name].keys)
    if takers:
        return f"it goes with {', '.join(takers)}"
    relations = [words for name, words in (("reference", "references"), ("links", "[entity]")) if key in TYPES[name].keys]
    return f"it goes with {' and '.join(relations)}" if relations else f"take {key} away"


def _check_together(reader: Reader, node: Node, settled: dict[str, Any], kind: tuple[str, str]) -> None:
    members = node.value if isinstance(node.value, dict) else {}
    for needed in ({"enum": "values", "list": "of"}.get(kind[0]),):
        if needed and needed not in members:
            example = {"values": "values: [draft, done]", "of": "of: string"}[needed]
            reader.refuse(reader.at(members["type"]), "missing", f'the type "{kind[0]}" needs "{needed}"', f"add {example}")
    if "message" in settled and "pattern" not in members:
        reader.refuse(reader.at_key(node, "message"), "conflict", '"message" is what a failed pattern says', "add pattern, or take it away")
    if kind[0] != "text" and kind[0] != "markdown" and TYPES[kind[0]].is_indexable and settled.get("max_length", 0) > LONGEST_STRING:
        message = f"a {kind[0]} has at most {LONGEST_STRING} characters"
        reader.refuse(reader.at(members["max_length"]), "value", message, "use text for more")
    if settled.get("part_of"):
        _check_part(reader, node, settled)
    _check_made(reader, node, settled)
    if "required_if" in settled:
        _check_required_if(reader, node, settled)
    if "computed" in settled:
        _check_computed(reader, node, settled)
    if settled.get("hidden") and settled.get("write_only"):
        reader.refuse(reader.at_key(node, "write_only"), "conflict", "a hidden field is never shown anyway", "take write_only away")


def _check_made(reader: Reader, node: Node, settled: dict[str, Any]) -> None:
    """Refuse what contradicts a value that the server makes, or that is set once; what a sequence counts nobody sets."""
    made = next((key for key in ("sequence", "from") if key in settled), None)
    if made is not None and isinstance(node.value, dict) and "default" in node.value:
        message = f'"{made}" makes the value of a new record'
        reader.refuse(reader.at_key(node, "default"), "conflict", message, f"take default away, or {made}")
    if made == "sequence" and settled.setdefault("readonly", True) is False:
        reader.refuse(reader.at_key(node, "readonly"), "conflict", "what a sequence counts is set by nobody else", "take readonly away")
    if settled.get("set_once") and (settled.get("readonly") or settled.get("hidden")):
        message = "only the server sets this field, so set_once says nothing"
        reader.refuse(reader.at_key(node, "set_once"), "conflict", message, "take set_once away")


def _check_required_if(reader: Reader, node: Node, settled: dict[str, Any]) -> None:
    """Refuse a condition for what is always so, or for a value that nobody can give."""
    for key, reason in (("required", "a value must be given anyway"), ("readonly", "nobody can give a value"), ("hidden", "nobody can")):
        if settled.get(key):
            message = f'"{key}" is true, so {reason}, and required_if says nothing'
            reader.refuse(reader.at_key(node, "required_if"), "conflict", message, f"take required_if away, or {key}")


def _check_computed(reader: Reader, node: Node, settled: dict[str, Any]) -> None:
    """Settle what `computed` brings along, and refuse what is about values that are given or stored."""
    members = node.value if isinstance(node.value, dict) else {}
    for key in members.keys() & FIELD.shapes.keys() - _OF_COMPUTED:
        message = f'"{key}" does not go with "computed", whose value is neither given nor stored'
        reader.refuse(reader.at_key(node, key), "unfit_key", message, f"take {key} away, or computed")
        settled.pop(key, None)
    if settled.setdefault("readonly", True) is False:
        reader.refuse(reader.at_key(node, "readonly"), "conflict", "a computed value is set by nobody", "take readonly away")
    settled["max_length"] = None  # a text is as long as it comes out


def _check_part(reader: Reader, node: Node, settled: dict[str, Any]) -> None:
    """Settle what `part_of` brings along, and refuse what contradicts it."""
    for key, wanted in (("required", True), ("on_delete", "cascade")):
        if settled.setdefault(key, wanted) != wanted:
            message = f'"part_of" means {key}: {str(wanted).lower()}: a child never is without its parent'
            reader.refuse(reader.at_key(node, key), "conflict", message, f"take {key} away, or part_of")
    for key in ("hidden", "write_only"):
        if settled.get(key):
            reader.refuse(reader.at_key(node, key), "conflict", "a child's way to its parent cannot be hidden", f"take {key} away")


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

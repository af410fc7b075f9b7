"""From the Node of a file to the draft of its entity."""

from typing import Any

from crudgen.document import Node
from crudgen.schema.catalog import AdminOptions, Entity, Location
from crudgen.schema.draft import INSTEAD, EntityDraft, IdDraft, Word, find_lost, find_unread
from crudgen.schema.extend import EXTENDABLE
from crudgen.schema.keys.entity import ENTITY
from crudgen.schema.parse_view import keep_fitting
from crudgen.schema.reader import Reader


def parse_entity(reader: Reader, name: str, node: Node) -> EntityDraft | None:
    """Return the draft of an entity, still without its mixins; None when it is no mapping. Mistakes go to the reader."""
    parsed = reader.attempt(_read_entity, node, None)
    if parsed is None:
        return None
    members = node.value if isinstance(node.value, dict) else {}
    if "view" in members:
        if "view" not in parsed:
            return None  # its own mistake is told
        parsed = keep_fitting(reader, node, parsed)
    elif members.keys().isdisjoint({"fields", *INSTEAD, *(("access",) if name == EXTENDABLE else ())}):
        reader.refuse(reader.at(node), "missing", f'the entity "{name}" has no fields', "add fields: with at least one field")
    return make_entity(name, reader, node, parsed)


def make_entity(name: str, reader: Reader, node: Node, parsed: dict[str, Any]) -> EntityDraft:
    """Return the draft made of an entity's parsed keys."""
    admin = parsed.pop("admin", {})
    written = {key: parsed.pop(key) for key in ("search",) if key in parsed}
    written |= {f"admin.{key}": words for key, words in admin.items()}
    groups: dict[str, tuple[tuple[Word, ...], ...]] = {key: parsed.pop(key) for key in ("unique", "indexes") if key in parsed}
    fields, key, title = parsed.pop("fields", {}), parsed.pop("id", IdDraft()), parsed.pop("title", None)
    access, extends, removed = parsed.pop("access", {}), parsed.pop("extends", ()), parsed.pop("removed", ())
    checks, owner = parsed.pop("checks", ()), parsed.pop("owner", None)
    rows, view = parsed.pop("rows", None), parsed.pop("view", None)
    if view is not None:
        fields = {name: member for name, (member, _) in view.values.items()}
    unread = find_unread(node, fields)
    places = {key: reader.at(member) for key, member in node.value.items()} if isinstance(node.value, dict) else {}
    if owner is not None:
        parsed["owner"] = owner.text
    settled = {"table": name, "path": name, "admin": AdminOptions(), **parsed}
    entity = Entity(name=name, fields={}, key=(), at=reader.at(node), **settled)
    more = {"places": places, "extends": extends, "removed": removed, "unread": unread, "lost": find_lost(name, node, unread)}
    return EntityDraft(entity, fields, key, title, groups, written, access, checks, owner, rows=rows, view=view, **more)


def make_placeholder(name: str, at: Location) -> EntityDraft:
    """Return the draft of an entity whose file cannot be read, so that references to it are not called wrong."""
    return EntityDraft(Entity(name, name, name, {}, (), at=at), {}, IdDraft(), unread=None)


def _read_entity(reader: Reader, node: Node) -> dict[str, Any]:
    return reader.section(node, ENTITY)

"""The keys of a file that is no single entity: several entities under `entities`, or a mixin."""

from crudgen.document import Node
from crudgen.schema.catalog import Location
from crudgen.schema.keys.entity import ENTITY
from crudgen.schema.keys.key import Key, Section, Shape
from crudgen.schema.keys.shapes import ref
from crudgen.schema.names import check_name
from crudgen.schema.reader import Reader

MIXED = frozenset({"fields", "unique", "indexes"})
"""The keys of an entity that a mixin may have."""


def read_entities(reader: Reader, node: Node) -> dict[str, tuple[Node, Location]]:
    """Return what stands under each name, and where the name does; names that are none are left out."""
    members = reader.members(node, "name: {fields: …}")
    if not members:
        raise reader.wrong(node, "empty", '"entities" is empty', "write name: {fields: …} under it")
    found: dict[str, tuple[Node, Location]] = {}
    for name, member in members.items():
        at = reader.at_key(node, name)
        if problem := check_name(name):
            reader.refuse(at, "name", *problem)
        else:
            found[name] = member, at
    return found


_ENTITIES = Shape(
    read_entities,
    {"type": "object", "minProperties": 1, "propertyNames": ref("name"), "additionalProperties": ref("entity_body")},
)

FILE = Section(
    "a file of several entities",
    (Key("entities", _ENTITIES, "several entities in one file, by name", "entities: {size: {fields: {name: string}}}"),),
)

MIXIN = Section("a mixin", tuple(key for key in ENTITY.keys if key.name in MIXED))

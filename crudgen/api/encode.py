"""Records to JSON bytes: the values as orjson writes them, and a conversion for each field whose values it would not write rightly."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

import orjson

from crudgen.plan.nodes import Page, Record
from crudgen.schema import TYPES
from crudgen.schema.catalog import Catalog, Entity, Field
from crudgen.schema.types import value_field

Dump: TypeAlias = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """What an entity's records need: a conversion for some fields, and the file's order where lists of ids may come late."""

    dumps: tuple[tuple[str, Dump], ...]
    links: frozenset[str]
    order: tuple[str, ...]


class Encoder:
    """The encoder of one Catalog; what an entity needs is compiled when its first record comes."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._shapes: dict[str, Shape] = {}

    def encode_record(self, record: Record) -> bytes:
        """Return one record as a JSON object."""
        return to_bytes(self.dump_record(record))

    def encode_records(self, records: Iterable[Record]) -> bytes:
        """Return records as a JSON array."""
        return to_bytes([self.dump_record(record) for record in records])

    def encode_page(self, page: Page) -> bytes:
        """Return a page of a list: `{"items", "total", "total_is", "next"}`."""
        items = [self.dump_record(record) for record in page.items]
        return to_bytes({"items": items, "total": page.total, "total_is": page.total_is, "next": page.next})

    def encode_key(self, record: Record) -> bytes:
        """Return the key alone, for somebody who may not read more: `{"id": …}`, or the parts of a composite key; `{}` without one."""
        shown = {} if record.entity.single else dict(zip(record.entity.key, record.key, strict=True))
        return to_bytes(self._convert(record.entity, shown))

    def dump_record(self, record: Record) -> dict[str, Any]:
        """Return a record as values that orjson writes as the contract has them."""
        shown = self._convert(record.entity, record.values.copy())
        for name in record.truncated:
            shown[f"{name}_truncated"] = True
        return shown

    def key_texts(self, record: Record) -> tuple[str, ...]:
        """Return the parts of a record's key as an address spells them."""
        shown = self._convert(record.entity, dict(zip(record.entity.key, record.key, strict=True)))
        return tuple(one if isinstance(one, str) else to_bytes(one).decode().strip('"') for one in shown.values())

    def _convert(self, entity: Entity, values: dict[str, Any]) -> dict[str, Any]:
        shape = self._shapes.get(entity.name)
        if shape is None:
            shape = self._shapes[entity.name] = self._compile(entity)
        for name, dump in shape.dumps:
            value = values.get(name)
            if value is not None:
                values[name] = dump(value)
        if shape.links and values.keys() & shape.links:
            ordered = {name: values[name] for name in shape.order if name in values}
            return ordered | values
        return values

    def _compile(self, entity: Entity) -> Shape:
        dumps: dict[str, Dump] = {}
        for name, field in entity.fields.items():
            dump = None if field.relation is not None else self._dump_of(field)
            if dump is not None:
                dumps[name] = dump
        for name, relation in entity.relations.items():
            target = self._catalog.entities[relation.target]
            to_id = self._dump_of(value_field(self._catalog, target.key_fields[0]))
            dumps[name] = self._dump_many(to_id) if relation.many else self._dump_one(to_id)
        links = frozenset(name for name, field in entity.fields.items() if field.type == "links")
        return Shape(tuple(dumps.items()), links, tuple(entity.fields))

    def _dump_of(self, field: Field) -> Dump | None:
        dump = TYPES[field.type].dump
        return None if dump is None else lambda value: dump(field, value)

    def _dump_one(self, to_id: Dump | None) -> Dump:
        def dump(value: Any) -> Any:
            if isinstance(value, Record):
                return self.dump_record(value)
            return value if to_id is None else to_id(value)

        return dump

    def _dump_many(self, to_id: Dump | None) -> Dump:
        dump_one = self._dump_one(to_id)
        return lambda values: [dump_one(value) for value in values]


def to_bytes(value: Any) -> bytes:
    """Return JSON in UTF-8; instants of UTC end with Z."""
    return orjson.dumps(value, option=orjson.OPT_UTC_Z)

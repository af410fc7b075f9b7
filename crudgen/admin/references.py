"""References by name: titles of all records that a page refers to, one call an entity."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from crudgen.admin.cells import EMPTY, Cell, Scene, show_value
from crudgen.admin.keys import write_key
from crudgen.admin.visit import Visit
from crudgen.admin.words import entity_name
from crudgen.plan.nodes import Key, Record
from crudgen.schema.catalog import Entity, Field
from crudgen.service.service import Service

MAX_LINKS_SHOWN = 3


@dataclass(slots=True)
class Titles:
    """Which records a page names, and how: `want` collects, `load` asks, `show` answers."""

    service: Service
    visit: Visit
    _wanted: dict[str, dict[Key, None]] = field(default_factory=dict)
    _titles: dict[str, Mapping[Key, str]] = field(default_factory=dict)

    def want(self, one: Field, value: Any) -> None:
        """Remember the records that a value of the field refers to."""
        if one.relation is None or value is None:
            return
        keys = value if one.type == "links" else [value]
        self._wanted.setdefault(one.relation.target, {}).update(dict.fromkeys(key_of(item) for item in keys))

    def want_key(self, entity: Entity, key: Key) -> None:
        """Remember one record by its key."""
        if entity.single:
            return
        self._wanted.setdefault(entity.name, {})[key] = None

    async def load(self) -> None:
        """Fetch the titles of all that was wanted."""
        for name, keys in self._wanted.items():
            entity = self.service.catalog.entities[name]
            self._titles[name] = await self.service.titles(self.visit.actor, entity, list(keys))
        self._wanted.clear()

    def title(self, entity: Entity, key: Key) -> str:
        """Return how the record is named; its key where it may not be read, or has no name. One record alone has its entity's name."""
        if entity.single:
            return entity_name(self.visit.language, entity)
        return self._titles.get(entity.name, {}).get(key) or f"#{write_key(self.service.catalog, entity, key)}"

    def link(self, entity: Entity, key: Key) -> Cell:
        """Return the record's title as a link to it, if its page is open to the reader."""
        is_known = key in self._titles.get(entity.name, {})
        href = self.visit.url(entity.name, "details", write_key(self.service.catalog, entity, key)) if is_known else ""
        return Cell("ref", self.title(entity, key), href=href)

    def show(self, scene: Scene, one: Field, value: Any) -> Cell:
        """Return any field's value as a cell, references as links."""
        if one.relation is None:
            return show_value(scene, one, value)
        if value is None or value == []:
            return EMPTY
        target = self.service.catalog.entities[one.relation.target]
        if one.type != "links":
            return self.link(target, key_of(value))
        shown = value[:MAX_LINKS_SHOWN] if scene.is_short else value
        more = (Cell("tag", f"+{len(value) - len(shown)}"),) if len(shown) < len(value) else ()
        return Cell("list", items=(*(self.link(target, key_of(item)) for item in shown), *more))


def key_of(value: Any) -> Key:
    """Return the key that a value of a reference stands for: an id, or a record that came expanded."""
    return value.key if isinstance(value, Record) else (value,)


def want_all(titles: Titles, fields: Iterable[Field], records: Iterable[Record]) -> None:
    """Remember every record that these records refer to by these fields."""
    owned = [one for one in fields if one.relation is not None]
    for record in records:
        for one in owned:
            titles.want(one, record.values.get(one.name))

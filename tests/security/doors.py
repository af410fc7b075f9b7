"""The doors through which a name can be sent, in one table: what is added here is tried with every field that somebody may not read.

A door takes an entity, the name of a field, the id of a record that the caller sees (or 1), and gives requests. A name that may
not be read must be answered as one that does not exist.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from crudgen.plan.nodes import Operator
from crudgen.schema.catalog import Catalog, Entity

Door = Callable[["Target"], Iterator["Ask"]]


@dataclass(frozen=True)
class Ask:
    """One request: method and URL, and a body."""

    request: str
    body: Any = None
    raw: bytes | None = None
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Target:
    """A field by its name, which may be one that is not there, at an entity of a catalog; `id` is a record's to try it on."""

    catalog: Catalog
    entity: Entity
    name: str
    id: int = 1

    @property
    def list(self) -> str:
        """Return the address of the list."""
        return f"/api/{self.entity.path}"

    def ways(self) -> Iterator[tuple[Entity, str, bool]]:
        """Yield from which entities relations lead here, by what name, and whether from one record to many there."""
        for source in self.catalog.entities.values():
            for relation in source.relations.values():
                if relation.target == self.entity.name and not source.is_builtin:
                    yield source, relation.name, relation.many


VALUES = {"null": "true", "between": "1,2"}


def filters(to: Target) -> Iterator[Ask]:
    """Every operator."""
    for operator in Operator:
        yield Ask(f"GET {to.list}?{to.name}[{operator}]={VALUES.get(operator, '9021001')}")
    yield Ask(f"GET {to.list}?{to.name}=canar")
    yield Ask(f"GET {to.list}?{to.name}[regex]=a")


def oracles(to: Target) -> Iterator[Ask]:
    """Two values of which one is nearer: neither may tell."""
    for value in ("9021000", "9021999", "CANAR"):
        yield Ask(f"GET {to.list}?{to.name}[gt]={value}")
        yield Ask(f"GET {to.list}?{to.name}[starts]={value}")


def spellings(to: Target) -> Iterator[Ask]:
    """Other ways to write the name."""
    for name in (to.name.upper(), f'"{to.name}"', f"{to.name}%00", f"t1.{to.name}", f"{to.entity.name}.{to.name}", f"{to.name}.{to.name}"):
        yield Ask(f"GET {to.list}?{name}[eq]=x")
        yield Ask(f"GET {to.list}?sort={name}")
    yield Ask(f"GET {to.list}?id[{to.name}]=x")
    yield Ask(f"GET {to.list}?filter[{to.name}]=x")


def expressions(to: Target) -> Iterator[Ask]:
    """The language of `filter=`."""
    for text in (
        f"{to.name} is null", f"{to.name} = 'x'", f"{to.name} > 5", f"length({to.name}) > 3", f"not {to.name} in ['a']", f"id > 0 or {to.name} = 1",
        f"{to.name} icontains 'canar'", f"coalesce({to.name}, 'a') = 'a'", f"if({to.name} > 1, true, false)", f"count({to.name}) > 0",
    ):  # fmt: skip
        yield Ask(f"GET {to.list}?filter={text}".replace(" ", "%20"))


def orders(to: Target) -> Iterator[Ask]:
    """Sorting."""
    for name in (to.name, f"-{to.name}", f"id,{to.name}"):
        yield Ask(f"GET {to.list}?sort={name}")


def choices(to: Target) -> Iterator[Ask]:
    """What is to be answered."""
    for address in (to.list, f"{to.list}/{to.id}"):
        for name in (to.name, f"id,{to.name}", f"{to.name}.id"):
            yield Ask(f"GET {address}?fields={name}")
            yield Ask(f"GET {address}?expand={name}")


def inside(to: Target) -> Iterator[Ask]:
    """Below a name, as in JSON."""
    for operator in ("eq", "gt", "contains", "null"):
        yield Ask(f"GET {to.list}?{to.name}.a[{operator}]={'true' if operator == 'null' else 'canar'}")
    yield Ask(f"GET {to.list}?{to.name}.a.b.0=1")


def pages(to: Target) -> Iterator[Ask]:
    """Paging."""
    for more in ("limit=1", "limit=1&offset=1", "count=exact", "count=none", "cursor=x"):
        yield Ask(f"GET {to.list}?sort={to.name}&{more}")


def references(to: Target) -> Iterator[Ask]:
    """Over the relations that lead to the entity from others."""
    for source, way, is_many in to.ways():
        address = f"/api/{source.path}"
        yield Ask(f"GET {address}?expand={way}.{to.name}")
        if is_many:
            for text in (f"any({way}.{to.name} = 'x')", f"max({way}.{to.name}) > 1", f"count({way}.{to.name}) > 0"):
                yield Ask(f"GET {address}?filter={text}".replace(" ", "%20"))
        else:
            yield Ask(f"GET {address}?{way}.{to.name}=x")
            yield Ask(f"GET {address}?{way}.{to.name}[null]=true")
            yield Ask(f"GET {address}?sort={way}.{to.name}")
            yield Ask(f"GET {address}?filter={way}.{to.name}%20is%20null")


def bodies(to: Target) -> Iterator[Ask]:
    """What is written: one record, several, a change, a replacement."""
    for value in ("x", 1, None, {"add": 1}):
        yield Ask(f"POST {to.list}", {to.name: value})
        yield Ask(f"PATCH {to.list}/{to.id}", {to.name: value})
    yield Ask(f"POST {to.list}", [{}, {to.name: "x"}])
    yield Ask(f"PUT {to.list}/{to.id}", {to.name: "x"})
    yield Ask(f"PATCH {to.list}/99999", {to.name: "x"})


def nested(to: Target) -> Iterator[Ask]:
    """Rows of a child list, in their parent."""
    parent = to.entity.parent
    if parent is not None:
        above = to.catalog.entities[parent.target]
        name = next(one.name for one in above.parts.values() if one.target == to.entity.name)
        yield Ask(f"PATCH /api/{above.path}/1", {name: [{to.name: "x"}]})
        yield Ask(f"PATCH /api/{above.path}/1", {name: [{"id": to.id, to.name: "x"}]})
        yield Ask(f"POST /api/{above.path}", {name: [{to.name: "x"}]})


READING: Mapping[str, Door] = {
    "S001-filter": filters,
    "S010-oracle": oracles,
    "S004-spelling": spellings,
    "S003-reference": references,
    "S001-expression": expressions,
    "S001-sort": orders,
    "S031-fields-and-expand": choices,
    "S139-inside": inside,
    "S001-page": pages,
}
"""Doors at which a name that may not be read is unknown."""

WRITING: Mapping[str, Door] = {"S022-body": bodies, "S024-nested": nested}
"""Doors at which a name that may neither be read nor written is unknown."""

PENDING = {
    "S009 aggregate": 5, "S036 export": 5, "S028 S037 S193 upsert": 5, "S048 bulk change and delete by filter": 5, "S060 batch": 5,
    "S003 search": 5, "S039 events": 5, "S040 history and trash": 9, "S042 files": 9, "S195 S198 single use and quotas": 8,
}  # fmt: skip
"""Cases of doors that are not there yet, and the issue that brings each; its door then stands in the tables above."""

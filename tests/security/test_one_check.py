"""The rights of every door hang on the Plan's one check: with that replaced by "allow", the test of each door fails."""

import io
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from crudgen.api.meta import describe_model
from crudgen.errors import Refusal
from crudgen.plan.actor import SYSTEM, Actor
from crudgen.plan.request import parse_query
from crudgen.plan.rights import EVERYTHING, Rights
from crudgen.schema.catalog import Entity
from crudgen.service.importer import import_csv
from crudgen.service.records import flatten
from tests.support.world import Build, World

CONFIG = "roles: {clerk: {label: Clerk}}\n"
CLERK = Actor(None, "clerk", frozenset({"clerk"}), is_authenticated=True)
SCHEMAS = {
    "paper": """
        title: "{name} {code}"
        search: [name, code]
        fields:
          name: string!
          code: string
          shelf: shelf
          marks: [mark]
        access:
          read: {role: clerk, when: "name = 'open'", except: [code]}
          create: {role: clerk, when: "name = 'open'", except: [code]}
          update: {role: clerk, when: "name = 'open'", except: [code]}
          delete: {role: clerk, when: "name = 'gone'"}
    """,
    "page": "fields: {paper: {type: paper, part_of: true, inverse: pages}, text: string, code: string}\n"
    "access: {read: {role: clerk, except: [code]}, create: {role: clerk, except: [code]}, delete: nobody, update: {role: clerk, except: [code]}}",
    "shelf": "fields: {name: string!}\naccess: {read: {role: clerk, when: \"name = 'open'\"}, update: nobody}",
    "mark": "fields: {name: string!}\naccess: {read: {role: clerk, when: \"name = 'open'\"}}",
    "vault": "fields: {name: string!}",
}


async def fill(world: World) -> None:
    for name in ("open", "shut"):
        for entity in ("shelf", "mark", "vault"):
            await world.service.create(SYSTEM, world.catalog.entities[entity], {"name": name})
    for name in ("open", "shut"):
        body = {"name": name, "code": "c", "shelf": 2, "marks": [1, 2], "pages": [{"text": "t", "code": "c"}]}
        await world.service.create(SYSTEM, world.catalog.entities["paper"], body)


async def ids(world: World, query: str = "", entity: str = "paper") -> list[int]:
    pairs = [tuple(part.split("=", 1)) for part in query.split("&") if part]
    page = await world.service.list(CLERK, world.catalog.entities[entity], parse_query(pairs))
    return [record.key[0] for record in page.items]


async def first(world: World, query: str) -> dict[str, Any]:
    pairs = [tuple(part.split("=", 1)) for part in query.split("&") if part]
    page = await world.service.list(CLERK, world.catalog.entities["paper"], parse_query(pairs))
    return flatten(page.items[0])


async def is_refused(work: Awaitable[Any]) -> bool:
    try:
        await work
    except Refusal:
        return True
    return False


def paper(world: World) -> Entity:
    return world.catalog.entities["paper"]


async def title_of(world: World) -> bool:
    return await world.service.titles(CLERK, paper(world), [(1,), (2,)]) == {(1,): "open"}


async def imported(world: World) -> bool:
    result = await import_csv(world.service, CLERK, paper(world), io.BytesIO(b"name,code\nopen,x\n"))
    return bool(result.errors)


async def written(world: World) -> bool:
    answer = await world.service.update(CLERK, paper(world), (1,), {"name": "open", "pages": [{"id": 1, "text": "u"}]})
    return "code" not in answer.values and "code" not in answer.values["pages"][0].values


async def told(document: Any) -> bool:
    return "vault" not in str(document) and "'code'" not in str(document)


async def _rows(world: World, query: str = "", wanted: tuple[int, ...] = (1,)) -> bool:
    return await ids(world, query) == list(wanted)


READS: dict[str, Callable[[World], Awaitable[Any]]] = {
    "rows": _rows,
    "count": lambda world: _rows(world, "count=exact"),
    "cursor's order": lambda world: _rows(world, "sort=-name"),
    "filter": lambda world: is_refused(ids(world, "code=c")),
    "filter over a reference": lambda world: _rows(world, "shelf.name=shut", ()),
    "links filter": lambda world: _rows(world, "marks=2", ()),
    "list of children filter": lambda world: _rows(world, "pages=2", ()),
    "filter=": lambda world: is_refused(ids(world, "filter=code is not null")),
    "aggregate in filter=": lambda world: _rows(world, "filter=count(marks) = 2", ()),
    "sort": lambda world: is_refused(ids(world, "sort=code")),
    "search": lambda world: _rows(world, "q=c", ()),
    "fields": lambda world: is_refused(ids(world, "fields=code")),
    "get": lambda world: is_refused(world.service.get(CLERK, paper(world), (2,))),
    "title": title_of,
    "children": lambda world: _only(world, "page"),
    "another entity": lambda world: is_refused(ids(world, "", "vault")),
}


async def _only(world: World, entity: str) -> bool:
    return await ids(world, "", entity) == [1]


async def _values(world: World) -> bool:
    return "code" not in await first(world, "")


async def _expanded(world: World) -> bool:
    found = await first(world, "expand=shelf,marks,pages")
    return found["shelf"] is None and [one["id"] for one in found["marks"]] == [1] and "code" not in found["pages"][0]


async def _links(world: World) -> bool:
    return (await first(world, "fields=marks"))["marks"] == [1]


async def _picker(world: World) -> bool:
    return await world.service.choices(CLERK, paper(world), "") == [((1,), "open")]


async def _meta(world: World) -> bool:
    return await told(describe_model(world.service.rights(CLERK)))


WRITES: dict[str, Callable[[World], Awaitable[bool]]] = {
    "values": _values,
    "expand": _expanded,
    "lists of ids": _links,
    "picker": _picker,
    "meta": _meta,
    "answer of a write": written,
    "create": lambda world: is_refused(world.service.create(CLERK, paper(world), {"name": "shut"})),
    "create with a field": lambda world: is_refused(world.service.create(CLERK, paper(world), {"name": "open", "code": "x"})),
    "create several": lambda world: is_refused(world.service.create_many(CLERK, paper(world), [{"name": "open"}, {"name": "shut"}])),
    "update": lambda world: is_refused(world.service.update(CLERK, paper(world), (2,), {"name": "x"})),
    "update a field": lambda world: is_refused(world.service.update(CLERK, paper(world), (1,), {"code": "x"})),
    "update out of sight": lambda world: is_refused(world.service.update(CLERK, paper(world), (1,), {"name": "shut"})),
    "reference": lambda world: is_refused(world.service.create(CLERK, paper(world), {"name": "open", "shelf": 1 + 1})),
    "links": lambda world: is_refused(world.service.update(CLERK, paper(world), (1,), {"marks": [2]})),
    "nested field": lambda world: is_refused(world.service.update(CLERK, paper(world), (1,), {"pages": [{"id": 1, "code": "x"}]})),
    "nested delete": lambda world: is_refused(world.service.update(CLERK, paper(world), (1,), {"pages": []})),
    "child": lambda world: is_refused(world.service.create(CLERK, world.catalog.entities["page"], {"paper": 2, "text": "x"})),
    "replace": lambda world: is_refused(world.service.replace(CLERK, paper(world), (2,), {"name": "x"})),
    "import": imported,
    "delete": lambda world: is_refused(world.service.delete(CLERK, paper(world), (1,))),
}
EVERY = {**READS, **WRITES}


@pytest.mark.parametrize("name", EVERY)
async def test_the_door_keeps_to_the_rights_by_the_one_check_alone(build: Build, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    world = build(CONFIG, **SCHEMAS)
    await fill(world)
    assert await EVERY[name](world), "the door does not keep to the rights"
    world.service._rights.clear()  # noqa: SLF001 -- what is known of the roles was found with the check
    monkeypatch.setattr(Rights, "grants", lambda _self, _action, _entity: EVERYTHING)
    assert not await EVERY[name](world), "the door keeps to something else than the one check"

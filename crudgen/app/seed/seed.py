"""Fill a project with made-up rows, entity by entity, through the service's own `create_many`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, islice
from random import Random
from typing import Any, Literal, Protocol
from uuid import UUID

from crudgen.app.seed.plan import count_rows, order_entities
from crudgen.app.seed.rows import Body, Made, make_bodies
from crudgen.errors import Conflict, UserError
from crudgen.schema.catalog import Catalog, Entity

CHUNK = 500


class Records(Protocol):
    """What is asked of the service's face for Python."""

    async def create_many(self, entity: str, rows: list[Body], /) -> Sequence[Mapping[str, Any]]:
        """Create the records and return them, each with its key fields."""
        ...

    async def list(self, entity: str, parameters: Mapping[str, str], /) -> Sequence[Mapping[str, Any]]:
        """Return one page of records."""
        ...

    async def count(self, entity: str, /) -> int:
        """Return how many records there are."""
        ...


async def seed(
    records: Records,
    catalog: Catalog,
    *,
    rows: int = 2000,
    named: Mapping[str, int] | None = None,
    seed: int = 1,
    when_filled: Literal["refuse", "skip", "add"] = "refuse",
    report: Callable[[str, int, int], None] | None = None,
) -> dict[str, int]:
    """Fill the project's own entities and return how many rows each got.

    `rows` is the number for the largest entities, `named` says another for some; the same `seed` gives the same rows.
    Where rows exist already: "refuse" raises UserError, "skip" does nothing at all, "add" goes on beside them.
    Entities with rows of the schema's are left with these, unless they are `named`, and the others refer to them.
    `report` is told an entity, the rows written and the rows to write, after each chunk.
    """
    entities = order_entities(catalog)
    counts = count_rows(entities, rows, named or {})
    existing = {entity.name: await records.count(entity.name) for entity in entities}
    filled = [entity.name for entity in entities if existing[entity.name] > (len(entity.rows.values) if entity.rows else 0)]
    if filled and when_filled == "skip":
        return {}
    if filled and when_filled == "refuse":
        raise UserError(f"there are rows already ({', '.join(filled)}); nothing was added. `crudgen seed --force` adds more beside them")
    made = Made(catalog)
    written: dict[str, int] = {}
    for entity in entities:
        if entity.rows is not None:
            await _take_stored(records, entity, made)
        start, count = existing[entity.name], counts[entity.name]
        bodies = make_bodies(entity, count, Random(f"{seed}:{entity.name}:{start}"), made, start)  # noqa: S311 -- made-up rows, no secrets
        written[entity.name] = 0
        for chunk in _chunks(entity, bodies, count):
            written[entity.name] += await _write(records, entity, chunk, made)
            if report is not None:
                report(entity.name, written[entity.name], count)
    return written


async def _take_stored(records: Records, entity: Entity, made: Made) -> None:
    """Let later rows refer to the records that are there."""
    offset = 0
    while page := await records.list(entity.name, {"offset": str(offset), "sort": ",".join(entity.key)}):
        for record in page:
            made.add(entity, as_key(entity, record), {})
        offset += len(page)


def _chunks(entity: Entity, bodies: Iterator[Body], count: int) -> Iterator[list[Body]]:
    """Cut the bodies into chunks; an entity that refers to itself begins with a small one, the roots of its tree."""
    refers_to_itself = any(relation.target == entity.name for relation in entity.relations.values())
    first = max(1, min(CHUNK, count // 4)) if refers_to_itself else CHUNK
    for size in chain([first], iter(lambda: CHUNK, 0)):
        chunk = list(islice(bodies, size))
        if not chunk:
            return
        yield chunk


async def _write(records: Records, entity: Entity, bodies: list[Body], made: Made) -> int:
    """Write the bodies and return how many were; beside rows that exist, those with a taken value are left out."""
    try:
        created = await records.create_many(entity.name, bodies)
    except Conflict:
        if len(bodies) == 1:
            return 0
        middle = len(bodies) // 2
        return await _write(records, entity, bodies[:middle], made) + await _write(records, entity, bodies[middle:], made)
    for record, body in zip(created, bodies, strict=True):
        made.add(entity, as_key(entity, record), body)
    return len(created)


def as_key(entity: Entity, record: Mapping[str, Any]) -> Any:
    """Return a record's key as bodies hold it; of several parts, a tuple."""
    key = tuple(as_json(record[name]) for name in entity.key)
    return key[0] if len(key) == 1 else key


def as_json(key: Any) -> Any:
    """Return a key's value as a body holds it: a UUID is a text there."""
    return str(key) if isinstance(key, UUID) else key

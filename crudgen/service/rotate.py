"""The change of the server's secret: every stored secret sealed with the new key, a step at a time, beside a running server."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from crudgen.plan.nodes import Key
from crudgen.schema.catalog import Entity
from crudgen.service.service import Service
from crudgen.store import Found, Mode, Unopened, secret_fields

STEP = 1_000
"""How many records are looked at in one step, and written in one transaction at the most."""


@dataclass(frozen=True, slots=True)
class Closed:
    """A secret that no key opens: where it is, and why."""

    entity: str
    key: Key
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class Rotation:
    """What came of it: how many secrets were sealed anew, and those that could not be."""

    sealed: int
    closed: tuple[Closed, ...]


async def rotate_secrets(service: Service, progress: Callable[[int], None] = lambda _: None) -> Rotation:
    """Seal with the newest key what others sealed; what is done already is passed over, so that a second run goes on where the
    first one ended. `progress` is told how many were sealed so far.
    """
    sealed, closed = 0, list[Closed]()
    for entity in service.catalog.entities.values():
        key: Key = ()
        while secret_fields(entity):
            key, found = await _find(service, entity, key)
            if not key:
                break
            if found:
                count, failed = await _reseal(service, entity, found)
                sealed += count
                closed += failed
                progress(sealed)
    return Rotation(sealed, tuple(closed))


async def _find(service: Service, entity: Entity, after: Key) -> tuple[Key, list[Found]]:
    return await service.database.run(lambda connection: service.store.find_old_secrets(connection, entity, after, STEP), Mode.SCAN)


async def _reseal(service: Service, entity: Entity, found: Sequence[Found]) -> tuple[int, list[Closed]]:
    def work(connection: Connection) -> tuple[int, list[Closed]]:
        sealed, closed = 0, []
        for one in found:
            try:
                sealed += service.store.reseal(connection, entity, one)
            except Unopened as exc:
                closed.append(Closed(entity.name, one.key, one.field.name, str(exc)))
        return sealed, closed

    return await service.database.run(work, Mode.WRITE)

"""The first page: everything that the visitor may open, with numbers where there is not too much of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from crudgen.admin.sidebar import Entry, Group
from crudgen.admin.visit import Visit
from crudgen.plan.request import ListRequest
from crudgen.service.service import Service

MAX_COUNTED = 24


@dataclass(frozen=True, slots=True)
class Tile:
    """One entity on the first page; `total` is None where it was not counted."""

    entry: Entry
    total: int | None
    is_more: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """The tiles of one group."""

    label: str
    tiles: Sequence[Tile]


async def load_home(service: Service, visit: Visit, groups: Sequence[Group]) -> list[Shelf]:
    """Return the first page; the first entities are counted, so that 1,000 of them do not cost 1,000 statements."""
    left = MAX_COUNTED
    shelves = []
    for group in groups:
        tiles = []
        for entry in group.entries:
            left -= 1
            tiles.append(await _load_tile(service, visit, entry) if left >= 0 else Tile(entry, None, is_more=False))
        shelves.append(Shelf(group.label, tiles))
    return shelves


async def _load_tile(service: Service, visit: Visit, entry: Entry) -> Tile:
    if entry.entity.single:
        return Tile(entry, None, is_more=False)
    page = await service.list(visit.actor, entry.entity, ListRequest(fields=entry.entity.key, limit=1))
    return Tile(entry, page.total, page.total_is == "at_least")

"""The service for Python code: the same validation, rights, hooks and audit as every other door, with plain dicts."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from crudgen.document import nearest
from crudgen.errors import UserError
from crudgen.plan.actor import Actor
from crudgen.plan.nodes import ONLY, Key, Record
from crudgen.plan.request import ListRequest, parse_query
from crudgen.schema.catalog import Catalog, Entity
from crudgen.schema.types import write_duration
from crudgen.service.service import Service


class Records:
    """Records of a project, by the entity's name, as one actor.

    Values go in as Python's own (Decimal, datetime, date, UUID) or in their JSON form, and come out as Python's own;
    a reference is its id. Errors are the `Refusal`s of every other door.
    """

    def __init__(self, service: Service, actor: Actor) -> None:
        self._service = service
        self._actor = actor

    async def create(self, entity: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Create one record and return it."""
        found = self._entity(entity)
        return flatten(await self._service.create(self._actor, found, as_body(values)))

    async def create_many(self, entity: str, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Create all the records or none, and return them."""
        found = self._entity(entity)
        records = await self._service.create_many(self._actor, found, [as_body(row) for row in rows])
        return [flatten(record) for record in records]

    async def get(self, entity: str, key: Any = None, **parameters: str) -> dict[str, Any]:
        """Return one record by its id (a tuple for a composite key); `fields` and `expand` as in the API.

        The one record of a `single` entity needs no id: `get("settings")`.
        """
        found, request = self._entity(entity), parse_query(tuple(parameters.items()))
        return flatten(await self._service.get(self._actor, found, find_key(found, key), request))

    async def list(self, entity: str, parameters: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
        """Return one page of records; `parameters` are the API's: `{"total[gte]": "100", "sort": "-total", "limit": "5"}`."""
        request = parse_query(tuple((parameters or {}).items()))
        page = await self._service.list(self._actor, self._entity(entity), request)
        return [flatten(record) for record in page.items]

    async def count(self, entity: str) -> int:
        """Return how many records there are that the actor may read."""
        found = self._entity(entity)
        page = await self._service.list(self._actor, found, ListRequest(fields=found.key, limit=1, count="exact"))
        return page.total or 0

    async def update(self, entity: str, key: Any, values: Mapping[str, Any]) -> dict[str, Any]:
        """Change the given fields of one record and return it."""
        found = self._entity(entity)
        return flatten(await self._service.update(self._actor, found, find_key(found, key), as_body(values)))

    async def save(self, entity: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Change the given fields of the one record of a `single` entity and return it."""
        return await self.update(entity, None, values)

    async def reveal(self, entity: str, key: Any, field: str) -> str | None:
        """Return a record's secret in the clear, None where it has none; only as the system."""
        return await self._service.reveal(self._actor, self._entity(entity), as_key(key), field)

    async def delete(self, entity: str, key: Any) -> None:
        """Delete one record, and what hangs on it."""
        found = self._entity(entity)
        await self._service.delete(self._actor, found, find_key(found, key))

    def _entity(self, name: str) -> Entity:
        return find_entity(self._service.catalog, name)


def find_entity(catalog: Catalog, name: str) -> Entity:
    """Return the entity of that name. Raises UserError with the nearest name."""
    if name not in catalog.entities:
        guess = nearest(name, tuple(catalog.entities))
        raise UserError(f'there is no entity "{name}"' + (f'; did you mean "{guess}"?' if guess else ""))
    return catalog.entities[name]


def _write_instant(value: datetime) -> str:
    """Return an instant with an offset of whole minutes: old ones of a zone have seconds in theirs, which ISO 8601 has not."""
    with suppress(OverflowError, ValueError):
        return value.isoformat() if value.tzinfo is None else value.astimezone(UTC).isoformat()
    return value.isoformat()  # outside of the years in UTC: the validator says so


JSON_FORMS: dict[type, Callable[[Any], Any]] = {
    Decimal: lambda value: format(value, "f"),
    datetime: _write_instant,
    date: date.isoformat,
    time: time.isoformat,
    UUID: str,
    timedelta: write_duration,
    tuple: list,
    set: list,
}
"""Python's own values as the validator takes them; what is not named here goes in as it is."""


def as_body(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values of Python's own types in their JSON form.

    >>> as_body({"total": Decimal("12.50"), "on": date(2026, 11, 23)})
    {'total': '12.50', 'on': '2026-11-23'}
    """
    return {name: _json_form(value) for name, value in values.items()}


def _json_form(value: Any) -> Any:
    """Return a value in its JSON form, all that lies in lists and mappings too: child lists are written nested."""
    plain = JSON_FORMS.get(type(value), lambda same: same)(value)
    match plain:
        case list():
            return [_json_form(one) for one in plain]
        case Mapping():
            return {name: _json_form(one) for name, one in plain.items()}
        case _:
            return plain


def as_key(key: Any) -> Key:
    """Return an id as a key: itself in a tuple, unless it is one."""
    return key if isinstance(key, tuple) else (key,)


def find_key(entity: Entity, key: Any) -> Key:
    """Return the key that an id means; None is that of the one record alone. Raises UserError where an id is missing, or one too many."""
    if entity.single != (key is None):
        raise UserError(f'"{entity.name}" is one record, which has no id' if entity.single else f'a record of "{entity.name}" needs its id')
    return ONLY if entity.single else as_key(key)


def flatten(record: Record) -> dict[str, Any]:
    """Return a record as a plain dict, expanded records within it too; the key is there even where nothing else may be read."""
    values = {} if record.entity.single else dict(zip(record.entity.key, record.key, strict=True))
    for name, value in record.values.items():
        values[name] = _plain(value)
    return values | {f"{name}_truncated": True for name in record.truncated}


def _plain(value: Any) -> Any:
    if isinstance(value, Record):
        return flatten(value)
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value

"""Cursors: the sort values of a list's last record, signed together with the question that they answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson
from itsdangerous import BadSignature, URLSafeSerializer

from crudgen.errors import BadRequest
from crudgen.plan.actor import Actor
from crudgen.plan.nodes import Key, Page, Read
from crudgen.plan.request import ListRequest
from crudgen.schema import TYPES
from crudgen.schema.catalog import Catalog, Field
from crudgen.schema.types import BadValue, value_field

LONGEST = 4_000
"""The most characters of a cursor: addresses are read up to 16 KB."""


@dataclass(frozen=True, slots=True)
class Behind:
    """The place behind a record whose sort values are too long to be carried around; they are read again by its key."""

    key: Key


class Cursors:
    """Write cursors with the newest of the server's secrets, read those of any; one holds for the same entity, filters, sort and user."""

    def __init__(self, catalog: Catalog, secrets: Sequence[bytes]) -> None:
        self._catalog = catalog
        self._oldest_first = list(reversed(secrets))

    def write(self, actor: Actor, request: ListRequest, plan: Read, page: Page) -> str:
        """Return the cursor behind the last record of a page that has sort values, in the order of `plan.order`."""
        serializer = self._serializer(actor, request, plan)
        cursor = str(serializer.dumps(self._to_json([order.path.field for order in plan.order], page.after or ())))
        if len(cursor) <= LONGEST:
            return cursor
        return str(serializer.dumps({"key": self._to_json(plan.entity.key_fields, page.items[-1].key)}))

    def read(self, actor: Actor, request: ListRequest, plan: Read) -> tuple[Any, ...] | Behind | None:
        """Return what the request's cursor holds, sort values or a record, or None without one. Raises BadRequest for another's cursor."""
        if request.cursor is None:
            return None
        try:
            match self._serializer(actor, request, plan).loads(request.cursor):
                case {"key": parts}:
                    return Behind(self._from_json(plan.entity.key_fields, parts))
                case values:
                    return self._from_json([order.path.field for order in plan.order], values)
        except (BadSignature, BadValue, ValueError) as exc:
            raise refuse_cursor() from exc

    def _to_json(self, fields: Sequence[Field], values: Sequence[Any]) -> list[Any]:
        stored = [value_field(self._catalog, field) for field in fields]
        return [TYPES[field.type].to_json(field, value) for field, value in zip(stored, values, strict=True)]

    def _from_json(self, fields: Sequence[Field], values: Sequence[Any]) -> tuple[Any, ...]:
        stored = [value_field(self._catalog, field) for field in fields]
        return tuple([_read(field, value) for field, value in zip(stored, values, strict=True)])

    def _serializer(self, actor: Actor, request: ListRequest, plan: Read) -> URLSafeSerializer:
        asked = (request.terms, request.filter, request.search, request.sort)
        question = (plan.entity.name, *asked, actor.id, actor.login)  # a key of roles has no id
        return URLSafeSerializer(self._oldest_first, salt="cursor:" + sha256(repr(question).encode()).hexdigest(), serializer=_Json)


def refuse_cursor() -> BadRequest:
    """Return the refusal of a cursor that leads nowhere."""
    return BadRequest('"cursor" does not belong to this list; start again without it', code="bad_cursor")


class _Json:
    """Compact JSON for itsdangerous."""

    @staticmethod
    def dumps(value: Any) -> str:
        return orjson.dumps(value).decode()

    @staticmethod
    def loads(text: str | bytes) -> Any:
        return orjson.loads(text)


def _read(field: Field, value: Any) -> Any:
    """Return a sort value from its JSON form; as a text, since the bounds of `parse` are not those of stored values."""
    if value is None:
        return None
    return TYPES[field.type].read(field, value if isinstance(value, str) else orjson.dumps(value).decode())

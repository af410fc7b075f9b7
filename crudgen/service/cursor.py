"""Cursors: the sort values of a list's last record, signed together with the question that they answer."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import orjson
from itsdangerous import BadSignature, URLSafeSerializer

from crudgen.errors import BadRequest
from crudgen.plan.actor import Actor
from crudgen.plan.nodes import Order, Read
from crudgen.plan.request import ListRequest
from crudgen.schema import TYPES
from crudgen.schema.catalog import Catalog, Field
from crudgen.schema.types import BadValue, value_field


class Cursors:
    """Write cursors with the newest of the server's secrets, read those of any; one holds for the same entity, filters, sort and user."""

    def __init__(self, catalog: Catalog, secrets: Sequence[bytes]) -> None:
        self._catalog = catalog
        self._oldest_first = list(reversed(secrets))

    def write(self, actor: Actor, request: ListRequest, plan: Read, after: tuple[Any, ...]) -> str:
        """Return the cursor behind the record whose sort values are `after`, in the order of `plan.order`."""
        fields = [self._field(order) for order in plan.order]
        values = [TYPES[field.type].to_json(field, value) for field, value in zip(fields, after, strict=True)]
        return str(self._serializer(actor, request, plan).dumps(values))

    def read(self, actor: Actor, request: ListRequest, plan: Read) -> tuple[Any, ...] | None:
        """Return the sort values that the request's cursor holds, or None without one. Raises BadRequest for another's cursor."""
        if request.cursor is None:
            return None
        try:
            values = self._serializer(actor, request, plan).loads(request.cursor)
            return tuple(_read(self._field(order), value) for order, value in zip(plan.order, values, strict=True))
        except (BadSignature, BadValue, ValueError) as exc:
            raise BadRequest('"cursor" does not belong to this list; start again without it', code="bad_cursor") from exc

    def _field(self, order: Order) -> Field:
        return value_field(self._catalog, order.path.field)

    def _serializer(self, actor: Actor, request: ListRequest, plan: Read) -> URLSafeSerializer:
        asked = (request.terms, request.filter, request.search, request.sort)
        question = (plan.entity.name, *asked, actor.id, actor.login)  # a key of roles has no id
        return URLSafeSerializer(self._oldest_first, salt="cursor:" + sha256(repr(question).encode()).hexdigest(), serializer=_Json)


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

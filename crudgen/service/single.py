"""The one record of a `single` entity, which is always there: saved, or as its defaults make it."""

from typing import Any

from sqlalchemy import Connection

from crudgen.plan.nodes import ONLY, Read, Record
from crudgen.schema import TYPES
from crudgen.schema.catalog import Field
from crudgen.store import Store


def find_one(store: Store, connection: Connection, plan: Read) -> Record | None:
    """Return the record that a plan with a key asks for; None where there is none, which a `single` entity knows not."""
    page = store.read(connection, plan)
    if page.items:
        return page.items[0]
    return make_unsaved(plan) if plan.entity.single else None


def make_unsaved(plan: Read) -> Record:
    """Return the one record as it is before anybody saved it: its defaults, and null for what is made when it is saved."""
    values: dict[str, Any] = {one.name: _default(one) for one in plan.fields}
    values |= {relation.name: [] for relation in plan.links}
    values |= {one.relation.name: [] if one.relation.many else None for one in plan.expand}
    return Record(plan.entity, ONLY, 0, values)


def _default(one: Field) -> Any:
    default = one.default
    if default is None or default.kind != "literal" or default.value is None:
        return None
    return TYPES[one.type].parse(one, default.value)

"""The last administrator stays: a write that would leave nobody who may do everything is refused."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from crudgen.errors import Conflict, Forbidden
from crudgen.plan.check import key_order
from crudgen.plan.nodes import Compare, Operator, Path, Read, Record
from crudgen.plan.rights import ADMIN, Rights
from crudgen.schema.catalog import Entity
from crudgen.store import Store

PAGE = 500


def keep_administrator(store: Store, connection: Connection, before: Record, values: Mapping[str, Any] | None) -> None:
    """Raise Conflict if `before` is the only active administrator and would be none with `values`; None: would be gone.

    Records of other entities than `user` are passed over.
    """
    if not (before.entity.is_builtin and before.entity.name == "user") or not _is_admin(before.values):
        return
    if values is not None and _is_admin({**before.values, **values}):
        return
    if not _has_other(store, connection, before):
        raise Conflict("this is the last active administrator; make another one first", code="last_admin")


def keep_rank(rights: Rights, entity: Entity, before: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Raise Forbidden where somebody who is no administrator would make one, or write to one: nobody rises above their own rank."""
    if rights.is_admin or not (entity.is_builtin and entity.name == "user"):
        return
    if ADMIN in (before.get("roles") or ()) or ADMIN in (values.get("roles") or ()):
        raise Forbidden("only an administrator may write to an administrator", code="rank")


def _is_admin(values: Mapping[str, Any]) -> bool:
    return bool(values.get("is_active")) and ADMIN in (values.get("roles") or ())


def _has_other(store: Store, connection: Connection, before: Record) -> bool:
    """Tell whether there is another one; roles are a list, which the database is not asked about, so users come in pages."""
    entity = before.entity
    is_active = Compare(Path((), entity.fields["is_active"]), Operator.EQ, True)
    fields = (*entity.key_fields, entity.fields["roles"], entity.fields["is_active"])
    plan = Read(entity, fields, where=is_active, order=key_order(entity), limit=PAGE)
    while True:
        page = store.read(connection, plan)
        if any(record.key != before.key and _is_admin(record.values) for record in page.items):
            return True
        if page.after is None:
            return False
        plan = replace(plan, after=page.after)

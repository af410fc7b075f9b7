"""Explain for one record: its values are asked what the rules ask of it, whoever may see it. For the server's operator alone."""

from collections.abc import Sequence
from urllib.parse import unquote

from crudgen.errors import Invalid, NotFound
from crudgen.plan.actor import Actor
from crudgen.plan.check import key_order, where_keys
from crudgen.plan.explain import answer, explain, questions
from crudgen.plan.nodes import Read
from crudgen.plan.rights import Rights
from crudgen.plan.sentences import Telling
from crudgen.schema.catalog import Action, Catalog, Entity
from crudgen.service.judge import check_roles
from crudgen.service.service import Service
from crudgen.store import Mode


def explain_rules(catalog: Catalog, actor: Actor, action: Action, entity: Entity) -> Telling:
    """Return what the rules say of an action of the caller's, whatever the record; no database is asked."""
    rights = Rights(catalog, actor.roles, is_authenticated=actor.is_authenticated, is_person=actor.id is not None)
    return Telling(actor, explain(rights, action, entity))


async def explain_record(service: Service, actor: Actor, action: Action, entity: Entity, text: str) -> Telling:
    """Return what the rules say of an action on the record with the id `text`, the parts of a composite one with commas between.

    "" is the one record of a `single` entity. Raises NotFound where there is none.
    """
    parts = [unquote(part) for part in text.split(",")] if len(entity.key) > 1 else [text] if text else []
    rights = service.rights(actor)
    found = explain(rights, action, entity)
    try:
        where = where_keys(entity, [service.read_key(entity, parts)])
    except NotFound as exc:
        raise _missing(entity, text) from exc
    plan = Read(entity, entity.key_fields, where=where, order=key_order(entity), limit=1, asks=questions(rights, found))
    page = await service.database.run(lambda connection: service.store.read(connection, plan), Mode.SCAN)
    if not page.items:
        raise _missing(entity, text)
    return Telling(actor, answer(rights, found, page.items[0].answers), text)


def _missing(entity: Entity, text: str) -> NotFound:
    return NotFound(f"there is no {entity.name} {text}".rstrip())


def role_actor(catalog: Catalog, roles: Sequence[str]) -> Actor:
    """Return the caller that a key of these roles is. Raises Invalid, with the nearest name, for roles that there are not."""
    errors = check_roles(catalog, roles, "/role")
    if errors:
        raise Invalid(errors=tuple(errors))
    return Actor(roles=frozenset(roles), is_authenticated=True, door="command")

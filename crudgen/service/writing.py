"""What a unit of work that writes needs to know beside its connection: whose it is, and the values of its moment."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from uuid_utils.compat import uuid7

from crudgen.config import Settings
from crudgen.errors import Forbidden
from crudgen.plan.actor import Actor
from crudgen.plan.rights import Rights
from crudgen.schema.catalog import Catalog
from crudgen.service.audit import Audit
from crudgen.store import Store


@dataclass(frozen=True, slots=True)
class Writing:
    """One write: `make` gives the values that depend on now and on the caller, by the kind of a default."""

    settings: Settings
    catalog: Catalog
    store: Store
    rights: Rights
    make: Mapping[str, Callable[[], Any]]
    audit: Audit


def begin_write(settings: Settings, catalog: Catalog, store: Store, rights: Rights) -> Writing:
    """Return the write of whoever the rights are, at their moment. Raises Forbidden for somebody who only looks."""
    if rights.actor.is_onlooker:
        raise Forbidden("nothing can be changed through the eyes of somebody else", code="onlooker")
    audit = Audit(store, catalog, rights.actor, rights.now)
    return Writing(settings, catalog, store, rights, moment(rights.actor, rights.now), audit)


def moment(actor: Actor, now: datetime) -> Mapping[str, Callable[[], Any]]:
    """Return the makers of the values that depend on now and on the caller."""
    return {"now": lambda: now, "today": now.date, "uuid": uuid7, "user": lambda: actor.id}

"""The records of `user` as sign-in needs them: units of work on a connection, by plans, as the store takes them."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from crudgen.plan.actor import Actor
from crudgen.plan.check import key_order, where_keys
from crudgen.plan.nodes import And, Compare, Condition, Insert, Operator, Path, Read, Record, Update
from crudgen.schema.catalog import Catalog, Entity, Field
from crudgen.schema.expression.tree import Place
from crudgen.service.audit import audit_system
from crudgen.service.made import fill_made
from crudgen.service.validate import Draft, fill_defaults
from crudgen.store import Store

MAX_LOGIN = 150
_READ = ("id", "login", "password", "roles", "is_active")


@dataclass(frozen=True, slots=True)
class Account:
    """A user as sign-in sees one; `password` is the stored hash, None for somebody who has none."""

    id: int
    login: str
    password: str | None
    roles: frozenset[str]
    is_active: bool
    values: Mapping[str, Any] = field(default_factory=dict, compare=False)
    """What the project's expressions ask of the person, by dotted name."""

    def actor(self, door: str) -> Actor:
        """Return the caller that this person is at a door."""
        return Actor(self.id, self.login, self.roles, is_authenticated=True, door=door, values=self.values)


def normalise_login(text: str) -> str | None:
    """Return a login as it is stored and looked up: NFKC, without blanks around it; None for what cannot be one.

    >>> normalise_login(" ａnn ")
    'ann'
    """
    if not 0 < len(text) <= MAX_LOGIN or "\0" in text or not text.isprintable():
        return None
    login = unicodedata.normalize("NFKC", text).strip()
    return login if 0 < len(login) <= MAX_LOGIN else None  # one letter may become eighteen


class Accounts:
    """Reads and writes users. Every method but the pure ones is a unit of work, or a part of one."""

    def __init__(self, catalog: Catalog, store: Store) -> None:
        self.entity = catalog.entities["user"]
        self.fields = fields_of(self.entity, _READ)
        self._catalog = catalog
        self._store = store
        self._places = catalog.formulas.user_places

    def find(self, connection: Connection, login: str) -> Account | None:
        """Return the account of exactly this login."""
        return self._one(connection, equals(self.entity, "login", login))

    def at(self, connection: Connection, key: int) -> Account | None:
        """Return the account with this id."""
        return self._one(connection, where_keys(self.entity, [(key,)]))

    def is_empty(self, connection: Connection) -> bool:
        """Tell whether there is no user at all."""
        return self._one(connection, And()) is None

    def _one(self, connection: Connection, where: Condition) -> Account | None:
        asks = tuple(Path(place.steps, place.field) for place in self._places)
        found = read(self._store, connection, self.entity, self.fields, where, limit=1, asks=asks)
        return account_of(found[0], name_values(self._places, found[0].answers)) if found else None

    def insert(self, connection: Connection, values: Mapping[str, Any]) -> Account:
        """Insert a user of typed values, the password already hashed. A taken login is a Conflict."""
        plan = insertion(self.entity, values)
        made = Draft(dict(plan.values))
        fill_made(self._store, connection, self.entity, [made], datetime.now(UTC))
        plan = Insert(self.entity, made.values)
        key = self._store.insert(connection, plan)
        audit = audit_system(self._store, self._catalog)
        audit.created(self.entity, key, plan.values, {})
        audit.write(connection)
        return account_of(Record(self.entity, key, 1, dict(plan.values)))

    def set_password(self, connection: Connection, key: int, hashed: str) -> None:
        """Store another password hash for a user; their sessions, which bear a mark of the old one, are dead by it."""
        values = {"password": hashed, "updated_at": datetime.now(UTC)}
        self._store.update(connection, Update(self.entity, (key,), values))
        audit = audit_system(self._store, self._catalog)
        audit.updated(self.entity, (key,), {"password": ("", "")})  # that it changed, and nothing of either
        audit.write(connection)


def account_of(record: Record, asked: Mapping[str, Any] | None = None) -> Account:
    """Return the account that a record of `user` holds; `asked` is what expressions ask of the person."""
    values = record.values
    roles = frozenset(values["roles"] or ())
    return Account(record.key[0], values["login"], values["password"], roles, bool(values["is_active"]), asked or {})


def name_values(places: Sequence[Place], answers: Sequence[Any]) -> dict[str, Any]:
    """Return the answers to what expressions ask of a person, by dotted name."""
    return {place.name: value for place, value in zip(places, answers, strict=True)}


def fields_of(entity: Entity, names: Iterable[str]) -> tuple[Field, ...]:
    """Return the fields of an entity by name."""
    return tuple(entity.fields[name] for name in names)


def equals(entity: Entity, name: str, value: Any) -> Compare:
    """Return the condition that a field holds exactly this value."""
    return Compare(Path((), entity.fields[name]), Operator.EQ, value)


def read(
    store: Store,
    connection: Connection,
    entity: Entity,
    fields: tuple[Field, ...],
    where: Condition,
    *,
    limit: int,
    asks: tuple[Path, ...] = (),
) -> list[Record]:
    """Return the first records of an entity, by key, that a condition holds for, with the answers to `asks`."""
    return store.read(connection, Read(entity, fields, where=where, order=key_order(entity), limit=limit, asks=asks)).items


def insertion(entity: Entity, values: Mapping[str, Any]) -> Insert:
    """Return the plan that inserts these values, with defaults, nulls and the two timestamps added."""
    now = datetime.now(UTC)
    stamps = {name: now for name in ("created_at", "updated_at") if name in entity.fields}
    draft = Draft(values={**stamps, **values})
    fill_defaults(entity, draft, {"now": lambda: now}, (name for name in entity.fields if name not in entity.key))
    draft.accept()
    return Insert(entity, draft.values)

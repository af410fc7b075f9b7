"""Sessions and API keys in the database: opened, found, ended. Units of work on a connection, by plans."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from crudgen.plan.actor import Actor
from crudgen.plan.check import key_order
from crudgen.plan.nodes import Compare, Delete, Expand, Key, Operator, Path, Read, Record, Update
from crudgen.schema.catalog import Catalog, Entity
from crudgen.service.accounts import Account, account_of, equals, fields_of, insertion, name_values, read
from crudgen.service.audit import audit_system
from crudgen.service.passwords import mark
from crudgen.service.tokens import API_KEY, SESSION, hash_token, visible_prefix
from crudgen.store import Missing, Store

SWEEP = 500
"""How many expired sessions one transaction deletes."""


@dataclass(frozen=True, slots=True)
class Pass:
    """A token that holds: who it lets in, its kind and record, until when, and when its use was last noted."""

    actor: Actor
    kind: str
    key: Key
    expires_at: datetime | None
    used_at: datetime | None


_USED = {SESSION: "last_seen_at", API_KEY: "last_used_at"}
_OF_PERSON = ("id", "login", "password", "roles", "is_active")


class Sessions:
    """Reads and writes `crudgen_session` and `crudgen_api_key`."""

    def __init__(self, catalog: Catalog, store: Store) -> None:
        self._catalog = catalog
        self._store = store
        self._user = catalog.entities["user"]
        self._places = catalog.formulas.user_places
        self._sessions = catalog.entities["crudgen_session"]
        self._keys = catalog.entities["crudgen_api_key"]
        self._reads = {
            SESSION: self._plan(self._sessions, ("id", "user", "password_mark", "expires_at", "last_seen_at")),
            API_KEY: self._plan(self._keys, ("id", "user", "name", "roles", "revoked_at", "expires_at", "last_used_at")),
        }

    def _plan(self, entity: Entity, names: Iterable[str]) -> Read:
        way = entity.relations["user"]
        person = Expand(way, self._user, fields_of(self._user, _OF_PERSON))
        asks = tuple(Path((way, *place.steps), place.field) for place in self._places)
        return Read(entity, fields_of(entity, names), order=key_order(entity), limit=1, expand=(person,), asks=asks)

    def open(
        self, connection: Connection, account: Account, token: str, *, expires_at: datetime, address: str = "", user_agent: str = ""
    ) -> None:
        """Insert the session that `token` will stand for."""
        now = datetime.now(UTC)
        values = {
            "token_hash": hash_token(token),
            "password_mark": mark(account.password),
            "user": account.id,
            "started_at": now,
            "last_seen_at": now,
            "expires_at": expires_at,
            "address": _printable(address, 64),
            "user_agent": _printable(user_agent, 255),
        }
        self._store.insert(connection, insertion(self._sessions, values))

    def close(self, connection: Connection, token: str) -> bool:
        """Delete the session of a token; tell whether there was one."""
        return self._delete(connection, self._some(connection, equals(self._sessions, "token_hash", hash_token(token)))) > 0

    def close_all(self, connection: Connection, user: int) -> None:
        """Delete every session of a user."""
        while self._delete(connection, self._some(connection, equals(self._sessions, "user", user))):
            pass

    def close_expired(self, connection: Connection) -> int:
        """Delete up to SWEEP sessions that have ended; return how many those were."""
        ended = Compare(Path((), self._sessions.fields["expires_at"]), Operator.LTE, datetime.now(UTC))
        return self._delete(connection, self._some(connection, ended))

    def _some(self, connection: Connection, where: Compare) -> list[Record]:
        return read(self._store, connection, self._sessions, self._sessions.key_fields, where, limit=SWEEP)

    def _delete(self, connection: Connection, records: Iterable[Record]) -> int:
        deleted = 0
        for record in records:
            self._store.delete(connection, Delete(self._sessions, record.key))
            deleted += 1
        return deleted

    def add_key(self, connection: Connection, token: str, values: Mapping[str, Any]) -> None:
        """Insert the API key that `token` will stand for: its `name`, and its `user` or `roles`."""
        made = {**values, "prefix": visible_prefix(token), "token_hash": hash_token(token)}
        plan = insertion(self._keys, made)
        key = self._store.insert(connection, plan)
        audit = audit_system(self._store, self._catalog)
        audit.created(self._keys, key, plan.values, {})
        audit.write(connection)

    def find(self, connection: Connection, kind: str, token_hash: str, door: str) -> Pass | None:
        """Return what the token of a hash lets in, None when it is unknown, ended, revoked, or its person is locked out."""
        plan = self._reads[kind]
        page = self._store.read(connection, replace(plan, where=equals(plan.entity, "token_hash", token_hash)))
        if not page.items:
            return None
        record = page.items[0]
        asked = name_values(self._places, record.answers)
        actor = (_session_actor if kind == SESSION else _key_actor)(record, asked, door)
        expires_at = record.values["expires_at"]
        if actor is None or (expires_at is not None and expires_at <= datetime.now(UTC)):
            return None
        return Pass(actor, kind, record.key, expires_at, record.values[_USED[kind]])

    def note_use(self, connection: Connection, uses: Mapping[tuple[str, Key], datetime]) -> None:
        """Write when sessions and keys were last used; those deleted since are passed over."""
        for (kind, key), when in uses.items():
            with suppress(Missing):
                self._store.update(connection, Update(self._reads[kind].entity, key, {_USED[kind]: when}))


def _session_actor(record: Record, asked: Mapping[str, Any], door: str) -> Actor | None:
    account = account_of(record.values["user"], asked)
    is_good = account.is_active and record.values["password_mark"] == mark(account.password)
    return account.actor(door) if is_good else None


def _key_actor(record: Record, asked: Mapping[str, Any], door: str) -> Actor | None:
    """Return the actor of a key: its person, with no more than the key's roles where it names some; or nobody, with these roles."""
    values = record.values
    if values["revoked_at"] is not None:
        return None
    roles = frozenset(values["roles"] or ())
    if values["user"] is None:
        return Actor(None, values["name"], roles, is_authenticated=True, door=door, values=asked)
    account = account_of(values["user"])
    if not account.is_active:
        return None
    kept = account.roles if not roles else roles if "admin" in account.roles else account.roles & roles
    return Actor(account.id, account.login, kept, is_authenticated=True, door=door, values=asked)


def expiry(hours: float) -> datetime:
    """Return the moment that lies `hours` ahead."""
    return datetime.now(UTC) + timedelta(hours=hours)


def _printable(text: str, length: int) -> str | None:
    """Return a header's text as it may be stored and shown: no control characters, cut to `length`; None for nothing."""
    return "".join(character for character in text[:length] if character.isprintable()) or None

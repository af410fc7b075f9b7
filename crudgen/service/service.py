"""The service: the only door to data. Authorise, validate, store, answer; every protocol and page calls this."""

import builtins
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import Connection

from crudgen.config import Settings
from crudgen.errors import Conflict, FieldError, Forbidden, Invalid, NotFound, PreconditionFailed
from crudgen.plan.actor import Actor
from crudgen.plan.check import PageLimits, check_get, check_list, where_keys
from crudgen.plan.nodes import And, Compare, Condition, Key, Operator, Order, Page, Path, Read, Record, Search
from crudgen.plan.request import ListRequest
from crudgen.plan.rights import Rights
from crudgen.schema import TYPES
from crudgen.schema.catalog import Action, Catalog, Entity, Field, Json, Relation
from crudgen.schema.types import BadValue, value_field
from crudgen.service.conflict import tell_conflict
from crudgen.service.cursor import Cursors
from crudgen.service.delete import incoming
from crudgen.service.judge import judge
from crudgen.service.passwords import hash_off_loop
from crudgen.service.titles import plan_titles, plan_titles_of, render_title, title_paths
from crudgen.service.validate import Draft, fill_defaults, parse_value, validate
from crudgen.service.write import WHOLE, Writer, moment
from crudgen.store import Database, Mode, Store

T = TypeVar("T")
MAX_RIGHTS = 1000


class Service:
    """Reads and writes over one Catalog, as an Actor may. Every error is a `Refusal` with pointers like `/field`."""

    def __init__(
        self,
        settings: Settings,
        catalog: Catalog,
        database: Database,
        store: Store,
        secret: bytes,
        on_write: Callable[[Entity], None] = lambda _: None,
    ) -> None:
        self.settings = settings
        self.catalog = catalog
        self.database = database
        self.store = store
        self.writer = Writer(catalog, store)
        self._on_write = on_write
        self._cursors = Cursors(catalog, secret)
        self._rights: dict[tuple[frozenset[str], bool], Rights] = {}

    def rights(self, actor: Actor) -> Rights:
        """Return what the actor may see and do; one value for each set of roles."""
        known = self._rights.get((actor.roles, actor.is_authenticated))
        if known is None:
            if len(self._rights) >= MAX_RIGHTS:
                self._rights.clear()
            known = Rights(self.catalog, actor.roles, is_authenticated=actor.is_authenticated)
            self._rights[actor.roles, actor.is_authenticated] = known
        return known

    def limits(self, entity: Entity) -> PageLimits:
        """Return how many records a list of the entity answers: by default, and at the most."""
        most = entity.api.max_page_size or self.settings.api.max_page_size
        return PageLimits(min(entity.api.page_size or self.settings.api.page_size, most), most)

    async def list(self, actor: Actor, entity: Entity, request: ListRequest) -> Page:
        """Return one page of the records that the request asks for. Raises BadRequest, NotFound."""
        rights = self._allow(actor, Action.READ, entity)
        plan = check_list(rights, entity, request, self.limits(entity))
        plan = replace(plan, after=self._cursors.read(actor, request, plan))
        page = await self.database.run(lambda connection: self.store.read(connection, plan), Mode.SCAN)
        if page.after is not None:
            page.next = self._cursors.write(actor, request, plan, page.after)
        return page

    async def get(self, actor: Actor, entity: Entity, key: Key, request: ListRequest = WHOLE) -> Record:
        """Return one record, with the request's `fields` and `expand`. Raises NotFound."""
        plan = check_get(self._allow(actor, Action.READ, entity), entity, key, request)
        mode = Mode.SCAN if plan.expand else Mode.KEY
        page = await self.database.run(lambda connection: self.store.read(connection, plan), mode)
        if not page.items:
            raise NotFound("there is no such record")
        return page.items[0]

    async def create(self, actor: Actor, entity: Entity, body: Any) -> Record:
        """Create one record from a body in JSON form and return it, as the actor may see it. Raises Invalid, Conflict."""
        rights, drafts = await self._draft(actor, entity, [body], [""])
        return await self._write(rights, entity, lambda connection: self.writer.create(connection, rights, entity, drafts[0]))

    async def create_many(self, actor: Actor, entity: Entity, bodies: Sequence[Any]) -> builtins.list[Record]:
        """Create all or none; the pointers of errors begin with the index of the bad body."""
        if not bodies:
            return []
        rights, drafts = await self._draft(actor, entity, bodies, [f"/{index}" for index in range(len(bodies))])
        return await self._write(rights, entity, lambda connection: self.writer.create_many(connection, rights, entity, drafts))

    async def _draft(
        self, actor: Actor, entity: Entity, bodies: Sequence[Any], pointers: Sequence[str]
    ) -> tuple[Rights, builtins.list[Draft]]:
        """Return the caller's rights and the drafts of new records, right and complete; or raise with every mistake of every body."""
        rights = self._allow(actor, Action.CREATE, entity)
        make = moment(actor)
        drafts = []
        for body, pointer in zip(bodies, pointers, strict=True):
            draft = validate(rights, entity, Action.CREATE, body, pointer=pointer)
            fill_defaults(entity, draft, make, created_names(entity), pointer=pointer)
            judge(self.settings, self.catalog, entity, draft, pointer)
            drafts.append(draft)
        await self._accept(drafts)
        await hash_passwords(entity, drafts)
        return rights, drafts

    async def update(self, actor: Actor, entity: Entity, key: Key, body: Any, version: int | None = None) -> Record:
        """Change the fields that the body holds. With `version`, only if the record is still that: else PreconditionFailed."""
        rights = self._allow(actor, Action.UPDATE, entity)
        draft = validate(rights, entity, Action.UPDATE, body)
        judge(self.settings, self.catalog, entity, draft)
        await self._accept([draft])
        await hash_passwords(entity, [draft])
        now = moment(actor)["now"]()

        def work(connection: Connection) -> Record:
            before = self.writer.current(connection, rights, entity, key)
            return self.writer.change(connection, rights, before, draft, version, now)

        return await self._write(rights, entity, work)

    async def replace(
        self, actor: Actor, entity: Entity, key: Key, body: Any, version: int | None = None, *, only_new: bool = False
    ) -> tuple[Record, bool]:
        """Give the record exactly the body's values; absent fields become their default or null.

        Creates the record where there is none and the key is the caller's to choose; the flag tells so.
        Passwords stay as they are when absent, and what may not be written may be sent with its current value.
        With `only_new`, raises PreconditionFailed where the record is there already.
        """
        rights = self._allow(actor, Action.UPDATE, entity)
        if not isinstance(body, Mapping):
            raise Invalid(errors=(FieldError("", "type", "must be an object"),))
        before = await self._find(rights, entity, key)
        if before is None:
            return await self._create_at(actor, entity, key, body, version), True
        if only_new or version not in (None, before.version):  # told before the values that a stale body holds are
            raise PreconditionFailed(before)
        make = moment(actor)
        draft = validate(rights, entity, Action.UPDATE, _without_unchanged(rights, before, body))
        writable = rights.writable(entity, Action.UPDATE)
        fill_defaults(entity, draft, make, [name for name, one in writable.items() if one.type != "password"])
        draft.links.update({name: () for name, one in writable.items() if one.type == "links" and name not in draft.links})
        judge(self.settings, self.catalog, entity, draft)
        await self._accept([draft])
        await hash_passwords(entity, [draft])

        def work(connection: Connection) -> Record:
            latest = self.writer.current(connection, rights, entity, key)
            return self.writer.change(connection, rights, latest, draft, version, make["now"]())

        return await self._write(rights, entity, work), False

    async def _find(self, rights: Rights, entity: Entity, key: Key) -> Record | None:
        plan = check_get(rights, entity, key, WHOLE)
        page = await self.database.run(lambda connection: self.store.read(connection, plan), Mode.KEY)
        return page.items[0] if page.items else None

    async def _create_at(self, actor: Actor, entity: Entity, key: Key, body: Mapping[str, Any], version: int | None) -> Record:
        rights = self.rights(actor)
        chosen = rights.writable(entity, Action.CREATE)
        if version is not None or any(name not in chosen for name in entity.key):
            raise NotFound("there is no such record")
        keyed = {**body, **{one.name: json_form(self.catalog, one, part) for one, part in zip(entity.key_fields, key, strict=True)}}
        if any(name in body and body[name] != keyed[name] for name in entity.key):
            raise Invalid(errors=tuple(FieldError(f"/{name}", "readonly", "differs from the address") for name in entity.key))
        return await self.create(actor, entity, keyed)

    async def delete(self, actor: Actor, entity: Entity, key: Key, version: int | None = None) -> None:
        """Delete one record and what hangs on it by `on_delete`. Raises NotFound, PreconditionFailed, Conflict."""
        rights = self._allow(actor, Action.DELETE, entity)
        await self._write(rights, entity, lambda connection: self.writer.remove(connection, rights, entity, key, version))

    def read_key(self, entity: Entity, parts: Sequence[str]) -> Key:
        """Return the key that the parts of a URL spell. Raises NotFound, as for any key that is not there."""
        if len(parts) != len(entity.key):
            raise NotFound("there is no such record")
        try:
            stored = [value_field(self.catalog, one) for one in entity.key_fields]
            return tuple(TYPES[one.type].read(one, part) for one, part in zip(stored, parts, strict=True))
        except BadValue as exc:
            raise NotFound("there is no such record") from exc

    async def titles(self, actor: Actor, entity: Entity, keys: Sequence[Key]) -> dict[Key, str]:
        """Return how the records at `keys` are named, made of what the actor may see; what may not be read is left out."""
        rights = self.rights(actor)
        if not keys or not rights.may(Action.READ, entity):
            return {}
        plan = plan_titles_of(rights, entity, list(dict.fromkeys(keys)))
        page = await self.database.run(lambda connection: self.store.read(connection, plan), Mode.SCAN)
        return {record.key: render_title(rights, record) for record in page.items}

    async def choices(self, actor: Actor, entity: Entity, text: str, limit: int = 20, offset: int = 0) -> builtins.list[tuple[Key, str]]:
        """Return keys and titles of the records whose title or search fields hold `text`, in the title's order; for pickers."""
        rights = self._allow(actor, Action.READ, entity)
        order = [Order(path) for path in title_paths(rights, entity).values()][:1]
        plan = plan_titles(rights, entity, _matching(rights, entity, text), limit=limit, offset=offset)
        plan = replace(plan, order=(*order, *(one for one in plan.order if all(one.path.name != first.path.name for first in order))))
        page = await self.database.run(lambda connection: self.store.read(connection, plan), Mode.SCAN)
        return [(record.key, render_title(rights, record)) for record in page.items]

    async def dependents(self, actor: Actor, entity: Entity, key: Key) -> builtins.list[tuple[Entity, Relation, int, bool]]:
        """Return what a delete would meet: the referring entity, its relation, how many records, and whether they block it."""
        rights = self._allow(actor, Action.READ, entity)

        def work(connection: Connection) -> list[tuple[Entity, Relation, int, bool]]:
            found = []
            for relation in incoming(entity):
                source = self.catalog.entities[relation.target]
                if rights.may(Action.READ, source):
                    where = Compare(Path((), source.fields[relation.field]), Operator.EQ, key[0])
                    total, _ = self.store.count(connection, Read(source, source.key_fields, where=where, count="exact"))
                    found += [(source, relation, total, relation.on_delete == "restrict")] if total else []
            return found

        return await self.database.run(work, Mode.SCAN)

    def _allow(self, actor: Actor, action: Action, entity: Entity) -> Rights:
        """Return the actor's rights if they allow the action; else refuse: as unknown, unless the entity may be read."""
        rights = self.rights(actor)
        if rights.may(action, entity):
            return rights
        if rights.may(Action.READ, entity):
            raise Forbidden(f'you may not {action} "{entity.name}"')
        raise NotFound("there is no such entity")

    async def _accept(self, drafts: Sequence[Draft]) -> None:
        """Raise Invalid with every mistake of every draft, if there is one; ids that lead nowhere are looked for then, too."""
        errors = [error for draft in drafts for error in draft.errors]
        if errors:
            errors += await self.database.run(lambda connection: self.writer.missing_references(connection, drafts), Mode.SCAN)
            raise Invalid(errors=tuple(errors))

    async def _write(self, rights: Rights, entity: Entity, work: Callable[[Connection], T]) -> T:
        """Run a unit of work that writes records of `entity`, and tell `on_write` once it is committed."""
        try:
            result = await self.database.run(work, Mode.WRITE)
        except Conflict as exc:
            raise tell_conflict(rights, entity, exc) from exc
        self._on_write(entity)
        return result


def created_names(entity: Entity) -> list[str]:
    """Return the fields that a new record gets a value for: all but a key that the database counts."""
    return [name for name, one in entity.fields.items() if not (one.is_key and one.is_implicit and one.type == "int")]


def password_names(entity: Entity, draft: Draft) -> list[str]:
    """Return the password fields that the draft sets."""
    return [name for name, value in draft.values.items() if value is not None and entity.fields[name].type == "password"]


async def hash_passwords(entity: Entity, drafts: Sequence[Draft]) -> None:
    """Replace the passwords in the drafts by their hashes; before any transaction begins, since it takes long."""
    for draft in drafts:
        for name in password_names(entity, draft):
            draft.values[name] = await hash_off_loop(draft.values[name])


def _matching(rights: Rights, entity: Entity, text: str) -> Condition:
    if not text:
        return And()
    paths = [path for path in title_paths(rights, entity).values() if "icontains" in TYPES[path.field.type].operators]
    own = rights.fields(entity)
    paths += [Path((), own[name]) for name in entity.search if name in own and Path((), own[name]) not in paths]
    return Search(tuple(paths), text) if paths else where_keys(entity, [])


def _without_unchanged(rights: Rights, before: Record, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body less the fields that may not be written and are sent with the value that they have."""
    writable = rights.writable(before.entity, Action.UPDATE)
    return {name: value for name, value in body.items() if name in writable or not _is_unchanged(rights.catalog, before, name, value)}


def _is_unchanged(catalog: Catalog, before: Record, name: str, value: Any) -> bool:
    """Tell whether a value in JSON form, however it is spelt, is the one that the record has."""
    if name not in before.values:
        return False
    one, held = before.entity.fields[name], before.values[name]
    if value is None or held is None:
        return value is held
    if one.type == "links":
        return bool(value == [json_form(catalog, one, key) for key in held])
    try:
        return value == json_form(catalog, one, held) or bool(parse_value(catalog, one, value) == held)
    except BadValue:
        return False


def json_form(catalog: Catalog, one: Field, value: Any) -> Json:
    """Return a field's value as a body would hold it; a reference as the key that it leads to."""
    stored = value_field(catalog, one)
    return TYPES[stored.type].to_json(stored, value)

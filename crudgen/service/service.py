"""The service: the only door to data. Authorise, validate, store, answer; every protocol and page calls this."""

import builtins
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import Connection

from crudgen.config import Settings
from crudgen.errors import BadRequest, Conflict, FieldError, Forbidden, Invalid, NotFound, PreconditionFailed, UserError
from crudgen.plan.actor import SYSTEM, Actor
from crudgen.plan.check import PageLimits, check_get, check_list, search, where_keys
from crudgen.plan.keys import read_part
from crudgen.plan.nodes import ONLY, And, Compare, Condition, Key, Operator, Order, Page, Path, Read, Record
from crudgen.plan.request import ListRequest
from crudgen.plan.rights import NEVER_SINGLE, Rights
from crudgen.plan.rows import ALL, both, guard, hold, may_name, reached
from crudgen.schema import TYPES
from crudgen.schema.catalog import Action, Catalog, Entity, Field, Relation
from crudgen.schema.types import BadValue
from crudgen.service.conflict import tell_conflict
from crudgen.service.cursor import Behind, Cursors, refuse_cursor
from crudgen.service.delete import incoming
from crudgen.service.judge import judge
from crudgen.service.passwords import hash_off_loop
from crudgen.service.permit import Permit, find_permits, writable_on
from crudgen.service.stored import Look, Stored
from crudgen.service.titles import plan_titles, plan_titles_of, render_title, title_paths
from crudgen.service.validate import (
    MAX_ERRORS,
    Draft,
    created_names,
    fill_defaults,
    json_form,
    password_names,
    refuse_all,
    validate,
    without_unchanged,
)
from crudgen.service.write import WHOLE, Writer
from crudgen.service.writing import Writing, begin_write
from crudgen.store import Database, Missing, Mode, Store, Unopened

T = TypeVar("T")
MAX_RIGHTS = 1000

MAX_RECORDS = 10_000
"""How many records one request creates; longer lists are an import's."""


class Service:
    """Reads and writes over one Catalog, as an Actor may. Every error is a `Refusal` with pointers like `/field`."""

    def __init__(
        self,
        settings: Settings,
        catalog: Catalog,
        database: Database,
        store: Store,
        secrets: Sequence[bytes],
        on_write: Callable[[Entity], None] = lambda _: None,
    ) -> None:
        self.settings = settings
        self.catalog = catalog
        self.database = database
        self.store = store
        self._on_write = on_write
        self._cursors = Cursors(catalog, secrets)
        self._rights: dict[tuple[frozenset[str], bool, bool], Rights] = {}

    def rights(self, actor: Actor) -> Rights:
        """Return what the actor may see and do now; what follows from the roles alone is found once for each set of them."""
        kind = (actor.roles, actor.is_authenticated, actor.id is not None)
        known = self._rights.get(kind)
        if known is None:
            if len(self._rights) >= MAX_RIGHTS:
                self._rights.clear()
            known = Rights(self.catalog, actor.roles, is_authenticated=actor.is_authenticated, is_person=actor.id is not None)
            self._rights[kind] = known
        return known.of(actor, datetime.now(UTC))

    def limits(self, entity: Entity) -> PageLimits:
        """Return how many records a list of the entity answers: by default, and at the most."""
        most = entity.api.max_page_size or self.settings.api.max_page_size
        return PageLimits(min(entity.api.page_size or self.settings.api.page_size, most), most)

    async def list(self, actor: Actor, entity: Entity, request: ListRequest) -> Page:
        """Return one page of the records that the request asks for. Raises BadRequest, NotFound."""
        rights = self.allow(actor, Action.READ, entity)
        if entity.single:
            raise BadRequest(f'"{entity.name}" is one record, not a list', code="single")
        plan = check_list(rights, entity, request, self.limits(entity), rights.now)
        place = self._cursors.read(actor, request, plan)

        def work(connection: Connection) -> Page:
            after = self._sort_values(connection, plan, place) if isinstance(place, Behind) else place
            return self.store.read(connection, replace(plan, after=after))

        page = await self.database.run(work, Mode.SCAN)
        if page.after is not None:
            page.next = self._cursors.write(actor, request, plan, page)
        return page

    def _sort_values(self, connection: Connection, plan: Read, place: Behind) -> tuple[Any, ...]:
        """Return what the record of a cursor is sorted by now. Raises BadRequest where it is gone."""
        entity = plan.entity
        at_key = Read(entity, entity.key_fields, where=where_keys(entity, [place.key]), order=plan.order, limit=1, count="none")
        values = self.store.sort_values(connection, at_key)
        if values is None:
            raise refuse_cursor()
        return values

    async def get(self, actor: Actor, entity: Entity, key: Key, request: ListRequest = WHOLE) -> Record:
        """Return one record, with the request's `fields` and `expand`. Raises NotFound."""
        plan = check_get(self.allow(actor, Action.READ, entity), entity, key, request)
        mode = Mode.SCAN if plan.expand else Mode.KEY
        page = await self.database.run(lambda connection: self.store.read(connection, plan), mode)
        if not page.items:
            raise NotFound("there is no such record")
        return page.items[0]

    async def create(self, actor: Actor, entity: Entity, body: Any) -> Record:
        """Create one record from a body in JSON form and return it, as the actor may see it. Raises Invalid, Conflict."""
        return (await self._create(actor, entity, [body], [""]))[0]

    async def create_many(self, actor: Actor, entity: Entity, bodies: Sequence[Any]) -> builtins.list[Record]:
        """Create all or none; the pointers of errors begin with the index of the bad body."""
        if not bodies:
            return []
        if len(bodies) > MAX_RECORDS:
            raise Invalid(errors=(FieldError("", "max_length", "may hold at most {most} records", {"most": str(MAX_RECORDS)}),))
        return await self._create(actor, entity, bodies, [f"/{index}" for index in range(len(bodies))])

    async def _create(self, actor: Actor, entity: Entity, bodies: Sequence[Any], pointers: Sequence[str]) -> builtins.list[Record]:
        writing = self._writing(self.allow(actor, Action.CREATE, entity))
        drafts: builtins.list[Draft] = []
        errors: builtins.list[FieldError] = []
        for body, pointer in zip(bodies, pointers, strict=True):
            draft = validate(writing.rights, entity, Action.CREATE, body, pointer=pointer)
            fill_defaults(entity, draft, writing.make, created_names(entity), pointer=pointer)
            judge(self.settings, self.catalog, entity, draft, pointer)
            drafts.append(draft)
            errors += draft.errors
            if len(errors) >= MAX_ERRORS:
                refuse_all(errors)

        def work(connection: Connection) -> builtins.list[Record]:
            return Writer(writing, connection).create(entity, drafts, pointers)

        return await self._write(writing.rights, entity, drafts, work)

    def _writing(self, rights: Rights) -> Writing:
        return begin_write(self.settings, self.catalog, self.store, rights)

    async def update(self, actor: Actor, entity: Entity, key: Key, body: Any, version: int | None = None) -> Record:
        """Change the fields that the body holds. With `version`, only if the record is still that: else PreconditionFailed."""
        rights = self.allow(actor, Action.UPDATE, entity)
        draft = validate(rights, entity, Action.UPDATE, body)
        judge(self.settings, self.catalog, entity, draft)
        return await self._change(self._writing(rights), entity, key, draft, version)

    async def _change(self, writing: Writing, entity: Entity, key: Key, draft: Draft, version: int | None) -> Record:
        def work(connection: Connection) -> Record:
            return Writer(writing, connection).change(entity, key, draft, version)

        return await self._write(writing.rights, entity, [draft], work)

    async def replace(
        self, actor: Actor, entity: Entity, key: Key, body: Any, version: int | None = None, *, only_new: bool = False
    ) -> tuple[Record, bool]:
        """Give the record exactly the body's values; absent fields become their default or null.

        Creates the record where there is none and the key is the caller's to choose; the flag tells so.
        Passwords, secrets, what is set once and slugs that are made stay as they are when absent; what may not be written may be sent with
        its current value. With `only_new`, raises PreconditionFailed where the record is there already.
        """
        rights = self.allow(actor, Action.UPDATE, entity)
        if not isinstance(body, Mapping):
            raise Invalid(errors=(FieldError("", "type", "must be an object"),))
        stored = await self._find(rights, entity, key)
        if stored is None:
            return await self._create_at(actor, entity, key, body, version), True
        if only_new or version not in (None, stored.record.version):  # told before the values that a stale body holds are
            raise PreconditionFailed(await self.get(actor, entity, key))
        writing, writable = self._writing(rights), writable_on(rights, stored)
        draft = validate(rights, entity, Action.UPDATE, without_unchanged(self.catalog, stored.record, stored.shown, writable, body))
        fill_defaults(entity, draft, writing.make, [name for name, one in writable.items() if is_emptied(one)])
        draft.links.update({name: () for name, one in writable.items() if one.type == "links" and name not in draft.links})
        told = {error.pointer for error in draft.errors}
        lists = [name for name in emptied_lists(rights, entity) if may_name(stored.grants[Action.UPDATE], name)]
        draft.parts.update({name: [] for name in lists if name not in draft.parts and f"/{name}" not in told})
        judge(self.settings, self.catalog, entity, draft)
        return await self._change(writing, entity, key, draft, version), False

    async def _find(self, rights: Rights, entity: Entity, key: Key) -> Stored | None:
        look = Look(self.store, rights, (Action.UPDATE,))
        return await self.database.run(lambda connection: look.at(connection, entity, key), Mode.KEY)

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
        writing = self._writing(self.allow(actor, Action.DELETE, entity))
        await self._write(writing.rights, entity, (), lambda connection: Writer(writing, connection).remove(entity, key, version))

    async def reveal(self, actor: Actor, entity: Entity, key: Key, name: str) -> str | None:
        """Return a record's secret in the clear, None where it has none: for code on the server, which no door asks for.

        Raises Forbidden for any other actor than the system, NotFound, and UserError where no key opens it.
        """
        if actor != SYSTEM:
            raise Forbidden('only the actor "system" may read a secret')
        one = entity.fields.get(name)
        if one is None or one.type != "secret":
            raise UserError(f'"{entity.name}" has no secret "{name}"')
        try:
            return await self.database.run(lambda connection: self.store.reveal(connection, entity, one, key), Mode.KEY)
        except Missing as exc:
            raise NotFound("there is no such record") from exc
        except Unopened as exc:
            raise UserError(f"the secret {entity.name}.{name} of {','.join(map(str, key))} cannot be opened: {exc}") from exc

    def read_key(self, entity: Entity, parts: Sequence[str]) -> Key:
        """Return the key that the parts of a URL spell; one record alone has none. Raises NotFound, as for any that is not there."""
        if len(parts) != len(entity.shown_key):
            raise NotFound("there is no such record")
        if entity.single:
            return ONLY
        try:
            return tuple(read_part(self.catalog, one, part) for one, part in zip(entity.key_fields, parts, strict=True))
        except BadValue as exc:
            raise NotFound("there is no such record") from exc

    async def permits(
        self, actor: Actor, entity: Entity, keys: Sequence[Key], *, as_part: bool = False
    ) -> Mapping[Key, Permit]:
        """Return what the actor may do with each of the records at `keys` that they see. `as_part`: within their parent's list.

        For doors that show what can be done; a write asks again.
        """
        rights = self.rights(actor)
        if not keys or not rights.may(Action.READ, entity):
            return {}

        def work(connection: Connection) -> Mapping[Key, Permit]:
            return find_permits(self.store, connection, rights, entity, keys, as_part=as_part)

        return await self.database.run(work, Mode.SCAN)

    async def titles(self, actor: Actor, entity: Entity, keys: Sequence[Key]) -> dict[Key, str]:
        """Return how the records at `keys` are named, made of what the actor may see; what may not be read is left out."""
        rights = self.rights(actor)
        if not keys or not rights.may(Action.READ, entity):
            return {}
        plan = plan_titles_of(rights, entity, list(dict.fromkeys(keys)))
        page = await self.database.run(lambda connection: self.store.read(connection, plan), Mode.SCAN)
        return {record.key: render_title(rights, record) for record in page.items}

    async def choices(
        self, actor: Actor, entity: Entity, text: str, limit: int = 20, offset: int = 0, *, to_fit: Field | None = None
    ) -> builtins.list[tuple[Key, str]]:
        """Return keys and titles of the records whose title or search fields hold `text`, in the title's order; for pickers.

        With `to_fit`, a reference to the entity: only those that its `options_filter` lets it choose.
        """
        rights = self.allow(actor, Action.READ, entity)
        order = [Order(path) for path in title_paths(rights, entity).values() if guard(rights, entity, path) == ALL][:1]
        options = self.catalog.formulas.options(to_fit) if to_fit is not None else None
        where = both(_matching(rights, entity, text), hold(rights, options) if options is not None else ALL)
        plan = plan_titles(rights, entity, where, limit=limit, offset=offset)
        plan = replace(plan, order=(*order, *(one for one in plan.order if all(one.path.name != first.path.name for first in order))))
        page = await self.database.run(lambda connection: self.store.read(connection, plan), Mode.SCAN)
        return [(record.key, render_title(rights, record)) for record in page.items]

    async def dependents(self, actor: Actor, entity: Entity, key: Key) -> builtins.list[tuple[Entity, Relation, int, bool]]:
        """Return what a delete would meet: the referring entity, its relation, how many records, and whether they block it."""
        rights = self.allow(actor, Action.READ, entity)

        def work(connection: Connection) -> list[tuple[Entity, Relation, int, bool]]:
            found = []
            for relation in incoming(entity):
                source = self.catalog.entities[relation.target]
                if rights.may(Action.READ, source):
                    where = both(Compare(Path((), source.fields[relation.field]), Operator.EQ, key[0]), reached(rights, relation))
                    total, _ = self.store.count(connection, Read(source, source.key_fields, where=where, count="exact"))
                    found += [(source, relation, total, relation.on_delete == "restrict")] if total else []
            return found

        return await self.database.run(work, Mode.SCAN)

    def allow(self, actor: Actor, action: Action, entity: Entity) -> Rights:
        """Return the actor's rights if they allow the action; else refuse: as unknown, unless the entity may be read."""
        rights = self.rights(actor)
        if rights.may(action, entity):
            return rights
        if rights.may(Action.READ, entity):
            why = ": it is one record, always there" if entity.single and action in NEVER_SINGLE else ""
            raise Forbidden(f'you may not {action} "{entity.name}"{why}')
        raise NotFound("there is no such entity")

    async def _write(self, rights: Rights, entity: Entity, drafts: Sequence[Draft], work: Callable[[Connection], T]) -> T:
        """Run a unit of work that stores drafts of `entity`, and tell `on_write` once it is committed.

        Where a draft is wrong nothing will be written: the work runs as a read, to tell every other mistake too, those of
        child lists and of ids that lead nowhere.
        """
        if any(draft.errors for draft in drafts):
            await self.database.run(work, Mode.SCAN)
            refuse_all([error for draft in drafts for error in draft.errors])
        await hash_passwords(entity, drafts)
        try:
            result = await self.database.run(work, Mode.WRITE)
        except Conflict as exc:
            raise tell_conflict(rights, entity, exc) from exc
        self._on_write(entity)
        return result


async def hash_passwords(entity: Entity, drafts: Sequence[Draft]) -> None:
    """Replace the passwords in the drafts by their hashes; before any transaction begins, since it takes long."""
    for draft in drafts:
        for name in password_names(entity, draft):
            draft.values[name] = await hash_off_loop(draft.values[name])


def emptied_lists(rights: Rights, entity: Entity) -> Iterator[str]:
    """Yield the child lists that a replacement empties when it leaves them out: those that the caller may see and empty."""
    for name, relation in rights.parts(entity, Action.UPDATE).items():
        child = rights.catalog.entities[relation.target]
        if rights.may(Action.READ, child) and rights.may_as_part(Action.DELETE, child):
            yield name


def is_emptied(one: Field) -> bool:
    """Tell whether a replacement that leaves the field out gives it its default or null."""
    return not TYPES[one.type].is_secret and not one.set_once and not one.is_made


def _matching(rights: Rights, entity: Entity, text: str) -> Condition:
    if not text:
        return And()
    paths = [path for path in title_paths(rights, entity).values() if "icontains" in TYPES[path.field.type].operators]
    own = rights.fields(entity)
    paths += [Path((), own[name]) for name in entity.search if name in own and Path((), own[name]) not in paths]
    return search(rights, entity, paths, text) if paths else where_keys(entity, [])

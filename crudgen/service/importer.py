"""An import: the rows of a file become records, all in one transaction or none, by the rules of every other door."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import Any, BinaryIO, TypeVar

from sqlalchemy import Connection

from crudgen.errors import Conflict, FieldError, Invalid
from crudgen.plan.actor import Actor
from crudgen.plan.nodes import Insert, Key
from crudgen.plan.rights import Rights
from crudgen.schema.catalog import Action, Entity
from crudgen.service.judge import judge
from crudgen.service.made import fill_made
from crudgen.service.passwords import hash_password
from crudgen.service.rows import Row, read_rows
from crudgen.service.service import Service
from crudgen.service.through import link_of, plain_links, write_links
from crudgen.service.validate import Draft, created_names, fill_defaults, missing_reference, password_names, validate
from crudgen.service.versions import raise_parents
from crudgen.service.writing import Writing, moment
from crudgen.store import Mode

T = TypeVar("T")
BATCH = 1_000
MAX_ERRORS = 1_000


@dataclass(frozen=True, slots=True)
class RowError:
    """One bad cell: `row` is the sheet's, the header being 1; `field` is "" where the whole row is bad."""

    row: int
    field: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did. With errors, of which it lists the first 1,000, nothing was written."""

    created: int
    errors: tuple[RowError, ...] = ()


class _Refused(Exception):
    """Ends the transaction of an import that had errors."""


async def import_csv(
    service: Service, actor: Actor, entity: Entity, stream: BinaryIO, progress: Callable[[int], None] | None = None
) -> ImportResult:
    """Create a record for each row of a CSV file, ids and timestamps included where the file has them.

    `progress` is called now and then, from the writing thread, with the number of rows taken so far.
    Raises Forbidden or NotFound where the actor may not import, and what the database raises when it is away.
    """
    rights = service.allow(actor, Action.IMPORT, entity)
    run = _Import(service, actor, rights, entity, progress or (lambda _: None))
    try:
        created = await service.database.run(lambda connection: run.take(connection, stream), Mode.WRITE)
    except _Refused:
        return ImportResult(0, tuple(run.errors[:MAX_ERRORS]))
    return ImportResult(created)


@dataclass(slots=True)
class _Import:
    """One import under way: its errors so far, and the ids of later rows that earlier ones refer to."""

    service: Service
    actor: Actor
    rights: Rights
    entity: Entity
    progress: Callable[[int], None]
    errors: list[RowError] = field(default_factory=list)
    pending: list[tuple[str, Any]] = field(default_factory=list)

    def take(self, connection: Connection, stream: BinaryIO) -> int:
        """Insert every row, in the transaction of the connection; raise _Refused if one of them is bad."""
        taken = 0
        self.service.store.defer_references(connection)
        try:
            with closing(read_rows(stream, self.rights, self.entity)) as rows:
                for batch in batches(rows, BATCH):
                    self._insert(connection, self._check_references(connection, self._drafts(batch)))
                    taken += len(batch)
                    self.progress(taken)
                    if len(self.errors) >= MAX_ERRORS:
                        raise _Refused
        except Invalid as exc:  # the file itself is wrong, from here on or from the first line
            self._report(exc.errors)
        self._check_pending(connection)
        if self.errors:
            raise _Refused
        return taken

    def _drafts(self, batch: Sequence[Row]) -> list[tuple[int, Draft]]:
        """Return the rows that are right, as drafts complete with defaults."""
        make, names = moment(self.actor), created_names(self.entity)
        drafts = []
        for row in batch:
            pointer = f"/{row.number}"
            body = {name: value for name, value in row.body.items() if value is not None or not self._is_filled(name)}
            draft = validate(self.rights, self.entity, Action.IMPORT, body, pointer=pointer)
            draft.errors.extend(row.errors)
            if not row.errors:
                fill_defaults(self.entity, draft, make, names, pointer=pointer)
            judge(self.service.settings, self.rights.catalog, self.entity, draft, pointer)
            if not self._report(draft.errors):
                for name in password_names(self.entity, draft):
                    draft.values[name] = hash_password(draft.values[name])
                drafts.append((row.number, draft))
        return drafts

    def _is_filled(self, name: str) -> bool:
        """Tell whether an empty cell of this column means the server's own value: a counted id, a moment, no links."""
        one = self.entity.fields[name]
        return one.is_implicit or one.type == "links"

    def _check_references(self, connection: Connection, drafts: Sequence[tuple[int, Draft]]) -> list[tuple[int, Draft]]:
        """Return the drafts whose references exist; those to this entity itself are looked at when every row is in."""
        wanted: dict[str, set[Any]] = {}
        for _, draft in drafts:
            for pointer, target, key in draft.references:
                if target == self.entity.name:
                    self.pending.append((pointer, key))
                else:
                    wanted.setdefault(target, set()).add(key)
        missing = {target: self._missing(connection, target, keys) for target, keys in wanted.items()}
        return [(number, draft) for number, draft in drafts if not self._report(_dangling(draft, missing))]

    def _missing(self, connection: Connection, target: str, keys: Iterable[Any]) -> set[Any]:
        entity = self.service.catalog.entities[target]
        return {key for (key,) in self.service.store.missing_keys(connection, entity, [(key,) for key in keys])}

    def _check_pending(self, connection: Connection) -> None:
        for part in batches(self.pending, BATCH):
            missing = self._missing(connection, self.entity.name, {key for _, key in part})
            self._report([missing_reference(pointer, key) for pointer, key in part if key in missing])

    def _insert(self, connection: Connection, drafts: Sequence[tuple[int, Draft]]) -> None:
        """Insert the drafts; where a unique value is taken, halve them until each bad row is found."""
        if not drafts:
            return
        fill_made(self.service.store, connection, self.entity, [draft for _, draft in drafts], datetime.now(UTC))
        try:
            with connection.begin_nested():
                plans = [Insert(self.entity, draft.values, plain_links(self.entity, draft.links)) for _, draft in drafts]
                keys = self.service.store.insert_many(connection, plans)
                self._write_links(connection, [draft for _, draft in drafts], keys)
                raise_parents(self.service.store, self.service.catalog, connection, self.entity, keys)
        except (Conflict, Invalid) as exc:
            if len(drafts) > 1:
                middle = len(drafts) // 2
                self._insert(connection, drafts[:middle])
                self._insert(connection, drafts[middle:])
                return
            number = drafts[0][0]
            self.errors += [RowError(number, error.pointer[1:].partition("/")[2], error.code, error.message) for error in exc.errors] or [
                RowError(number, "", exc.name, exc.detail)
            ]

    def _write_links(self, connection: Connection, drafts: Sequence[Draft], keys: Sequence[Key]) -> None:
        """Store the links that are records themselves."""
        service = self.service
        writing = Writing(service.settings, service.catalog, service.store, self.rights, moment(self.actor))
        for draft, key in zip(drafts, keys, strict=True):
            for name, ids in draft.links.items():
                if link_of(self.entity.relations[name]).through:
                    write_links(writing, connection, self.entity.relations[name], key, ids)

    def _report(self, errors: Iterable[FieldError]) -> bool:
        """Note the errors, whose pointers begin with the row's number; tell whether there are any."""
        before = len(self.errors)
        for error in errors:
            number, _, rest = error.pointer[1:].partition("/")
            self.errors.append(RowError(int(number), rest, error.code, error.message))
        return len(self.errors) > before


def _dangling(draft: Draft, missing: dict[str, set[Any]]) -> list[FieldError]:
    return [missing_reference(pointer, key) for pointer, target, key in draft.references if key in missing.get(target, ())]


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield the items in lists of `size`, the last one shorter.

    >>> list(batches([1, 2, 3], 2))
    [[1, 2], [3]]
    """
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch

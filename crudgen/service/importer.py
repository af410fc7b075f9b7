"""An import: the rows of a file become records, all in one transaction or none, by the rules of every other door."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import BinaryIO

from sqlalchemy import Connection

from crudgen.errors import Conflict, FieldError, Invalid
from crudgen.plan.actor import Actor
from crudgen.plan.nodes import Insert
from crudgen.plan.rights import Rights
from crudgen.schema.catalog import Action, Entity
from crudgen.service.batches import batches
from crudgen.service.duties import obey
from crudgen.service.judge import judge
from crudgen.service.made import fill_made
from crudgen.service.part import Part
from crudgen.service.passwords import hash_password
from crudgen.service.permit import refuse_parents
from crudgen.service.reach import Wanted, find_missing
from crudgen.service.rows import Row, read_rows
from crudgen.service.service import Service
from crudgen.service.through import link_of, plain_links, write_links
from crudgen.service.validate import created_names, fill_defaults, password_names, validate
from crudgen.service.verdict import Judge
from crudgen.service.versions import raise_parents
from crudgen.service.writing import Writing, begin_write
from crudgen.store import Mode

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
    writing = begin_write(service.settings, service.catalog, service.store, rights)
    run = _Import(service, rights, writing, entity, progress or (lambda _: None))
    try:
        created = await service.database.run(lambda connection: run.take(connection, stream), Mode.WRITE)
    except _Refused:
        return ImportResult(0, tuple(run.errors[:MAX_ERRORS]))
    return ImportResult(created)


@dataclass(slots=True)
class _Import:
    """One import under way: its errors so far, and the ids of later rows that earlier ones refer to."""

    service: Service
    rights: Rights
    writing: Writing
    entity: Entity
    progress: Callable[[int], None]
    errors: list[RowError] = field(default_factory=list)
    pending: list[Wanted] = field(default_factory=list)

    def take(self, connection: Connection, stream: BinaryIO) -> int:
        """Insert every row, in the transaction of the connection; raise _Refused if one of them is bad."""
        taken = 0
        self.service.store.defer_references(connection)
        try:
            with closing(read_rows(stream, self.rights, self.entity)) as rows:
                for batch in batches(rows, BATCH):
                    self._insert(connection, self._check_references(connection, self._parts(batch)))
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

    def _parts(self, batch: Sequence[Row]) -> list[Part]:
        """Return the rows that are right, complete with defaults; their pointers are the rows' numbers."""
        make, names = self.writing.make, created_names(self.entity)
        parts = []
        for row in batch:
            pointer = f"/{row.number}"
            body = {name: value for name, value in row.body.items() if value is not None or not self._is_filled(name)}
            draft = validate(self.rights, self.entity, Action.IMPORT, body, pointer=pointer)
            draft.errors.extend(row.errors)
            if not row.errors:
                fill_defaults(self.entity, draft, make, names, pointer=pointer)
            judge(self.service.settings, self.rights.catalog, self.entity, draft, pointer)
            part = Part(self.entity, draft, pointer)
            obey(self.rights, part)
            if not self._report(draft.errors):
                for name in password_names(self.entity, draft):
                    draft.values[name] = hash_password(draft.values[name])
                parts.append(part)
        return parts

    def _is_filled(self, name: str) -> bool:
        """Tell whether an empty cell of this column means the server's own value: a counted id, a moment, no links."""
        one = self.entity.fields[name]
        return one.is_implicit or one.type == "links"

    def _check_references(self, connection: Connection, parts: Sequence[Part]) -> list[Part]:
        """Return the rows whose references exist; those to this entity itself are looked at when every row is in."""
        every = [wanted for part in parts for wanted in part.draft.references]
        self.pending += [wanted for wanted in every if wanted.target == self.entity.name]
        others = [wanted for wanted in every if wanted.target != self.entity.name]
        missing = find_missing(self.service.store, connection, self.rights, others)
        closed = refuse_parents(self.service.store, connection, self.rights, parts, {error.pointer for error in missing})
        bad = self._report_by_row([*missing, *closed])
        return [part for part in parts if part.pointer not in bad]

    def _check_pending(self, connection: Connection) -> None:
        for wanted in batches(self.pending, BATCH):
            self._report(find_missing(self.service.store, connection, self.rights, wanted))

    def _insert(self, connection: Connection, parts: Sequence[Part]) -> None:
        """Insert the rows; where a unique value is taken, halve them until each bad row is found."""
        if not parts:
            return
        store, drafts = self.service.store, [part.draft for part in parts]
        fill_made(store, connection, self.entity, drafts, self.rights.now)
        try:
            with connection.begin_nested():
                plans = [Insert(self.entity, draft.values, plain_links(self.entity, draft.links)) for draft in drafts]
                for part, key in zip(parts, store.insert_many(connection, plans), strict=True):
                    part.key = key
                self._write_links(connection, parts)
                raise_parents(store, self.service.catalog, connection, self.entity, [part.key for part in parts])
        except (Conflict, Invalid) as exc:
            if len(parts) > 1:
                middle = len(parts) // 2
                self._insert(connection, parts[:middle])
                self._insert(connection, parts[middle:])
                return
            number = int(parts[0].pointer[1:])
            self.errors += [RowError(number, error.pointer[1:].partition("/")[2], error.code, error.message) for error in exc.errors] or [
                RowError(number, "", exc.name, exc.detail)
            ]
            return
        for part in parts:
            self.writing.audit.created(self.entity, part.key, part.draft.values, part.draft.links)
        self._report(Judge(store, self.rights, connection, Action.IMPORT).find_errors(parts))
        self.writing.audit.write(connection)

    def _write_links(self, connection: Connection, parts: Sequence[Part]) -> None:
        """Store the links that are records themselves."""
        for part in parts:
            for name, ids in part.draft.links.items():
                if link_of(self.entity.relations[name]).through:
                    write_links(self.writing, connection, self.entity.relations[name], part.key, ids)

    def _report(self, errors: Iterable[FieldError]) -> bool:
        """Note the errors, whose pointers begin with the row's number; tell whether there are any."""
        return bool(self._report_by_row(errors))

    def _report_by_row(self, errors: Iterable[FieldError]) -> set[str]:
        """Note the errors, and return the pointers of the rows that have some."""
        rows = set()
        for error in errors:
            number, _, rest = error.pointer[1:].partition("/")
            self.errors.append(RowError(int(number), rest, error.code, error.message))
            rows.add(f"/{number}")
        return rows

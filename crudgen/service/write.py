"""Units of work that write: each runs on a connection, inside one transaction, after the check and the validator.

What is written is a `Part` with everything below it: a record alone, or one with rows of its child lists at any depth.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from crudgen.errors import FieldError, NotFound, PreconditionFailed, Refusal
from crudgen.plan.check import check_get
from crudgen.plan.nodes import Insert, Key, Record, Update
from crudgen.plan.request import ListRequest
from crudgen.schema.catalog import Entity
from crudgen.service.administrators import keep_administrator
from crudgen.service.delete import delete_records
from crudgen.service.fixed import refuse_fixed
from crudgen.service.made import fill_made
from crudgen.service.once import refuse_resetting
from crudgen.service.part import Part, PartList, levels, show
from crudgen.service.passwords import hash_password
from crudgen.service.through import link_of, plain_links, write_links
from crudgen.service.unfold import Unfolder
from crudgen.service.validate import Draft, missing_reference, password_names, refuse_all
from crudgen.service.versions import raise_parents
from crudgen.service.writing import Writing
from crudgen.store import Missing, Stale

WHOLE = ListRequest()


@dataclass(frozen=True, slots=True)
class Writer:
    """The writing half of the service: everything here runs in the transaction of the connection."""

    writing: Writing
    connection: Connection

    def create(self, entity: Entity, drafts: Sequence[Draft], pointers: Sequence[str]) -> list[Record]:
        """Store drafts, complete with defaults, and return the records as the caller may see them."""
        roots = [Part(entity, draft, pointer, key=_given_key(entity, draft)) for draft, pointer in zip(drafts, pointers, strict=True)]
        self._check(roots)
        self._insert(roots)
        self._write_lists(roots)
        self._raise_parents(entity, [root.key for root in roots])
        return [show(self.writing.rights, root) for root in roots]

    def current(self, entity: Entity, key: Key) -> Record:
        """Return the record as the caller may see it. Raises NotFound."""
        page = self.writing.store.read(self.connection, check_get(self.writing.rights, entity, key, WHOLE))
        if not page.items:
            raise NotFound("there is no such record")
        return page.items[0]

    def change(self, before: Record, draft: Draft, version: int | None) -> Record:
        """Store the draft's values in the record, raise its version, and return it. Raises PreconditionFailed."""
        if version is not None and version != before.version:
            raise PreconditionFailed(before)
        entity = before.entity
        root = Part(entity, draft, before=before, key=before.key)
        self._check([root])
        keep_administrator(self.writing.store, self.connection, before, draft.values)
        relation = entity.parent
        if relation is not None and relation.name in draft.values:
            self._raise_parents(entity, [root.key])  # of the parent that it leaves
        try:
            self._update(root)
        except Missing as exc:
            raise NotFound("there is no such record") from exc
        except Stale as exc:
            raise PreconditionFailed(self.current(entity, before.key)) from exc
        self._write_lists([root])
        self._raise_parents(entity, [root.key])
        return show(self.writing.rights, root)

    def remove(self, entity: Entity, key: Key, version: int | None) -> None:
        """Delete one record and what hangs on it. Raises NotFound, PreconditionFailed, Conflict."""
        before = self.current(entity, key)
        if version is not None and version != before.version:
            raise PreconditionFailed(before)
        keep_administrator(self.writing.store, self.connection, before, None)
        delete_records(self.writing.store, self.writing.catalog, self.connection, entity, [key], before.version)

    def _check(self, roots: Sequence[Part]) -> None:
        """Unfold the child lists and raise with every mistake of every level, if there is one."""
        every = Unfolder(self.writing, self.connection).unfold(roots)
        refuse_resetting(self.writing.store, self.connection, every)
        refuse_fixed(self.writing.store, self.connection, every)
        refuse_all([*(error for one in every for error in one.draft.errors), *self._dangling([one.draft for one in every])])
        for row in every[len(roots) :]:
            for name in password_names(row.entity, row.draft):
                row.draft.values[name] = hash_password(row.draft.values[name])

    def _dangling(self, drafts: Iterable[Draft]) -> list[FieldError]:
        """Return an error for every id in the drafts that does not exist; one statement for each entity referred to."""
        wanted: dict[str, list[tuple[str, Any]]] = {}
        for draft in drafts:
            for pointer, name, key in draft.references:
                wanted.setdefault(name, []).append((pointer, key))
        errors: list[FieldError] = []
        for name, found in wanted.items():
            keys = dict.fromkeys((key,) for _, key in found)
            missing = self.writing.store.missing_keys(self.connection, self.writing.catalog.entities[name], keys)
            errors += [missing_reference(pointer, key) for pointer, key in found if (key,) in missing]
        return errors

    def _insert(self, rows: Sequence[Part]) -> None:
        """Store new records of one entity and note their keys."""
        if rows:
            made = rows[0].entity
            fill_made(self.writing.store, self.connection, made, [row.draft for row in rows], self.writing.make["now"]())
        plans = [Insert(row.entity, row.draft.values, plain_links(row.entity, row.draft.links)) for row in rows]
        try:
            keys = self.writing.store.insert_many(self.connection, plans)
        except Refusal as refusal:
            refusal.errors = tuple(_at_row(rows, error) for error in refusal.errors)
            raise
        for row, key in zip(rows, keys, strict=True):
            row.key = key
            self._write_links(row)

    def _update(self, row: Part) -> None:
        """Store what a record's draft holds and raise its version, from that which it was read with."""
        entity, before = row.entity, row.before
        if before is None:
            return
        values = dict(row.draft.values)
        if entity.timestamps:
            values["updated_at"] = row.draft.values["updated_at"] = self.writing.make["now"]()
        with _pointing(row.pointer):
            self.writing.store.update(
                self.connection, Update(entity, row.key, values, plain_links(entity, row.draft.links), before.version)
            )
        row.version = before.version + 1
        self._write_links(row)

    def _write_links(self, row: Part) -> None:
        """Store the links that are records themselves."""
        for name, ids in row.draft.links.items():
            relation = row.entity.relations[name]
            if link_of(relation).through:
                with _pointing(f"{row.pointer}/{name}"):
                    write_links(self.writing, self.connection, relation, row.key, ids)

    def _write_lists(self, roots: Sequence[Part]) -> None:
        """Store the child lists below the records: what goes, then what changes, then what is new."""
        for groups in levels(roots):
            for lists in groups:
                for children in lists:
                    self._remove(children)
                rows = [(children, row) for children in lists for row in children.rows]
                for _, row in rows:
                    if row.is_touched:
                        self._update(row)
                fresh = [(children, row) for children, row in rows if row.before is None]
                for children, row in fresh:
                    row.draft.values[children.relation.field] = children.owner.key[0]
                self._insert([row for _, row in fresh])

    def _remove(self, children: PartList) -> None:
        if not children.removed:
            return
        child, owner = self.writing.catalog.entities[children.relation.target], children.owner
        spare = {(owner.entity.name, owner.key)}
        with _pointing(children.pointer):
            delete_records(self.writing.store, self.writing.catalog, self.connection, child, children.removed, None, spare=spare)

    def _raise_parents(self, entity: Entity, keys: Sequence[Key]) -> None:
        raise_parents(self.writing.store, self.writing.catalog, self.connection, entity, keys)


def _given_key(entity: Entity, draft: Draft) -> Key:
    key = tuple(draft.values.get(name) for name in entity.key)
    return () if None in key else key


@contextmanager
def _pointing(pointer: str) -> Iterator[None]:
    """Let the errors of a refusal point below `pointer`."""
    try:
        yield
    except Refusal as refusal:
        refusal.errors = tuple(replace(error, pointer=pointer + error.pointer) for error in refusal.errors)
        raise


def _at_row(rows: Sequence[Part], error: FieldError) -> FieldError:
    """Return an error of `Store.insert_many`, whose pointer begins with an index, at its row in the body."""
    index, _, rest = error.pointer[1:].partition("/")
    return replace(error, pointer=f"{rows[int(index)].pointer}/{rest}" if rest else rows[int(index)].pointer)

"""Units of work that write: each runs on a connection, inside one transaction, after the check and the validator.

What is written is a `Part` with everything below it: a record alone, or one with rows of its child lists at any depth.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from crudgen.errors import FieldError, NotFound, PreconditionFailed, Refusal
from crudgen.plan.check import check_get
from crudgen.plan.nodes import Insert, Key, Record, Update
from crudgen.plan.request import ListRequest
from crudgen.schema.catalog import Action, Entity, Relation
from crudgen.service.administrators import keep_administrator, keep_rank
from crudgen.service.delete import delete_records
from crudgen.service.duties import obey, standing_duties
from crudgen.service.fixed import refuse_fixed
from crudgen.service.made import fill_made
from crudgen.service.once import refuse_resetting
from crudgen.service.part import Part, PartList, levels, show
from crudgen.service.passwords import hash_password
from crudgen.service.permit import new_references, refuse_parents, refuse_unallowed
from crudgen.service.reach import find_missing
from crudgen.service.stored import Look, Stored
from crudgen.service.through import link_of, plain_links, write_links
from crudgen.service.unfold import Unfolder
from crudgen.service.validate import Draft, password_names, refuse_all
from crudgen.service.verdict import Judge, refuse_action
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
        rows = self._check(roots)
        for draft in drafts:
            keep_rank(self.writing.rights, entity, {}, draft.values)
        self._insert(roots)
        self._write_lists(roots)
        self._finish(roots, rows)
        return [show(self.writing.rights, root) for root in roots]

    def current(self, entity: Entity, key: Key) -> Record:
        """Return the record as the caller may see it. Raises NotFound."""
        page = self.writing.store.read(self.connection, check_get(self.writing.rights, entity, key, WHOLE))
        if not page.items:
            raise NotFound("there is no such record")
        return page.items[0]

    def _stored(self, entity: Entity, key: Key, action: Action, version: int | None, sent: Mapping[str, Any] | None = None) -> Stored:
        """Return the record for an action on it. Raises NotFound, Forbidden, and PreconditionFailed where it is not that version."""
        found = Look(self.writing.store, self.writing.rights, (action,), sent or {}).at(self.connection, entity, key)
        if found is None:
            raise NotFound("there is no such record")
        if not found.grants[action]:
            raise refuse_action(action, entity)
        if version is not None and version != found.record.version:
            raise PreconditionFailed(self.current(entity, key))
        return found

    def change(self, entity: Entity, key: Key, draft: Draft, version: int | None) -> Record:
        """Store the draft's values in the record, raise its version, and return it.

        Raises NotFound, Forbidden, PreconditionFailed, Invalid, Conflict.
        """
        sent = {name: draft.values[name] for name in draft.sent if name in draft.values}
        stored = self._stored(entity, key, Action.UPDATE, version, sent)
        before = stored.record
        root = Part(entity, draft, stored=stored, key=key, version=before.version, shown=stored.shown)
        rows = self._check([root])
        keep_rank(self.writing.rights, entity, before.values, draft.values)
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
        self._finish([root], rows)
        return show(self.writing.rights, root)

    def remove(self, entity: Entity, key: Key, version: int | None) -> None:
        """Delete one record and what hangs on it. Raises NotFound, PreconditionFailed, Conflict."""
        before = self._stored(entity, key, Action.DELETE, version).record
        keep_rank(self.writing.rights, entity, before.values, {})
        keep_administrator(self.writing.store, self.connection, before, None)
        above = self._parents(entity, [key])
        delete_records(self.writing, self.connection, entity, [key], before.version)
        for parent, keys in above:
            self._judge.accept_standing(parent, keys)
        self.writing.audit.write(self.connection)

    @property
    def _judge(self) -> Judge:
        return Judge(self.writing.store, self.writing.rights, self.connection)

    def _parents(self, entity: Entity, keys: Sequence[Key]) -> list[tuple[Entity, Sequence[Key]]]:
        """Return the records above children, from the nearest up; none where none has a rule about its children."""
        catalog = self.writing.catalog
        ways: list[Relation] = []
        while entity.parent is not None:
            ways.append(entity.parent)
            entity = catalog.entities[entity.parent.target]
        above: list[tuple[Entity, Sequence[Key]]] = []
        if any(standing_duties(catalog, catalog.entities[way.target]) for way in ways):
            for way in ways:
                keys = self.writing.store.parent_keys(self.connection, way, keys)
                above.append((catalog.entities[way.target], keys))
        return above

    def _check(self, roots: Sequence[Part]) -> list[Part]:
        """Unfold the child lists and raise with every mistake of every level, if there is one; return the rows below."""
        every = Unfolder(self.writing, self.connection).unfold(roots)
        touched = [one for one in every if one.is_touched]
        for one in every:
            refuse_unallowed(one)  # whatever is stored: a value that is refused only where it differs could be guessed
        refuse_resetting(every)
        for one in touched:
            obey(self.writing.rights, one)
        refuse_fixed(every)
        wanted = [reference for one in every for reference in new_references(one)]
        dangling = find_missing(self.writing.store, self.connection, self.writing.rights, wanted)
        told = {error.pointer for error in dangling}
        closed = refuse_parents(self.writing.store, self.connection, self.writing.rights, roots, told)
        refuse_all([*(error for one in every for error in one.draft.errors), *dangling, *closed])
        rows = every[len(roots) :]
        for row in rows:
            for name in password_names(row.entity, row.draft):
                row.draft.values[name] = hash_password(row.draft.values[name])
        return rows

    def _finish(self, roots: Sequence[Part], rows: Sequence[Part]) -> None:
        """Raise the versions of parents, and ask of all that was written what is left to ask."""
        entity, keys = roots[0].entity, [root.key for root in roots]
        self._raise_parents(entity, keys)
        self._judge.accept(roots, rows)
        for parent, above in self._parents(entity, keys):
            self._judge.accept_standing(parent, above)
        self.writing.audit.write(self.connection)

    def _insert(self, rows: Sequence[Part]) -> None:
        """Store new records of one entity and note their keys."""
        if rows:
            made = rows[0].entity
            fill_made(self.writing.store, self.connection, made, [row.draft for row in rows], self.writing.make["now"]())
        plans = [Insert(row.entity, row.draft.values, plain_links(row.entity, row.links())) for row in rows]
        try:
            keys = self.writing.store.insert_many(self.connection, plans)
        except Refusal as refusal:
            refusal.errors = tuple(_at_row(rows, error) for error in refusal.errors)
            raise
        for row, key in zip(rows, keys, strict=True):
            row.key = key
            self.writing.audit.created(row.entity, key, row.draft.values, row.draft.links)
            self._write_links(row)

    def _update(self, row: Part) -> None:
        """Store what a record's draft holds and raise its version, from that which it was read with."""
        entity, before = row.entity, row.before
        if before is None:
            return
        changes = {**row.changes(), **row.new_links()}
        self.writing.audit.updated(entity, row.key, {name: (before.values.get(name), value) for name, value in changes.items()})
        values = dict(row.draft.values)
        if entity.timestamps:
            values["updated_at"] = row.draft.values["updated_at"] = self.writing.make["now"]()
        with _pointing(row.pointer):
            self.writing.store.update(
                self.connection, Update(entity, row.key, values, plain_links(entity, row.links()), before.version)
            )
        row.version = before.version + 1
        self._write_links(row)

    def _write_links(self, row: Part) -> None:
        """Store the links that are records themselves."""
        for name, ids in row.links().items():
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
            delete_records(self.writing, self.connection, child, children.removed, None, spare=spare)

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

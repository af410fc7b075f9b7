"""Child lists as sent, beside those that are stored: which rows change, which are new, which go, and what is wrong in any of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from crudgen.errors import FieldError
from crudgen.plan.nodes import Compare, Key, Operator, Path
from crudgen.plan.rows import both, named
from crudgen.schema.catalog import Action, Entity, Relation
from crudgen.schema.types import BadValue
from crudgen.service.judge import judge
from crudgen.service.part import Part, PartList
from crudgen.service.permit import writable_on
from crudgen.service.stored import Look, Stored
from crudgen.service.validate import (
    FORBIDDEN,
    MAX_ERRORS,
    MAX_PARTS,
    Draft,
    created_names,
    fill_defaults,
    json_form,
    parse_value,
    validate,
    without_unchanged,
)
from crudgen.service.writing import Writing

Known = Mapping[Key, Stored]
"""The rows that a list has now, by their keys."""


@dataclass(frozen=True, slots=True)
class Unfolder:
    """Makes Parts of the rows that drafts hold as sent; one statement for each child list of each level reads those that exist."""

    writing: Writing
    connection: Connection

    def unfold(self, roots: Sequence[Part]) -> list[Part]:
        """Return the roots and every row below them, mistakes in their drafts."""
        every, layer = list(roots), list(roots)
        while layer:
            layer = self._unfold_layer(layer)
            every += layer
            if len(every) - len(roots) > MAX_PARTS:
                roots[0].draft.errors.append(FieldError("", "max_length", "may hold at most {most} rows", {"most": str(MAX_PARTS)}))
                break
        return every

    def _unfold_layer(self, layer: Sequence[Part]) -> list[Part]:
        groups: dict[tuple[str, str], list[Part]] = {}
        for one in layer:
            for name in one.draft.parts:
                groups.setdefault((one.entity.name, name), []).append(one)
        rows = []
        for (_, name), owners in groups.items():
            rows += self._unfold_list(owners[0].entity.relations[name], owners)
        return rows

    def _unfold_list(self, relation: Relation, owners: Sequence[Part]) -> list[Part]:
        stored = self._read(relation, [one.key for one in owners if one.before is not None])
        rows: list[Part] = []
        told = 0
        for owner in owners:
            children = PartList(relation, owner)
            Matcher(self.writing, children, stored.get(owner.key, {}) if owner.before is not None else {}).match()
            owner.lists.append(children)
            rows += children.rows
            told += sum(len(row.draft.errors) for row in children.rows)
            if told >= MAX_ERRORS:
                break
        self._refuse_taken(relation, rows)
        return rows

    def _read(self, relation: Relation, keys: Sequence[Key]) -> dict[Key, dict[Key, Stored]]:
        """Return the stored children that the caller sees in the lists, by the keys of their parents and their own."""
        rights, child = self.writing.rights, self.writing.catalog.entities[relation.target]
        found: dict[Key, dict[Key, Stored]] = {key: {} for key in keys}
        if not keys or not rights.may(Action.READ, child):
            return found
        back = child.fields[relation.field]
        where = both(Compare(Path((), back), Operator.IN, tuple(key[0] for key in keys)), named(rights, child, back.name))
        look = Look(self.writing.store, rights, (Action.UPDATE, Action.DELETE), as_part=True)
        for stored in look.where(self.connection, child, where):
            found[(stored.record.values[back.name],)][stored.record.key] = stored
        return found

    def _refuse_taken(self, relation: Relation, rows: Sequence[Part]) -> None:
        """Refuse new rows whose chosen key a record of another parent has."""
        child = self.writing.catalog.entities[relation.target]
        chosen = {row.key: row for row in rows if row.before is None and row.key and not row.draft.errors}
        missing = self.writing.store.missing_keys(self.connection, child, chosen)
        for key, row in chosen.items():
            if key not in missing:
                row.draft.errors.append(_stranger(child, row.pointer, key))


@dataclass(slots=True)
class Matcher:
    """Matches the rows of one list with what is stored."""

    writing: Writing
    children: PartList
    stored: Known

    @property
    def child(self) -> Entity:
        """Return the entity of the rows."""
        return self.writing.catalog.entities[self.children.relation.target]

    def match(self) -> None:
        """Fill the list's rows, and the keys of those that are left out."""
        owner, name = self.children.owner, self.children.relation.name
        seen: set[Key] = set()
        told = 0
        for index, body in enumerate(owner.draft.parts[name]):
            row = self._make_row(body, f"{self.children.pointer}/{index}")
            if row.key and row.key in seen:
                row.draft.errors.append(FieldError(_key_pointer(self.child, row.pointer), "duplicate", "stands twice in the list"))
            seen.add(row.key)
            self.children.rows.append(row)
            told += len(row.draft.errors)
            if told >= MAX_ERRORS:
                return  # nothing will be written
        self.children.removed = [key for key in self.stored if key not in seen]
        if any(not self.stored[key].grants[Action.DELETE] for key in self.children.removed):
            owner.draft.errors.append(FieldError(self.children.pointer, FORBIDDEN, "has rows that you may not remove"))

    def _make_row(self, body: Any, pointer: str) -> Part:
        if not isinstance(body, Mapping):
            return Part(self.child, Draft(errors=[FieldError(pointer, "type", "must be an object")]), pointer)
        body = dict(body)
        errors = self._take_parent(body, pointer)
        key, bad_key = self._read_key(body, pointer)
        errors += bad_key
        before = self.stored.get(key)
        if key and before is None and not self._may_choose():
            errors.append(_stranger(self.child, pointer, key))
        is_update = before is not None or bool(errors and key)
        draft = self._change(body, before, pointer) if is_update else self._create(body, pointer)
        told = {one.pointer for one in errors}
        draft.errors[:] = [*errors, *(one for one in draft.errors if one.pointer not in told)]
        judge(self.writing.settings, self.writing.catalog, self.child, draft, pointer)
        if before is None:
            return Part(self.child, draft, pointer, key=key)
        return Part(self.child, draft, pointer, before, key, before.record.version, shown=before.shown)

    def _take_parent(self, body: dict[str, Any], pointer: str) -> list[FieldError]:
        """Take the reference to the parent out of a row: it may be sent, but can be nothing else than the list's own record."""
        owner, back = self.children.owner, self.child.fields[self.children.relation.field]
        given = body.pop(back.name, None)
        if given is None or (owner.key and given == json_form(self.writing.catalog, back, owner.key[0])):
            return []
        return [FieldError(f"{pointer}/{back.name}", "parent", "must be the record that this list belongs to, or be left out")]

    def _read_key(self, body: dict[str, Any], pointer: str) -> tuple[Key, list[FieldError]]:
        """Return the key that a row gives, () where it gives none."""
        key: list[Any] = []
        for one in self.child.key_fields:
            value = body.get(one.name)
            if one.name == self.children.relation.field:
                key += self.children.owner.key
            elif value is not None:
                try:
                    key.append(parse_value(self.writing.catalog, one, value))
                except BadValue as exc:
                    return (), [FieldError(f"{pointer}/{one.name}", exc.code, exc.template, exc.params)]
            elif one.name in body and one.is_implicit:
                del body[one.name]  # a null id is what forms send for a row that is new
        return (tuple(key) if len(key) == len(self.child.key) else ()), []

    def _may_choose(self) -> bool:
        """Tell whether whoever makes a row gives it its key."""
        writable = self.writing.rights.writable(self.child, Action.CREATE, as_part=True)
        return all(name in writable for name in self.child.key)

    def _change(self, body: dict[str, Any], before: Stored | None, pointer: str) -> Draft:
        rights = self.writing.rights
        kept = {name: value for name, value in body.items() if name not in self.child.key}
        if before is not None:
            writable = writable_on(rights, before, as_part=True)
            kept = without_unchanged(self.writing.catalog, before.record, before.shown, writable, kept)
        else:  # its key is wrong, which is told; that its dates cannot be set either would only be noise
            kept = {name: value for name, value in kept.items() if name not in self.child.fields or not self.child.fields[name].readonly}
        if kept and not rights.may_as_part(Action.UPDATE, self.child):
            return Draft(errors=[FieldError(pointer, FORBIDDEN, "may not be changed by you")])
        return validate(rights, self.child, Action.UPDATE, kept, pointer=pointer, as_part=True)

    def _create(self, body: dict[str, Any], pointer: str) -> Draft:
        rights, back = self.writing.rights, self.children.relation.field
        if not rights.may_as_part(Action.CREATE, self.child):
            return Draft(errors=[FieldError(pointer, FORBIDDEN, "may not be added by you")])
        draft = validate(rights, self.child, Action.CREATE, body, pointer=pointer, as_part=True)
        names = [name for name in created_names(self.child) if name != back]
        fill_defaults(self.child, draft, self.writing.make, names, pointer=pointer)
        return draft


def _stranger(child: Entity, pointer: str, key: Key) -> FieldError:
    """Return the error of a row that is not the list's, whether it is another's or nobody's."""
    shown = ",".join(map(str, key))
    return FieldError(_key_pointer(child, pointer), "reference", "there is no record {id} in this list", {"id": shown})


def _key_pointer(child: Entity, pointer: str) -> str:
    return f"{pointer}/{child.key[0]}" if len(child.key) == 1 else pointer

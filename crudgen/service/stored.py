"""Records as they are stored, whole, with what the caller may see of each and what they may do with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection

from crudgen.plan.check import key_order, where_keys
from crudgen.plan.nodes import Condition, Key, Linked, Path, Read, Record
from crudgen.plan.rights import Grant, Rights
from crudgen.plan.rows import ALL, both, masks, question, reached, shown_names, visible
from crudgen.schema.catalog import Action, Catalog, Entity, Field
from crudgen.schema.expression.tree import walk
from crudgen.store import Store


@dataclass(frozen=True, slots=True)
class Stored:
    """One record. Its values are those of every stored field, and of the lists of ids as far as the caller sees them.

    `shown` names what the caller may read of it; `grants` are what lets the caller do each action with it, none where they
    may not; `hidden` are the linked ids that the caller does not see; `old` are values that expressions know as `old.…`, by
    dotted name, over references.
    """

    record: Record
    shown: frozenset[str]
    grants: Mapping[Action, tuple[Grant, ...]]
    hidden: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    old: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Look:
    """How stored records are read for one caller: for which actions, with which values sent, and whether as a parent's children."""

    store: Store
    rights: Rights
    actions: tuple[Action, ...]
    sent: Mapping[str, Any] = field(default_factory=dict)
    as_part: bool = False

    def at(self, connection: Connection, entity: Entity, key: Key) -> Stored | None:
        """Return the record at a key, None where the caller sees none."""
        return next(iter(self.where(connection, entity, where_keys(entity, [key]))), None)

    def where(self, connection: Connection, entity: Entity, where: Condition) -> list[Stored]:
        """Return the records that the caller sees and for which `where` holds, in the order of their keys."""
        rights = self.rights
        questions = {action: question(rights, action, entity, self.sent, as_part=self.as_part) for action in self.actions}
        kept = masks(rights, entity, [*rights.fields(entity), *rights.relations(entity)])
        paths = old_paths(rights.catalog, entity)
        asks: list[Condition | Path] = [mask.where for mask in kept]
        for one in questions.values():
            asks += one.asks
        plan = Read(
            entity,
            stored_fields(entity),
            stored_links(rights.catalog, entity),
            where=both(where, visible(rights, entity)),
            order=key_order(entity),
            asks=(*asks, *paths),
        )
        records = self.store.read(connection, plan).items
        hidden = self._part_links(connection, records)
        found = []
        for record in records:
            answers = list(record.answers)
            shown = shown_names(rights, entity, kept, [answers.pop(0) for _ in kept])
            grants = {action: one.holding([answers.pop(0) for _ in one.asks]) for action, one in questions.items()}
            old = {f"old.{path.name}": value for path, value in zip(paths, answers, strict=True)}
            found.append(Stored(record, shown, grants, hidden.get(record.key, {}), old))
        return found

    def _part_links(self, connection: Connection, records: Sequence[Record]) -> dict[Key, dict[str, tuple[Any, ...]]]:
        """Take the ids that the caller does not see out of the records' lists, and return them."""
        if not records:
            return {}
        entity = records[0].entity
        seen_links = [replace(one, where=reached(self.rights, one.relation)) for one in stored_links(self.rights.catalog, entity)]
        limited = [one for one in seen_links if one.where != ALL]
        if not limited:
            return {}
        keys = [record.key for record in records]
        plan = Read(entity, entity.key_fields, tuple(limited), where=where_keys(entity, keys), order=key_order(entity))
        seen = {record.key: record.values for record in self.store.read(connection, plan).items}
        hidden: dict[Key, dict[str, tuple[Any, ...]]] = {}
        for record in records:
            for one in limited:
                name, kept = one.relation.name, seen[record.key][one.relation.name]
                hidden.setdefault(record.key, {})[name] = tuple(other for other in record.values[name] if other not in kept)
                record.values[name] = kept
        return hidden


def stored_fields(entity: Entity) -> tuple[Field, ...]:
    """Return the fields that the entity's table holds."""
    return tuple(one for one in entity.fields.values() if one.is_column)


def stored_links(catalog: Catalog, entity: Entity) -> tuple[Linked, ...]:
    """Return the many-to-many lists that the entity declares."""
    declared = [one.relation for one in entity.fields.values() if one.type == "links" and one.relation is not None]
    return tuple(Linked(relation, catalog.entities[relation.target]) for relation in declared)


def old_paths(catalog: Catalog, entity: Entity) -> tuple[Path, ...]:
    """Return what the entity's checks ask of the row before a change that its own columns do not hold."""
    formulas = catalog.formulas
    expressions = [expression for _, expression in formulas.checks(entity)]
    expressions += [made for one in entity.fields.values() if (made := formulas.required_if(entity, one)) is not None]
    paths = {
        node.value.name: Path(node.value.steps, node.value.field)
        for expression in expressions
        if "old" in expression.context
        for node in walk(expression.tree)
        if node.op == "path" and node.value.root == "old" and (node.value.steps or node.value.field.computed)
    }
    return tuple(paths.values())

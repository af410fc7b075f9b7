"""Compare two Catalogs: what the tables were last made of, and what the files say now. Pure; no database, no revision."""

from collections.abc import Iterable, Iterator, Sequence

from crudgen.migrate.changes import (
    Change,
    CheckAdded,
    CheckRemoved,
    EntityAdded,
    EntityAltered,
    EntityRemoved,
    FieldAdded,
    FieldGivenUp,
    FieldRemoved,
    FieldRestored,
    FieldUnanswered,
    IndexAdded,
    IndexRemoved,
    KeptDropped,
    LinkAdded,
    UniqueAdded,
    UniqueRemoved,
)
from crudgen.migrate.kept import find_obstacles, find_taken_tables, take_back
from crudgen.migrate.rows import compare_rows
from crudgen.migrate.width import compare_fields
from crudgen.schema import TYPES
from crudgen.schema.catalog import Catalog, Entity, Field, IndexColumn, Location


def compare(old: Catalog, new: Catalog) -> tuple[Change, ...]:
    """Return every change from `old` to `new`, in the order of the entities' names; none when the tables are the same.

    Both are what `essence.extract` returns. `at` of a change is its place in the files of `new`.
    """
    names = sorted({*old.entities, *new.entities})
    changes = [change for name in names for change in _compare_entity(old.entities.get(name), new.entities.get(name))]
    return (*changes, *find_taken_tables(new))


def _compare_entity(old: Entity | None, new: Entity | None) -> Iterator[Change]:
    if new is None:
        if old is not None:
            yield from _gone(old)
    elif old is None:
        yield from _extended(new) if _is_extension(new) else [EntityAdded(entity=new.name, at=new.at)]
        yield from find_obstacles(None, new)
        yield from compare_rows(None, new)
    elif old != new:
        yield from _compare_tables(old, new)


def _is_extension(entity: Entity) -> bool:
    """Tell whether it is fields that a project adds to an entity of the package."""
    return entity.is_builtin and not any(field.is_builtin for field in entity.fields.values())


def _gone(old: Entity) -> Iterator[Change]:
    if not _is_extension(old):
        yield EntityRemoved(entity=old.name)
        return
    for field in old.fields.values():
        kind = KeptDropped if field.is_removed else FieldRemoved
        yield kind(entity=old.name, field=field.name, type=_type_text(field))


def _extended(new: Entity) -> Iterator[Change]:
    yield from (_field_added(new, field) for field in new.fields.values())
    yield from _compare_groups(None, new)


def _compare_tables(old: Entity, new: Entity) -> Iterator[Change]:
    for what, before, after in _wholes(old, new):
        if before != after:
            yield EntityAltered(entity=new.name, at=new.at, what=what, old=before, new=after)
    added = [field for name, field in new.fields.items() if name not in old.fields]
    removed = [field for name, field in old.fields.items() if name not in new.fields]
    for field in removed:
        yield _field_gone(new, field, added)
    yield from (_field_added(new, field) for field in added)
    for name, field in new.fields.items():
        if name in old.fields and old.fields[name] != field and not (field.is_key and old.single != new.single):
            yield from _compare_field(new, old.fields[name], field)
    yield from _compare_groups(old, new)
    yield from _compare_checks(old, new)
    yield from find_obstacles(old, new)
    yield from compare_rows(old, new)


def _field_gone(entity: Entity, field: Field, added: Sequence[Field]) -> Change:
    kind = _type_text(field)
    if field.is_removed:
        return KeptDropped(entity=entity.name, at=entity.at, field=field.name, type=kind)
    successor = next((other.name for other in added if other.type == field.type), "")
    return FieldRemoved(entity=entity.name, at=entity.at, field=field.name, type=kind, successor=successor)


def _compare_field(entity: Entity, old: Field, new: Field) -> Iterator[Change]:
    """Compare a field that both have, in use or kept."""
    if new.is_removed:
        if not old.is_removed:
            yield FieldGivenUp(entity=entity.name, at=new.at, field=new.name)
        return
    if old.is_removed:
        yield FieldRestored(entity=entity.name, at=new.at, field=new.name)
        old = take_back(old, new)
    yield from compare_fields(entity, old, new)


def _wholes(old: Entity, new: Entity) -> Iterator[tuple[str, str, str]]:
    """Yield what an entity has as a whole: what it is called, as it was, as it is."""
    yield "table", old.table, new.table
    yield "key", ", ".join(old.key), ", ".join(new.key)
    yield "single", str(old.single).lower(), str(new.single).lower()


def _field_added(entity: Entity, field: Field) -> Change:
    if field.relation is not None and field.relation.link is not None:
        return LinkAdded(entity=entity.name, at=field.at, field=field.name, target=field.relation.target)
    answer = _missing_answer(field)
    if answer is None:
        return FieldAdded(entity=entity.name, at=field.at, field=field.name, type=_type_text(field))
    reason, cure = answer
    return FieldUnanswered(entity=entity.name, at=field.at, field=field.name, type=_type_text(field), reason=reason, answer=cure)


def _missing_answer(field: Field) -> tuple[str, str] | None:
    """Return why the rows that exist can't have the new field, and what to write; None where they can."""
    if field.is_key:
        return "is a part of the key, and the rows that exist have none", "take it out of `id`"
    if field.default is None:
        if not field.required:
            return None
        if field.relation is not None:
            return "is required, and the rows that exist refer to nothing", "leave `required` out"
        if field.is_implicit:
            return "is required, and the rows that exist have no value for it", "write `timestamps: false`"
        optional = f"leave `required` out: `{field.name}: {field.type}`"
        cure = optional if TYPES[field.type].is_secret else f"give it a literal `default`, or {optional}"
        return "is required, and the rows that exist have no value for it", cure
    if field.unique:
        return "is unique, and the rows that exist would all get its default", "leave `default` out, or `unique`"
    return None


def _type_text(field: Field) -> str:
    if field.relation is None:
        return field.type
    return f"[{field.relation.target}]" if field.relation.many else field.relation.target


def _compare_checks(old: Entity, new: Entity) -> Iterator[Change]:
    before, after = [check.rule for check in old.checks], [check.rule for check in new.checks]
    yield from (CheckRemoved(entity=new.name, at=new.at, rule=rule) for rule in before if rule not in after)
    yield from (CheckAdded(entity=new.name, at=check.at, rule=check.rule) for check in new.checks if check.rule not in before)


def _compare_groups(old: Entity | None, new: Entity) -> Iterator[Change]:
    """Compare `unique` and `indexes` of the entity, and the flags of fields that are in both."""
    before, after = _groups(old, new) if old is not None else [], _groups(new, old)
    was_indexed, is_indexed = _indexes(old, new) if old is not None else [], _indexes(new, old)
    for group in _without(before, after):
        yield UniqueRemoved(entity=new.name, at=new.at, fields=group)
    for group in _without(after, before):
        yield UniqueAdded(entity=new.name, at=_place(new, group), fields=group)
    for group in _without(was_indexed, is_indexed):
        yield IndexRemoved(entity=new.name, at=new.at, fields=group)
    for group in _without(is_indexed, was_indexed):
        yield IndexAdded(entity=new.name, at=_place(new, group), fields=group)


def _groups(entity: Entity, other: Entity | None) -> list[tuple[str, ...]]:
    return [*((name,) for name in _flagged(entity, other, "unique")), *entity.unique]


def _indexes(entity: Entity, other: Entity | None) -> list[tuple[str, ...]]:
    return [*((name,) for name in _flagged(entity, other, "index")), *(_signed(columns) for columns in entity.indexes)]


def _flagged(entity: Entity, other: Entity | None, flag: str) -> list[str]:
    """Return the fields with `flag` that both entities have: a new field brings its own, one that goes takes it along."""
    fields = other.fields if other is not None else {}
    return [name for name, field in entity.fields.items() if name in fields and getattr(field, flag)]


def _signed(columns: Iterable[IndexColumn]) -> tuple[str, ...]:
    return tuple(f"-{column.field}" if column.descending else column.field for column in columns)


def _without(groups: list[tuple[str, ...]], others: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [group for group in dict.fromkeys(groups) if group not in others]


def _place(entity: Entity, group: tuple[str, ...]) -> Location:
    field = entity.fields.get(group[0].removeprefix("-"))
    return field.at if len(group) == 1 and field is not None else entity.at

"""Columns: what a list shows, and by which path a click on the header sorts."""

from collections.abc import Sequence
from dataclasses import dataclass

from crudgen.admin.cells import NUMERIC
from crudgen.admin.language import Language
from crudgen.admin.words import field_name
from crudgen.errors import BadRequest
from crudgen.plan.nodes import Path
from crudgen.plan.paths import find_path
from crudgen.plan.rights import Rights
from crudgen.schema import TYPES
from crudgen.schema.catalog import Entity, Field

DEFAULT_COLUMNS = 6
WIDE = frozenset({"text", "markdown", "json", "password", "secret"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `sort` is the path that its header sorts by, "" where it cannot."""

    field: Field
    label: str
    sort: str
    is_numeric: bool


def list_columns(rights: Rights, language: Language, entity: Entity) -> list[Column]:
    """Return the columns that the reader may see: those of `admin.list`, else the title's and a first handful."""
    fields = rights.fields(entity)
    shown = [fields[name] for name in entity.admin.list or default_columns(rights, entity) if name in fields]
    return [Column(one, field_name(language, one), sort_path(rights, one), one.type in NUMERIC and not one.is_key) for one in shown]


def default_columns(rights: Rights, entity: Entity) -> Sequence[str]:
    """Return what a list shows where the schema does not say: the title's own fields first, then the first short ones."""
    fields = rights.fields(entity)
    first = [name for name in entity.title[1::2] if name in fields]
    rest = [name for name, one in fields.items() if not one.is_implicit and one.type not in WIDE]
    names = list(dict.fromkeys([*(first or entity.key), *rest]))[:DEFAULT_COLUMNS]
    return [*names, "created_at"] if "created_at" in fields and len(names) < DEFAULT_COLUMNS else names


def readable_path(rights: Rights, entity: Entity, name: str) -> Path | None:
    """Return the path of a dotted name, or None where the reader may not know of it; a many-to-many field is one too."""
    own = rights.fields(entity).get(name)
    if own is not None:
        return Path((), own)
    try:
        return find_path(rights, entity, name)
    except BadRequest:
        return None


def sort_path(rights: Rights, one: Field) -> str:
    """Return what a column sorts by: itself, or for a reference the first part of the target's title."""
    if one.type == "links":
        return ""
    if one.relation is None:
        return one.name if TYPES[one.type].is_sortable else ""
    target = rights.catalog.entities[one.relation.target]
    for name in target.title[1::2]:
        inner = readable_path(rights, target, name)
        if inner is not None and inner.field.relation is None and inner.field.is_value and TYPES[inner.field.type].is_sortable:
            return f"{one.name}.{name}"
    return one.name


def sort_of(entity: Entity, asked: str) -> list[str]:
    """Return the sort of a list: the asked one, else the schema's, else newest first."""
    if asked:
        return asked.split(",")
    if entity.admin.sort:
        return [f"-{key.path}" if key.descending else key.path for key in entity.admin.sort]
    return [f"-{name}" for name in entity.key]

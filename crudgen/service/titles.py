"""Titles: how a record is named for people, made of what the reader may see."""

from collections.abc import Sequence
from typing import Any

from crudgen.errors import BadRequest
from crudgen.plan.check import answer_masks, key_order, where_keys
from crudgen.plan.nodes import Condition, Expand, Key, Path, Read, Record
from crudgen.plan.paths import find_path
from crudgen.plan.rights import Rights
from crudgen.plan.rows import both, reached, visible
from crudgen.schema.catalog import Entity, Field


def title_paths(rights: Rights, entity: Entity) -> dict[str, Path]:
    """Return the paths of the entity's title that the reader may see, by their dotted names."""
    paths: dict[str, Path] = {}
    for name in entity.title[1::2]:
        try:
            paths[name] = find_path(rights, entity, name)
        except BadRequest:
            continue  # not readable: the title goes without it
    return paths


def plan_titles(rights: Rights, entity: Entity, where: Condition, *, limit: int | None = None, offset: int = 0) -> Read:
    """Return the plan that reads just what titles are made of."""
    tree: dict[str, Any] = {}
    for path in title_paths(rights, entity).values():
        branch = tree
        for step in path.steps:
            branch = branch.setdefault(step.name, {})
        branch[path.field.name] = path.field
    fields, expand = _split(rights, entity, tree)
    seen = both(visible(rights, entity), where)
    shown = answer_masks(rights, entity, fields, (), expand)
    return Read(entity, fields, where=seen, order=key_order(entity), limit=limit, offset=offset, expand=expand, masks=shown)


def plan_titles_of(rights: Rights, entity: Entity, keys: Sequence[Key]) -> Read:
    """Return the plan that reads the titles of the records at `keys`."""
    return plan_titles(rights, entity, where_keys(entity, keys))


def _split(rights: Rights, entity: Entity, tree: dict[str, Any]) -> tuple[tuple[Field, ...], tuple[Expand, ...]]:
    own = tuple(field for name, field in entity.fields.items() if field.is_key or isinstance(tree.get(name), Field))
    expands: list[Expand] = []
    for name, branch in tree.items():
        if isinstance(branch, dict):
            relation = rights.relations(entity)[name]
            target = rights.catalog.entities[relation.target]
            fields, nested = _split(rights, target, branch)
            shown = answer_masks(rights, target, fields, (), nested)
            expands.append(Expand(relation, target, fields, nested, reached(rights, relation), shown))
    return own, tuple(expands)


def render_title(rights: Rights, record: Record) -> str:
    """Return the title of a record that `plan_titles` read; its key where nothing is left to show."""
    entity = record.entity
    seen = title_paths(rights, entity)
    parts = list(entity.title)
    for index in range(1, len(parts), 2):
        parts[index] = _text(record, seen[parts[index]]) if parts[index] in seen else ""
    return "".join(parts).strip(" ·-,") or ", ".join(str(part) for part in record.key if part is not None)


def _text(record: Record | None, path: Path) -> str:
    for step in path.steps:
        record = record.values.get(step.name) if record is not None else None
    value = record.values.get(path.field.name) if record is not None else None
    if isinstance(value, Record):
        value = ", ".join(map(str, value.key))
    return "" if value is None else str(value)

"""The model as JSON, as far as the caller may see it: for front ends that build themselves from it."""

from typing import Any

from crudgen.plan.check import search_paths
from crudgen.plan.rights import Rights
from crudgen.plan.sight import may_know
from crudgen.schema import TYPES
from crudgen.schema.catalog import Action, Entity, Field, Relation, Text
from crudgen.schema.expression import Expression, to_json

SHOWN_BOUNDS = ("min", "max", "min_length", "max_length", "pattern")


def describe_model(rights: Rights) -> dict[str, Any]:
    """Return what the caller may know of every entity: fields, relations, and what may be done."""
    return {"roles": sorted(rights.roles), "entities": [describe_entity(rights, entity) for entity in rights.entities()]}


def describe_entity(rights: Rights, entity: Entity) -> dict[str, Any]:
    """Return one entity; a field is there when it may be read or written."""
    creates, updates = rights.writable(entity, Action.CREATE), rights.writable(entity, Action.UPDATE)
    readable = rights.fields(entity)
    fields = [
        describe_field(rights, entity, field, is_readable=name in readable)
        | {"read": name in readable, "create": name in creates, "update": name in updates}
        for name, field in entity.fields.items()
        if name in readable or name in creates or name in updates
    ]  # fmt: skip
    return _compact(
        {
            "name": entity.name,
            "path": entity.path,
            "label": describe_text(entity.label),
            "plural": describe_text(entity.plural),
            "help": describe_text(entity.help),
            "group": describe_text(entity.group),
            "icon": entity.icon,
            "single": entity.single or None,
            "key": list(entity.shown_key),
            "rows": _describe_rows(rights, entity),
            "search": [path.name for path in search_paths(rights, entity)],
            "actions": [str(action) for action in (Action.READ, Action.CREATE, Action.UPDATE, Action.DELETE) if rights.may(action, entity)],
            "operations": list(entity.api.operations),
            "fields": fields,
            "relations": [describe_relation(rights, relation) for relation in rights.relations(entity).values()],
            "checks": describe_checks(rights, entity),
        }
    )


def _describe_rows(rights: Rights, entity: Entity) -> dict[str, Any] | None:
    """Return which records belong to the schema, where the caller may read what tells them apart."""
    if entity.rows is None or entity.rows.key not in rights.fields(entity):
        return None
    return {"key": entity.rows.key, "values": [row[entity.rows.key] for row in entity.rows.values]}


def describe_checks(rights: Rights, entity: Entity) -> list[dict[str, Any]]:
    """Return the rules that a record obeys, those left out that name what the caller may not see."""
    known = [(check, rule) for check, rule in rights.catalog.formulas.checks(entity) if may_know(rights, rule)]
    fields = {*rights.fields(entity), ""}
    return [
        _compact({"rule": to_json(rule), "message": describe_text(one.message), "field": one.field if one.field in fields else ""})
        for one, rule in known
    ]


def describe_condition(rights: Rights, condition: Expression | None) -> dict[str, Any] | None:
    """Return the tree of a condition, None where there is none that the caller may know of."""
    return to_json(condition) if condition is not None and may_know(rights, condition) else None


def describe_field(rights: Rights, entity: Entity, field: Field, *, is_readable: bool) -> dict[str, Any]:
    """Return what a form or a table needs to know of a field; the target of a reference only where the caller knows of it."""
    bounds = {name: getattr(field, name) for name in SHOWN_BOUNDS}
    target = rights.catalog.entities[field.relation.target] if field.relation else None
    formulas = rights.catalog.formulas
    return _compact(
        {
            "name": field.name,
            "type": field.type,
            "label": describe_text(field.label),
            "help": describe_text(field.help),
            "placeholder": describe_text(field.placeholder),
            "required": field.required,
            "unique": field.unique,
            "ci": field.ci or None,
            "set_once": field.set_once or None,
            "from": field.source,
            "sequence": field.sequence,
            "computed": bool(field.computed) or None,
            "show_if": describe_condition(rights, formulas.show_if(entity, field)),
            "required_if": describe_condition(rights, formulas.required_if(entity, field)),
            **bounds,
            **({"precision": field.precision, "scale": field.scale} if field.type == "decimal" else {}),
            "of": field.of,
            "values": [_compact({"name": one.name, "label": describe_text(one.label), "color": one.color}) for one in field.values],
            "target": target.name if target is not None and rights.knows(target) else None,
            "operators": list(TYPES[field.type].operators) if is_readable else [],
            "sortable": is_readable and TYPES[field.type].is_sortable,
        }
    )


def describe_relation(rights: Rights, relation: Relation) -> dict[str, Any]:
    """Return a way to another entity."""
    target = rights.catalog.entities[relation.target]
    known = {"name": relation.name, "target": target.name, "path": target.path, "many": relation.many}
    return known | ({"part_of": True} if relation.part_of else {})


def describe_text(text: Text) -> str | dict[str, str] | None:
    """Return a text as a string, or by language where it was given in several."""
    if not text:
        return None
    return text.languages[""] if set(text.languages) == {""} else dict(text.languages)


def _compact(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value not in (None, "", [])}

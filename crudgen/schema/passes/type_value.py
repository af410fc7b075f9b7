"""The field that an expression's values make: of what type they are, and whether they may be null."""

from dataclasses import replace

from crudgen.schema.catalog import Catalog, EnumValue, Field, Relation, Text
from crudgen.schema.expression.tree import Place, Typed, walk
from crudgen.schema.types.identity import value_field

_TYPES = {"text": "string"}
"""Field types that are not called as the kind of their values is."""

_SHAPE = ("type", "precision", "scale", "of", "values", "min_length", "max_length", "ci", "widget")
"""What a field takes over from one whose values it has."""

_MOST_DIGITS = 38


def type_value(catalog: Catalog, owner: str, field: Field, tree: Typed) -> Field:
    """Return `field` of the entity `owner` with the type of an expression's values.

    The values of a field by itself are shown as that one's are, under its label where the names are the same.
    """
    origin = _find_origin(catalog, tree)
    shape = _shape(catalog, tree) if origin is None else {name: getattr(origin, name) for name in _SHAPE}
    made = replace(field, column=field.name, required=is_never_null(catalog, tree), **shape)
    if tree.op == "path" and tree.value.field.name == field.name:
        written: Field = tree.value.field
        made = replace(made, label=field.label or written.label, help=field.help or written.help)
    if tree.type.entity:
        relation = Relation(field.name, owner, tree.type.entity, many=False, field=field.name, column=field.name)
        return replace(made, type="reference", relation=relation)
    return made


def _find_origin(catalog: Catalog, tree: Typed) -> Field | None:
    """Return the field whose values these are, None where they are made."""
    if tree.op == "path" and not tree.type.entity:
        return value_field(catalog, tree.value.field)
    if tree.type.kind not in ("enum", "json", "list"):
        return None
    alike = (node.value.field for node in walk(tree) if node.op == "path" and node.type == tree.type)
    return next(alike, None)


def _shape(catalog: Catalog, tree: Typed) -> dict[str, object]:
    type_ = tree.type
    match type_.kind:
        case "decimal":
            return {"type": "decimal", "precision": min(max(len(str(type_.limit)), type_.scale), _MOST_DIGITS), "scale": type_.scale}
        case "enum":
            return {"type": "enum", "values": tuple(EnumValue(name, Text()) for name in type_.values)}
        case kind:
            return {"type": _TYPES.get(kind, kind)}


def is_never_null(catalog: Catalog, tree: Typed) -> bool:
    """Tell whether the expression has a value in every row."""
    match tree.op:
        case "path":
            return _is_required(catalog, tree.value)
        case "literal":
            return tree.value is not None
        case "aggregate":
            return bool(tree.value.aggregate == "count")
        case "is_null" | "clock":
            return True
        case "coalesce":
            return any(is_never_null(catalog, argument) for argument in tree.args)
        case _:
            return False


def _is_required(catalog: Catalog, place: Place) -> bool:
    return place.field.required and all(catalog.entities[step.source].fields[step.field].required for step in place.steps)

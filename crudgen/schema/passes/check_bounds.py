"""Check that bounds are values of their field, in their JSON form, and that the lower is not above the upper."""

from dataclasses import replace
from typing import Any

from crudgen.errors import Diagnostic
from crudgen.schema.catalog import Field
from crudgen.schema.draft import Draft, EntityDraft, FieldDraft, refuse, replace_entities
from crudgen.schema.literals import read_literal
from crudgen.schema.types import TYPES, BadValue


def check_bounds(draft: Draft, problems: list[Diagnostic]) -> Draft:
    """Settle `min` and `max`, and compare each pair of bounds."""
    changed: dict[str, EntityDraft] = {}
    for name, entity in draft.entities.items():
        fields = {field: _settle(member, problems) for field, member in entity.fields.items() if member.nodes}
        if fields:
            changed[name] = replace(entity, fields={**entity.fields, **fields})
    return replace_entities(draft, changed)


def _settle(member: FieldDraft, problems: list[Diagnostic]) -> FieldDraft:
    field = member.field
    if field.scale > field.precision:
        refuse(problems, member.at("scale", "precision"), "bounds", f"scale {field.scale} is above precision {field.precision}")
        return member
    if field.min_length is not None and field.max_length is not None and field.min_length > field.max_length:
        message = f"min_length {field.min_length} is above max_length {field.max_length}"
        refuse(problems, member.at("min_length"), "bounds", message)
    values = {key: _read_bound(member, key, problems) for key in ("min", "max") if key in member.nodes and key in TYPES[field.type].keys}
    low, high = values.get("min"), values.get("max")
    if low is not None and high is not None and low > high:
        refuse(problems, member.at("min"), "bounds", f"min {_show(field, low)} is above max {_show(field, high)}")
    settled: dict[str, Any] = {key: TYPES[field.type].to_json(field, value) for key, value in values.items() if value is not None}
    return replace(member, field=replace(field, **settled)) if settled else member


def _read_bound(member: FieldDraft, key: str, problems: list[Diagnostic]) -> Any:
    field = member.field
    try:
        return TYPES[field.type].parse(field, read_literal(field, member.nodes[key]))
    except BadValue as error:
        refuse(problems, member.at(key), "bounds", f'"{key}" {error}')
        return None


def _show(field: Field, value: Any) -> str:
    return str(TYPES[field.type].to_json(field, value))

"""Rules that made-up rows obey: checks, and the values that `required_if` asks for, as far as a row's own values decide them."""

from collections.abc import Iterator
from typing import Any

from crudgen.schema import TYPES
from crudgen.schema.catalog import Catalog, Entity, Field, Json
from crudgen.schema.expression import Expression, evaluate
from crudgen.schema.types import value_field


def find_missing(catalog: Catalog, entity: Entity, body: dict[str, Json]) -> Iterator[Field]:
    """Yield the fields without a value that `required_if` asks for."""
    for name, one in entity.fields.items():
        condition = catalog.formulas.required_if(entity, one)
        if name not in body and condition is not None and _decide(catalog, entity, condition, body) is True:
            yield one


def breaks(catalog: Catalog, entity: Entity, body: dict[str, Json]) -> bool:
    """Tell whether a body breaks a check."""
    return any(_decide(catalog, entity, rule, body) is False for _, rule in catalog.formulas.checks(entity))


def _decide(catalog: Catalog, entity: Entity, condition: Expression, body: dict[str, Json]) -> bool | None:
    """Return what a condition says of a body, None where other records, people or clocks have a say in it."""
    if not condition.is_row_local:
        return None
    values = {name: _read(catalog, entity.fields[name], body) for name in condition.paths}
    told: bool | None = evaluate(condition, values.get)
    return told


def _read(catalog: Catalog, one: Field, body: dict[str, Json]) -> Any:
    literal = one.default.value if one.default is not None and one.default.kind == "literal" else None
    value, stored = body.get(one.name, literal), value_field(catalog, one)
    return TYPES[stored.type].parse(stored, value) if value is not None else None

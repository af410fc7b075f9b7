"""Catalogs for the tests of model and store: a shop from YAML, and parts to build odd ones by hand."""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from crudgen.schema.catalog import Catalog, Default, Entity, EnumValue, Field, Link, Relation
from tests.support.catalog import catalog_of

_DEFAULTS: dict[str, dict[str, Any]] = {"decimal": {"precision": 12, "scale": 2}, "string": {"max_length": 255}}


def field(name: str, type_: str = "string", **options: Any) -> Field:
    """Return a field; `values` may be names, `default` a literal."""
    options = {**_DEFAULTS.get(type_, {}), "column": name, **options}
    if "values" in options:
        options["values"] = tuple(EnumValue(value) for value in options["values"])
    if "default" in options and not isinstance(options["default"], Default):
        options["default"] = Default(value=options["default"])
    return Field(name, type_, **options)


def reference(name: str, target: str, *, inverse: str = "", on_delete: str = "restrict", source: str = "", **options: Any) -> Field:
    """Return a reference; `catalog` completes the relation with its source."""
    relation = Relation(
        name, source, target, many=False, field=name, column=options.get("column", name), on_delete=on_delete, inverse=inverse
    )  # type: ignore[arg-type]
    return field(name, "reference", relation=relation, **options)


def links(name: str, target: str, *, inverse: str = "", source: str = "") -> Field:
    """Return a many-to-many field; its table is named after both."""
    link = Link(f"{source}_{name}", source if source != target else f"{source}_near", target if source != target else f"{target}_far")
    return Field(name, "links", relation=Relation(name, source, target, many=True, field=name, link=link, inverse=inverse))


def entity(name: str, *fields: Field, key: tuple[str, ...] = ("id",), **options: Any) -> Entity:
    """Return an entity; without a field of its own named `id`, and with the usual key, it gets a counted one."""
    if key == ("id",) and all(one.name != "id" for one in fields):
        fields = (field("id", "int", required=True, is_key=True, is_implicit=True), *fields)
    named = {one.name: _own(one, name, is_key=one.name in key) for one in fields}
    return Entity(name, options.pop("table", name), name, named, key, **options)


def _own(one: Field, source: str, *, is_key: bool) -> Field:
    if one.relation is not None:
        relation = replace(one.relation, source=source)
        if relation.link is not None:
            relation = links(one.name, relation.target, inverse=relation.inverse, source=source).relation
        one = replace(one, relation=relation)
    return replace(one, is_key=is_key, required=one.required or is_key)


def catalog(*entities: Entity) -> Catalog:
    """Return the Catalog of entities, with every relation and its other side."""
    relations: dict[str, dict[str, Relation]] = {one.name: {} for one in entities}
    for relation in _declared(entities):
        inverse = relation.inverse or f"{relation.source}_by_{relation.name}"
        relations[relation.source][relation.name] = replace(relation, inverse=inverse)
        relations[relation.target][inverse] = _turn(relation, inverse)
    linked = (replace(one, relations=relations[one.name]) for one in entities)
    return Catalog({one.name: one for one in linked})


def _declared(entities: Iterable[Entity]) -> Iterable[Relation]:
    return (one.relation for owner in entities for one in owner.fields.values() if one.relation is not None)


def _turn(relation: Relation, name: str) -> Relation:
    link = relation.link and Link(relation.link.table, relation.link.far, relation.link.near)
    return Relation(
        name, relation.target, relation.source, many=True, field=relation.field, column=relation.column, link=link,
        on_delete=relation.on_delete, inverse=relation.name,
    )  # fmt: skip


SHOP = {
    "country": "{timestamps: false, fields: {name: {type: string, required: true, unique: true}}}",
    "customer": """
timestamps: false
fields:
  name: {type: string, required: true, max_length: 80}
  email: {type: email, max_length: 255, unique: true}
  country: {type: country, inverse: customers, on_delete: set_null}
""",
    "order": """
timestamps: false
fields:
  number: {type: string, required: true, max_length: 20, unique: true}
  customer: {type: customer, inverse: orders, required: true}
  status: {type: enum, values: [draft, placed, paid], default: draft, required: true}
  total: decimal
  placed_at: datetime
""",
    "line": """
timestamps: false
fields:
  order: {type: order, inverse: lines, required: true, on_delete: cascade}
  product: product!
  quantity: {type: int, min: 1, required: true}
unique: [[order, product]]
""",
    "product": "{timestamps: false, fields: {name: string!, price: decimal, tags: {type: [tag], inverse: products}}}",
    "tag": "{timestamps: false, fields: {name: string!}}",
}


@lru_cache
def shop() -> Catalog:
    """Return a small shop: countries, customers who may have one, orders with lines, products with tags. Nothing built in."""
    loaded = catalog_of(SHOP).entities
    return Catalog({name: one for name, one in loaded.items() if not one.is_builtin})

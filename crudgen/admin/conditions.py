"""Conditions that the browser decides while somebody types: `show_if` and `required_if`, over the form's own values.

What depends on other records, on children or on values from before is left to the server; so is what names a field whose value
the visitor may not see. Nothing of that reaches the page.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from crudgen.plan.nodes import Record
from crudgen.schema.catalog import Catalog, Entity, Field, Json
from crudgen.schema.expression import Expression, to_json
from crudgen.schema.expression.tree import walk
from crudgen.service.validate import json_form

READ = frozenset(
    {
        *("string", "text", "markdown", "slug", "email", "url", "phone", "color", "enum", "uuid", "bool"),
        *("int", "float", "decimal", "date", "time", "datetime", "reference"),
    }
)
"""The types whose values `conditions.js` reads from an input."""

PERSON = frozenset({"user.id", "user.roles"})
"""What a page says of who looks at it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the browser can know of a record: the fields that are typed, and the stored ones that are only shown, with all values."""

    catalog: Catalog
    typed: frozenset[str]
    shown: Mapping[str, Field]
    values: Mapping[str, Any]

    def value(self, name: str) -> Json:
        """Return the value of a field that is only shown, in JSON form; a whole number is a text, since it may be a large one."""
        one, value = self.shown[name], self.values[name]
        written = json_form(self.catalog, one, value) if value is not None else None
        return str(written) if type(written) is int else written


def find_facts(catalog: Catalog, entity: Entity, typed: Iterable[Field], record: Record | None) -> Facts:
    """Return what the browser can know of a record: what may be read of it, and what is typed, of types that it can read."""
    values = record.values if record is not None else {}
    names = frozenset(one.name for one in typed if one.type in READ and (record is None or one.name in values))
    shown = {name: one for name, one in entity.fields.items() if name in values and one.is_column and one.type in READ}
    return Facts(catalog, names, {name: one for name, one in shown.items() if name not in names}, values)


def send_condition(facts: Facts, condition: Expression | None) -> dict[str, Json] | None:
    """Return `{"tree", "known"}` for the browser, None where there is no condition, or where it is not the browser's to decide."""
    if condition is None or condition.has_aggregate or not condition.context <= {"user"}:
        return None
    places = [node.value for node in walk(condition.tree) if node.op == "path"]
    own = [place for place in places if place.root != "user"]
    if any(place.name not in PERSON for place in places if place.root == "user"):
        return None
    if any(place.steps or not (place.name in facts.typed or place.name in facts.shown) for place in own):
        return None
    return {"tree": to_json(condition), "known": {place.name: facts.value(place.name) for place in own if place.name in facts.shown}}

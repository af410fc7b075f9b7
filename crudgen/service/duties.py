"""What a record must obey beside the bounds of its fields: the entity's `checks`, and the values that `required_if` asks for.

What the values at hand decide is decided before anything is written, together with every other mistake; the rest, over
references and children, is asked of the database in the same transaction, once all is written.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from crudgen.errors import FieldError
from crudgen.plan.rights import Rights
from crudgen.plan.sight import may_know
from crudgen.schema.catalog import Catalog, Check, Entity
from crudgen.schema.expression import Expression, evaluate
from crudgen.schema.expression.tree import Place, walk
from crudgen.service.part import Part

CONTEXT = frozenset({"old", "input"})
"""What a condition knows of one write alone."""

UNTOLD = "breaks a rule of these records"
"""What is said of a rule that names what the caller may not know."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One of them: a check, or a field with the condition under which it must have a value."""

    expression: Expression
    check: Check | None = None
    field: str = ""

    def is_broken(self, told: bool | None, value: Any) -> bool:
        """Tell whether it is broken: `told` is what its condition says of the record, `value` what the field holds."""
        return told is False if self.check is not None else told is True and value is None

    def error(self, rights: Rights, pointer: str) -> FieldError:
        """Return the error of the record at a pointer, as far as the caller may know of the fields that it is about."""
        name = self.check.field if self.check is not None else self.field
        place = f"{pointer}/{name}" if name and rights.knows_field(self.expression.entity, name) else pointer
        if self.check is None:
            return FieldError(place, "required", "is required") if place != pointer else FieldError(place, "check", UNTOLD)
        told = 'breaks the rule "{rule}"' if may_know(rights, self.expression) else UNTOLD
        params = {"rule": self.check.rule} if told != UNTOLD else {}
        return FieldError(place, "check", told, params, self.check.message or None)


def duties(catalog: Catalog, entity: Entity) -> Iterator[Duty]:
    """Yield what the records of an entity must obey."""
    for check, expression in catalog.formulas.checks(entity):
        yield Duty(expression, check)
    for name, one in entity.fields.items():
        condition = catalog.formulas.required_if(entity, one)
        if condition is not None:
            yield Duty(condition, field=name)


def standing_duties(catalog: Catalog, entity: Entity) -> list[Duty]:
    """Return the checks that a record which stands as it was may come to break, since its children change."""
    far = (duty for duty in duties(catalog, entity) if duty.check is not None and duty.expression.has_aggregate)
    return [duty for duty in far if not duty.expression.context & CONTEXT]


def obey(rights: Rights, part: Part) -> None:
    """Add to the draft's errors what its own values break; what they do not decide is left for later, in `part.pending`."""
    values = values_of(part)
    refused = {error.pointer for error in part.draft.errors}
    for duty in duties(rights.catalog, part.entity):
        named = {place.field.name for place in _places(duty.expression) if place.root != "user"} | {duty.field}
        if any(f"{part.pointer}/{name}" in refused for name in named):
            continue
        if not _is_near(duty.expression, values):
            part.pending.append(duty)
        elif duty.is_broken(evaluate(duty.expression, _sight(rights, part, values), now=rights.now), values.get(duty.field)):
            part.draft.errors.append(duty.error(rights, part.pointer))


def values_of(part: Part) -> dict[str, Any]:
    """Return the values that the record comes to have, as far as they are known before the write."""
    before = part.before
    return {**(before.values if before is not None else {}), **part.draft.values}


def _places(expression: Expression) -> Iterator[Place]:
    return (node.value for node in walk(expression.tree) if node.op == "path")


def _is_near(expression: Expression, values: Mapping[str, Any]) -> bool:
    """Tell whether the record's own values decide it: what the server makes of them is not known yet."""
    if expression.has_aggregate:
        return False
    return all(_is_known(place, values) for place in _places(expression) if place.root != "user")


def _is_known(place: Place, values: Mapping[str, Any]) -> bool:
    return not place.steps and place.field.is_column and (place.root != "" or place.field.name in values)


def _sight(rights: Rights, part: Part, values: Mapping[str, Any]) -> Callable[[str], Any]:
    return {**values, **context_of(rights, part)}.get


def context_of(rights: Rights, part: Part) -> Mapping[str, Any]:
    """Return what the expressions about a record know beside it: who writes, the row before, and the values sent."""
    before, draft, stored = part.before, part.draft, part.stored
    fields = [name for name, one in part.entity.fields.items() if one.is_column]
    known = before.values if before is not None else {}
    old = {f"old.{name}": known.get(name) for name in fields}
    sent = {f"input.{name}": draft.values.get(name) if name in draft.sent else None for name in fields}
    return {**rights.context, **old, **sent, **(stored.old if stored is not None else {})}

"""Compare one field as it was with what it is: does it take more than before, or less? Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from crudgen.migrate.changes import Change, FieldNarrowed, FieldWidened
from crudgen.schema.catalog import Entity, Field, Json

TEXTS = frozenset({"string", "slug", "email", "url", "phone", "color", "text", "markdown"})
SCALED_DIGITS = 18  # up to these, SQLite keeps a decimal as an integer; beyond, as a text


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a field that differs, in words."""

    how: str
    is_wider: bool


def compare_fields(entity: Entity, old: Field, new: Field) -> Iterator[Change]:
    """Yield a change for each part in which the field differs, `unique` and `index` apart."""
    for step in _steps(old, new):
        made = FieldWidened if step.is_wider else FieldNarrowed
        yield made(entity=entity.name, at=new.at, field=new.name, how=step.how)


def _steps(old: Field, new: Field) -> Iterator[Step]:
    if old.type != new.type or old.of != new.of or old.is_key != new.is_key:
        yield Step(f"is {_type(new)}, it was {_type(old)}", {old.type, new.type} <= TEXTS and not new.is_key)
    if old.column != new.column:
        yield Step(f"has the column {new.column}, it had {old.column}", is_wider=False)
    yield from _relation_steps(old, new)
    if old.required != new.required:
        yield Step("is required now" if new.required else "is optional now", not new.required)
    if old.default != new.default:
        yield Step("has another default" if new.default else "has no default now", is_wider=True)
    if old.ci != new.ci:
        yield Step("ignores case now" if new.ci else "heeds case now", is_wider=True)
    yield from _bound_steps(old, new)
    yield from _decimal_steps(old, new)
    yield from _value_steps(old, new)


def _type(field: Field) -> str:
    return f"{field.type} of {field.of}" if field.of else field.type


def _relation_steps(old: Field, new: Field) -> Iterator[Step]:
    before, after = old.relation, new.relation
    if before is None or after is None or before == after:
        return
    if before.on_delete != after.on_delete:
        yield Step(f"has on_delete {after.on_delete}, it had {before.on_delete}", is_wider=True)
    if replace(before, on_delete=after.on_delete) != after:
        yield Step(f"refers to {after.target}, it referred to {before.target}", is_wider=False)


def _bound_steps(old: Field, new: Field) -> Iterator[Step]:
    for name, upper in (("min", False), ("max", True), ("min_length", False), ("max_length", True)):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Step(f"has {name} {_bound(after)}, it had {_bound(before)}", _is_looser(before, after, upper=upper))


def _bound(value: Json) -> str:
    return "none" if value is None else str(value)


def _is_looser(old: Json, new: Json, *, upper: bool) -> bool:
    if new is None or old is None:
        return new is None
    low, high = (old, new) if upper else (new, old)
    try:
        return Decimal(str(low)) <= Decimal(str(high))
    except InvalidOperation:  # a date or a time, in ISO form: these sort as texts; what doesn't is narrowed at worst
        return len(str(low)) == len(str(high)) and str(low) <= str(high)


def _decimal_steps(old: Field, new: Field) -> Iterator[Step]:
    if (old.precision, old.scale) == (new.precision, new.scale):
        return
    is_wider = old.scale == new.scale and old.precision <= new.precision and _is_scaled(old) == _is_scaled(new)
    yield Step(f"has precision {new.precision} and scale {new.scale}, it had {old.precision} and {old.scale}", is_wider)


def _is_scaled(field: Field) -> bool:
    return field.precision <= SCALED_DIGITS


def _value_steps(old: Field, new: Field) -> Iterator[Step]:
    before, after = [value.name for value in old.values], [value.name for value in new.values]
    gone, added = [name for name in before if name not in after], [name for name in after if name not in before]
    if added:
        yield Step(f"takes {', '.join(added)} too", is_wider=True)
    if gone:
        yield Step(f"takes {', '.join(gone)} no longer", is_wider=False)

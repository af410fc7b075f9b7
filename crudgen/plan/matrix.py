"""The matrix of rights: who may do what with which field, on which records; to read, to keep, and to compare. Pure.

Asked of `Rights`, one set of roles after the other, so it says what holds and not what is written.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from crudgen.plan.explain import Demand, Explanation, explain, nameable
from crudgen.plan.rights import Rights
from crudgen.schema.catalog import Action, Catalog, Entity, Json

RECORD = "*"
"""Stands for the record itself where other lines name a field."""
EVERY = ("",)
NONE: tuple[str, ...] = ()
Rows: TypeAlias = tuple[str, ...]
"""On which records, as conditions of which one must hold: `EVERY`, or `NONE`."""
Matrix: TypeAlias = Mapping[str, Mapping[str, Mapping[str, Mapping[str, Rows]]]]
"""Rows by entity, action, field and role; what is never allowed is left out."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference of two matrices."""

    role: str
    entity: str
    action: str
    field: str
    before: Rows
    after: Rows

    def as_json(self) -> dict[str, Json]:
        """Return it as JSON; the rows are the conditions of which one must hold, none for never, "" for always."""
        places: dict[str, Json] = {"role": self.role, "entity": self.entity, "action": self.action, "field": self.field}
        return {**places, "before": [*self.before], "after": [*self.after]}

    def __str__(self) -> str:
        about = self.entity if self.field == RECORD else f"{self.entity}.{self.field}"
        if not self.before:
            return f"+ {self.role} may {self.action} {about} {spell_rows(self.after)}"
        if not self.after:
            return f"- {self.role} may no longer {self.action} {about} {spell_rows(self.before)}"
        return f"~ {self.role} may {self.action} {about} {spell_rows(self.after)}; it was {spell_rows(self.before)}"


def roles_of(catalog: Catalog) -> tuple[str, ...]:
    """Return who there is: everybody, those signed in, owners, then every role."""
    return ("public", "authenticated", "owner", *dict.fromkeys((*catalog.roles, "admin")))


def make_matrix(catalog: Catalog, actions: Sequence[Action], roles: Iterable[str], entities: Iterable[str]) -> Matrix:
    """Return the matrix of some roles and entities, in the Catalog's order of fields."""
    rights = {role: _rights(catalog, role) for role in roles}
    return {
        name: {action.value: lines for action in actions if (lines := _lines(rights, action, catalog.entities[name]))} for name in entities
    }


def _rights(catalog: Catalog, role: str) -> Rights:
    names = frozenset() if role in ("public", "authenticated", "owner") else frozenset({role})
    return Rights(catalog, names, is_authenticated=role != "public", is_person=role == "owner")


def _lines(rights: Mapping[str, Rights], action: Action, entity: Entity) -> dict[str, dict[str, Rows]]:
    lines: dict[str, dict[str, Rows]] = {}
    for role, mine in rights.items():
        for name, rows in _find_rows(mine, action, entity):
            lines.setdefault(name, {})[role] = rows
    order = (RECORD, *entity.fields, *entity.parts)
    return {name: lines[name] for name in order if name in lines}


def _find_rows(rights: Rights, action: Action, entity: Entity) -> Iterator[tuple[str, Rows]]:
    found = explain(rights, action, entity)
    if found.told is False:
        return
    able = nameable(rights, action, entity)
    for name in (RECORD, *able):
        rows = _rows_about(found, name, is_always=name == RECORD or able[name])
        if rows:
            yield name, rows


def _rows_about(found: Explanation, name: str, *, is_always: bool) -> Rows:
    """Return the conditions under which a field may be named: the entity's own, and that the parent lets one."""
    own, *parents = found.aim
    voices = [voice for voice in own.voices if voice.told is not False]
    about = [voice for voice in voices if is_always or voice.grant is None or voice.grant.names(name)]
    conditions = tuple(dict.fromkeys(voice.condition for voice in about))
    above = " and ".join(_as_parent(one) for one in parents if one.told is None)
    if "" in conditions:
        conditions = EVERY
    return tuple(" and ".join(part for part in (condition, above) if part) for condition in conditions)


def _as_parent(demand: Demand) -> str:
    return f"its {demand.entity.name} lets one {demand.action} {demand.name}"


def narrow(matrix: Matrix, roles: Iterable[str], entities: Iterable[str]) -> Matrix:
    """Return the part of a matrix that is about these roles and entities; no roles, or no entities: all."""
    only, kept = frozenset(roles), frozenset(entities)
    return {
        entity: {
            action: {field: {role: rows for role, rows in cells.items() if not only or role in only} for field, cells in fields.items()}
            for action, fields in actions.items()
        }
        for entity, actions in matrix.items()
        if not kept or entity in kept
    }


def compare(before: Matrix, after: Matrix) -> list[Change]:
    """Return what changed from one matrix to another, in the order of the second."""
    old, new = dict(_flatten(before)), dict(_flatten(after))
    every = dict.fromkeys((*new, *old))
    return [
        Change(role, entity, action, field, old.get(key, NONE), new.get(key, NONE))
        for key in every
        for entity, action, field, role in (key,)
        if set(old.get(key, NONE)) != set(new.get(key, NONE))
    ]


def _flatten(matrix: Matrix) -> Iterator[tuple[tuple[str, str, str, str], Rows]]:
    for entity, actions in matrix.items():
        for action, fields in actions.items():
            for field, roles in fields.items():
                for role, rows in roles.items():
                    yield (entity, action, field, role), rows


def spell_rows(rows: Rows) -> str:
    """Return on which records, in words.

    >>> spell_rows(("status = 'paid'", "owner = user.id"))
    "where status = 'paid', or owner = user.id"
    """
    return "always" if rows == EVERY else f"where {', or '.join(rows)}"

"""Find the entity that stands between the two sides of a many-to-many field with `through`, and judge whether it can."""

from dataclasses import dataclass

from crudgen.document import hint_name
from crudgen.errors import Diagnostic
from crudgen.schema.catalog import Link
from crudgen.schema.draft import Draft, EntityDraft, FieldDraft, Reference, Word, refuse


class Unfit(ValueError):
    """What is wrong with a link entity; `hint` is the cure."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class _Sides:
    """The references of a link entity: to where the links start, and to where they lead."""

    near: FieldDraft
    far: FieldDraft


def find_through(draft: Draft, entity: EntityDraft, reference: Reference, word: Word, problems: list[Diagnostic]) -> Link | None:
    """Return the table of the link entity and its two columns; None, and the mistake, where it cannot hold the links."""
    between = draft.entities.get(word.text)
    if between is None:
        names = [name for name, one in draft.entities.items() if not one.entity.is_builtin]
        refuse(problems, word.at, "unknown_name", f'there is no entity "{word.text}"', hint_name(word.text, names))
        return None
    if between.view is not None:
        refuse(problems, word.at, "view", f'"{word.text}" is a view, which can hold no links', "name an entity of your own")
        return None
    if between.unread is None:
        return None  # its own mistakes are told
    try:
        sides = _find_sides(between, entity.entity.name, reference.target)
        _check_rows(between, sides)
    except Unfit as error:
        refuse(problems, word.at, "through", f'"{word.text}" cannot hold these links: {error}', error.hint)
        return None
    return Link(between.entity.table, sides.near.field.column, sides.far.field.column, word.text)


def _find_sides(between: EntityDraft, source: str, target: str) -> _Sides:
    near = _require(between, source, 2 if source == target else 1)
    far = near[1:] if source == target else _require(between, target, 1)
    sides = _Sides(near[0], far[0])
    for side in (sides.near.field, sides.far.field):
        if not side.required:
            raise Unfit(f'its "{side.name}" may be null', f"make {side.name} required")
    return sides


def _require(between: EntityDraft, target: str, count: int) -> list[FieldDraft]:
    """Return the references to `target`, which are just so many."""
    own = [member for member in between.fields.values() if member.reference is not None and not member.reference.many]
    found = [member for member in own if member.reference is not None and member.reference.target == target]
    if len(found) != count:
        wanted = "one" if count == 1 else "two"
        cure = f"add {target}: {{type: {target}, required: true}}" if not found else ""
        raise Unfit(f'it has {len(found) or "no"} reference{"" if len(found) == 1 else "s"} to "{target}", not {wanted}', cure)
    return found


def _check_rows(between: EntityDraft, sides: _Sides) -> None:
    """Refuse an entity that could hold a link twice, or whose further fields nothing fills when a link is added."""
    near, far = sides.near.field.name, sides.far.field.name
    groups = [{word.text for word in group} for group in between.groups.get("unique", ())]
    if {near, far} not in [*groups, {word.text for word in between.id.fields}]:
        raise Unfit("one pair could be there twice", f"add unique: [[{near}, {far}]] to it")
    if between.id.type == "string" and not between.id.fields:
        raise Unfit("nobody gives a new one its id", "take id: string away")
    for name, member in between.fields.items():
        is_filled = member.field.is_implicit or member.field.is_made or "default" in member.nodes
        if member.field.required and name not in (near, far) and not is_filled:
            raise Unfit(f'nothing fills its "{name}" when a link is added', f"give {name} a default, or make it optional")

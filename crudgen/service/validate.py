"""The one validator: a body in JSON form becomes typed values, or every mistake in it at once. No database, no clock."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crudgen.document import nearest
from crudgen.errors import FieldError, Forbidden, Invalid
from crudgen.plan.nodes import Record
from crudgen.plan.rights import Rights, is_writable
from crudgen.schema import TYPES
from crudgen.schema.catalog import Action, Catalog, Default, Entity, Field, Json, Relation
from crudgen.schema.types import MASK, BadValue, value_field
from crudgen.service.reach import Wanted, missing_reference

FORBIDDEN = "forbidden"
CUT = "_truncated"
"""What follows the name of a list in an answer that does not hold all of it."""

MAX_LINKS = 10_000
MAX_PARTS = 10_000
"""How many rows a child list holds when it is written."""

MAX_ERRORS = 1_000
"""How many mistakes of one body are looked for: nobody reads more, and each costs a search for the nearest name."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Values ready to be stored, but for what only the database knows.

    `references` lists every id that must exist. `parts` holds the rows of child lists as sent, which are only read beside the
    rows that are there. `sent` are the names that the body held, `errors` the mistakes found.
    """

    values: dict[str, Any] = field(default_factory=dict)
    links: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    parts: dict[str, list[Any]] = field(default_factory=dict)
    references: list[Wanted] = field(default_factory=list)
    sent: set[str] = field(default_factory=set)
    errors: list[FieldError] = field(default_factory=list)

    def accept(self) -> None:
        """Raise Invalid with every mistake, if there is one."""
        refuse_all(self.errors)


def refuse_all(errors: Sequence[FieldError]) -> None:
    """Raise Forbidden with what the caller may not write, else Invalid with every mistake; do nothing where there is none."""
    forbidden = tuple(error for error in errors if error.code == FORBIDDEN)
    if forbidden:
        raise Forbidden("you may not write all that the body holds", errors=forbidden)
    if errors:
        raise Invalid(errors=tuple(errors))


def validate(rights: Rights, entity: Entity, action: Action, body: Any, *, pointer: str = "", as_part: bool = False) -> Draft:
    """Return the draft of exactly the fields that `body` holds, with every bad or unknown name and value among its errors.

    `as_part`: the body is a row in a list of its parent's. Raises Invalid where the body is not an object at all.
    """
    if not isinstance(body, Mapping):
        raise Invalid(errors=(FieldError(pointer, "type", "must be an object"),))
    writable, parts = rights.writable(entity, action, as_part=as_part), rights.parts(entity, action)
    draft = Draft()
    for name, value in body.items():
        if len(draft.errors) >= MAX_ERRORS:
            break
        place = f"{pointer}/{escape_pointer(name)}"
        if value is None and action is not Action.UPDATE and name in writable and writable[name].is_made:
            continue  # made, as if it were left out
        draft.sent.add(name)
        if name in writable:
            draft.errors.extend(_take(rights, writable[name], action, value, place, draft))
        elif name in parts:
            draft.errors.extend(_take_parts(name, value, place, draft))
        else:
            draft.errors.append(_refuse(rights, entity, action, {**writable, **parts}, name, place))
    return draft


def _take_parts(name: str, value: Any, pointer: str, draft: Draft) -> list[FieldError]:
    if not isinstance(value, list):
        return [FieldError(pointer, "type", "must be a list of objects")]
    if len(value) > MAX_PARTS:
        return [FieldError(pointer, "max_length", "may hold at most {most} rows", {"most": str(MAX_PARTS)})]
    draft.parts[name] = value
    return []


def escape_pointer(name: str) -> str:
    """Return a name as a JSON pointer holds it (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")


def _refuse(rights: Rights, entity: Entity, action: Action, writable: Iterable[str], name: str, pointer: str) -> FieldError:
    readable = rights.fields(entity)
    if name in readable:
        is_theirs = is_writable(readable[name], action)  # somebody's, but not the caller's
        return refuse_writing(pointer) if is_theirs else FieldError(pointer, "readonly", "cannot be set")
    if name.endswith(CUT) and name.removesuffix(CUT) in entity.parts:
        return FieldError(pointer, "truncated", "says that the list was cut when it was read: leave both out, or send the whole list")
    if name in entity.parts and name in rights.relations(entity):
        return refuse_writing(pointer)
    guess = nearest(name, tuple({**dict.fromkeys(writable), **readable}))
    if guess:
        return FieldError(pointer, "unknown_field", 'is not known; did you mean "{guess}"?', {"guess": guess})
    return FieldError(pointer, "unknown_field", "is not known")


def refuse_writing(pointer: str) -> FieldError:
    """Return the error of a field or list that the caller may see, and not write."""
    return FieldError(pointer, FORBIDDEN, "may not be written by you")


def _take(rights: Rights, one: Field, action: Action, value: Any, pointer: str, draft: Draft) -> list[FieldError]:
    """Put one value into the draft, or return what is wrong with it."""
    if value is None:
        if one.required or one.type == "links":
            return [FieldError(pointer, "required", "is required")]
        draft.values[one.name] = None
        return []
    if one.type == "links" and one.relation is not None:
        return _take_links(rights, one, one.relation, value, pointer, draft)
    if one.type == "secret" and value == MASK and action is Action.UPDATE:
        return []  # as it is
    try:
        parsed = parse_value(rights.catalog, one, value)
    except BadValue as exc:
        return [FieldError(pointer, exc.code, exc.template, exc.params)]
    if one.relation is not None:
        if not rights.may(Action.READ, rights.catalog.entities[one.relation.target]):
            return [missing_reference(pointer, parsed)]
        draft.references.append(Wanted(pointer, one, parsed))
    draft.values[one.name] = parsed
    return []


def _take_links(rights: Rights, one: Field, relation: Relation, value: Any, pointer: str, draft: Draft) -> list[FieldError]:
    if not isinstance(value, list):
        return [FieldError(pointer, "type", "must be a list of ids")]
    if len(value) > MAX_LINKS:
        return [FieldError(pointer, "max_length", "may hold at most {most} ids", {"most": str(MAX_LINKS)})]
    target = rights.catalog.entities[relation.target]
    may_read = rights.may(Action.READ, target)
    keys: dict[Any, None] = {}
    errors: list[FieldError] = []
    for index, item in enumerate(value):
        try:
            key = parse_value(rights.catalog, target.key_fields[0], item)
        except BadValue as exc:
            errors.append(FieldError(f"{pointer}/{index}", exc.code, exc.template, exc.params))
            continue
        if not may_read:
            errors.append(missing_reference(f"{pointer}/{index}", key))
            continue
        keys[key] = None
        draft.references.append(Wanted(f"{pointer}/{index}", one, key))
    draft.links[one.name] = tuple(keys)
    return errors


def parse_value(catalog: Catalog, one: Field, value: Any) -> Any:
    """Return a JSON value as the field holds it; a reference as the key that it leads to. Raises BadValue."""
    stored = value_field(catalog, one)
    return TYPES[stored.type].parse(stored, value)


def fill_defaults(entity: Entity, draft: Draft, make: Mapping[str, Callable[[], Any]], names: Iterable[str], *, pointer: str = "") -> None:
    """Put defaults, or nulls, where the draft holds nothing, for the fields of `names`.

    `make` gives the values of the moment by the default's kind. Required fields that stay empty are errors of the draft.
    """
    refused = {error.pointer for error in draft.errors}
    for name in names:
        one = entity.fields[name]
        if name in draft.values or not one.is_column or f"{pointer}/{name}" in refused:
            continue
        if one.default is not None:
            draft.values[name] = _default(one, one.default, make)
        elif one.is_made:
            if one.required and one.source and _is_missing(entity, draft, one.source):
                draft.errors.append(FieldError(f"{pointer}/{name}", "required", "is required"))
        elif not one.required:
            draft.values[name] = None
        else:
            draft.errors.append(FieldError(f"{pointer}/{name}", "required", "is required"))


def _is_missing(entity: Entity, draft: Draft, name: str) -> bool:
    """Tell whether an optional field holds nothing to make a value of; of a required one that is told already."""
    one = entity.fields[name]
    return not one.required and draft.values.get(name) is None and one.default is None


def _default(one: Field, default: Default, make: Mapping[str, Callable[[], Any]]) -> Any:
    if default.kind == "literal":
        return None if default.value is None else TYPES[one.type].parse(one, default.value)
    return make[default.kind]()


def created_names(entity: Entity) -> list[str]:
    """Return the fields that a new record gets a value for: all but a key that the database counts."""
    return [name for name, one in entity.fields.items() if not (one.is_key and one.is_implicit and one.type == "int")]


def without_unchanged(
    catalog: Catalog, before: Record, shown: Collection[str], writable: Collection[str], body: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the body less the fields that the caller sees, may not write, and sends with the value that they have."""
    kept = {}
    for name, value in body.items():
        one = before.entity.fields.get(name)
        is_fixed = name not in writable and name in shown and one is not None and name in before.values
        if not (is_fixed and one is not None and _is_unchanged(catalog, one, before.values[name], value)):
            kept[name] = value
    return kept


def _is_unchanged(catalog: Catalog, one: Field, known: Any, value: Any) -> bool:
    """Tell whether a JSON value means the known one, in whatever form: an instant may end with Z or an offset."""
    if value == json_form(catalog, one, known):
        return True
    try:
        return bool(value is not None and parse_value(catalog, one, value) == known)
    except BadValue:
        return False


def json_form(catalog: Catalog, one: Field, value: Any) -> Json:
    """Return a field's value as a body would hold it; a reference as the key that it leads to."""
    stored = value_field(catalog, one)
    return TYPES[stored.type].to_json(stored, value)


def password_names(entity: Entity, draft: Draft) -> list[str]:
    """Return the password fields that the draft sets."""
    return [name for name, value in draft.values.items() if value is not None and entity.fields[name].type == "password"]

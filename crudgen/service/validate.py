"""The one validator: a body in JSON form becomes typed values, or every mistake in it at once. No database, no clock."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from crudgen.document import nearest
from crudgen.errors import FieldError, Invalid
from crudgen.plan.rights import Rights
from crudgen.schema import TYPES
from crudgen.schema.catalog import Action, Catalog, Default, Entity, Field, Relation
from crudgen.schema.types import BadValue, value_field

MAX_LINKS = 10_000


@dataclass(frozen=True, slots=True)
class Draft:
    """Values ready to be stored, but for what only the database knows.

    `references` lists every id that must exist: its pointer, the entity's name, the id. `errors` are the mistakes found.
    """

    values: dict[str, Any] = field(default_factory=dict)
    links: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    references: list[tuple[str, str, Any]] = field(default_factory=list)
    errors: list[FieldError] = field(default_factory=list)

    def accept(self) -> None:
        """Raise Invalid with every mistake, if there is one."""
        if self.errors:
            raise Invalid(errors=tuple(self.errors))


def validate(rights: Rights, entity: Entity, action: Action, body: Any, *, pointer: str = "") -> Draft:
    """Return the draft of exactly the fields that `body` holds, with every bad or unknown name and value among its errors.

    Raises Invalid where the body is not an object at all.
    """
    if not isinstance(body, Mapping):
        raise Invalid(errors=(FieldError(pointer, "type", "must be an object"),))
    writable = rights.writable(entity, action)
    draft = Draft()
    for name, value in body.items():
        one = writable.get(name)
        if one is None:
            draft.errors.append(_refuse(rights, entity, writable, name, f"{pointer}/{escape_pointer(name)}"))
        else:
            draft.errors.extend(_take(rights, one, value, f"{pointer}/{name}", draft))
    return draft


def escape_pointer(name: str) -> str:
    """Return a name as a JSON pointer holds it (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")


def _refuse(rights: Rights, entity: Entity, writable: Iterable[str], name: str, pointer: str) -> FieldError:
    readable = rights.fields(entity)
    if name in readable:
        return FieldError(pointer, "readonly", "cannot be set")
    guess = nearest(name, tuple({**dict.fromkeys(writable), **readable}))
    if guess:
        return FieldError(pointer, "unknown_field", 'is not known; did you mean "{guess}"?', {"guess": guess})
    return FieldError(pointer, "unknown_field", "is not known")


def _take(rights: Rights, one: Field, value: Any, pointer: str, draft: Draft) -> list[FieldError]:
    """Put one value into the draft, or return what is wrong with it."""
    if value is None:
        if one.required or one.type == "links":
            return [FieldError(pointer, "required", "is required")]
        draft.values[one.name] = None
        return []
    if one.type == "links" and one.relation is not None:
        return _take_links(rights, one, one.relation, value, pointer, draft)
    try:
        parsed = parse_value(rights.catalog, one, value)
    except BadValue as exc:
        return [FieldError(pointer, exc.code, exc.template, exc.params)]
    if one.relation is not None:
        if not rights.may(Action.READ, rights.catalog.entities[one.relation.target]):
            return [missing_reference(pointer, parsed)]
        draft.references.append((pointer, one.relation.target, parsed))
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
        draft.references.append((f"{pointer}/{index}", target.name, key))
    draft.links[one.name] = tuple(keys)
    return errors


def missing_reference(pointer: str, key: Any) -> FieldError:
    """Return the error of an id that does not exist, or that the caller may not see: they must not differ."""
    return FieldError(pointer, "reference", "there is no record {id}", {"id": str(key)})


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
        elif not one.required:
            draft.values[name] = None
        else:
            draft.errors.append(FieldError(f"{pointer}/{name}", "required", "is required"))


def _default(one: Field, default: Default, make: Mapping[str, Callable[[], Any]]) -> Any:
    if default.kind == "literal":
        return None if default.value is None else TYPES[one.type].parse(one, default.value)
    return make[default.kind]()

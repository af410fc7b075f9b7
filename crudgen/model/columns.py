"""A field as a column: its type, its literal default, its CHECK. Types are shared between columns."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from crudgen.model import checks, names, types
from crudgen.model.types import ColumnType
from crudgen.schema.catalog import Catalog, Entity, Field

VERSION = "_version"
"""The column that every entity's table has beside its fields; each update raises it by one."""

FOLDS = "folds"
"""Of a column that keeps another one's text folded: the note in `info` that names the other one."""

DEFAULT_LENGTH = 255

SEALED = "sealed:"
"""How the text of a secret at rest begins. The table takes no other, so that no way past the service leaves one in the clear."""
_ENUM_LENGTH = 64


@lru_cache(maxsize=1024)
def _shared(kind: Callable[..., ColumnType], *arguments: int) -> ColumnType:
    return kind(*arguments)


def _string(field: Field) -> ColumnType:
    return _shared(types.String, field.max_length or DEFAULT_LENGTH)


def _text(field: Field) -> ColumnType:
    return _shared(types.Text)


def _json(field: Field) -> ColumnType:
    return _shared(types.Json)


TYPES: dict[str, Callable[[Field], ColumnType]] = {
    "string": _string,
    "slug": _string,
    "email": _string,
    "url": _string,
    "phone": _string,
    "color": _string,
    "text": _text,
    "markdown": _text,
    "int": lambda field: _shared(types.Id) if field.is_key else _shared(types.Int),
    "float": lambda field: _shared(types.Float),
    "decimal": lambda field: _shared(types.Decimal, field.precision, field.scale),
    "bool": lambda field: _shared(types.Bool),
    "date": lambda field: _shared(types.Date),
    "time": lambda field: _shared(types.Time),
    "datetime": lambda field: _shared(types.UtcDateTime),
    "duration": lambda field: _shared(types.Duration),
    "uuid": lambda field: _shared(types.Uuid),
    # Room to spare, so that one more value is no new column type; a longer name takes what it needs.
    "enum": lambda field: _shared(types.String, max([_ENUM_LENGTH, *(len(value.name) for value in field.values)])),
    "json": _json,
    "list": _json,
    "password": lambda field: _shared(types.String, DEFAULT_LENGTH),  # of the hash, whatever the password's own bounds
    "secret": _text,  # of any length, since encryption makes it longer, and nothing indexes it
}
"""The column type of each field type; "reference" takes its target key's, "links" has no column."""


def column_type(catalog: Catalog, field: Field) -> ColumnType:
    """Return the type of the field's column; a reference's is that of the key it refers to."""
    if field.relation is None:
        return TYPES[field.type](field)
    target = referred(catalog, field).type
    return _shared(types.Int) if isinstance(target, types.Id) else target


def referred(catalog: Catalog, field: Field) -> "KeyColumn":
    """Return the table, column and type that a reference's column refers to."""
    assert field.relation is not None  # noqa: S101 -- only asked for references
    target = catalog.entities[field.relation.target]
    return key_column(catalog, target)


class KeyColumn:
    """The one key column of an entity that can be referred to."""

    __slots__ = ("column", "table", "type")

    def __init__(self, table: str, column: str, type_: ColumnType) -> None:
        self.table, self.column, self.type = table, column, type_


def key_column(catalog: Catalog, entity: Entity) -> KeyColumn:
    """Return the key column of an entity whose key is one field."""
    (key,) = entity.key_fields
    return KeyColumn(entity.table, key.column, column_type(catalog, key))


def build_column(catalog: Catalog, entity: Entity, field: Field) -> sa.Column[Any]:
    """Return the column of a field, with its literal default."""
    type_ = column_type(catalog, field)
    return sa.Column(
        field.column,
        type_,
        nullable=not (field.required or field.is_key),
        server_default=_default(field, type_),
        default=_MAKERS.get(field.default.kind) if field.default is not None else None,
        autoincrement=makes_keys(entity) if field.is_key else False,
        primary_key=field.is_key,
    )


_MAKERS: dict[str, Callable[[], Any]] = {
    "now": lambda: datetime.now(UTC),
    "today": lambda: datetime.now(UTC).date(),
    "uuid": lambda: uuid7(),  # noqa: PLW0108 -- SQLAlchemy counts the arguments of what it calls
}
"""Defaults for sessions of the mapped classes; the service gives every value itself."""


def makes_keys(entity: Entity) -> bool:
    """Tell whether the database numbers the records: one key field, an int that is no reference, and more than one record."""
    key = entity.key_fields
    return len(key) == 1 and key[0].type == "int" and not entity.single


def build_version_column() -> sa.Column[Any]:
    """Return the column that counts a record's changes."""
    type_ = _shared(types.Int)
    return sa.Column(VERSION, type_, nullable=False, server_default=checks.literal(1, type_))


def build_folded_column(catalog: Catalog, field: Field) -> sa.Column[Any]:
    """Return the column beside a `ci` field's that keeps its text folded. It may be null, so that an older server can still insert."""
    column: sa.Column[Any] = sa.Column(field.folded_column, column_type(catalog, field), nullable=True)
    column.info[FOLDS] = field.column
    return column


def build_check(catalog: Catalog, entity: Entity, field: Field) -> checks.Check | None:
    """Return the CHECK of a field's column, or None where its type says it all."""
    type_ = column_type(catalog, field)
    bounds = _bounds(field, type_)
    if not bounds and (field.relation is not None or isinstance(type_, types.Id)):
        return None  # a foreign key, or INTEGER PRIMARY KEY, takes nothing else
    return checks.Check(field.column, type_, name=names.check_name(entity.table, field.column), **bounds)


def _bounds(field: Field, type_: ColumnType) -> dict[str, Any]:
    if field.type == "enum":
        return {"one_of": [value.name for value in field.values]}
    if field.type == "secret":
        return {"starts": SEALED}
    if isinstance(type_, types.String):
        longest: int | None = type_.length if field.relation is None else None
    else:
        longest = field.max_length if isinstance(type_, types.Text) else None
    shortest = field.min_length if isinstance(type_, types.String | types.Text) and field.type != "password" else None
    bounds = {"min_length": shortest, "max_length": longest, "min": literal_form(field, field.min), "max": literal_form(field, field.max)}
    return {key: value for key, value in bounds.items() if value is not None}


def _default(field: Field, type_: ColumnType) -> checks.Literal | None:
    default = field.default
    if default is None or default.kind != "literal" or default.value is None:
        return None
    return checks.literal(literal_form(field, default.value), type_)


def literal_form(field: Field, json: Any) -> Any:
    """Return a bound or default as the column types take it: as it stands, but a duration in microseconds."""
    if field.type != "duration" or json is None:
        return json
    from crudgen.schema import TYPES as FIELD_TYPES

    return types.microseconds(FIELD_TYPES["duration"].read(field, str(json)))

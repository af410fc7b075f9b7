"""What a database complains of, as our own errors: fields are named, never SQL, values, paths or rows."""

import re
import sqlite3
from collections.abc import Iterator, Sequence

from sqlalchemy.exc import DBAPIError, IntegrityError

from crudgen.errors import BadRequest, Conflict, FieldError, Invalid, Refusal, Unavailable
from crudgen.model import names
from crudgen.schema.catalog import Entity, Field, Relation

TAKEN = "is already taken"
NO_RECORD = "refers to a record that does not exist"


class Missing(Exception):
    """There is no record at the key of an update or delete."""


class Stale(Exception):
    """The record at the key has another version than the one expected."""


_BUSY = "the database is busy; try again"
_SCHEMA = "the database does not match the schemas; run `crudgen upgrade`"

_SQLITE: dict[int, str] = {
    sqlite3.SQLITE_ERROR: _SCHEMA,
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_SCHEMA: _BUSY,
    sqlite3.SQLITE_PROTOCOL: _BUSY,
    sqlite3.SQLITE_INTERRUPT: "the statement took too long and was ended; ask for less",
    sqlite3.SQLITE_FULL: "the disk is full; nothing was stored",
    sqlite3.SQLITE_READONLY: "the database is read-only",
    sqlite3.SQLITE_PERM: "the server may not use the database file",
    sqlite3.SQLITE_AUTH: "the server may not use the database file",
    sqlite3.SQLITE_CANTOPEN: "the database file cannot be opened",
    sqlite3.SQLITE_CORRUPT: "the database file is damaged; restore a backup",
    sqlite3.SQLITE_NOTADB: "the database file is damaged or no database; restore a backup",
    sqlite3.SQLITE_IOERR: "the disk under the database reports an error",
}
"""What is told of each primary result code."""

KEEPS_CONNECTION = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_CONSTRAINT})
"""Result codes after which the connection is as good as before."""


def primary_code(error: BaseException | None) -> int:
    """Return the primary SQLite result code of a driver's error, 0 where it has none."""
    return int(getattr(error, "sqlite_errorcode", None) or 0) & 0xFF


def read_fault(error: DBAPIError | sqlite3.Error) -> Refusal | None:
    """Return the refusal that a driver's error means, or None where it is a mistake of our own.

    An IntegrityError met here was not named by the store: it comes from the end of a transaction, or from foreign code.
    """
    if isinstance(error, IntegrityError | sqlite3.IntegrityError):
        return Conflict("the change contradicts other records", code="reference")
    driver = error.orig if isinstance(error, DBAPIError) else error
    if "parser stack overflow" in str(driver):  # several expressions, each within its bounds, in one statement
        return BadRequest("the conditions are nested too deeply; ask for less at once", code="too_deep")
    text = _SQLITE.get(primary_code(driver))
    if text is _SCHEMA and not re.match(r"no such (table|column)|table .* has no column", str(driver)):
        return None
    return None if text is None else Unavailable(text)


def read_conflict(error: IntegrityError, entity: Entity) -> Refusal | None:
    """Return the refusal of a write that broke a constraint of the entity's table; None where it was a foreign key.

    Which reference is broken SQLite does not say: the store looks.
    """
    code = int(getattr(error.orig, "sqlite_errorcode", None) or 0)
    message = str(error.orig)
    match code:
        case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY | sqlite3.SQLITE_CONSTRAINT_TRIGGER:
            return None
        case sqlite3.SQLITE_CONSTRAINT_UNIQUE | sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY | sqlite3.SQLITE_CONSTRAINT_ROWID:
            return taken(_columns_named(message, entity))
        case sqlite3.SQLITE_CONSTRAINT_NOTNULL:
            return _invalid(_columns_named(message, entity), "required", "is required")
        case _:
            return _invalid(_checks_named(message, entity), "invalid", "is not a value that this field can hold")


def taken(fields: list[Field]) -> Conflict:
    """Return the refusal of values that another record has; of a composite unique, every field is named."""
    return Conflict(
        "another record has the same value" if len(fields) == 1 else "another record has the same values",
        errors=tuple(FieldError(f"/{field.name}", "unique", TAKEN) for field in fields),
        code="unique",
    )


def dangling(fields: Sequence[str]) -> Conflict:
    """Return the refusal of references to records that are not there."""
    errors = tuple(FieldError(f"/{name}", "reference", NO_RECORD) for name in fields)
    return Conflict("a record that this one refers to does not exist", errors=errors, code="reference")


def held(relation: Relation | None) -> Conflict:
    """Return the refusal of a delete that records behind `relation` stand in the way of; None: which is not known."""
    if relation is None:
        return Conflict("other records refer to this one", code="reference")
    params = {"entity": relation.target, "field": relation.field}
    error = FieldError("", "reference", 'is used by records of "{entity}" in the field "{field}"', params)
    return Conflict(f'the record is used by records of "{relation.target}"', errors=(error,), code="reference")


def _invalid(fields: list[Field], code: str, template: str) -> Invalid:
    return Invalid(errors=tuple(FieldError(f"/{field.name}", code, template) for field in fields))


def _columns_named(message: str, entity: Entity) -> list[Field]:
    """Return the fields of a message such as `UNIQUE constraint failed: customer.email, customer.shop`."""
    named = set(message.rpartition(": ")[2].split(", "))
    table = entity.table
    return [field for field in entity.fields.values() if named & {f"{table}.{field.column}", f"{table}.{field.folded_column}"}]


def _checks_named(message: str, entity: Entity) -> list[Field]:
    named = message.rpartition(": ")[2]
    return [field for field, name in _checks(entity) if name == named]


def _checks(entity: Entity) -> Iterator[tuple[Field, str]]:
    return ((field, names.check_name(entity.table, field.column)) for field in entity.fields.values() if field.is_column)

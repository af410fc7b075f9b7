"""The types of values: their kind, and for exact numbers their scale and how large they can get."""

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from crudgen.schema.catalog import Catalog, Field
from crudgen.schema.types.identity import value_field

Kind: TypeAlias = Literal[
    "null", "bool", "int", "decimal", "float", "text", "enum", "uuid", "date", "time", "datetime", "duration", "json", "list", "rows"
]

MOST = 10**38 - 1
"""The largest whole number of units that an exact number may be; beyond it, it is null."""
WORD = 2**63
"""How large a 64-bit integer can get: -2^63."""
MAX_SCALE = 30

EXACT = frozenset({"int", "decimal"})
COUNTED = frozenset({"int", "decimal", "duration"})
TEXTS = frozenset({"text", "enum"})
ORDERED = frozenset({"int", "decimal", "float", "text", "uuid", "date", "time", "datetime", "duration"})


@dataclass(frozen=True, slots=True)
class Type:
    """The type of a value.

    An int, decimal or duration is a whole number of units: of 10^-scale, or of microseconds; `limit` is the largest
    number of units, either side of 0, that it can be. `values` are an enum's, `entity` is what a reference leads to,
    `of` the kind of a list's items.
    """

    kind: Kind
    scale: int = 0
    limit: int = 0
    values: tuple[str, ...] = ()
    entity: str = ""
    of: str = ""

    @property
    def is_number(self) -> bool:
        """Tell whether one can calculate with it."""
        return self.kind in EXACT or self.kind == "float"

    @property
    def is_exact(self) -> bool:
        """Tell whether it is an int or decimal."""
        return self.kind in EXACT

    @property
    def is_counted(self) -> bool:
        """Tell whether it is a whole number of units."""
        return self.kind in COUNTED

    @property
    def is_text(self) -> bool:
        """Tell whether its values are texts."""
        return self.kind in TEXTS

    @property
    def is_word(self) -> bool:
        """Tell whether 64 bits hold every value."""
        return self.limit <= WORD

    def __str__(self) -> str:
        return f"reference to {self.entity}" if self.entity else _NAMES.get(self.kind, self.kind)


_NAMES = {"null": "null", "rows": "list of records", "json": "JSON"}

NULL = Type("null")
BOOL = Type("bool")
FLOAT = Type("float")
TEXT = Type("text")
DATE = Type("date")
TIME = Type("time")
DATETIME = Type("datetime")
UUID = Type("uuid")
INT = Type("int", limit=WORD)
DURATION = Type("duration", limit=WORD)


def decimal(precision: int, scale: int) -> Type:
    """Return the type of decimals of so many digits."""
    return Type("decimal", scale, 10**precision - 1)


def bounded(type_: Type, limit: int) -> Type:
    """Return the type with a limit; a sum or product that may be just 2^63 does not fit 64 bits, though -2^63 does.

    >>> bounded(INT, 2**63).is_word, INT.is_word
    (False, True)
    """
    return replace(type_, limit=limit + 1 if limit == WORD else limit)


def type_of(catalog: Catalog, field: Field) -> Type:
    """Return the type of a field's values; a reference's are the ids of what it leads to."""
    if field.relation is not None and not field.relation.many:
        of_key = type_of(catalog, value_field(catalog, field))
        return replace(of_key, entity=field.relation.target)
    match field.type:
        case "decimal":
            return decimal(field.precision, field.scale)
        case "int" if isinstance(field.min, int) and isinstance(field.max, int):
            return Type("int", 0, max(abs(field.min), abs(field.max)))
        case "enum":
            return Type("enum", values=tuple(value.name for value in field.values))
        case "list":
            return Type("list", of=_KINDS.get(field.of, Type("json")).kind)
        case kind:
            return _KINDS.get(kind, Type("json"))


_KINDS: dict[str, Type] = {
    **dict.fromkeys(("string", "text", "markdown", "slug", "email", "url", "phone", "color", "password", "secret"), TEXT),
    "int": INT,
    "float": FLOAT,
    "bool": BOOL,
    "date": DATE,
    "time": TIME,
    "datetime": DATETIME,
    "duration": DURATION,
    "uuid": UUID,
}

"""What a field type is: one small value that every layer asks. A new type is a new value in the registry."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import orjson

from crudgen.schema.catalog import Field, Json


class BadValue(ValueError):
    """A text or JSON value that the field cannot hold. `code` and `template` as in `errors.FieldError`."""

    def __init__(self, code: str, template: str, **params: str) -> None:
        super().__init__(template.format(**params))
        self.code, self.template, self.params = code, template, params


@dataclass(frozen=True, slots=True)
class FieldType:
    """The meaning of a field type, apart from any database, protocol or page.

    Values are Python's own: str, int, float, Decimal, bool, date, time, datetime (aware, UTC), timedelta, UUID, dict, list.

    - `keys`: the field keys it takes beside the common ones.
    - `operators`: names of `plan.nodes.Operator` that a list may filter it by.
    - `parse`: JSON value -> value, checking every bound of the field; raises BadValue. Strict: no "12" for 12.
    - `read`: text of a URL or a CSV cell -> value; raises BadValue. Bounds that only matter for storing are not checked.
    - `dump`: value -> what orjson can write; None where orjson writes the value rightly by itself.
    - `json_schema`: JSON Schema (2020-12) of the JSON form.
    - `defaults`: what the field keys are when the file does not say, by the names of `Field`.
    - `canonical`: text -> the text that is stored for it; raises BadValue. None where texts are stored as they come.
    - `is_indexable`: whether every database can index it, so that it may be unique or a part of an index.
    - `is_secret`: whether the values are for nobody's eyes: never in expressions, titles or defaults; left out of a replacement,
      they stay as they are.
    """

    name: str
    keys: frozenset[str]
    operators: tuple[str, ...]
    parse: Callable[[Field, Json], Any]
    read: Callable[[Field, str], Any]
    dump: Callable[[Field, Any], Any] | None
    json_schema: Callable[[Field], dict[str, Json]]
    is_sortable: bool = True
    special_defaults: frozenset[str] = frozenset()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    canonical: Callable[[str], str] | None = None
    is_indexable: bool = True
    is_secret: bool = False

    def sought(self, field: Field, text: str) -> Any:
        """Return the value that equals what is stored for a text of a URL: of an address, in small letters as that is. Raises BadValue."""
        value = self.read(field, text)
        if self.canonical is None:
            return value
        with suppress(BadValue):  # what could not be stored equals nothing, as it stands
            return self.canonical(value)
        return value

    def to_json(self, field: Field, value: Any) -> Json:
        """Return the JSON form of a value: what a body would hold. No type has a form of its own for None."""
        if value is None:
            return None
        if type(value) in (str, bool, int, float):
            plain: Json = value if self.dump is None else self.dump(field, value)
            return plain
        dumped: Json = orjson.loads(orjson.dumps(value if self.dump is None else self.dump(field, value), option=orjson.OPT_UTC_Z))
        return dumped

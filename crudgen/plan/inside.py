"""Filters that look inside a JSON field or a list: `meta.color=red`, `meta.sizes.0[gt]=3`, `languages[contains]=en`. Pure.

Names inside JSON are data, no names of the Catalog, so they become one bound parameter: a JSON path that every database reads alike.
"""

import re
from collections.abc import Sequence
from contextlib import suppress

from crudgen.errors import BadRequest
from crudgen.plan.nodes import Inside, Operator, Path, Scalars
from crudgen.plan.request import Term, split_list
from crudgen.plan.rights import Rights
from crudgen.schema.catalog import Entity, Field, Json, Relation
from crudgen.schema.types import TYPES, BadValue, item_field
from crudgen.schema.types.structured import ITEM_TYPES

MAX_DEPTH = 16
MAX_LENGTH = 200
ROOT = "$"

_INDEX = re.compile(r"[0-9]{1,9}")
_UNSPEAKABLE = re.compile(r'["\\\x00-\x1f\x7f\ud800-\udfff]')


def find_inside(rights: Rights, entity: Entity, dotted: str) -> tuple[Path, str] | None:
    """Return the JSON field that a dotted name goes through, and the JSON path behind it; None where it goes through none.

    Raises BadRequest for a path that is too long, or that holds what no JSON path can.
    """
    walked: list[Relation] = []
    names = dotted.split(".")
    for index, name in enumerate(names[:-1]):
        field = rights.fields(entity).get(name)
        if field is not None and field.type == "json":
            return Path(tuple(walked), field), json_path(names[index + 1 :])
        relation = rights.relations(entity).get(name)
        if relation is None or relation.many:
            return None
        walked.append(relation)
        entity = rights.catalog.entities[relation.target]
    return None


def json_path(names: Sequence[str]) -> str:
    """Return the JSON path of names and places; what is all digits is a place in a list, counted from 0.

    >>> json_path(["sizes", "0", "a b"])
    '$."sizes"[0]."a b"'
    """
    if len(names) > MAX_DEPTH or sum(map(len, names)) > MAX_LENGTH:
        raise BadRequest("the path inside the JSON is too long", code="too_deep")
    if not all(names) or any(_UNSPEAKABLE.search(name) for name in names):
        raise BadRequest("a path inside JSON is made of names with dots between them", code="bad_filter")
    return ROOT + "".join(f"[{int(name)}]" if _INDEX.fullmatch(name) else f'."{name}"' for name in names)


def check_inside(path: Path, place: str, operator: Operator, term: Term) -> Inside:
    """Return the condition on what stands at `place` inside a JSON field, its values read by how they look. Raises BadRequest."""
    if operator is Operator.NULL:
        if term.value not in ("true", "false"):
            raise BadRequest(f'"{term.path}[null]" must be true or false', code="bad_value")
        return Inside(path, place, operator, Scalars(flags=(term.value,)))
    parts = split_list(term.value) if operator in (Operator.IN, Operator.NIN, Operator.BETWEEN) else [term.value]
    if operator is Operator.BETWEEN and len(parts) != 2:
        raise BadRequest(f'"{term.path}[between]" needs two values with a comma between them', code="bad_value")
    return Inside(path, place, operator, read_scalars(parts))


def read_scalars(texts: Sequence[str]) -> Scalars:
    """Return what texts of a URL may mean inside JSON: each a text, and what looks like a number or a truth value that, too.

    >>> read_scalars(["3", "red", "true"])
    Scalars(texts=('3', 'red', 'true'), numbers=(3,), flags=('true',))
    """
    numbers = [number for number in map(_read_number, texts) if number is not None]
    return Scalars(tuple(texts), tuple(numbers), tuple(text for text in texts if text in ("true", "false")))


def _read_number(text: str) -> int | float | None:
    """Return the number that a text spells as JSON does, None where JSON fields hold none such."""
    for kind in ("int", "float"):
        with suppress(BadValue):
            number: int | float = TYPES[kind].read(_NO_FIELD, text)
            return number
    return None


_NO_FIELD = Field("", "float")


def check_item(path: Path, term: Term) -> Inside:
    """Return the condition that a list holds a value, which is read as the list's items are. Raises BadValue."""
    item = item_field(path.field)
    kind = ITEM_TYPES[item.type]
    value: Json = kind.to_json(item, kind.sought(item, term.value))
    match value:
        case bool():
            return Inside(path, ROOT, Operator.CONTAINS, Scalars(flags=("true" if value else "false",)))
        case int() | float():
            return Inside(path, ROOT, Operator.CONTAINS, Scalars(numbers=(value,)))
        case _:
            return Inside(path, ROOT, Operator.CONTAINS, Scalars((str(value),)))

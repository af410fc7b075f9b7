"""Keys of records as parts of an address, and back to JSON."""

from collections.abc import Sequence
from urllib.parse import quote, unquote

from crudgen.plan.keys import write_part
from crudgen.plan.nodes import Key
from crudgen.schema import TYPES
from crudgen.schema.catalog import Catalog, Entity, Field, Json
from crudgen.schema.types import value_field


def write_key(catalog: Catalog, entity: Entity, key: Key) -> str:
    """Return a key as the last part of an address: `42`, or `7,3` with commas inside a part encoded; "" of one record alone."""
    if entity.single:
        return ""
    return ",".join(quote(write_part(catalog, field, value), safe="") for field, value in zip(entity.key_fields, key, strict=True))


def split_key(raw_path: str, base: str) -> Sequence[str]:
    """Return the parts of the key that ends an address as it was sent, still percent-encoded; `base` is the panel's own address.

    No parts where something else than `/<entity>/<page>/<key>` stands behind the base.

    >>> split_key("/admin/line/edit/7,a%2Cb%2F", "/admin")
    ['7', 'a,b/']
    >>> split_key("/admin/line/edit/7/8", "/admin")
    []
    """
    segments = raw_path.split("/")[base.count("/") + 1 :]
    return [unquote(part) for part in segments[2].split(",")] if len(segments) == 3 else []


def read_reference(catalog: Catalog, field: Field, text: str) -> Json:
    """Return the id of a reference in JSON form, from a form's text. Raises BadValue."""
    stored = value_field(catalog, field)
    kind = TYPES[stored.type]
    return kind.to_json(stored, kind.read(stored, text))

"""The registry of the language's keys, by section. What isn't here is no key."""

from crudgen.schema.keys.access import ACCESS, RULE
from crudgen.schema.keys.admin import ADMIN
from crudgen.schema.keys.api import API
from crudgen.schema.keys.checks import CHECK
from crudgen.schema.keys.entity import ENTITY
from crudgen.schema.keys.field import FIELD
from crudgen.schema.keys.file import FILE, MIXIN
from crudgen.schema.keys.id import ID
from crudgen.schema.keys.key import Section
from crudgen.schema.keys.rows import ROWS
from crudgen.schema.keys.sequence import SEQUENCE
from crudgen.schema.keys.values import VALUE
from crudgen.schema.keys.view import VIEW, VIEW_FIELD

SECTIONS: dict[str, Section] = {
    "file": FILE,
    "mixin": MIXIN,
    "entity": ENTITY,
    "entity.id": ID,
    "entity.rows": ROWS,
    "entity.checks": CHECK,
    "entity.access": ACCESS,
    "entity.access.rule": RULE,
    "entity.admin": ADMIN,
    "entity.api": API,
    "entity.view": VIEW,
    "entity.view.fields": VIEW_FIELD,
    "field": FIELD,
    "field.values": VALUE,
    "field.sequence": SEQUENCE,
}
"""Every section by where it stands: under an entity or a field, and the key that holds it."""

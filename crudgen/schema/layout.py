"""The house order of a schema file: the registry's."""

from crudgen.document.format import Layout
from crudgen.schema.keys.registry import SECTIONS

EACH = {"file.entities": "entity", "entity.fields": "field", "field.values": "field.values", "entity.view.fields": "entity.view.fields"}
"""Keys whose mapping holds names of its own, each over a section."""


def find_layout(section: str) -> Layout:
    """Return the order of a section's keys and of all that stands inside."""
    keys = SECTIONS[section].keys
    inner = {key.name: one for key in keys if (one := _find_inner(f"{section}.{key.name}")) is not None}
    return Layout(tuple(key.name for key in keys), inner)


def _find_inner(path: str) -> Layout | None:
    if path in EACH:
        return Layout(each=find_layout(EACH[path]))
    return find_layout(path) if path in SECTIONS else None


_FILE, _ENTITY = find_layout("file"), find_layout("entity")

LAYOUT = Layout((*_FILE.order, *_ENTITY.order), {**_ENTITY.members, **_FILE.members})
"""The order of a file under schemas/, whichever of the three kinds it is."""

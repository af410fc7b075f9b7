"""docs/schema.md: a template whose tables come from the registry of keys. `python -m crudgen.schema.reference TEMPLATE` prints it."""

import re
import sys
from collections.abc import Iterable
from pathlib import Path

from crudgen.schema.keys.field import FIELD
from crudgen.schema.keys.key import Key, Section
from crudgen.schema.keys.registry import SECTIONS
from crudgen.schema.keys.types import TYPE_TEXTS
from crudgen.schema.parse_field import allowed_keys

KINDS = {**{name: f"`{name}`" for name in TYPE_TEXTS}, "reference": "references", "links": "`[entity]`"}
"""What a field can be, as the tables call it."""

_MARK = re.compile(r"^\{([a-z.]+)\}$", re.MULTILINE)
_FEW = 7


def write_reference(template: str) -> str:
    """Return the template with each line `{section}` replaced by the table of its keys, and `{types}` by that of the types."""
    tables = {name: write_table(section) for name, section in SECTIONS.items()} | {"types": write_types()}
    return _MARK.sub(lambda found: tables[found[1]], template)


def write_table(section: Section) -> str:
    """Return the table of a section's keys; those that are not supported yet stand below it."""
    is_field = section is FIELD
    head = ("key", *(("goes with",) if is_field else ()), "means", "without it", "example")
    rows = [_write_row(key, is_field=is_field) for key in section.keys if key.takes is not None]
    later = ", ".join(f"`{key}`" for key in sorted(section.later))
    return _write_rows(head, rows) + (f"\n\nNot supported yet: {later}." if later else "")


def _write_row(key: Key, *, is_field: bool) -> tuple[str, ...]:
    fitting = (write_kinds(key.name),) if is_field else ()
    return (f"`{key.name}`", *fitting, key.help, key.default, f"`` {key.example} ``" if "`" in key.example else f"`{key.example}`")


def write_kinds(key: str) -> str:
    """Return the kinds of field that take a key, in the fewest words.

    >>> write_kinds("precision"), write_kinds("default")
    ('`decimal`', 'all but `password` `secret` `[entity]`')
    """
    takers = [text for kind, text in KINDS.items() if key in allowed_keys(kind)]
    others = [text for text in KINDS.values() if text not in takers]
    if not others:
        return "all"
    return f"all but {' '.join(others)}" if len(others) <= _FEW else " ".join(takers)


def write_types() -> str:
    """Return the table of the types."""
    rows = [(f"`{name}`", text.holds, text.json) for name, text in TYPE_TEXTS.items()]
    relations = [
        ("an entity's name", "a reference", "the other record's id, or the record where it is expanded"),
        ("`[entity]`", "references to many, kept in a table of their own", "array of ids"),
    ]
    return _write_rows(("type", "holds", "in JSON"), [*rows, *relations])


def _write_rows(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    columns = tuple(head)
    lines = [columns, ("---",) * len(columns), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines).replace("|  |", "| |")


if __name__ == "__main__":
    sys.stdout.write(write_reference(Path(sys.argv[1]).read_text(encoding="utf-8")))

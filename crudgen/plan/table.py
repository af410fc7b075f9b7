"""The matrix of rights as tables for people: one for each entity, a column for each role, a letter for each action."""

from collections.abc import Iterator, Mapping, Sequence

from crudgen.plan.matrix import EVERY, RECORD, Matrix, Rows, spell_rows
from crudgen.schema.catalog import Catalog, Entity

LEGEND = (
    "r read, c create, u update, d delete, i import; - nothing. A number is a condition, below its table.\n"
    "A column is all that a key of that role may do, by `public` and `authenticated`, too; a user may do what stands under owner besides.\n"
    "To update and to delete, one must also be able to read the record."
)


def write_tables(catalog: Catalog, matrix: Matrix, roles: Sequence[str]) -> Iterator[str]:
    """Yield the lines of a legend and of every entity's table."""
    yield LEGEND
    for name, actions in matrix.items():
        yield ""
        yield from _table(catalog.entities[name], actions, roles)


def _table(entity: Entity, actions: Mapping[str, Mapping[str, Mapping[str, Rows]]], roles: Sequence[str]) -> Iterator[str]:
    notes: dict[Rows, int] = {}
    rows = [(entity.name, *roles)]
    for name in (RECORD, *entity.fields, *entity.parts):
        label = "the record" if name == RECORD else name
        rows.append((label, *(_cell(actions, name, role, notes) for role in roles)))
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
    yield from (f"  {number}: {spell_rows(condition)}" for condition, number in notes.items())


def _cell(actions: Mapping[str, Mapping[str, Mapping[str, Rows]]], name: str, role: str, notes: dict[Rows, int]) -> str:
    letters = []
    for action, fields in actions.items():
        rows = fields.get(name, {}).get(role)
        if rows:
            letters.append(action[0] if rows == EVERY else f"{action[0]}{notes.setdefault(rows, len(notes) + 1)}")
    return "".join(letters) or "-"

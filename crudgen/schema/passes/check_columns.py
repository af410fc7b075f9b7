"""Refuse two fields of one column, and columns that crudgen keeps for itself."""

from dataclasses import replace

from crudgen.errors import Diagnostic
from crudgen.schema.draft import Draft, EntityDraft, FieldDraft, refuse
from crudgen.schema.names import RESERVED_COLUMNS


def check_columns(draft: Draft, problems: list[Diagnostic]) -> Draft:
    """Compare columns without their case, since some databases do."""
    for entity in draft.entities.values():
        _check_entity(entity, problems)
    return draft


def _check_entity(entity: EntityDraft, problems: list[Diagnostic]) -> None:
    columns: dict[str, FieldDraft] = {}
    for member in (*entity.fields.values(), *_folded(entity)):
        field = member.field
        column = field.column.lower()
        if not column:
            continue
        at = member.at("column")
        if column in RESERVED_COLUMNS:
            refuse(problems, at, "reserved_name", f'the column "{field.column}" is crudgen\'s own')
        elif column in columns:
            other = columns[column].field
            message = f'"{field.name}" and "{other.name}" have one column, "{field.column}"'
            first, second = sorted((columns[column], member), key=lambda one: "column" in one.nodes)
            refuse(problems, second.at("column"), "duplicate_column", message, f"give {second.field.name} another column")
            columns[column] = first
        else:
            columns[column] = member


def _folded(entity: EntityDraft) -> list[FieldDraft]:
    """Return the columns that `ci` brings along, as the fields that own them."""
    own = [member for member in entity.fields.values() if member.field.folded_column]
    return [replace(member, field=replace(member.field, column=member.field.folded_column, ci=False)) for member in own]

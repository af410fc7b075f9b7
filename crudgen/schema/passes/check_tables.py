"""Refuse two entities of one table or path, and tables that are not the project's."""

from crudgen.errors import Diagnostic
from crudgen.schema.catalog import Location
from crudgen.schema.draft import Draft, EntityDraft, refuse
from crudgen.schema.names import RESERVED_TABLES


def check_tables(draft: Draft, problems: list[Diagnostic]) -> Draft:
    """Compare the tables of entities and of links, and the paths, without their case."""
    tables: dict[str, str] = {}
    paths: dict[str, str] = {}
    written_last = sorted(draft.entities.items(), key=lambda one: len(one[1].places.keys() & {"table", "path"}))
    for name, entity in written_last:
        path = entity.entity.path
        if (owner := paths.setdefault(path.lower(), name)) != name:
            refuse(problems, entity.at("path"), "duplicate_path", f'the path "{path}" is that of "{owner}"', "add path: with another one")
        table, at = entity.entity.table, entity.at("table")
        if entity.view is not None:
            continue
        if not entity.entity.is_builtin and RESERVED_TABLES.match(table) and not name.startswith("crudgen_"):
            refuse(problems, at, "reserved_name", f'the table "{table}" is not the project\'s', "choose another name")
        _claim(tables, table, f'the entity "{name}"', at, problems)
    for entity in draft.entities.values():
        _claim_links(tables, entity, problems)
    return draft


def _claim_links(tables: dict[str, str], entity: EntityDraft, problems: list[Diagnostic]) -> None:
    for name, member in entity.fields.items():
        relation = member.field.relation
        if relation is not None and relation.link is not None and not relation.link.through:
            _claim(tables, relation.link.table, f'the links of "{entity.entity.name}.{name}"', member.field.at, problems)


def _claim(tables: dict[str, str], table: str, owner: str, at: Location, problems: list[Diagnostic]) -> None:
    first = tables.setdefault(table.lower(), owner)
    if first != owner:
        hint = "rename the field" if owner.startswith("the links") else "add table: with another name"
        refuse(problems, at, "duplicate_table", f'{owner} and {first} have one table, "{table}"', hint)

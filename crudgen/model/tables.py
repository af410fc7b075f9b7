"""The Catalog as SQLAlchemy tables: lean ones for queries, made one at a time when first asked for, and complete ones for DDL."""

from collections.abc import Iterator

import sqlalchemy as sa

from crudgen.model import names
from crudgen.model.columns import build_check, build_column, build_folded_column, build_version_column, column_type, key_column, makes_keys
from crudgen.model.conditions import build_condition
from crudgen.model.counters import COUNTERS
from crudgen.model.cycles import cyclic_edges
from crudgen.schema.catalog import Catalog, Entity, Field, IndexColumn, Relation


class Tables:
    """The tables of a Catalog.

    `tables["order"]` and `tables.link(relation)` have columns and a primary key, which is all that a statement needs;
    `metadata()` makes every table anew with its foreign keys, indexes and CHECKs.
    """

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._metadata = sa.MetaData()
        self._tables: dict[str, sa.Table] = {}

    def __getitem__(self, name: str) -> sa.Table:
        """Return the table of the entity `name`."""
        table = self._tables.get(name)
        if table is None:
            table = self._tables[name] = build_table(self.catalog, self.catalog.entities[name], self._metadata)
        return table

    def link(self, relation: Relation) -> sa.Table:
        """Return the table behind a many-to-many relation, the same from both sides."""
        assert relation.link is not None  # noqa: S101 -- only asked for such relations
        if relation.link.through:
            return self[relation.link.through]
        table = self._metadata.tables.get(relation.link.table)
        return build_link(self.catalog, relation, self._metadata) if table is None else table

    def metadata(self) -> sa.MetaData:
        """Return every table, complete, for DDL and for the comparison with a database. Made anew at each call."""
        metadata = sa.MetaData()
        late = cyclic_edges(self.catalog)
        for entity in self.catalog.stored:
            table = build_table(self.catalog, entity, metadata)
            for field in _columns(entity):
                _complete_column(self.catalog, entity, field, table, late=(entity.name, field.name) in late)
            _add_conditions(self.catalog, entity, table)
            _add_indexes(entity, table)
        if any(field.sequence for entity in self.catalog.entities.values() for field in entity.fields.values()):
            COUNTERS.to_metadata(metadata)
        for relation in own_links(self.catalog):
            _complete_link(self.catalog, relation, build_link(self.catalog, relation, metadata))
        return metadata


def own_links(catalog: Catalog) -> Iterator[Relation]:
    """Yield every many-to-many relation with a table of its own once, from the side that declares it."""
    for entity in catalog.entities.values():
        for field in entity.fields.values():
            if field.relation is not None and field.relation.link is not None and not field.relation.link.through:
                yield field.relation


def build_table(catalog: Catalog, entity: Entity, metadata: sa.MetaData) -> sa.Table:
    """Return the entity's table with columns and primary key, added to `metadata`."""
    columns = [build_column(catalog, entity, field) for field in _columns(entity)]
    folded = [build_folded_column(catalog, field) for field in _columns(entity) if field.folded_column]
    key = sa.PrimaryKeyConstraint(*(field.column for field in entity.key_fields), name=names.primary_key_name(entity.table))
    table = sa.Table(entity.table, metadata, *columns, *folded, build_version_column(), key, sqlite_autoincrement=makes_keys(entity))
    table.info["entity"] = entity.name
    return table


def build_link(catalog: Catalog, relation: Relation, metadata: sa.MetaData) -> sa.Table:
    """Return the table of a many-to-many relation: two columns, together its key."""
    assert relation.link is not None  # noqa: S101 -- only asked for such relations
    link = relation.link
    columns = [
        sa.Column(column, _link_type(catalog, entity), nullable=False, autoincrement=False)
        for column, entity in ((link.near, relation.source), (link.far, relation.target))
    ]
    key = sa.PrimaryKeyConstraint(link.near, link.far, name=names.primary_key_name(link.table))
    return sa.Table(link.table, metadata, *columns, key)


def _link_type(catalog: Catalog, entity: str) -> sa.types.TypeEngine[object]:
    (key,) = catalog.entities[entity].key_fields
    reference = Field("", "reference", relation=Relation("", "", entity, many=False, field="", column=key.column))
    return column_type(catalog, reference)


def _columns(entity: Entity) -> Iterator[Field]:
    return (field for field in entity.fields.values() if field.is_column)


def _complete_column(catalog: Catalog, entity: Entity, field: Field, table: sa.Table, *, late: bool) -> None:
    check = build_check(catalog, entity, field)
    if check is not None:
        table.append_constraint(check)
    if field.relation is not None:
        on_delete = field.relation.on_delete
        _add_reference(catalog, table, field.column, field.relation.target, on_delete=on_delete, late=late)


def _add_reference(catalog: Catalog, table: sa.Table, column: str, target: str, *, on_delete: str, late: bool = False) -> None:
    referred = key_column(catalog, catalog.entities[target])
    key = sa.ForeignKeyConstraint(
        [column],
        [f"{referred.table}.{referred.column}"],
        name=names.foreign_key_name(table.name, column),
        ondelete=on_delete.replace("_", " ").upper(),
        use_alter=late,
    )
    table.append_constraint(key)


def _add_conditions(catalog: Catalog, entity: Entity, table: sa.Table) -> None:
    for check in entity.checks:
        condition = build_condition(catalog, entity, check, table)
        if condition is not None:
            table.append_constraint(condition)


def _add_indexes(entity: Entity, table: sa.Table) -> None:
    unique = [(name,) for name, field in entity.fields.items() if field.unique and entity.key != (name,)]
    for fields in dict.fromkeys([*unique, *entity.unique]):
        columns = [compared_column(entity.fields[name]) for name in fields]
        sa.Index(names.unique_name(table.name, *columns), *(table.c[column] for column in columns), unique=True)
    plain = [(IndexColumn(field.name),) for field in _columns(entity) if _wants_index(entity, field)]
    for index in dict.fromkeys([*plain, *entity.indexes]):
        columns = [compared_column(entity.fields[part.field]) for part in index]
        parts = [f"{column}__desc" if part.descending else column for column, part in zip(columns, index, strict=True)]
        keys = [_index_part(table, column, part) for column, part in zip(columns, index, strict=True)]
        sa.Index(names.index_name(table.name, *parts), *keys)


def compared_column(field: Field) -> str:
    """Return the column by which a field is compared and sorted: beside a `ci` one stands its folded text."""
    return field.folded_column or field.column


def _index_part(table: sa.Table, column: str, part: IndexColumn) -> sa.ColumnElement[object]:
    return table.c[column].desc() if part.descending else table.c[column]


def _wants_index(entity: Entity, field: Field) -> bool:
    """Tell whether a column gets an index of its own: asked for, or a reference that no key or unique begins with."""
    return not field.unique and (field.index or (field.relation is not None and entity.key[0] != field.name))


def _complete_link(catalog: Catalog, relation: Relation, table: sa.Table) -> None:
    assert relation.link is not None  # noqa: S101 -- only asked for such relations
    link = relation.link
    _add_reference(catalog, table, link.near, relation.source, on_delete="cascade")
    _add_reference(catalog, table, link.far, relation.target, on_delete="cascade")
    sa.Index(names.index_name(table.name, link.far), table.c[link.far])

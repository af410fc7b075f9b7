"""The tables of a Catalog as an upgrade leaves them, without its revisions."""

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection

from crudgen.migrate.rows import write_rows
from crudgen.model import Tables


def create_tables(connection: Connection, tables: Tables) -> None:
    """Make the tables, and the rows that migrations make."""
    tables.metadata().create_all(connection)
    operations = Operations(MigrationContext.configure(connection))
    for entity in tables.catalog.entities.values():
        for operation in write_rows(tables.catalog, None, entity):
            operations.invoke(operation)

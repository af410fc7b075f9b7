"""References looked at only when the transaction ends: for rows of one file that refer to later ones."""

from sqlalchemy import Connection

from crudgen.errors import UserError


def defer_references(connection: Connection) -> None:
    """Let records of this transaction refer to records that it inserts later; whoever calls this checks them before the end.

    SQLite forgets the setting at the end of the transaction by itself.
    """
    if connection.dialect.name != "sqlite":
        raise UserError(f'references cannot be deferred on "{connection.dialect.name}": not supported yet')
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")

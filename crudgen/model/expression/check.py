"""A row-local condition as the text of a table's CHECK."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from crudgen.model.expression.render import render_tree
from crudgen.model.expression.types import value_type
from crudgen.schema.expression.tree import Expression, Place, Typed
from crudgen.schema.expression.values import give

_OWN_FUNCTION = "crudgen_"


def write_check(expression: Expression, table: sa.Table, dialect: Dialect) -> str | None:
    """Return the condition in the database's SQL, or None where its table cannot check it, so that the service has to.

    That is so when it reads more than the row's own columns, or needs a function that only crudgen's connections have.
    """
    if not expression.is_row_local:
        return None
    element = render_tree(expression.tree, _Columns(table))
    text = str(element.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
    return None if _OWN_FUNCTION in text else text


class _Columns:
    """The columns of one table, and constants."""

    def __init__(self, table: sa.Table) -> None:
        self.table = table

    def column(self, place: Place) -> sa.ColumnElement[Any]:
        column = self.table.c[place.field.column]
        return sa.column(sa.quoted_name(column.name, quote=True), column.type)  # what is a reserved word, each database says for itself

    def bind(self, node: Typed) -> sa.BindParameter[Any]:
        return sa.literal(give(node.value, node.type), value_type(node.type))

    def aggregate(self, node: Typed) -> sa.ColumnElement[Any]:
        raise AssertionError("a row-local expression has none")

"""One element for every operation; what is written for it is in the module of each database."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.visitors import InternalTraversal
from sqlalchemy.types import TypeEngine

from crudgen.model.expression import mysql, postgresql, sqlite
from crudgen.model.expression.shape import Shape


class Operation(FunctionElement[Any]):
    """An operation of the typed tree on SQL expressions. `shape` is all that decides how it is written."""

    name = "operation"
    inherit_cache = True
    _traverse_internals = [*FunctionElement._traverse_internals, ("shape", InternalTraversal.dp_plain_obj)]

    def __init__(self, shape: Shape, args: Sequence[sa.ColumnElement[Any]], type_: TypeEngine[Any]) -> None:
        self.shape = shape
        self.type = type_
        super().__init__(*args)

    def self_group(self, against: Any = None) -> "Operation":
        """Stay as it is: SQLAlchemy would compare a condition with 1, and no index could serve."""
        return self


Writer: TypeAlias = Callable[..., str]
WRITERS: Mapping[str, Mapping[str, Writer]] = {
    "sqlite": sqlite.WRITERS,
    "postgresql": postgresql.WRITERS,
    "mysql": mysql.WRITERS,
    "mariadb": mysql.WRITERS,
}
"""By dialect and operation: from the shape and the arguments' SQL to the operation's SQL, which is always one atom.

A writer puts an argument that is not plain into its SQL once, or nested operations would double it at each level.
"""


@compiles(Operation)
def _write(element: Operation, compiler: SQLCompiler, **options: Any) -> str:
    options.pop("within_columns_clause", None)
    args = [compiler.process(clause.self_group(), within_columns_clause=False, **options) for clause in element.clauses]
    return WRITERS[compiler.dialect.name][element.shape.op](element.shape, *args)

"""SQL that each database spells its own way: text search without wildcards, and the order of NULLs."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class fold(FunctionElement[str]):  # noqa: N801 -- SQL functions are written in lower case
    """A text with case differences gone; on SQLite by `model.fold`, registered on every connection."""

    inherit_cache = True
    name = "fold"
    type = sa.String()


class position(FunctionElement[int]):  # noqa: N801
    """Where the first text contains the second, from 1, letter by letter: nothing in it is a wildcard. 0: nowhere."""

    inherit_cache = True
    name = "position"
    type = sa.Integer()


class tail(FunctionElement[str]):  # noqa: N801
    """As many last letters of the first text as the second one has, which is not empty."""

    inherit_cache = True
    name = "tail"
    type = sa.String()


def _label_of(element: FunctionElement[Any]) -> Any:
    """Return the label that is sorted by, which SQLAlchemy writes by its name then."""
    (key,) = element.clauses
    return key._order_by_label_element


class ascending(FunctionElement[Any]):  # noqa: N801
    """An ORDER BY key, ascending, NULLs last."""

    inherit_cache = True
    name = "ascending"
    _order_by_label_element = property(_label_of)


class descending(FunctionElement[Any]):  # noqa: N801
    """An ORDER BY key, descending, NULLs last."""

    inherit_cache = True
    name = "descending"
    _order_by_label_element = property(_label_of)


def _arguments(element: FunctionElement[Any], compiler: SQLCompiler, options: Any) -> list[str]:
    return [compiler.process(clause, **options) for clause in element.clauses]


@compiles(fold)
def _fold(element: fold, compiler: SQLCompiler, **options: Any) -> str:
    (text,) = _arguments(element, compiler, options)
    return f"crudgen_fold({text})" if compiler.dialect.name == "sqlite" else f"lower({text})"


@compiles(position)
def _position(element: position, compiler: SQLCompiler, **options: Any) -> str:
    name = "strpos" if compiler.dialect.name == "postgresql" else "instr"
    return f"{name}({', '.join(_arguments(element, compiler, options))})"


@compiles(tail)
def _tail(element: tail, compiler: SQLCompiler, **options: Any) -> str:
    text, end = _arguments(element, compiler, options)
    return f"substr({text}, -length({end}))" if compiler.dialect.name == "sqlite" else f"right({text}, char_length({end}))"


@compiles(ascending)
def _ascending(element: ascending, compiler: SQLCompiler, **options: Any) -> str:
    (key,) = _arguments(element, compiler, options)
    return f"{key} IS NULL, {key}" if _is_mysql(compiler) else f"{key} ASC NULLS LAST"


@compiles(descending)
def _descending(element: descending, compiler: SQLCompiler, **options: Any) -> str:
    (key,) = _arguments(element, compiler, options)
    # SQLite and MySQL take NULL for the least value, so that it comes last by itself, and an index serves.
    return f"{key} DESC NULLS LAST" if compiler.dialect.name == "postgresql" else f"{key} DESC"


def _is_mysql(compiler: SQLCompiler) -> bool:
    return compiler.dialect.name in {"mysql", "mariadb"}

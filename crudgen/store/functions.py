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


class contains(FunctionElement[bool]):  # noqa: N801
    """True where the first text contains the second, letter by letter: nothing in it is a wildcard."""

    inherit_cache = True
    name = "contains"
    type = sa.Boolean()


class ends(FunctionElement[bool]):  # noqa: N801
    """True where the first text ends with the second, which is not empty."""

    inherit_cache = True
    name = "ends"
    type = sa.Boolean()


class ascending(FunctionElement[Any]):  # noqa: N801
    """An ORDER BY key, ascending, NULLs last."""

    inherit_cache = True
    name = "ascending"


class descending(FunctionElement[Any]):  # noqa: N801
    """An ORDER BY key, descending, NULLs last."""

    inherit_cache = True
    name = "descending"


def _arguments(element: FunctionElement[Any], compiler: SQLCompiler, options: Any) -> list[str]:
    return [compiler.process(clause, **options) for clause in element.clauses]


@compiles(fold)
def _fold(element: fold, compiler: SQLCompiler, **options: Any) -> str:
    (text,) = _arguments(element, compiler, options)
    return f"crudgen_fold({text})" if compiler.dialect.name == "sqlite" else f"lower({text})"


_CONTAINS = {"sqlite": "instr({0}, {1}) > 0", "postgresql": "strpos({0}, {1}) > 0"}


@compiles(contains)
def _contains(element: contains, compiler: SQLCompiler, **options: Any) -> str:
    return _CONTAINS.get(compiler.dialect.name, "instr({0}, {1}) > 0").format(*_arguments(element, compiler, options))


_ENDS = {"sqlite": "substr({0}, -length({1})) = {2}", "postgresql": "right({0}, length({1})) = {2}"}


@compiles(ends)
def _ends(element: ends, compiler: SQLCompiler, **options: Any) -> str:
    text, end = element.clauses
    # The parameter stands twice, so it is rendered twice: each place takes its value by itself.
    parts = [compiler.process(clause, **options) for clause in (text, end, end)]
    return _ENDS.get(compiler.dialect.name, "right({0}, char_length({1})) = {2}").format(*parts)


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

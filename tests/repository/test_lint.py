"""Our own lint: ways of writing that no general linter refuses and that have hurt others."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "crudgen").rglob("*.py"))

ALLOWED = {
    ("text()", "crudgen/migrate/"): "DDL and catalog queries of the migration, with no value of a request in reach",
    ("execute() of a built text", "crudgen/store/connect.py"): "PRAGMAs of our own, which take no parameters",
    ("literal_column()", "crudgen/store/"): "small numbers of our own: ranks of enum values, the 1 of a capped count",
    ("ORM", "crudgen/model/mapped.py"): "mapped classes for project.models",
    ("ORM", "crudgen/store/database.py"): "project.session(), a face for scripts",
    ("ORM", "crudgen/app/"): "its type",
    ("ORM", "crudgen/admin/"): "sqladmin's views are declared with mapped classes; no session is ever opened",
}
"""What is allowed where, and why. A path that ends in a slash is a folder."""


def is_allowed(offence: str, module: str) -> bool:
    return any(offence == name and module.startswith(place) for name, place in ALLOWED)


def called(node: ast.Call) -> str:
    """Return the dotted name that is called, as far as it is written down."""
    parts: list[str] = []
    target: ast.expr = node.func
    while isinstance(target, ast.Attribute):
        parts.append(target.attr)
        target = target.value
    if isinstance(target, ast.Name):
        parts.append(target.id)
    return ".".join(reversed(parts))


def offences(tree: ast.Module) -> Iterator[tuple[str, int]]:
    from_sqlalchemy = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy")
        for alias in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from call_offences(node, from_sqlalchemy)
        elif isinstance(node, ast.ImportFrom | ast.Import):
            modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            if any(module.startswith("sqlalchemy.orm") for module in modules):
                yield "ORM", node.lineno
            if any(module.split(".")[0] in {"pickle", "marshal", "shelve"} for module in modules):
                yield "unsafe deserialising", node.lineno


def call_offences(node: ast.Call, from_sqlalchemy: set[str]) -> Iterator[tuple[str, int]]:
    name = called(node)
    last = name.rpartition(".")[2]
    first_is_built = bool(node.args) and isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
    if name in {"sa.text", "sqlalchemy.text"} or (name == "text" and "text" in from_sqlalchemy):
        yield "text()", node.lineno
    if last == "literal_column":
        yield "literal_column()", node.lineno
    if last in {"execute", "executemany", "executescript", "scalar", "scalars", "exec_driver_sql"} and first_is_built:
        yield "execute() of a built text", node.lineno
    if name in {"yaml.load", "yaml.unsafe_load", "yaml.full_load"}:
        yield "yaml.load()", node.lineno
    if last in {"utcnow", "utcfromtimestamp"}:
        yield "naive UTC", node.lineno
    if isinstance(node.func, ast.Name) and name in {"eval", "exec", "compile", "__import__"}:
        yield "running text as code", node.lineno


@pytest.mark.parametrize("module", MODULES)
def test_no_module_does_what_our_lint_forbids(module: str) -> None:
    tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
    found = [f"{module}:{line}: {offence}" for offence, line in offences(tree) if not is_allowed(offence, module)]
    assert found == []


@pytest.mark.parametrize(
    ("code", "offence"),
    [
        ("from sqlalchemy import text\ntext('select 1')", "text()"),
        ("import sqlalchemy as sa\nsa.text('select 1')", "text()"),
        ("from sqlalchemy import literal_column\nliteral_column(name)", "literal_column()"),
        ("connection.execute(f'select {name}')", "execute() of a built text"),
        ("connection.exec_driver_sql('pragma ' + name)", "execute() of a built text"),
        ("import yaml\nyaml.load(text)", "yaml.load()"),
        ("from datetime import datetime\ndatetime.utcnow()", "naive UTC"),
        ("from sqlalchemy.orm import Session", "ORM"),
        ("eval(text)", "running text as code"),
        ("import pickle", "unsafe deserialising"),
    ],
)
def test_the_lint_finds_what_it_is_for(code: str, offence: str) -> None:
    assert offence in {found for found, _ in offences(ast.parse(code))}


def test_every_allowance_is_still_needed() -> None:
    used = {
        (name, place)
        for module in MODULES
        for offence, _ in offences(ast.parse((ROOT / module).read_text(encoding="utf-8")))
        for name, place in ALLOWED
        if offence == name and module.startswith(place)
    }
    assert set(ALLOWED) - used == set()

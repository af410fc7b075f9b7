"""The house style that can be counted: how long modules and functions are, and what every module says of itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WRITTEN = "versions"
"""Revisions are written by the program and never changed again; they are as long as their tables."""
MODULES = sorted((ROOT / "crudgen").rglob("*.py"))
MOST_MODULE_LINES = 400
MOST_FUNCTION_LINES = 50


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_the_package_has_modules_to_count() -> None:
    assert len(MODULES) > 50


@pytest.mark.parametrize("folder", ["crudgen", "tests", "benchmarks"])
def test_no_module_is_longer_than_400_lines(folder: str) -> None:
    paths = (path for path in (ROOT / folder).rglob("*.py") if path.parent.name != WRITTEN)
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    assert {name: lines for name, lines in lengths.items() if lines > MOST_MODULE_LINES} == {}


@pytest.mark.parametrize("folder", ["crudgen", "tests", "benchmarks"])
def test_no_function_is_longer_than_50_lines(folder: str) -> None:
    lengths = {
        f"{name_of(path)}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in (ROOT / folder).rglob("*.py")
        if path.parent.name != WRITTEN
        for node in functions(path)
    }
    assert {name: lines for name, lines in lengths.items() if lines > MOST_FUNCTION_LINES} == {}


def test_no_test_file_mirrors_nothing() -> None:
    """A folder of tests is a package of the code, a feature, or one of the project's own subjects."""
    packages = {path.name for path in (ROOT / "crudgen").iterdir() if path.is_dir()} | {"errors"}
    subjects = {"repository", "docs", "demo", "chinook", "features", "security", "support", "vendor"}
    folders = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders - packages - subjects == set()

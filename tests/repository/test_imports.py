"""What may import what, and that every package that is imported is one that is asked for."""

import ast
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NEVER_IMPORTED = {
    "uvicorn": "imported; its extra brings the loop and the parser",
    "itsdangerous": "Starlette's sessions, which sqladmin's login uses",
    "python-multipart": "Starlette's forms",
    "jinja2": "Starlette's templates, which the admin's pages are",
}
"""Distributions that other packages import for us."""


def imported(folder: str) -> dict[str, str]:
    """Return every top-level module that the folder imports, and one file that does."""
    found: dict[str, str] = {}
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            else:
                continue
            found.update({name.partition(".")[0]: path.relative_to(ROOT).as_posix() for name in names})
    return {name: path for name, path in found.items() if name not in sys.stdlib_module_names and name != folder}


def distributions(requirements: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(text).name) for text in requirements}


def test_the_import_contracts_hold() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import sys; from importlinter.cli import lint_imports_command as run; run()", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_the_code_imports_is_a_dependency() -> None:
    wanted = distributions(PROJECT["dependencies"])
    providers = packages_distributions()
    missing = {
        f"{module} ({path})": providers.get(module)
        for module, path in imported("crudgen").items()
        if module != "pysqlite3" and not wanted & {canonicalize_name(name) for name in providers.get(module, [])}
    }
    assert missing == {}


def test_every_dependency_is_imported() -> None:
    providers = packages_distributions()
    used = {canonicalize_name(name) for module in imported("crudgen") for name in providers.get(module, [])}
    assert distributions(PROJECT["dependencies"]) - used - set(NEVER_IMPORTED) == set()


@pytest.mark.parametrize("requirement", [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]])
def test_the_tests_run_on_no_version_below_the_floor(requirement: str) -> None:
    from importlib.metadata import version

    wanted = Requirement(requirement)
    assert wanted.specifier.contains(version(wanted.name)), requirement
    assert any(part.operator == ">=" for part in wanted.specifier), f"{requirement} has no floor"

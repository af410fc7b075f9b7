"""The code map tells the truth: ARCHITECTURE.md names every package, and no package that is gone."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
MAP = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def packages() -> set[str]:
    folders = {path.parent.relative_to(ROOT).as_posix() for path in (ROOT / "crudgen").rglob("__init__.py")}
    return {folder.replace("/", ".") for folder in folders}


def test_every_package_is_on_the_map() -> None:
    assert {name for name in packages() if f"`{name}`" not in MAP} == set()


def test_every_package_on_the_map_is_in_the_tree() -> None:
    named = set(re.findall(r"`(crudgen(?:\.[a-z_]+)*)`", MAP))
    modules = {path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".") for path in (ROOT / "crudgen").rglob("*.py")}
    assert named - packages() - modules == set()


def test_the_map_fits_one_page() -> None:
    assert len(MAP.splitlines()) <= 100

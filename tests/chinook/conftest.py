"""The Chinook project of examples/, loaded once with the real rows, and the same rows as plain Python."""

import csv
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from crudgen import Project
from crudgen.cli import main

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("CRUDGEN_SHARED", ROOT.parent / "shared")) / "data" / "chinook"
IN_ORDER = (
    "artist", "genre", "media_type", "playlist", "employee", "customer", "album", "track", "invoice", "invoice_line", "playlist_track",
)  # fmt: skip
"""Each after those that it refers to."""


@pytest.fixture(scope="session")
def truth() -> dict[str, list[dict[str, str]]]:
    """Return the rows of every file, as texts."""
    if not DATA.is_dir():
        pytest.skip(f"the Chinook files are not at {DATA}; set CRUDGEN_SHARED to the folder that holds data/chinook")
    rows = {}
    for name in IN_ORDER:
        with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows[name] = list(csv.DictReader(file))
    return rows


@pytest.fixture(scope="session")
def folder(truth: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of examples/chinook whose database holds all eleven files."""
    folder = tmp_path_factory.mktemp("chinook") / "project"
    shutil.copytree(ROOT / "examples" / "chinook", folder, ignore=shutil.ignore_patterns("data", ".crudgen"))
    assert main(["upgrade", "--project", str(folder)]) == 0
    for name in IN_ORDER:
        assert main(["import", name, str(DATA / f"{name}.csv"), "--project", str(folder)]) == 0
    return folder


@pytest.fixture(scope="session")
def client(folder: Path) -> Iterator[TestClient]:
    """Return a client of the loaded project that may see everything."""
    import contextlib
    import io

    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        assert main(["key", "create", "tests", "--role", "admin", "--project", str(folder)]) == 0
    headers = {"Authorization": f"Bearer {printed.getvalue().strip()}"}
    with TestClient(Project(folder).app(), headers=headers) as client:
        yield client


@pytest.fixture(scope="session")
def all_of(client: TestClient) -> Any:
    """Return a function that walks a whole list by its cursor."""

    def walk(path: str, **parameters: str) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = []
        cursor: dict[str, str] = {}
        while True:
            answer = client.get(path, params={"limit": "1000", "count": "none", **parameters, **cursor})
            assert answer.status_code == 200, answer.text
            page = answer.json()
            items += page["items"]
            if page["next"] is None:
                return items
            cursor = {"cursor": page["next"]}

    return walk

"""The fixture of SECURITY 1, once for all tests: in this process, or at CRUDGEN_URL, where its folder is CRUDGEN_FOLDER."""

import json
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from crudgen import Project
from tests.security.prepare import PASSES, prepare
from tests.security.watch import Watch
from tests.support.world import Build, World, build_world


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the project, made for this run unless it is served already."""
    if os.environ.get("CRUDGEN_URL"):
        return Path(os.environ["CRUDGEN_FOLDER"])
    made = tmp_path_factory.mktemp("security")
    prepare(made)
    return made


@pytest.fixture(scope="session")
def watch(folder: Path) -> Iterator[Watch]:
    """Return the client that looks at every answer."""
    passes = json.loads((folder / PASSES).read_text(encoding="utf-8"))
    if os.environ.get("CRUDGEN_URL"):
        with httpx.Client(base_url=os.environ["CRUDGEN_URL"]) as client:
            yield Watch(client, passes, folder)
        return
    app = Project(folder).app()
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as client:
        made = Watch(client, passes, folder)
        logging.getLogger().addHandler(made.log)
        yield made
        logging.getLogger().removeHandler(made.log)


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Build]:
    """Return what makes a World of schemas by name, its tables made."""
    made: list[World] = []

    def make(config: str, **schemas: str) -> World:
        made.append(build_world(tmp_path / str(len(made)), config, schemas))
        return made[-1]

    yield make
    for world in made:
        world.database.close_now()

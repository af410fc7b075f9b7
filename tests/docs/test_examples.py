"""What the documents show works: each page's files and commands are written and run, in the page's order."""

import contextlib
import io
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from starlette.testclient import TestClient

from crudgen import Project
from crudgen.app.editor import CONFIG, SCHEMA, read_names, render_schemas
from crudgen.cli import main
from crudgen.document import load, plain
from tests.docs.pages import DOCS, PAGES, Block, blocks_of, name_of
from tests.support.server import clean_environment, serving

WITH_COMMANDS = [page for page in PAGES if any(block.language == "console" for block in blocks_of(page))]
WITH_REQUESTS = [page for page in PAGES if any(block.language == "http" for block in blocks_of(page))]
WITH_YAML = [page for page in PAGES if any(block.language == "yaml" for block in blocks_of(page))]


def write(folder: Path, block: Block) -> None:
    path = folder / block.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(block.text, encoding="utf-8")


@pytest.mark.parametrize("page", WITH_YAML, ids=name_of)
def test_the_files_of_a_page_make_a_project_without_mistakes(page: Path, tmp_path: Path) -> None:
    for block in blocks_of(page):
        if block.language == "yaml":
            write(tmp_path, block)
    assert Project(tmp_path).catalog.entities


@pytest.mark.parametrize("page", WITH_YAML, ids=name_of)
def test_an_editor_finds_nothing_wrong_with_the_files_of_a_page(page: Path, tmp_path: Path) -> None:
    written = [block for block in blocks_of(page) if block.language == "yaml"]
    for block in written:
        write(tmp_path, block)
    schemas = {name: json.loads(text) for name, text in render_schemas(tmp_path, *read_names(tmp_path)).items()}
    for block in written:
        editor = Draft7Validator(schemas[CONFIG if block.path == "config.yaml" else SCHEMA])
        found = [told.message for told in editor.iter_errors(plain(load(block.text.encode(), block.path)))]
        assert found == [], f"{name_of(page)}:{block.line}"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Return an environment whose `crudgen` is the one under test."""
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "crudgen"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m crudgen "$@"\n')
    command.chmod(0o755)
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return clean_environment() | {"PATH": path}


@pytest.mark.slow
@pytest.mark.timeout(240)
@pytest.mark.parametrize("page", WITH_COMMANDS, ids=name_of)
def test_the_commands_of_a_page_run(page: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    """A page that shows `crudgen serve --dev` has it running from there on, as its reader has."""
    folder = tmp_path / "work"
    folder.mkdir()
    with contextlib.ExitStack() as running:
        patience = 0.0
        for block in blocks_of(page):
            if block.language == "yaml":
                write(folder, block)
            elif block.text.startswith("$ crudgen serve --dev"):
                running.enter_context(serving(folder, "--dev"))
                patience = 10.0
            for line in re.findall(r"^\$ (.+)$", block.text, re.MULTILINE) if block.language == "console" else []:
                if line.startswith("cd "):
                    folder /= line.removeprefix("cd ")
                else:
                    run_line(line, folder, environment, patience, f"{name_of(page)}:{block.line}")


def run_line(line: str, folder: Path, environment: dict[str, str], patience: float, place: str) -> None:
    """Run one command of a page; try again for some seconds where a server may still be carrying out the last edit."""
    end = time.monotonic() + patience
    while True:
        done = subprocess.run(["bash", "-c", line], cwd=folder, env=environment, capture_output=True, text=True, input="", check=False)
        if done.returncode == 0:
            return
        assert time.monotonic() < end, f"{place}: {line}\n{done.stdout}{done.stderr}"
        time.sleep(0.5)


@pytest.mark.parametrize("page", WITH_REQUESTS, ids=name_of)
def test_the_requests_of_a_page_are_answered_as_it_says(page: Path, tmp_path: Path) -> None:
    for block in blocks_of(page):
        if block.language == "yaml":
            write(tmp_path, block)
    make_database(tmp_path)
    with TestClient(Project(tmp_path).app()) as client:
        for block in blocks_of(page):
            if block.language == "http":
                request, _, answer = block.text.partition("\n\n")
                line, _, body = request.partition("\n")
                method, _, path = line.partition(" ")
                got = client.request(method, path, json=json.loads(body) if body else None)
                status, _, wanted = answer.strip().partition("\n")
                assert got.status_code == int(status), f"{name_of(page)}:{block.line}: {got.text}"
                assert holds(got.json(), json.loads(wanted)), f"{name_of(page)}:{block.line}: {got.text}"


def make_database(folder: Path) -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        assert main(["revise", "-m", "all", "--project", str(folder)]) == 0
        assert main(["upgrade", "--project", str(folder)]) == 0


def holds(got: Any, wanted: Any) -> bool:
    """Tell whether an answer has everything that a page shows of it; it may have more members."""
    match wanted:
        case dict():
            return isinstance(got, dict) and all(name in got and holds(got[name], value) for name, value in wanted.items())
        case list():
            return isinstance(got, list) and len(got) == len(wanted) and all(map(holds, got, wanted))
        case _:
            return bool(got == wanted)


def test_the_python_of_the_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    shop = tmp_path / "shop"
    for block in [*blocks_of(DOCS / "api.md"), *blocks_of(DOCS / "python.md")]:
        if block.language == "yaml":
            write(shop, block)
    make_database(shop)
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    for block in blocks_of(DOCS / "python.md"):
        if block.language == "python":
            exec(compile(block.text, f"docs/python.md:{block.line}", "exec"), names)  # noqa: S102 -- this is what the page is for
    printed = capsys.readouterr().out
    assert "A-1 Ann 12.50" in printed
    assert "•••••••• t-0001" in printed
    with TestClient(names["mine"]) as client:
        assert client.get("/shop/api/order?limit=1").json()["items"][0]["number"] == "A-1"
    with TestClient(names["other"]) as client:
        assert client.get("/v1/order").json()["total"] == 1


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_json_that_is_shown_is_json(page: Path) -> None:
    for block in blocks_of(page):
        if block.language == "json":
            json.loads(block.text)

"""The server's secret is changed beside a running server, by the three steps of docs/config.md."""

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import httpx

from crudgen.app.project import Project
from tests.support.catalog import write_project
from tests.support.server import run_crudgen, serving

OLD, NEW, OTHER = "old " * 10, "new " * 10, "other " * 10
GATEWAY = "fields: {name: string!, token: secret}\n"


def configure(root: Path, secret: str, *old: str) -> None:
    (root / "config.yaml").write_text(f"server: {{secret: {secret.strip()}, old_secrets: [{', '.join(one.strip() for one in old)}]}}\n")


def rotate(root: Path) -> tuple[int, str]:
    done = run_crudgen("maintenance", "rotate-secret", cwd=root)
    return done.returncode, done.stdout + done.stderr


async def reveal_all(root: Path, keys: Sequence[int]) -> list[str | None]:
    project = Project(root)
    try:
        async with project.records() as records:
            return [await records.reveal("gateway", key, "token") for key in keys]
    finally:
        await project.close()


def test_the_secret_is_changed_under_a_running_server(tmp_path: Path) -> None:
    root = write_project(tmp_path, {"gateway": GATEWAY})
    configure(root, OLD)
    (root / "rows.csv").write_text("name,token\n" + "".join(f"g{number},token-{number}\n" for number in range(40)) + "none,\n")
    for arguments in (("revise",), ("upgrade",), ("import", "gateway", "rows.csv")):
        assert run_crudgen(*arguments, cwd=root).returncode == 0
    key = run_crudgen("key", "create", "k", "--role", "admin", cwd=root).stdout.strip()
    with httpx.Client(headers={"Authorization": f"Bearer {key}"}) as client:
        with serving(root) as served:
            cursor = client.get(f"{served.url}/api/gateway?limit=5").json()["next"]
        configure(root, NEW, OLD)
        with serving(root) as served:
            page = client.get(f"{served.url}/api/gateway?limit=5&cursor={cursor}")
            assert [row["name"] for row in page.json()["items"]] == [f"g{number}" for number in range(5, 10)]
            assert client.post(f"{served.url}/api/gateway", json={"name": "late", "token": "late"}).status_code == 201
            assert rotate(root) == (0, "40 secrets were encrypted with the new key; server.old_secrets can be taken away\n")
            assert client.patch(f"{served.url}/api/gateway/1", json={"token": "anew"}).status_code == 200
    configure(root, NEW)
    assert rotate(root)[0] == 0
    assert asyncio.run(reveal_all(root, (1, 2, 41, 42))) == ["anew", "token-1", None, "late"]


def test_what_no_key_opens_is_named(tmp_path: Path) -> None:
    root = write_project(tmp_path, {"gateway": GATEWAY})
    configure(root, OLD)
    (root / "rows.csv").write_text("name,token\n" + "".join(f"g{number},token-{number}\n" for number in range(60)))
    for arguments in (("revise",), ("upgrade",), ("import", "gateway", "rows.csv")):
        assert run_crudgen(*arguments, cwd=root).returncode == 0
    configure(root, NEW)
    code, told = rotate(root)
    assert code == 1
    assert "0 secrets were encrypted with the new key, but 60 cannot be opened:\n  gateway 1, token: it was encrypted with a key" in told
    assert "… and 10 more" in told
    configure(root, NEW, OTHER, OLD)
    with closing(sqlite3.connect(root / "data" / "app.db")) as connection:
        connection.execute("UPDATE gateway SET token = token || 'AAAA' WHERE id = 7")
        connection.commit()
    code, told = rotate(root)
    assert (code, told.splitlines()[1].startswith("  gateway 7, token: it was changed")) == (1, True)
    assert told.startswith("crudgen: 59 secrets were encrypted with the new key, but 1 cannot be opened")

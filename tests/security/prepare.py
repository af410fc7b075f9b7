"""The project of these tests with its people, keys and rows, ready to be served: `python -m tests.security.prepare FOLDER`.

Every text that somebody may not read holds `CANARY-<place>`: `hidden` is for nobody, `admin` for administrators, `ann` and `bob`
for these and themselves. The numbers that may not be read begin with 90210.
"""

import asyncio
import json
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crudgen import Project
from crudgen.plan.nodes import Insert
from crudgen.schema.types.secret import Clear
from crudgen.store import Mode
from tests.support.server import run_crudgen

SOURCE = Path(__file__).parent / "project"
PASSES = "passes.json"
PASSWORD = "only for these tests"  # noqa: S105 -- of people who are nowhere else
PEOPLE = {"ada": ["admin"], "ann": ["editor"], "bob": ["editor"], "vic": ["viewer"], "max": ["people"]}
KEYS = {"reader": ["reader"], "writer": ["writer"]}
PANEL = ("ann", "vic")
"""Who has a session of the admin panel, too."""

_ACCOUNTS = [
    {"name": f"Acc{name}", "email": f"canary-admin-{name}@example.org", "password_hash": f"CANARY-hidden-hash-{name}",
     "reset_token": f"CANARY-hidden-reset-{name}", "token": Clear(f"CANARY-hidden-token-{name}"), "pin": f"CANARY-hidden-pin-{name}", "user": user}
    for name, user in (("ann", 2), ("bob", 3), ("none", None))
]  # fmt: skip


def _doc(number: int, owner: int | None, *, is_public: bool) -> dict[str, Any]:
    whose = {1: "ann", 2: "bob"}.get(owner or 0, "admin")
    return {
        "title": f"Paper {number}" if is_public else f"CANARY-{whose}-title", "body": f"text {number}", "is_public": is_public, "owner": owner,
        "secret_note": "CANARY-hidden-note", "internal_score": 9021000 + number, "vault_json": {"a": "CANARY-hidden-json"},
        "margin": 902100, "diary": f"CANARY-{whose}-diary", "price": number, "stock": 10 * number, "meta": {"color": "red", "a": {"b": number}},
        "client": 1,
    }  # fmt: skip


ROWS: dict[str, list[dict[str, Any]]] = {
    "tag": [{"name": name, "origin": "CANARY-admin-origin", "seal": "CANARY-hidden-seal"} for name in ("new", "late")],
    "customer": [{"name": "CANARY-admin-customer", "email": "canary-admin@example.org", "credit": 902100}],
    "account": _ACCOUNTS,
    "doc": [_doc(1, 1, is_public=True), _doc(2, 1, is_public=False), _doc(3, 2, is_public=True), _doc(4, 2, is_public=False),
            _doc(5, None, is_public=True), _doc(6, None, is_public=False)],
    "line": [{"doc": 1 + place % 6, "what": f"thing {place}", "cost": 902100 + place, "code_word": "CANARY-hidden-word", "tag": 1 + place % 2}
             for place in range(12)],
    "vault": [{"content": "CANARY-admin-vault", "doc": 1}],
}  # fmt: skip
LINKS: dict[str, dict[str, tuple[int, ...]]] = {"doc": {"tags": (1, 2)}, "vault": {"docs": (1,)}}


def prepare(folder: Path) -> dict[str, str]:
    """Make the project in a folder and return a token of everybody in it, that of the panel's sessions as `panel:NAME`."""
    shutil.copytree(SOURCE, folder, dirs_exist_ok=True)
    for command in (("revise", "-m", "first"), ("upgrade",)):
        ran = run_crudgen(*command, cwd=folder)
        assert ran.returncode == 0, ran.stderr
    passes = asyncio.run(_fill(Project(folder)))
    (folder / PASSES).write_text(json.dumps(passes), encoding="utf-8")
    return passes


async def _fill(project: Project) -> dict[str, str]:
    context = project.snapshot.context
    entities, signin = project.catalog.entities, context.signin
    passes: dict[str, str] = {}

    def work(connection: Any) -> None:
        stamps = {"created_at": datetime.now(UTC), "updated_at": datetime.now(UTC)}
        users = [{"login": login, "name": login, "email": f"canary-admin-{login}@example.org", "roles": roles, "is_active": True,
                  "team": "CANARY-admin-team" if login == "max" else login, "recovery": "CANARY-hidden-recovery"}
                 for login, roles in PEOPLE.items()]  # fmt: skip
        for name, rows in {"user": users, **ROWS}.items():
            plans = [Insert(entities[name], {**row, **stamps}, LINKS.get(name, {})) for row in rows]
            context.service.store.insert_many(connection, plans)

    await context.service.database.run(work, Mode.WRITE)
    for login in PEOPLE:
        passes[login] = await signin.create_key(f"key of {login}", user=login)
    for name, roles in KEYS.items():
        passes[name] = await signin.create_key(name, roles=roles)
    for login in PANEL:
        await signin.set_password(login, PASSWORD)
        passes[f"panel:{login}"] = (await signin.login(login, PASSWORD, "")).token
    await project.close()
    return passes


if __name__ == "__main__":
    prepare(Path(sys.argv[1]))
    print(f"now: crudgen serve --project {sys.argv[1]}; CRUDGEN_URL=http://… CRUDGEN_FOLDER={sys.argv[1]} make test-security")

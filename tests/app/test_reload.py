"""`serve --dev`, seen from outside: an edit is in the database and the API at once, and a mistake breaks nothing."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from crudgen.app.reload import is_source
from crudgen.cli.main import main
from tests.support.catalog import write_project
from tests.support.server import Served, serving

SHOP = {"customer": "fields: {name: string!}\naccess: {read: public, create: public}\n"}
SUPPLIER = "fields:\n  name: string!\n  {more}\naccess: {{read: public, create: public}}\n"
DEADLINE = 8.0


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, Served]]:
    root = write_project(tmp_path / "shop", SHOP)
    with serving(root, "--dev") as server:
        yield root, server


def wait_for(claim: Callable[[], bool], what: str) -> float:
    """Return how long it took until the claim held; fail after the deadline."""
    start = time.monotonic()
    while time.monotonic() - start < DEADLINE:
        if claim():
            return time.monotonic() - start
        time.sleep(0.05)
    raise AssertionError(f"not within {DEADLINE} s: {what}")


def revisions(root: Path) -> list[Path]:
    return list((root / "migrations" / "versions").glob("*.py"))


def test_a_new_file_is_a_working_entity_within_moments(served: tuple[Path, Served]) -> None:
    root, server = served
    (root / "schemas" / "supplier.yaml").write_text(SUPPLIER.format(more="phone: phone"))
    took = wait_for(lambda: httpx.get(f"{server.url}/api/supplier").status_code == 200, "the new entity answers")
    assert took < 4
    made = httpx.post(f"{server.url}/api/supplier", json={"name": "Ann & Sons", "phone": "+49 30 123456"})
    assert made.status_code == 201
    assert httpx.get(f"{server.url}{made.headers['location']}").json()["name"] == "Ann & Sons"
    schema = root / ".crudgen" / "schema.json"
    wait_for(lambda: '"supplier!"' in schema.read_text(), "editors offer the new entity")


def test_a_typo_is_told_and_the_old_schema_goes_on_serving(served: tuple[Path, Served]) -> None:
    root, server = served
    (root / "schemas" / "customer.yaml").write_text("fields: {name: strng!}\naccess: {read: public}\n")
    wait_for(lambda: any("did you mean" in line for line in server.lines), "the mistake is printed")
    told = "".join(server.lines)
    assert 'schemas/customer.yaml:1:16: unknown type "strng"' in told
    assert httpx.get(f"{server.url}/api/customer").status_code == 200
    assert httpx.post(f"{server.url}/api/customer", json={"name": "Ann"}).status_code == 201


def test_a_name_typed_letter_by_letter_leaves_one_revision_with_the_last_name(served: tuple[Path, Served]) -> None:
    root, server = served
    path = root / "schemas" / "supplier.yaml"
    for typed in ("w", "we", "web", "webs", "websi", "websit", "website"):
        path.write_text(SUPPLIER.format(more=f"{typed}: url"))
        time.sleep(0.2)

    def takes_it() -> bool:
        return httpx.post(f"{server.url}/api/supplier", json={"name": "A", "website": "https://a.example/"}).status_code == 201

    wait_for(takes_it, "the last name is a column")
    (revision,) = revisions(root)
    text = revision.read_text()
    assert '"website"' in text
    assert '"websit"' not in text


def test_no_request_is_dropped_while_snapshots_are_swapped(served: tuple[Path, Served]) -> None:
    root, server = served
    codes: list[int] = []
    done = threading.Event()

    def ask() -> None:
        with httpx.Client() as client:
            while not done.is_set():
                codes.append(client.get(f"{server.url}/api/customer?limit=1").status_code)

    askers = [threading.Thread(target=ask) for _ in range(4)]
    for asker in askers:
        asker.start()
    for number in range(5):
        (root / "schemas" / "supplier.yaml").write_text(SUPPLIER.format(more=f"field_{number}: int"))
        time.sleep(0.5)
    wait_for(lambda: httpx.get(f"{server.url}/api/supplier?field_4[null]=true").status_code == 200, "the last edit is served")
    done.set()
    for asker in askers:
        asker.join()
    assert len(codes) > 50
    assert set(codes) == {200}


def test_a_change_that_could_lose_data_is_refused_and_named(served: tuple[Path, Served]) -> None:
    root, server = served
    httpx.post(f"{server.url}/api/customer", json={"name": "Ann"}).raise_for_status()
    (root / "schemas" / "customer.yaml").write_text("fields: {title: string}\naccess: {read: public, create: public}\n")
    wait_for(lambda: any("name" in line and "customer" in line for line in server.lines[2:]), "the refusal is printed")
    assert [one["name"] for one in httpx.get(f"{server.url}/api/customer").json()["items"]] == ["Ann"]


def test_settings_are_reloaded_too(served: tuple[Path, Served]) -> None:
    root, server = served
    (root / "config.yaml").write_text("api: {page_size: 7}\n")

    def is_smaller() -> bool:
        return len(httpx.get(f"{server.url}/api/customer").json()["items"]) == 7

    for number in range(9):
        httpx.post(f"{server.url}/api/customer", json={"name": f"C{number}"})
    wait_for(is_smaller, "the page size of the settings holds")


def test_what_dev_wrote_is_committed_and_served_without_it(served: tuple[Path, Served]) -> None:
    root, server = served
    wait_for(lambda: httpx.get(f"{server.url}/api/customer").status_code == 200, "the first entity answers")
    assert main(["diff", "--project", str(root)]) == 0


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("schemas/order.yaml", True),
        ("schemas/deep/order.yaml", True),
        ("config.yaml", True),
        ("schemas/.order.yaml.swp", False),
        ("schemas/order.yaml~", False),
        ("schemas/.#order.yaml", False),
        ("data/app.db", False),
        ("migrations/versions/x.py", False),
    ],
)
def test_only_schemas_and_settings_ask_for_a_reload(path: str, expected: bool) -> None:
    assert is_source(Path("/project"), Path("/project") / path) is expected

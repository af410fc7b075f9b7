"""The commands about rights: what they print, and the codes they end with."""

import json
from pathlib import Path

import pytest

from crudgen.cli.main import main
from tests.support.catalog import write_project
from tests.support.server import run_crudgen, serving

SHOP = {
    "order": """owner: buyer
fields: {number: string!, buyer: user, status: string}
access:
  read: [owner, clerk]
  update: {role: owner, when: "status is null", fields: [status]}
  delete: clerk
"""
}
CONFIG = "roles: {clerk: {label: Clerk}}\n"
DELETE = "yes: the role clerk may delete order: schemas/order.yaml:6:11, schemas/order.yaml:4:17"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return write_project(tmp_path / "shop", SHOP, CONFIG)


@pytest.fixture
def filled(shop: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Return a shop with a database, the user ann and two orders of hers."""
    assert run(shop, "revise") == run(shop, "upgrade") == 0
    done = run_crudgen("user", "create", "ann", "--password-stdin", cwd=shop, stdin="correct horse battery\n")
    assert done.returncode == 0
    (shop / "order.csv").write_text("number,buyer,status\nA1,1,\nA2,1,paid\n")
    assert run(shop, "import", "order", str(shop / "order.csv")) == 0
    capsys.readouterr()
    return shop


def run(folder: Path, *arguments: str) -> int:
    return main([*arguments, "--project", str(folder)])


def test_a_role_is_explained_without_a_database(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shop, "explain", "--role", "clerk", "delete", "order") == 0
    assert capsys.readouterr().out.splitlines()[0] == DELETE
    assert run(shop, "explain", "anonymous", "read", "order") == 2
    assert capsys.readouterr().out.startswith("no: somebody who is not signed in may not read order: ")
    assert not (shop / "data").exists()


def test_a_user_is_explained_on_a_record(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(filled, "explain", "ann", "update", "order", "1") == 0
    told = capsys.readouterr().out
    assert told.startswith("yes: ann may update order 1 (status): schemas/order.yaml:5:11, schemas/order.yaml:4:10\n")
    assert run(filled, "explain", "ann", "update", "order", "2") == 2
    assert "schemas/order.yaml:5:11 asks buyer = user.id and (status is null), but buyer is 1 and status is 'paid' and user.id is 1" in (
        capsys.readouterr().out
    )


def test_programs_get_json(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(filled, "explain", "ann", "update", "order", "2", "--json") == 2
    told = json.loads(capsys.readouterr().out)
    assert (told["user"], told["allowed"], told["id"], told["fields"]["granted"]) == ("ann", False, "2", [])
    assert told["rules"][-1]["values"] == {"buyer": 1, "status": "paid", "user.id": 1}


def test_it_works_beside_a_running_server(filled: Path) -> None:
    with serving(filled):
        done = run_crudgen("explain", "ann", "read", "order", "1", cwd=filled)
    assert (done.returncode, done.stdout.partition(":")[0]) == (0, "yes"), done.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["bob", "read", "order"], 'there is no active user "bob"'),
        (["ann", "read", "order", "99"], "there is no order 99"),
        (["ann", "raed", "order"], 'there is no action "raed"; did you mean "read"?'),
        (["ann", "export", "order"], 'the action "export" is not supported yet'),
        (["ann", "read", "ordr"], 'there is no entity "ordr"; did you mean "order"?'),
        (["--role", "clark", "read", "order"], 'there is no role "clark"; did you mean "clerk"?'),
        (["--role", "clerk", "ann", "read", "order"], 'there is no action "ann"'),
        (["ann", "read"], "too few words"),
        (["ann", "read", "order", "1", "2"], "too many words"),
    ],
)
def test_a_slip_is_told_and_is_no_answer(filled: Path, words: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(filled, "explain", *words) == 1
    printed = capsys.readouterr()
    assert told in printed.err
    assert printed.out == ""


def test_the_matrix_is_printed(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shop, "access", "--entity", "order", "--role", "owner", "--role", "clerk") == 0
    table = capsys.readouterr().out
    assert "the record  r1u2   rd\n" in table
    assert "  2: where buyer = user.id and (status is null)\n" in table
    assert run(shop, "access", "--json", "--entity", "order") == 0
    assert json.loads(capsys.readouterr().out)["order"]["delete"] == {"*": {"admin": True, "clerk": True}}
    assert run(shop, "access", "--role", "clark") == 1
    assert 'did you mean "clerk"' in capsys.readouterr().err


def test_a_change_of_rights_differs_from_the_file(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = shop / "access.json"
    assert run(shop, "access", "--check", str(kept)) == 1
    assert f"`crudgen access --golden {kept}` writes it" in capsys.readouterr().err
    assert run(shop, "access", "--golden", str(kept)) == run(shop, "access", "--check", str(kept)) == 0
    path = shop / "schemas" / "order.yaml"
    path.write_text(path.read_text().replace("delete: clerk", "delete: owner"))
    capsys.readouterr()
    assert run(shop, "access", "--check", str(kept)) == 2
    assert capsys.readouterr().out.splitlines() == [
        "+ owner may delete order where buyer = user.id",
        "- clerk may no longer delete order always",
    ]
    assert run(shop, "access", "--check", str(kept), "--role", "public") == 0
    assert run(shop, "access", "--check", str(kept), "--role", "clerk", "--json") == 2
    (lost,) = json.loads(capsys.readouterr().out.partition("\n")[2])
    assert (lost["role"], lost["before"], lost["after"]) == ("clerk", [""], [])


def test_a_file_cannot_be_kept_and_compared_at_once(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shop, "access", "--golden", "a", "--check", "a") == 1
    assert "--golden and --check" in capsys.readouterr().err

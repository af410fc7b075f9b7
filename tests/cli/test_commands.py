"""The command line, run as people run it: what it prints, and the code it ends with."""

import json
from pathlib import Path

import pytest

from crudgen.cli.later import NAMES
from crudgen.cli.main import main
from tests.support.catalog import write_project

SHOP = {"product": "fields: {name: string!, price: decimal}\n"}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return write_project(tmp_path / "shop", SHOP)


def run(folder: Path, *arguments: str) -> int:
    return main([*arguments, "--project", str(folder)])


def test_a_new_project_is_right_from_the_start(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", str(tmp_path / "new")]) == 0
    assert run(tmp_path / "new", "check") == 0
    assert "1 entity, no mistakes" in capsys.readouterr().out


def test_init_overwrites_nothing(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (shop / "config.yaml").read_text()
    assert main(["init", str(shop)]) == 1
    assert "is there already" in capsys.readouterr().err
    assert (shop / "config.yaml").read_text() == before


def test_check_tells_every_mistake_with_its_place(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (shop / "schemas" / "order.yaml").write_text("fields:\n  total: decimel\n  buyer: custommer\n")
    assert run(shop, "check") == 1
    told = capsys.readouterr().err
    assert 'schemas/order.yaml:2:10: unknown type "decimel"\n  did you mean "decimal"?' in told
    assert "schemas/order.yaml:3:10" in told
    assert told.endswith("2 mistakes\n")


def test_check_speaks_json_to_programs(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (shop / "schemas" / "order.yaml").write_text("fields:\n  total: decimel\n")
    assert run(shop, "check", "--json") == 1
    (mistake,) = json.loads(capsys.readouterr().out)
    assert (mistake["file"], mistake["line"], mistake["column"], mistake["code"]) == ("schemas/order.yaml", 2, 10, "unknown_type")


def test_a_migration_goes_from_diff_to_upgrade_and_back(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shop, "diff") == 2
    assert "new entity product (safe)" in capsys.readouterr().out
    assert run(shop, "revise", "-m", "the first") == 0
    assert run(shop, "diff") == 0
    assert run(shop, "revise", "-m", "again") == 0
    assert len(list((shop / "migrations" / "versions").glob("*.py"))) == 1
    assert run(shop, "upgrade") == 0
    capsys.readouterr()
    assert run(shop, "history") == 0
    assert "applied  the first" in capsys.readouterr().out
    assert run(shop, "downgrade") == 0
    assert run(shop, "history", "--json") == 0
    assert json.loads(capsys.readouterr().out.partition("\n")[2])[0]["applied"] is False


def test_the_sql_of_every_dialect_is_printed_without_a_database(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shop, "revise") == 0
    for dialect in ("sqlite", "postgresql", "mysql"):
        assert run(shop, "sql", "--dialect", dialect) == 0
        assert "CREATE TABLE product" in capsys.readouterr().out
    assert not (shop / "data").exists()


def test_a_change_that_could_lose_data_is_refused_and_nothing_written(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shop, "revise") == 0
    (shop / "schemas" / "product.yaml").write_text("fields: {name: string!}\n")
    assert run(shop, "diff") == 2
    assert run(shop, "revise") == 1
    assert "price" in capsys.readouterr().err
    assert len(list((shop / "migrations" / "versions").glob("*.py"))) == 1


@pytest.mark.parametrize("command", [["key", "create", "k", "--role", "admin"], ["import", "product", "x.csv"], ["seed"], ["serve"]])
def test_a_command_that_needs_the_database_says_how_to_make_it(
    shop: Path, command: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shop)
    (shop / "x.csv").write_text("name\nA\n")
    assert run(shop, *command) == 1
    assert "crudgen upgrade" in capsys.readouterr().err
    assert not (shop / "data" / "app.db").exists()


def test_a_key_is_printed_alone(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shop, "revise") == run(shop, "upgrade") == 0
    capsys.readouterr()
    assert run(shop, "key", "create", "window", "--role", "admin") == 0
    assert capsys.readouterr().out.startswith("crg_")
    assert run(shop, "key", "create", "window", "--role", "admni") == 1
    assert 'did you mean "admin"' in capsys.readouterr().err


def test_rows_are_imported_and_a_bad_cell_stops_them_all(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shop, "revise") == run(shop, "upgrade") == 0
    (shop / "bad.csv").write_text("name,price\nA,1.50\nB,cheap\n")
    assert run(shop, "import", "product", str(shop / "bad.csv")) == 1
    assert "row 3, price:" in capsys.readouterr().err
    (shop / "good.csv").write_text("id,name,price\n7,A,1.50\n9,B,\n")
    assert run(shop, "import", "product", str(shop / "good.csv")) == 0
    assert "imported 2 records into product" in capsys.readouterr().out
    assert run(shop, "import", "produkt", str(shop / "good.csv")) == 1
    assert 'did you mean "product"' in capsys.readouterr().err


def test_openapi_tells_a_role_only_what_it_may_see(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shop, "openapi") == 0
    assert "/api/product" in json.loads(capsys.readouterr().out)["paths"]
    assert run(shop, "openapi", "--role", "clerk") == 0
    assert "/api/product" not in json.loads(capsys.readouterr().out)["paths"]


@pytest.mark.parametrize("name", NAMES)
def test_a_command_of_a_later_version_says_so(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--whatever", "x"]) == 1
    assert f"`{name}` is not supported yet" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["chekc"], ["check", "--nope"], ["serve", "--port", "x"], ["user", "create"]])
def test_a_slip_on_the_command_line_ends_with_one(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 1
    assert capsys.readouterr().err


@pytest.mark.parametrize(
    "command",
    ["init", "check", "serve", "openapi", "diff", "revise", "upgrade", "downgrade", "history", "sql", "user create", "user password",
     "key create", "import", "seed", "explain", "access", "maintenance rotate-secret"],
)  # fmt: skip
def test_every_command_has_help_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*command.split(), "--help"]) == 0
    assert f"Example: {'echo' if command == 'user create' else 'crudgen ' + command}" in capsys.readouterr().out


def test_no_arguments_show_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "Usage:" in capsys.readouterr().out


def test_a_folder_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "nowhere", "check") == 1
    assert "nowhere" in capsys.readouterr().err


def test_kept_columns_are_not_dropped_yet(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shop, "upgrade", "--drop") == 1
    assert "`--drop` is not supported yet" in capsys.readouterr().err

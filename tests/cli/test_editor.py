"""`crudgen schema` and `crudgen fmt`, as people run them."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from crudgen.cli.main import main
from crudgen.document import load, plain
from tests.support.catalog import write_project

MESSY = "# about products\nfields:\n    # how it is called\n    name: {required: true, type: string}  # short\nlabel:   Product\n"
NEAT = "# about products\nlabel: Product\nfields:\n  # how it is called\n  name: {type: string, required: true}  # short\n"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return write_project(tmp_path / "shop", {"product": MESSY})


def run(folder: Path, *arguments: str) -> int:
    return main([*arguments, "--project", str(folder)])


def test_the_schema_is_written_and_how_to_switch_it_on_is_said(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shop, "schema") == 0
    told = capsys.readouterr().out
    assert "# yaml-language-server: $schema=../.crudgen/schema.json" in told
    assert '"yaml.schemas"' in told
    written = json.loads((shop / ".crudgen" / "schema.json").read_bytes())
    assert "product" in written["definitions"]["entity"]["enum"]
    assert Draft7Validator(written).is_valid(plain(load(NEAT.encode(), "x")))
    Draft7Validator.check_schema(json.loads((shop / ".crudgen" / "config.schema.json").read_bytes()))
    assert [path.name for path in (shop / ".crudgen").iterdir() if path.suffix != ".json"] == []


def test_the_schema_goes_to_a_program(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shop, "schema", "--stdout") == 0
    assert json.loads(capsys.readouterr().out)["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert not (shop / ".crudgen").exists()


def test_the_schema_needs_no_right_files(shop: Path) -> None:
    (shop / "schemas" / "order.yaml").write_text("fields: {product: prodct, total: ")
    (shop / "config.yaml").write_text("titel: x")
    assert run(shop, "schema") == 0
    definitions = json.loads((shop / ".crudgen" / "schema.json").read_bytes())["definitions"]
    assert {"order", "product"} <= set(definitions["entity"]["enum"])
    assert "enum" not in definitions["role"]


def test_a_folder_that_cannot_be_written_is_told(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (shop / ".crudgen").write_text("in the way")
    assert run(shop, "schema") == 1
    assert "cannot write" in capsys.readouterr().err


def test_a_new_project_has_its_schema_switched_on(tmp_path: Path) -> None:
    assert main(["init", str(tmp_path / "new")]) == 0
    first, _, _ = (tmp_path / "new" / "schemas" / "customer.yaml").read_text().partition("\n")
    assert first == "# yaml-language-server: $schema=../.crudgen/schema.json"
    assert (tmp_path / "new" / ".crudgen" / "schema.json").is_file()
    assert run(tmp_path / "new", "fmt", "--check") == 0


def test_the_files_come_into_house_order(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shop, "fmt") == 0
    assert "changed schemas/product.yaml" in capsys.readouterr().out
    assert (shop / "schemas" / "product.yaml").read_text() == NEAT
    assert run(shop, "fmt") == 0
    assert capsys.readouterr().out == "no changes\n"
    assert run(shop, "fmt", "--check") == 0


def test_check_changes_nothing_and_says_what_would_change(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shop, "fmt", "--check") == 2
    assert "would change schemas/product.yaml" in capsys.readouterr().out
    assert (shop / "schemas" / "product.yaml").read_text() == MESSY


def test_files_and_folders_can_be_named(shop: Path) -> None:
    (shop / "schemas" / "tag.yaml").write_text(MESSY)
    (shop / "config.yaml").write_text("api:   {prefix: /v1}\ntitle: Shop\n")
    assert main(["fmt", str(shop / "schemas" / "tag.yaml")]) == 0
    assert (shop / "schemas" / "product.yaml").read_text() == MESSY
    assert main(["fmt", str(shop / "schemas"), str(shop / "config.yaml")]) == 0
    assert (shop / "schemas" / "product.yaml").read_text() == NEAT
    assert (shop / "config.yaml").read_text() == "title: Shop\napi: {prefix: /v1}\n"


def test_a_broken_file_is_told_and_the_others_are_formatted(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (shop / "schemas" / "broken.yaml").write_text("label: 'x")
    assert run(shop, "fmt") == 1
    assert "schemas/broken.yaml:1:8" in capsys.readouterr().err
    assert (shop / "schemas" / "product.yaml").read_text() == NEAT
    assert (shop / "schemas" / "broken.yaml").read_text() == "label: 'x"


def test_a_file_that_is_not_there_is_told(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shop, "fmt", str(shop / "nothing.yaml")) == 1
    assert "cannot format nothing.yaml: No such file" in capsys.readouterr().err

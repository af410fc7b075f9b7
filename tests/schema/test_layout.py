from pathlib import Path

import pytest

from crudgen.config.layout import LAYOUT as CONFIG
from crudgen.document.format import format_file
from crudgen.schema.layout import LAYOUT
from crudgen.schema.load import BUILTIN
from tests.docs.pages import ROOT

EXAMPLES = [*ROOT.glob("schemas/*.yaml"), *ROOT.glob("examples/*/schemas/*.yaml"), *BUILTIN.glob("*.yaml")]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_example_is_in_house_order(path: Path) -> None:
    assert format_file(path.read_bytes(), path.name, LAYOUT) == path.read_bytes()


@pytest.mark.parametrize("path", [*ROOT.glob("config.yaml"), *ROOT.glob("examples/*/config.yaml")], ids=lambda path: path.parent.name)
def test_the_settings_of_every_example_are_in_house_order(path: Path) -> None:
    assert format_file(path.read_bytes(), path.name, CONFIG) == path.read_bytes()


def test_the_order_reaches_every_section() -> None:
    field = LAYOUT.of("fields").of("any")
    assert field.order[0] == "type"
    assert field.of("values").of("any").order[:2] == ("label", "color")
    assert LAYOUT.of("entities").of("any").of("fields").of("any") == field
    assert CONFIG.of("roles").of("any").order == ("label", "admin")

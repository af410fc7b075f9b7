"""docs/schema.md is what the registry of keys says."""

from crudgen.schema.reference import write_reference
from tests.docs.pages import DOCS


def test_the_page_is_made_of_the_registry() -> None:
    template = (DOCS / "schema.md.in").read_text(encoding="utf-8")
    assert (DOCS / "schema.md").read_text(encoding="utf-8") == write_reference(template), "run `make docs`"

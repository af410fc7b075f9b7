"""Links of the documents lead somewhere."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, PAGES, ROOT, blocks_of, name_of

ALL = [*PAGES, ROOT / "CHANGELOG.md", ROOT / "ARCHITECTURE.md", *(ROOT / "examples").rglob("*.md")]


@pytest.mark.parametrize("page", ALL, ids=name_of)
def test_every_link_to_a_file_leads_to_one(page: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    files = [link.partition("#")[0] for link in links if "://" not in link and not link.startswith("#")]
    assert [link for link in files if not (page.parent / link).exists()] == []


def test_every_page_is_in_the_index() -> None:
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    assert [page.name for page in DOCS.rglob("*.md") if page.name != "index.md" and f"({page.relative_to(DOCS)})" not in index] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_yaml_block_says_which_file_it_is(page: Path) -> None:
    assert [block.line for block in blocks_of(page) if block.language == "yaml" and not block.path.endswith(".yaml")] == []

"""The documents as data: pages, and the fenced blocks in them."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]

_FENCE = re.compile(r"^```(\w*) ?([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, what stands behind the language (a file's path), its text, its line on the page."""

    language: str
    path: str
    text: str
    line: int


def name_of(page: Path) -> str:
    """Return a page's path as a test's id."""
    return page.relative_to(ROOT).as_posix()


def blocks_of(page: Path) -> list[Block]:
    """Return the fenced blocks of a page, in order."""
    text = page.read_text(encoding="utf-8")
    return [Block(found[1], found[2].strip(), found[3], text.count("\n", 0, found.start()) + 1) for found in _FENCE.finditer(text)]


def code_of(page: Path) -> set[str]:
    """Return every text that stands in backticks on a page."""
    return set(re.findall(r"`([^`\n]+)`", page.read_text(encoding="utf-8")))

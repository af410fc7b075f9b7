"""What docs/access.md shows of `explain` and `access` is what they print, for the files on that page."""

import shlex
from pathlib import Path

import pytest

from crudgen.cli import main
from tests.docs.pages import DOCS, Block, blocks_of

PAGE = DOCS / "access.md"
SHOWN = [block for block in blocks_of(PAGE) if block.text.startswith("$ crudgen ")]


def write_files(folder: Path) -> None:
    for block in blocks_of(PAGE):
        if block.language == "yaml":
            path = folder / block.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")


def test_the_page_shows_both_commands() -> None:
    assert {block.text.split()[2] for block in SHOWN} == {"explain", "access"}


@pytest.mark.parametrize("block", SHOWN, ids=lambda block: str(block.line))
def test_the_page_shows_what_is_printed(
    block: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_files(tmp_path)
    monkeypatch.chdir(tmp_path)
    text = ""
    for line in block.text.splitlines():
        if line.startswith("$ crudgen "):
            assert main(shlex.split(line.removeprefix("$ crudgen "))) in (0, 2), line
            text += line + "\n" + capsys.readouterr().out
    assert text == block.text

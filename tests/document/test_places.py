"""Every character of a text is found in its file, in every way that YAML can spell a text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crudgen.document import load, locate
from crudgen.document.node import Node

WAYS = {
    "plain": "a: b + c\n",
    "plain over lines": "a: b +\n   c\n\n   d x\nk: 1\n",
    "single quotes": "a: 'b ''x'' + c'\n",
    "single quotes over lines": "a: 'b ''x''\n    + c\n\n    d'\n",
    "double quotes": 'a: "b, \\"x\\" \\u0041 + \\x41\\t+ \\U00000041\\\\c \\\n   zz"\n',
    "a literal block": "a: |\n  b +\n    c\n\n  d\n",
    "a folded block": "a: >- # why\n  b +\n  c\n\n    d\n",
    "a block with its indent": "a: |2\n    b\n   c\n",
    "line ends of Windows": "x: 1\r\na: >-\r\n  b +\r\n  c\r\n",
    "an anchor": "a: &q 'b + c'\n",
    "an anchor on a line of its own": "a: &q # why\n  'b + c'\n",
    "letters of several bytes": "п: 'ж ''x'' + €c 😀 z'\n",
    "flow": "{z: 'b ''', a: {k: \"b\\nc\"}}\n",
    "a text that is a number elsewhere": "a: '12'\n",
}


def texts(node: Node) -> list[Node]:
    """Return the texts of a document."""
    if isinstance(node.value, dict):
        return [text for member in node.value.values() for text in texts(member)]
    return [node] if isinstance(node.value, str) else []


@pytest.mark.parametrize("way", WAYS)
def test_a_character_is_found_where_it_is_written(way: str) -> None:
    lines = re.split(r"\r\n|\n", WAYS[way])
    for node in texts(load(WAYS[way].encode(), "x")):
        assert isinstance(node.value, str)
        for offset, character in enumerate(node.value):
            line, column = locate(node, offset)
            written = lines[line - 1][column - 1 :]
            is_escaped = written[:1] in "'\\" and character not in " \t\n"
            assert character in " \t\r\n" or written.startswith(character) or is_escaped, (offset, character)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: b + c\n", (1, 9)),
        ("a: 'b + ''c'''\n", (1, 14)),
        ("a: >\n  b +\n  c\n\n", (3, 4)),
        ("a: ''\n", (1, 4)),
    ],
)
def test_the_end_is_right_behind_the_last_character(text: str, place: tuple[int, int]) -> None:
    (node,) = texts(load(text.encode(), "x"))
    assert locate(node, len(str(node.value).rstrip())) == place


def test_spaces_are_counted_on_their_line() -> None:
    (node,) = texts(load(b"a: 'b   c'\n", "x"))
    assert [locate(node, offset) for offset in range(5)] == [(1, 5), (1, 6), (1, 7), (1, 8), (1, 9)]


WORDS = st.text(alphabet="ab'\" \\é€😀#:-{}[]%&*!|>", min_size=1, max_size=30).map(str.strip).filter(bool)


@given(WORDS, st.sampled_from(["'", '"']))
def test_any_quoted_text_is_found(text: str, quote: str) -> None:
    escaped = text.replace("'", "''") if quote == "'" else text.replace("\\", "\\\\").replace('"', '\\"')
    line = f"a: {quote}{escaped}{quote}"
    (node,) = texts(load(f"{line}\n".encode(), "x"))
    assert node.value == text
    for offset, character in enumerate(text):
        written = line[locate(node, offset)[1] - 1 :]
        assert written.startswith({"'": ("''", "'"), '"': ('\\"', '"'), "\\": ("\\\\", "\\")}.get(character, (character,)))

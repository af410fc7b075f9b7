"""Where a character of a scalar stands in its file, however the scalar is written."""

import re
from collections.abc import Iterator

from crudgen.document.node import Node

_SPACE = " \t\r\n"
_ANCHOR = re.compile(r"&[^ \t\r\n]+(?:[ \t\r\n]|#[^\r\n]*)*")
_BREAK = re.compile(r"\r\n|\r|\n")
_CODE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))")
_UNITS = {
    "'": re.compile(r"''|[^ \t\r\n]"),
    '"': re.compile(rf"{_CODE.pattern}|\\.|[^ \t\r\n]", re.DOTALL),
}
"""By quote: what stands for one character of the value that is no space, but for some escapes."""
_PLAIN = re.compile(r"[^ \t\r\n]")
_HEADER = re.compile(r"[|>][^\r\n]*")


def locate(node: Node, offset: int) -> tuple[int, int]:
    r"""Return the line and column, from 1, of the character of a text at `offset`; of its end for the text's length.

    Lines are folded, quotes doubled and characters escaped in many ways, but none of them changes how many characters
    there are that are no space, nor their order: so these are counted.

    >>> locate(Node("it's so", 3, 9, {}, source="'it''s so'"), 5)
    (3, 16)
    """
    text = str(node.value)
    if not node.source:
        return node.line, node.column + offset
    before = text[:offset]
    words = before.rstrip(_SPACE)
    is_space = text[offset : offset + 1] in _SPACE  # true of the end, too
    count = sum(character not in _SPACE for character in words)
    units = list(_find_units(node.source))[: count + 1]
    if count < len(units) and not is_space:
        return _place(node, units[count][0])
    last = units[count - 1][1] if count else 0
    return _place(node, last + len(before) - len(words))


def _find_units(source: str) -> Iterator[tuple[int, int]]:
    """Yield where each character that is no space begins and ends in the source."""
    anchor = _ANCHOR.match(source)
    begin = anchor.end() if anchor else 0
    quote = source[begin : begin + 1]
    end = len(source)
    if quote in _UNITS:
        begin, end = begin + 1, end - 1
    elif header := _HEADER.match(source, begin):
        begin = header.end()
    for found in _UNITS.get(quote, _PLAIN).finditer(source, begin, end):
        if not _is_space(found[0]):
            yield found.span()


def _is_space(unit: str) -> bool:
    """Tell whether an escape stands for space, or takes a line's end away."""
    if code := _CODE.fullmatch(unit):
        return chr(int(code[code.lastindex or 0], 16)) in _SPACE
    return len(unit) == 2 and unit[0] == "\\" and unit[1] in f"tnr{_SPACE}"


def _place(node: Node, start: int) -> tuple[int, int]:
    """Return the line and column of a character of the source."""
    lines = _BREAK.split(node.source[:start])
    return node.line + len(lines) - 1, len(lines[-1]) + (node.column if len(lines) == 1 else 1)

"""Files in house order and style: keys in the order of a Layout, two spaces, one blank line, and every comment where it belongs.

The text is moved, not written anew, so that quotes, numbers and lines stay as somebody wrote them. What comes out is
read again: if it said anything else, or lacked a comment, the file is left as it is.
"""

import json
from typing import Any

from crudgen.document.format.block import Unusual, write_block, write_comments
from crudgen.document.format.layout import Layout, arrange_plain
from crudgen.document.format.spot import find_comments, find_spots
from crudgen.document.load import load
from crudgen.document.node import plain
from crudgen.errors import SchemaError

__all__ = ["Layout", "format_file"]


def format_file(content: bytes, file: str, layout: Layout) -> bytes:
    """Return a file's content in house order and style. Raises SchemaError for a file that cannot be read."""
    before = plain(load(content, file))
    text = content.decode("utf-8-sig")
    newline = "\r\n" if "\r\n" in text else "\n"
    text = text.replace("\r\n", "\n")
    if not isinstance(before, dict) or "\r" in text:
        return content
    try:
        formatted = write_text(text, layout)
        after = plain(load(formatted.encode(), file))
    except (Unusual, SchemaError):
        return content
    is_same = _dump(before, layout) == _dump(after, layout)
    if not is_same or find_comments(text, find_spots(text)) != find_comments(formatted, find_spots(formatted)):
        return content
    return formatted.replace("\n", newline).encode()


def write_text(text: str, layout: Layout) -> str:
    """Return the text of a mapping in house order and style; the comment that a file begins with stays at its top."""
    root = find_spots(text)
    if not root.is_block:
        return text.strip("\n") + "\n"
    *lines, _ = text[: root.start].split("\n")
    size = next((place for place, line in enumerate(lines) if not line.startswith("#")), len(lines))
    header, before = lines[:size], lines[size:]
    if header and before and not before[0].strip():
        header.append("")
    before = before[next((place for place, line in enumerate(before) if line.strip()), len(before)) :]
    written = write_block(text, root, layout, 0, before, text[root.end :].split("\n"))
    header = list(write_comments(header, 0, is_first=True))
    return "\n".join((*header, *written)).rstrip("\n") + "\n"


def _dump(value: Any, layout: Layout) -> str:
    """Return what a document says, in one order, so that a member that changed its place where order matters is seen."""
    return json.dumps(arrange_plain(value, layout))

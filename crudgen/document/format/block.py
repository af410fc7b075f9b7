"""A collection of lines, written anew: its keys in order, two spaces for each level, each comment with what it stands at."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from crudgen.document.format.flow import write_value
from crudgen.document.format.layout import UNKNOWN, Layout
from crudgen.document.format.spot import Spot, skip_space

STEP = 2


class Unusual(Exception):
    """The text is right, and written in a way that is better left alone."""


@dataclass(slots=True)
class Entry:
    """A key (or a dash, with an empty `name`) from character `start` on, its value, and what stands around it.

    `head` is what is written of it, `before` the lines of comments above, `rest` what follows its value: the end of its
    line, and the lines of comments that are indented deeper than it.
    """

    start: int
    name: str
    head: str
    colon: int
    value: Spot
    before: list[str]
    rest: list[str]


def write_block(text: str, spot: Spot, layout: Layout, indent: int, before: list[str], rest: list[str]) -> Iterator[str]:
    """Return the lines of a collection at `indent`; `before` and `rest` are what stands above it and follows it."""
    entries = _find_entries(text, spot)
    footer: list[str] = []
    for entry, after in zip(entries, [*entries[1:], None], strict=True):
        beside, *lines = _find_rest(text, entry, after) if after else rest
        deeper, own = split_lines(lines, spot.column)
        entry.before, before, entry.rest = before, own, [beside, *deeper]
        footer = own
    arranged = layout.arrange((entry.name, entry) for entry in entries) if spot.kind == "mapping" else [("", one) for one in entries]
    for place, (name, entry) in enumerate(arranged):
        yield from write_comments(entry.before, indent, is_first=place == 0)
        yield from _write_entry(text, entry, layout.of(name) if name else UNKNOWN, indent, indent - spot.column)
    yield from write_comments(footer, indent, is_first=False)


def _find_entries(text: str, spot: Spot) -> list[Entry]:
    if spot.kind == "mapping":
        return [_find_pair(text, key, value) for key, value in spot.pairs]
    starts = [skip_space(text, at) for at in (spot.start, *(part.end for part in spot.parts[:-1]))]
    return [Entry(start, "", "-", start + 1, value, [], []) for start, value in zip(starts, spot.parts, strict=True)]


def _find_pair(text: str, key: Spot, value: Spot) -> Entry:
    colon = skip_space(text, key.end)
    if text[colon : colon + 1] != ":" or "\n" in text[key.start : colon]:
        raise Unusual
    return Entry(key.start, key.text, f"{text[key.start : key.end]}:", colon + 1, value, [], [])


def _find_rest(text: str, entry: Entry, after: Entry) -> list[str]:
    """Return what stands between an entry's value and the next entry."""
    *lines, last = text[max(entry.value.end, entry.colon) : after.start].split("\n")
    if last.strip() or not lines:
        raise Unusual
    return lines


def _write_entry(text: str, entry: Entry, layout: Layout, indent: int, shift: int) -> Iterator[str]:
    value, head = entry.value, " " * indent + entry.head
    begin = max(value.start, entry.colon)
    aside, *lines = text[entry.colon : begin].replace(value.anchor, "", 1).split("\n")
    lines = lines[:-1] if lines else []
    is_below = "\n" in text[entry.colon : begin]
    opening = head + (f" {value.anchor}" if value.anchor else "") + _comment(aside)
    if value.is_block and is_below:
        yield opening
        yield from write_block(text, value, layout, indent + STEP, lines, entry.rest)
    elif value.is_block:
        first, *others = write_block(text, value, layout, indent + STEP, [], entry.rest)
        yield f"{head} {first.lstrip(' ')}"
        yield from others
    else:
        beside, *deeper = entry.rest
        written = write_value(text, value, layout, shift)
        if is_below:
            yield opening
            yield from write_comments(lines, indent + STEP, is_first=True)
        start = " " * (indent + STEP) if is_below else f"{head} "
        yield from ((start + written).rstrip(" ") + _comment(beside) if written else head + _comment(beside)).split("\n")
        yield from write_comments(deeper, indent + STEP, is_first=False)


def _comment(beside: str) -> str:
    """Return a comment as it stands at the end of a line."""
    comment = beside.strip()
    if comment and not comment.startswith("#"):
        raise Unusual
    return f"  {comment}" if comment else ""


def split_lines(lines: list[str], column: int) -> tuple[list[str], list[str]]:
    """Return the lines of comments that belong to what stands deeper than `column`, and those that don't."""
    deep = [place for place, line in enumerate(lines) if line.strip() and len(line) - len(line.lstrip(" ")) > column]
    cut = deep[-1] + 1 if deep else 0
    return lines[:cut], lines[cut:]


def write_comments(lines: Iterable[str], indent: int, *, is_first: bool) -> Iterator[str]:
    """Return lines of comments at `indent`, with one blank line where there were some, but for the beginning of a collection."""
    is_blank = is_first
    for line in map(str.strip, lines):
        if line and not line.startswith("#"):
            raise Unusual
        if line or not is_blank:
            yield " " * indent + line if line else ""
        is_blank = not line

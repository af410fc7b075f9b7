"""Where every value of a YAML text stands, down to the character, so that its text can be moved without being written anew."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import yaml

Kind: TypeAlias = Literal["scalar", "alias", "mapping", "sequence"]

_Event: TypeAlias = Any  # the stubs let every mark be None, which no event of a text has
_ENDING = re.compile(r"(?:\n *)+\Z")
_SPACE = re.compile(r"(?:[ \n]|#[^\n]*)*")


@dataclass(slots=True)
class Spot:
    """A value from character `start` to `end`; `column` is that of its first character.

    The parts of a mapping are its keys and values in turn. `text` is what a scalar says. A collection of lines starts at
    its first key or dash, behind its `anchor`, and ends where its last part does, before any comment.
    """

    kind: Kind
    start: int
    end: int
    column: int
    is_flow: bool = False
    text: str = ""
    anchor: str = ""
    parts: "list[Spot]" = field(default_factory=list)

    @property
    def pairs(self) -> "list[tuple[Spot, Spot]]":
        """Return a mapping's keys and values."""
        return list(zip(self.parts[::2], self.parts[1::2], strict=True))

    @property
    def is_block(self) -> bool:
        """Tell whether it is a collection of lines."""
        return self.kind in ("mapping", "sequence") and not self.is_flow

    def leaves(self) -> "Iterator[Spot]":
        """Return the scalars and aliases inside, in the order of the text."""
        if self.kind in ("scalar", "alias"):
            yield self
        for part in self.parts:
            yield from part.leaves()


def skip_space(text: str, at: int) -> int:
    """Return where the next character stands that is neither space nor comment."""
    found = _SPACE.match(text, at)
    return found.end() if found else at


def find_spots(text: str) -> Spot:
    """Return the spot of the one value of a YAML text that `crudgen.document.load` takes, whose depth is bounded."""
    events = (event for event in yaml.parse(text, Loader=yaml.CSafeLoader) if isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent))
    return _read(next(events), events, text)


def _read(event: _Event, events: Iterator[_Event], text: str) -> Spot:
    mark, start, end = event.start_mark, event.start_mark.index, event.end_mark.index
    if isinstance(event, yaml.AliasEvent):
        return Spot("alias", start, end, mark.column)
    if isinstance(event, yaml.ScalarEvent):
        return Spot("scalar", start, start + len(_ENDING.sub("", text[start:end])), mark.column, text=event.value)
    parts, inner = [], next(events)
    while not isinstance(inner, yaml.CollectionEndEvent):
        parts.append(_read(inner, events, text))
        inner = next(events)
    closing: _Event = inner
    kind: Kind = "mapping" if isinstance(event, yaml.MappingStartEvent) else "sequence"
    if event.flow_style:
        return Spot(kind, start, closing.end_mark.index, mark.column, is_flow=True, parts=parts)
    anchor = f"&{event.anchor}" if event.anchor else ""
    first = skip_space(text, start + len(anchor))
    return Spot(kind, first, parts[-1].end, first - text.rfind("\n", 0, first) - 1, anchor=anchor, parts=parts)


def find_comments(text: str, root: Spot) -> list[str]:
    """Return every comment of a text, sorted: formatting may move one, never lose one."""
    outside, at = [], 0
    for leaf in root.leaves():
        outside.append(text[at : leaf.start])
        at = max(at, leaf.end)
    outside.append(text[at:])
    return sorted(line[line.index("#") :].rstrip() for gap in outside for line in gap.split("\n") if "#" in line)

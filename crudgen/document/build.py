"""Events of the YAML parser to Nodes, without recursion, refusing what a schema file has no use for."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from crudgen.document.node import Node, Scalar
from crudgen.document.scalars import resolve
from crudgen.document.slips import hint_hash
from crudgen.errors import Diagnostic, SchemaError

MAX_DEPTH = 32
MAX_ALIASED = 1_000
"""How many values all aliases of one file may repeat, counted after expansion."""

_Event: TypeAlias = Any  # the stubs let every mark be None, which the C parser never does
_Mark: TypeAlias = Any
_CUT = re.compile(r"\s+#(?=\S)")
_CUT_AFTER_KEY = re.compile(r"\s*:\s+#(?=\S)")


@dataclass(slots=True)
class _Frame:
    """A collection that is still open. `key` is the key that waits for its value; `size` and `height` count what is inside."""

    is_mapping: bool
    line: int
    column: int
    anchor: str | None = None
    items: list[Node] = field(default_factory=list)
    members: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)
    key: str | None = None
    key_end: _Mark = None
    size: int = 1
    height: int = 0


class _Builder:
    def __init__(self, text: str, lines: Sequence[str], file: str, problems: list[Diagnostic]) -> None:
        self.text, self.lines, self.file, self.problems = text, lines, file, problems
        self.frames: list[_Frame] = []
        self.anchors: dict[str, tuple[Node, int, int]] = {}  # the node, how many values it holds, how deep
        self.aliased = 0
        self.documents = 0
        self.root: Node | None = None

    def refuse(self, mark: _Mark, code: str, message: str, hint: str = "") -> None:
        self.problems.append(Diagnostic(self.file, mark.line + 1, mark.column + 1, code, message, hint))

    def stop(self, mark: _Mark, code: str, message: str, hint: str = "") -> SchemaError:
        self.refuse(mark, code, message, hint)
        return SchemaError(tuple(self.problems))

    def start_document(self, event: _Event) -> None:
        self.documents += 1
        if self.documents > 1:
            raise self.stop(event.start_mark, "documents", "a file holds one document", "take away the line ---")

    def start_collection(self, event: _Event) -> None:
        self._check_tag(event)
        frame, mark = self.frames[-1] if self.frames else None, event.start_mark
        if frame is not None and frame.is_mapping and frame.key is None:
            raise self.stop(mark, "key", "a key is a text, not a list or mapping", "a text that begins with [ or { needs quotes")
        if len(self.frames) >= MAX_DEPTH:
            raise self.stop(mark, "depth", f"values are nested deeper than {MAX_DEPTH} levels")
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        self.frames.append(_Frame(is_mapping, mark.line + 1, mark.column + 1, event.anchor))

    def end_collection(self, _event: _Event) -> None:
        frame = self.frames.pop()
        value = frame.members if frame.is_mapping else tuple(frame.items)
        self._add(Node(value, frame.line, frame.column, frame.keys), frame.anchor, frame.size, frame.height + 1)

    def scalar(self, event: _Event) -> None:
        self._check_tag(event)
        frame = self.frames[-1] if self.frames else None
        if frame is not None and frame.is_mapping and frame.key is None:
            self._open_key(frame, event)
            return
        mark = event.start_mark
        source = self.text[mark.index : event.end_mark.index]
        node = Node(self._resolve(event), mark.line + 1, mark.column + 1, {}, source if source != event.value else "")
        self._add(node, event.anchor, 1, 0)

    def alias(self, event: _Event) -> None:
        frame = self.frames[-1] if self.frames else None
        if frame is not None and frame.is_mapping and frame.key is None:
            raise self.stop(event.start_mark, "key", "a key is a text, not an alias", "a text that begins with * needs quotes")
        found = self.anchors.get(event.anchor)
        if found is None:
            hint = "a text that begins with * needs quotes"
            raise self.stop(event.start_mark, "alias", f'no anchor "&{event.anchor}" stands before this alias', hint)
        node, size, height = found
        self.aliased += size
        if self.aliased > MAX_ALIASED:
            raise self.stop(event.start_mark, "alias_budget", f"aliases repeat more than {MAX_ALIASED} values", "write them out")
        if len(self.frames) + height > MAX_DEPTH:
            raise self.stop(event.start_mark, "depth", f"values are nested deeper than {MAX_DEPTH} levels")
        self._add(node, None, size, height)

    def _open_key(self, frame: _Frame, event: _Event) -> None:
        key, mark = event.value, event.start_mark
        self._check_nul(event)
        if key == "<<" and event.implicit[0]:
            self.refuse(mark, "merge_key", "the merge key << is not supported", "write the keys out")
        elif key in frame.keys:
            line, _ = frame.keys[key]
            self.refuse(mark, "duplicate_key", f'the key "{key}" stands twice', f"it stands in line {line} already")
        frame.key, frame.key_end = key, event.end_mark
        frame.keys.setdefault(key, (mark.line + 1, mark.column + 1))

    def _add(self, node: Node, anchor: str | None, size: int, height: int) -> None:
        if anchor is not None:
            self.anchors[anchor] = (node, size, height)
        if not self.frames:
            self.root = node
            return
        frame = self.frames[-1]
        frame.size += size
        frame.height = max(frame.height, height)
        if frame.key is None:
            frame.items.append(node)
        else:
            frame.members[frame.key] = node
            frame.key = None

    def _resolve(self, event: _Event) -> Scalar:
        if not event.implicit[0]:
            self._check_nul(event)
            return str(event.value)
        try:
            value = resolve(event.value)
        except OverflowError as error:
            self.refuse(event.start_mark, "number", str(error), "write it in quotes if it is a text")
            return None
        if value is None or isinstance(value, str):
            self._check_cut(event)
        return value

    def _check_cut(self, event: _Event) -> None:
        """Refuse `Order #1`, which YAML reads as `Order`, but leave comments set off by a space."""
        pattern, mark = _CUT, event.end_mark
        if not event.value and self.frames and self.frames[-1].key is not None:
            pattern, mark = _CUT_AFTER_KEY, self.frames[-1].key_end  # an empty value's own mark may be lines below
        line = self.lines[mark.line] if mark.line < len(self.lines) else ""
        if cut := pattern.match(line, mark.column):
            rest = line[cut.end() - 1 :].rstrip()
            gap = line[mark.column : cut.end() - 1] if event.value else ""
            message = "the # begins a comment and cuts the text short"
            hint = hint_hash(event.value + gap + rest)
            self.problems.append(Diagnostic(self.file, mark.line + 1, cut.end(), "hash", message, hint))

    def _check_nul(self, event: _Event) -> None:
        if "\0" in event.value:
            self.refuse(event.start_mark, "binary", "a text cannot hold a NUL", "take the \\0 away")

    def _check_tag(self, event: _Event) -> None:
        if event.tag is not None:
            hint = "a text that begins with ! needs quotes"
            name = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.refuse(event.start_mark, "tag", f'the tag "{name}" is not supported', hint)


_HANDLERS: dict[type, Callable[[_Builder, _Event], None]] = {
    yaml.DocumentStartEvent: _Builder.start_document,
    yaml.SequenceStartEvent: _Builder.start_collection,
    yaml.MappingStartEvent: _Builder.start_collection,
    yaml.SequenceEndEvent: _Builder.end_collection,
    yaml.MappingEndEvent: _Builder.end_collection,
    yaml.ScalarEvent: _Builder.scalar,
    yaml.AliasEvent: _Builder.alias,
}


def build(text: str, lines: Sequence[str], file: str, problems: list[Diagnostic]) -> Node | None:
    """Return the root of the document, or None where there is none; mistakes that leave the rest readable go to `problems`.

    Raises SchemaError where reading on makes no sense, and yaml.MarkedYAMLError where the parser cannot.
    """
    builder = _Builder(text, lines, file, problems)
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        handler = _HANDLERS.get(type(event))
        if handler is not None:
            handler(builder, event)
    return builder.root

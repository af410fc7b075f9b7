"""A value that isn't a collection of lines, written anew: in braces or brackets on one line, or as it is."""

from crudgen.document.format.layout import UNKNOWN, Layout
from crudgen.document.format.spot import Spot


def write_value(text: str, spot: Spot, layout: Layout, shift: int) -> str:
    """Return the text of a scalar or of a collection in brackets; what has several lines keeps them, moved by `shift` columns."""
    written = text[spot.start : spot.end]
    if not spot.is_flow or "#" in _outside(text, spot):
        return _move(written, shift)
    if "\n" in written:
        return _move(_permute(text, spot, layout), shift)
    return _write_line(text, spot, layout)


def _outside(text: str, spot: Spot) -> str:
    """Return what a collection's text holds beside its scalars."""
    parts, at = [], spot.start
    for leaf in spot.leaves():
        parts.append(text[at : leaf.start])
        at = leaf.end
    return "".join((*parts, text[at : spot.end]))


def _write_line(text: str, spot: Spot, layout: Layout) -> str:
    """Return a collection with one space behind each colon and comma."""
    opening = text[spot.start : spot.end][:1]
    if spot.kind == "mapping" and opening == "{":
        pairs = layout.arrange((key.text, (key, value)) for key, value in spot.pairs)
        return "{" + ", ".join(_write_pair(text, key, value, layout.of(name)) for name, (key, value) in pairs) + "}"
    if spot.kind == "sequence" and opening == "[":
        return "[" + ", ".join(_write_line(text, part, UNKNOWN) for part in spot.parts) + "]"
    return text[spot.start : spot.end]


def _write_pair(text: str, key: Spot, value: Spot, layout: Layout) -> str:
    name = text[key.start : key.end]
    if value.start < value.end:
        return f"{name}: {_write_line(text, value, layout)}"
    return f"{name}: " if ":" in text[key.end : value.end + 1] else name


def _permute(text: str, spot: Spot, layout: Layout) -> str:
    """Return a collection of several lines with its entries in order, each in the place of another."""
    if spot.kind != "mapping":
        return text[spot.start : spot.end]
    arranged = layout.arrange((key.text, (key, value)) for key, value in spot.pairs)
    written, at = [], spot.start
    for (key, value), (name, (new_key, new_value)) in zip(spot.pairs, arranged, strict=True):
        inner = _permute(text, new_value, layout.of(name)) if new_value.is_flow else text[new_value.start : new_value.end]
        written += [text[at : key.start], text[new_key.start : new_value.start], inner]
        at = max(value.end, key.end)
    return "".join((*written, text[at : spot.end]))


def _move(written: str, shift: int) -> str:
    """Return a text with all lines but the first moved to the right by `shift` columns, or to the left as far as they can."""
    first, *lines = written.split("\n")
    return "\n".join((first, *(_move_line(line, shift) for line in lines)))


def _move_line(line: str, shift: int) -> str:
    stripped = line.lstrip(" ")
    return " " * max(0, len(line) - len(stripped) + shift) + stripped

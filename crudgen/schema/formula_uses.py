"""Which computed fields an expression uses: circles of them, and expressions that grow too large when they are put in."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from crudgen.errors import Diagnostic
from crudgen.schema.draft import Formula, refuse
from crudgen.schema.expression import Expression
from crudgen.schema.expression.parse import MAX_DEPTH
from crudgen.schema.expression.tree import Place, Rows, Typed

MAX_PARTS = 2_000
"""How many parts an expression may have when the computed fields that it uses are put in, each as often as it is named."""
Name = tuple[str, str]
"""An entity and one of its fields."""


@dataclass(frozen=True, slots=True)
class Node:
    """A compiled expression, and the field whose value it is, "" for none."""

    entity: str
    field: str
    formula: Formula
    expression: Expression


@dataclass(frozen=True, slots=True)
class _Use:
    """A computed field that an expression names: where in the text, and how deep in the tree."""

    name: Name
    offset: int
    depth: int


@dataclass(frozen=True, slots=True)
class _Size:
    parts: int
    depth: int

    @property
    def is_too_large(self) -> bool:
        return self.parts > MAX_PARTS or self.depth > MAX_DEPTH


def check_uses(nodes: Sequence[Node], problems: list[Diagnostic]) -> None:
    """Refuse circles of computed fields, and expressions that are too large with what they are made of."""
    computed = {(node.entity, node.field): node for node in nodes if node.field}
    uses = {name: [use for use in _find_uses(node) if use.name in computed] for name, node in computed.items()}
    order = _sort(uses)
    sizes: dict[Name, _Size] = {}
    for name in order:
        sizes[name] = _check_size(computed[name], uses[name], sizes, problems)
    for node in nodes:
        if not node.field:
            _check_size(node, [use for use in _find_uses(node) if use.name in sizes], sizes, problems)
    _refuse_circles(computed, {name: uses[name] for name in computed if name not in sizes}, problems)


def _find_uses(node: Node) -> list[_Use]:
    return [
        _Use((_owner(tree.value, node.entity, rows), tree.value.field.name), tree.offset, depth)
        for tree, rows, depth in _walk(node.expression.tree)
        if tree.op == "path" and tree.value.field.computed
    ]


def _walk(tree: Typed, rows: Rows | None = None, depth: int = 1) -> Iterator[tuple[Typed, Rows | None, int]]:
    """Yield every node with the rows of the aggregate that it is in, and its depth."""
    yield tree, rows, depth
    inner = tree.value if tree.op == "aggregate" else rows
    for argument in tree.args:
        yield from _walk(argument, inner, depth + 1)


def _owner(place: Place, entity: str, rows: Rows | None) -> str:
    """Return the entity whose field a place is."""
    if place.steps:
        return place.steps[-1].target
    if place.root == "each" and rows is not None:
        return rows.steps[-1].target
    return "user" if place.root == "user" else entity


def _sort(uses: Mapping[Name, list[_Use]]) -> list[Name]:
    """Return the fields so that each comes after those it is made of; what leads into a circle is left out."""
    sorter = TopologicalSorter({name: {use.name for use in used} for name, used in uses.items()})
    with suppress(CycleError):  # it still gives what no circle holds back
        sorter.prepare()
    order: list[Name] = []
    while ready := sorter.get_ready():
        order += ready
        sorter.done(*ready)
    return order


def _check_size(node: Node, uses: Sequence[_Use], sizes: Mapping[Name, _Size], problems: list[Diagnostic]) -> _Size:
    """Return how large an expression gets, and refuse what is too large, but not for a field that it is made of."""
    depths = [depth for _, _, depth in _walk(node.expression.tree)]
    parts = len(depths) + sum(sizes[use.name].parts for use in uses)
    size = _Size(parts, max([*depths, *(use.depth + sizes[use.name].depth for use in uses)]))
    if not size.is_too_large or not uses or any(sizes[use.name].is_too_large for use in uses):
        return size
    if size.depth > MAX_DEPTH:
        code, what = "expression_too_deep", f"is nested deeper than {MAX_DEPTH} levels"
    else:
        code, what = "expression_too_large", f"has {parts:,} parts, more than {MAX_PARTS:,}"
    message = f"with the computed fields that it is made of, the expression {what}"
    refuse(problems, node.formula.at(), code, message, "make it of stored fields, or of fewer computed ones")
    return size


def _refuse_circles(computed: Mapping[Name, Node], uses: Mapping[Name, list[_Use]], problems: list[Diagnostic]) -> None:
    """Tell each circle once, where the field that comes first in the files names the next."""
    order = {name: place for place, name in enumerate(computed)}
    told: set[Name] = set()
    for start in uses:
        circle = _find_circle(uses, start)
        if circle and told.isdisjoint(circle):
            told |= set(circle)
            first = circle.index(min(circle, key=order.__getitem__))
            circle = [*circle[first:], *circle[:first], circle[first]]
            offset = next(use.offset for use in uses[circle[0]] if use.name == circle[1])
            way = " → ".join(".".join(name) for name in circle)
            message = f"a computed field cannot be made of itself: {way}"
            cure = "take one of these names out of the expression before it"
            refuse(problems, computed[circle[0]].formula.at(offset), "expression_cycle", message, cure)


def _find_circle(uses: Mapping[Name, list[_Use]], start: Name) -> list[Name]:
    """Return the fields of a circle that one comes to from `start`: what is left has a way on at each step."""
    walked = [start]
    while True:
        following = next(use.name for use in uses[walked[-1]] if use.name in uses)
        if following in walked:
            return walked[walked.index(following) :]
        walked.append(following)

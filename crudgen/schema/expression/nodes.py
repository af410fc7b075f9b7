"""The tree of an expression as it is written: names are texts, nothing has a type. Each node knows its offset in the text."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

AGGREGATES = frozenset({"count", "sum", "min", "max", "avg", "any", "all"})


@dataclass(frozen=True, slots=True)
class Literal:
    """A text without its quotes, true, false or null."""

    value: str | bool | None
    offset: int


@dataclass(frozen=True, slots=True)
class Number:
    """A number: `units` of 10^-scale."""

    units: int
    scale: int
    offset: int


@dataclass(frozen=True, slots=True)
class Name:
    """A dotted path."""

    parts: tuple[str, ...]
    offset: int


@dataclass(frozen=True, slots=True)
class Unary:
    """`not x`, `-x`."""

    operator: str
    operand: "Node"
    offset: int


@dataclass(frozen=True, slots=True)
class Logic:
    """`a and b and c`, `a or b or c`."""

    operator: str
    parts: tuple["Node", ...]
    offset: int


@dataclass(frozen=True, slots=True)
class Binary:
    """`+ - * /`; the offset is the operator's."""

    operator: str
    left: "Node"
    right: "Node"
    offset: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """`= != < <= > >=`; the offset is the operator's."""

    operator: str
    left: "Node"
    right: "Node"
    offset: int


@dataclass(frozen=True, slots=True)
class TextTest:
    """`contains`, `starts`, `ends`, `icontains`; the offset is the operator's."""

    operator: str
    left: "Node"
    right: "Node"
    offset: int


@dataclass(frozen=True, slots=True)
class InList:
    """`x in [a, b]`, `x not in [a, b]`; the right side may be a path to a list. The offset is the operator's."""

    operand: "Node"
    choices: "Node"
    is_negated: bool
    offset: int


@dataclass(frozen=True, slots=True)
class NullTest:
    """`x is null`, `x is not null`."""

    operand: "Node"
    is_negated: bool
    offset: int


@dataclass(frozen=True, slots=True)
class List:
    """`[a, b]`, which may only follow `in`."""

    items: tuple["Node", ...]
    offset: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    name: str
    arguments: tuple["Node", ...]
    offset: int


@dataclass(frozen=True, slots=True)
class Aggregate:
    """count, sum, min, max, avg, any or all, over the rows of one path to many records, or of a group; count() alone has no argument."""

    name: str
    argument: "Node | None"
    offset: int


@dataclass(frozen=True, slots=True)
class Conditional:
    """`if(condition, a, b)`."""

    condition: "Node"
    then: "Node"
    otherwise: "Node"
    offset: int


Node: TypeAlias = (
    Literal | Number | Name | Unary | Logic | Binary | Comparison | TextTest | InList | NullTest | List | Call | Aggregate | Conditional
)

_CHILDREN: dict[type, Callable[[Any], tuple["Node", ...]]] = {
    Literal: lambda node: (),
    Number: lambda node: (),
    Name: lambda node: (),
    Unary: lambda node: (node.operand,),
    Logic: lambda node: node.parts,
    Binary: lambda node: (node.left, node.right),
    Comparison: lambda node: (node.left, node.right),
    TextTest: lambda node: (node.left, node.right),
    InList: lambda node: (node.operand, node.choices),
    NullTest: lambda node: (node.operand,),
    List: lambda node: node.items,
    Call: lambda node: node.arguments,
    Aggregate: lambda node: () if node.argument is None else (node.argument,),
    Conditional: lambda node: (node.condition, node.then, node.otherwise),
}


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes right below this one, in the order of the text."""
    return _CHILDREN[type(node)](node)

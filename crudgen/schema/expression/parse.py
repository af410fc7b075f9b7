"""The text of an expression to its tree. Linear in the text's length, and bounded; no meaning is looked at here."""

import re
from functools import lru_cache
from importlib.resources import files
from typing import Any

from lark import Lark, Token, Transformer, UnexpectedInput, v_args

from crudgen.schema.expression import nodes
from crudgen.schema.expression.codes import ExpressionError
from crudgen.schema.expression.slips import explain

MAX_LENGTH = 4_000
MAX_DEPTH = 16  # SQLite's parser, whose stack has 100 places, takes 17 of the deepest kind
MAX_NODES = 1_000
MAX_DIGITS = 38
_SPACE = re.compile(r"'(?:[^']|'')*'|[ \t\r\n]+")


def parse(text: str) -> nodes.Node:
    """Return the tree of an expression. Raises ExpressionError.

    >>> parse("a = 1").operator
    '='
    """
    if not text.strip(" \t\r\n"):
        raise ExpressionError("expression_empty", "an expression is missing", "write one, as in `total > 0`")
    if len(text) > MAX_LENGTH:
        raise ExpressionError("expression_too_long", f"the expression is longer than {MAX_LENGTH:,} characters", "divide it", MAX_LENGTH)
    try:
        tree: Any = _parser().parse(text)
    except UnexpectedInput as error:
        raise explain(text, error) from None
    _measure(tree)
    return _checked(tree)


def squeeze(text: str) -> str:
    """Return the expression with one space for any space between its words; it means the same.

    >>> squeeze("a  >\\n 'b  c' ")
    "a > 'b  c'"
    """
    return _SPACE.sub(lambda found: found[0] if found[0].startswith("'") else " ", text.strip(" \t\r\n"))


def find_names(text: str) -> frozenset[str]:
    """Return the names that the paths of an expression begin with. Raises ExpressionError.

    >>> sorted(find_names("a.b > 1 or length(c) > 2"))
    ['a', 'c']
    """
    found, pending = set(), [parse(text)]
    while pending:
        node = pending.pop()
        if isinstance(node, nodes.Name):
            found.add(node.parts[0])
        pending.extend(nodes.children(node))
    return frozenset(found)


@lru_cache(maxsize=1)
def _parser() -> Lark:
    grammar = files(__package__).joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer="contextual", transformer=_Builder(), maybe_placeholders=False)


def _checked(tree: Any) -> nodes.Node:
    node: nodes.Node = tree
    return node


def _measure(tree: nodes.Node) -> None:
    """Refuse a tree that is too deep or too large, without recursion, so that what follows may recurse."""
    pending, count = [(tree, 1)], 0
    while pending:
        node, depth = pending.pop()
        count += 1
        if depth > MAX_DEPTH:
            raise ExpressionError(
                "expression_too_deep", f"the expression is nested deeper than {MAX_DEPTH} levels", "take it apart", node.offset
            )
        if count > MAX_NODES:
            raise ExpressionError("expression_too_large", f"the expression has more than {MAX_NODES:,} parts", "divide it", node.offset)
        pending.extend((child, depth + 1) for child in nodes.children(node))


@v_args(inline=True)
class _Builder(Transformer[Token, Any]):
    """The nodes of the grammar's rules; run while parsing, from the leaves up, so that nothing recurses."""

    def either(self, *parts: nodes.Node) -> nodes.Node:
        return nodes.Logic("or", parts, parts[0].offset)

    def both(self, *parts: nodes.Node) -> nodes.Node:
        return nodes.Logic("and", parts, parts[0].offset)

    def negation(self, sign: Token, operand: nodes.Node) -> nodes.Node:
        return nodes.Unary("not", operand, _at(sign))

    def negative(self, sign: Token, operand: nodes.Node) -> nodes.Node:
        if isinstance(operand, nodes.Number):
            return nodes.Number(-operand.units, operand.scale, _at(sign))
        return nodes.Unary("-", operand, _at(sign))

    def compare(self, left: nodes.Node, sign: Token, right: nodes.Node) -> nodes.Node:
        return nodes.Comparison(str(sign), left, right, _at(sign))

    def test_text(self, left: nodes.Node, sign: Token, right: nodes.Node) -> nodes.Node:
        return nodes.TextTest(str(sign), left, right, _at(sign))

    def is_in(self, operand: nodes.Node, sign: Token, choices: nodes.Node) -> nodes.Node:
        return nodes.InList(operand, choices, False, _at(sign))

    def is_not_in(self, operand: nodes.Node, sign: Token, _in: Token, choices: nodes.Node) -> nodes.Node:
        return nodes.InList(operand, choices, True, _at(sign))

    def is_null(self, operand: nodes.Node, sign: Token, _null: Token) -> nodes.Node:
        return nodes.NullTest(operand, False, _at(sign))

    def is_not_null(self, operand: nodes.Node, sign: Token, _not: Token, _null: Token) -> nodes.Node:
        return nodes.NullTest(operand, True, _at(sign))

    def binary(self, left: nodes.Node, sign: Token, right: nodes.Node) -> nodes.Node:
        return nodes.Binary(str(sign), left, right, _at(sign))

    def text(self, token: Token) -> nodes.Node:
        return nodes.Literal(token[1:-1].replace("''", "'"), _at(token))

    def number(self, token: Token) -> nodes.Node:
        whole, _, fraction = token.partition(".")
        if len((whole + fraction).lstrip("0")) > MAX_DIGITS or len(fraction) > MAX_DIGITS:
            raise ExpressionError("expression_number", f"the number has more than {MAX_DIGITS} digits", "write a shorter one", _at(token))
        return nodes.Number(int(whole + fraction), len(fraction), _at(token))

    def true(self, token: Token) -> nodes.Node:
        return nodes.Literal(True, _at(token))

    def false(self, token: Token) -> nodes.Node:
        return nodes.Literal(False, _at(token))

    def null(self, token: Token) -> nodes.Node:
        return nodes.Literal(None, _at(token))

    def name(self, token: Token) -> nodes.Node:
        return nodes.Name(tuple(token.split(".")), _at(token))

    def list(self, bracket: Token, *items: nodes.Node) -> nodes.Node:
        return nodes.List(items, _at(bracket))

    def call(self, token: Token, *arguments: nodes.Node) -> nodes.Node:
        name, at = str(token), _at(token)
        if name in nodes.AGGREGATES and len(arguments) == 1:
            return nodes.Aggregate(name, arguments[0], at)
        if name == "count" and not arguments:
            return nodes.Aggregate(name, None, at)
        if name == "if" and len(arguments) == 3:
            return nodes.Conditional(*arguments, at)
        return nodes.Call(name, arguments, at)


def _at(token: Token) -> int:
    return token.start_pos or 0

"""What a text that is no expression was probably meant to be: the located error, with its cure."""

import re

from lark import Token, UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from crudgen.schema.expression.codes import ExpressionError

_KEYWORDS = frozenset({"and", "or", "not", "in", "is", "null", "true", "false", "contains", "icontains", "starts", "ends"})
_SIGNS = {
    "==": "write `=` for equal",
    "<>": "write `!=` for not equal",
    "=<": "write `<=`",
    "=>": "write `>=`",
    "=!": "write `!=`",
    "!==": "write `!=`",
    "&&": "write `and`",
    "&": "write `and`",
    "||": "write `or`; to join texts, write `+`",
    "|": "write `or`",
    "!": "write `not`",
    "%": "write `contains`, `starts` or `ends` to look inside a text; there is no remainder",
    "**": "write `x * x`; there is no power",
    "^": "write `x * x`; there is no power",
    "//": "write `/`, which gives a decimal",
    "::": "write a function, as in `int(x)`",
    "?": "write `if(condition, a, b)`",
    ";": "one expression is all; join conditions with `and`",
    "{": "write `[a, b]` for a list",
    "~": "write `contains`, `starts` or `ends`; there are no patterns",
    "@": "write `user`, `old` or `input` for what is known beside the row",
    "$": "write names as they are in the schema",
}
_WORDS = {
    "like": "write `contains`, `starts` or `ends`",
    "ilike": "write `icontains`",
    "between": "write `x >= a and x <= b`",
    "xor": "write `a != b`",
    "case": "write `if(condition, a, b)`",
    "mod": "there is no remainder",
    "div": "write `/`, which gives a decimal",
    "equals": "write `=`",
    "eq": "write `=`",
    "ne": "write `!=`",
    "gt": "write `>`",
    "gte": "write `>=`",
    "lt": "write `<`",
    "lte": "write `<=`",
    "nin": "write `not in`",
    "startswith": "write `starts`",
    "endswith": "write `ends`",
}
_COMPARISONS = frozenset({"COMPARE", "CONTAINS", "ICONTAINS", "STARTS", "ENDS", "IN", "IS"})
_SPANS = frozenset({"s", "m", "h", "d", "w"})
_LONGEST_SIGN = 3
_SHOWN = 20


def explain(text: str, error: UnexpectedInput) -> ExpressionError:
    """Return the error of a text that the grammar does not take."""
    match error:
        case UnexpectedToken(token=token) if token.type == "$END":
            return _explain_end(text)
        case UnexpectedToken(token=token):
            return _explain_token(text, token, error.accepts or set())
        case UnexpectedCharacters():
            offset: int = error.pos_in_stream  # type: ignore[assignment]
            return _explain_character(text, offset)
        case _:
            return ExpressionError("expression_syntax", "the expression cannot be read")


def _explain_end(text: str) -> ExpressionError:
    opened = _open_bracket(text)
    if opened is not None:
        sign = text[opened]
        return ExpressionError("expression_bracket", f'"{sign}" is never closed', f'add "{")" if sign == "(" else "]"}"', opened)
    return ExpressionError("expression_unfinished", "the expression ends in the middle", "add what follows the last sign", len(text))


def _open_bracket(text: str) -> int | None:
    """Return where the innermost bracket is that nothing closes."""
    opened: list[int] = []
    for found in re.finditer(r"'(?:[^']|'')*'|[(\[)\]]", text):
        if found[0] in "([":
            opened.append(found.start())
        elif found[0] in ")]" and opened:
            opened.pop()
    return opened[-1] if opened else None


def _explain_token(text: str, token: Token, accepts: set[str]) -> ExpressionError:
    offset, word = token.start_pos or 0, str(token)
    slip = _sign_slip(text, offset)
    if slip is not None:
        return slip
    if token.type in ("RPAR", "RSQB") and _open_bracket(text[:offset]) is None:
        return ExpressionError("expression_bracket", f'"{word}" closes nothing', "take it away, or open it before", offset)
    if token.type == "PATH":
        return _explain_word(text, word, offset)
    if token.type in _COMPARISONS and "PATH" not in accepts:
        cure = "write `a < b and b < c`; to compare two conditions, put brackets round each"
        return ExpressionError("expression_chain", "comparisons cannot be chained", cure, offset)
    return ExpressionError("expression_syntax", f'unexpected "{_shorten(word)}"', _expected(accepts), offset)


def _explain_word(text: str, word: str, offset: int) -> ExpressionError:
    lower = word.lower()
    if lower in _WORDS:
        return ExpressionError("expression_operator", f'there is no operator "{_shorten(word)}"', _WORDS[lower], offset)
    if lower in _KEYWORDS and word != lower:
        return ExpressionError("expression_keyword", f'keywords are written small: "{word}"', f"write `{lower}`", offset)
    if offset and text[offset - 1] == "'":
        return ExpressionError("expression_quote", "the text ends before this word", "a quote inside a text is doubled: 'it''s'", offset)
    if offset and text[offset - 1].isdigit() and word in _SPANS:
        return ExpressionError("expression_number", "a duration is a text", f"put it in quotes, as in '7{word}'", offset)
    if offset and text[offset - 1].isdigit():
        return ExpressionError("expression_number", "numbers are written in digits and a point", "write 100000 for 1e5", offset)
    cure = "put an operator before it, or quotes round it if it is a text: 'like this'"
    return ExpressionError("expression_syntax", f'unexpected "{_shorten(word)}"', cure, offset)


def _explain_character(text: str, offset: int) -> ExpressionError:
    sign = text[offset]
    if sign == "'":
        cure = "close it with '; a quote inside a text is doubled: 'it''s'"
        return ExpressionError("expression_quote", "a quote is never closed", cure, offset)
    if sign in '"`“”‘’«»':
        return ExpressionError("expression_double_quote", f"{sign} is no quote of a text", "write single quotes: 'text'", offset)
    if sign == "." and re.search(r"[0-9]$|^$|\W$", text[:offset]):
        return ExpressionError("expression_number", "a number has digits on both sides of its point", "write 0.5 or 5.0", offset)
    slip = _sign_slip(text, offset)
    if slip is not None:
        return slip
    return ExpressionError("expression_character", f'"{sign}" has no meaning here', "take it away, or put a text in single quotes", offset)


def _sign_slip(text: str, offset: int) -> ExpressionError | None:
    """Return the error of a sign of another language that begins here, or one before."""
    for start in (offset - 1, offset):
        for length in range(_LONGEST_SIGN, 0, -1):
            sign = text[start : start + length] if start >= 0 else ""
            if sign in _SIGNS and start + length > offset:
                return ExpressionError("expression_operator", f'there is no operator "{sign}"', _SIGNS[sign], start)
    return None


def _expected(accepts: set[str]) -> str:
    if "PATH" in accepts:
        return "a value is expected here: a name, a number, a text in single quotes, a function"
    return "an operator is expected here, or the end"


def _shorten(word: str) -> str:
    return word if len(word) <= _SHOWN else word[:_SHOWN] + "…"

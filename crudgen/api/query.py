"""The query string: strictly decoded pairs. What they mean is the plan's to say."""

import re
from urllib.parse import quote, unquote_to_bytes

from crudgen.errors import BadRequest

MAX_PARAMETERS = 200
_BROKEN_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")


def read_pairs(raw: bytes) -> list[tuple[str, str]]:
    """Return the decoded parameters of a query string, in order.

    Raises BadRequest for what is not UTF-8, a broken escape, a NUL, a nameless or too many parameters.

    >>> read_pairs(b"status%5Bin%5D=paid,new&q=a+b")
    [('status[in]', 'paid,new'), ('q', 'a b')]
    """
    if not raw:
        return []
    pieces = [piece for piece in raw.split(b"&", MAX_PARAMETERS + 1) if piece]
    if len(pieces) > MAX_PARAMETERS:
        raise BadRequest(f"a request may have at most {MAX_PARAMETERS} parameters", code="too_many_parameters")
    return [_read_pair(piece) for piece in pieces]


def _read_pair(piece: bytes) -> tuple[str, str]:
    name, _, value = piece.partition(b"=")
    if not name:
        raise BadRequest("a parameter has no name", code="bad_parameter")
    return _decode(name), _decode(value)


def _decode(raw: bytes) -> str:
    if _BROKEN_ESCAPE.search(raw):
        raise BadRequest("a percent sign in the query is not followed by two hexadecimal digits: write %25 for it", code="bad_encoding")
    try:
        text = unquote_to_bytes(raw.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError:
        raise BadRequest("the query is not UTF-8", code="bad_encoding") from None
    if "\0" in text:
        raise BadRequest("the query holds a NUL character", code="bad_encoding")
    return text


def write_pairs(pairs: list[tuple[str, str]]) -> str:
    """Return the query string of some pairs, fit for a Link header.

    >>> write_pairs([("status[in]", "a,b"), ("q", "x y")])
    'status%5Bin%5D=a%2Cb&q=x%20y'
    """
    return "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs)


def refuse_parameters(raw: bytes) -> None:
    """Raise BadRequest for the first parameter, where an address takes none."""
    for name, _ in read_pairs(raw):
        raise BadRequest(f'this request takes no parameters, and "{name[:100]}" is one', code="unknown_parameter")

"""What a list was asked for, with names still as texts: the grammar of the URL, and no more."""

from collections.abc import Sequence
from dataclasses import dataclass

from crudgen.errors import BadRequest
from crudgen.plan.nodes import Operator


@dataclass(frozen=True, slots=True)
class Term:
    """One filter as sent: a dotted path, an operator's name, and the text of its value."""

    path: str
    operator: str
    value: str


@dataclass(frozen=True, slots=True)
class ListRequest:
    """The parameters of a list or a get; None where a parameter was not sent."""

    terms: tuple[Term, ...] = ()
    search: str | None = None
    sort: tuple[str, ...] = ()
    fields: tuple[str, ...] | None = None
    expand: tuple[str, ...] = ()
    limit: int | None = None
    offset: int | None = None
    cursor: str | None = None
    count: str | None = None
    filter: str | None = None


PARAMETERS = ("filter", "q", "sort", "fields", "expand", "limit", "offset", "cursor", "count")
LATER = ("deleted",)
MAX_TERMS = 100
MAX_OFFSET = 1_000_000
COUNTS = ("exact", "estimated", "none")


def parse_query(pairs: Sequence[tuple[str, str]]) -> ListRequest:
    """Return the request that a URL's decoded parameters spell; names are not looked up here.

    Raises BadRequest for a doubled parameter, a malformed number or operator, and a form that is not built yet.

    >>> parse_query([("status", "paid"), ("total[gte]", "100"), ("sort", "-total,id"), ("limit", "5")])
    ... # doctest: +NORMALIZE_WHITESPACE
    ListRequest(terms=(Term(path='status', operator='eq', value='paid'), Term(path='total', operator='gte', value='100')),
                search=None, sort=('-total', 'id'), fields=None, expand=(), limit=5, offset=None, cursor=None, count=None,
                filter=None)
    """
    terms: list[Term] = []
    given: dict[str, str] = {}
    for name, value in pairs:
        if name in LATER:
            raise BadRequest(f'the parameter "{name}" is not supported yet', code="not_supported")
        if name in PARAMETERS:
            if name in given:
                raise BadRequest(f'the parameter "{name}" is given twice', code="doubled_parameter")
            given[name] = value
        else:
            terms.append(_parse_term(name, value))
    if len(terms) > MAX_TERMS:
        raise BadRequest(f"{len(terms)} filters are more than the {MAX_TERMS} that one request may hold", code="too_many_filters")
    return ListRequest(
        terms=tuple(terms),
        search=given.get("q"),
        sort=_parse_names(given, "sort") or (),
        fields=_parse_names(given, "fields"),
        expand=_parse_names(given, "expand") or (),
        limit=_parse_number(given, "limit", least=1),
        offset=_parse_number(given, "offset", least=0, most=MAX_OFFSET),
        cursor=given.get("cursor"),
        count=_parse_count(given.get("count")),
        filter=given.get("filter"),
    )


def split_list(text: str) -> list[str]:
    """Return the parts of a comma-separated value; a part that holds a comma is in double quotes, a quote in it is doubled.

    >>> split_list('a,"b,c",d')
    ['a', 'b,c', 'd']
    """
    parts: list[str] = []
    position = 0
    while True:
        part, position = _take_quoted(text, position) if text[position : position + 1] == '"' else _take_plain(text, position)
        parts.append(part)
        if position == len(text):
            return parts
        position += 1


def _take_plain(text: str, start: int) -> tuple[str, int]:
    end = text.find(",", start)
    end = len(text) if end < 0 else end
    return text[start:end], end


def _take_quoted(text: str, start: int) -> tuple[str, int]:
    pieces, position = [], start + 1
    while True:
        end = text.find('"', position)
        if end < 0:
            raise BadRequest('a double quote in a list is not closed: write "a,b" or double the quote', code="bad_list")
        pieces.append(text[position:end])
        if text[end + 1 : end + 2] != '"':
            break
        pieces.append('"')
        position = end + 2
    if text[end + 1 : end + 2] not in ("", ","):
        raise BadRequest("a quoted part of a list must be followed by a comma", code="bad_list")
    return "".join(pieces), end + 1


def _parse_term(name: str, value: str) -> Term:
    path, bracket, rest = name.partition("[")
    if not bracket:
        return Term(path, Operator.EQ.value, value)
    if not rest.endswith("]") or "[" in rest or not path:
        raise BadRequest(f'"{name}" is not a filter: write name=value or name[operator]=value', code="bad_filter")
    return Term(path, rest[:-1], value)


def _parse_names(given: dict[str, str], name: str) -> tuple[str, ...] | None:
    if name not in given:
        return None
    names = tuple(given[name].split(","))
    if not all(names):
        raise BadRequest(f'"{name}" needs names with commas between them', code="bad_list")
    return names


def _parse_number(given: dict[str, str], name: str, *, least: int, most: int = 10**9) -> int | None:
    if name not in given:
        return None
    text = given[name]
    if not (text.isascii() and text.isdigit()) or len(text) > 10 or not least <= int(text) <= most:
        hint = "; use cursor= for deep pages" if name == "offset" else ""
        raise BadRequest(f'"{name}" must be a whole number from {least} to {most}{hint}', code=f"bad_{name}")
    return int(text)


def _parse_count(text: str | None) -> str | None:
    if text is not None and text not in COUNTS:
        raise BadRequest(f'"count" must be one of {", ".join(COUNTS)}', code="bad_count")
    return text

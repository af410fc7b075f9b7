"""The list's address: what was asked for, as sent by our own forms, in the API's grammar."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from crudgen.admin.language import Language
from crudgen.admin.numbers import read_number
from crudgen.errors import BadRequest
from crudgen.plan.paths import find_path
from crudgen.plan.request import ListRequest, Term, parse_query
from crudgen.plan.rights import Rights
from crudgen.schema.catalog import Entity
from crudgen.schema.types import value_field

PAGE_SIZE = 50
MAX_PAGE = 1_000_000
OWN = frozenset({"page", "q", "sort"})
CONDITION = "filter"
"""The parameter that holds an expression, as in the API."""


@dataclass(frozen=True, slots=True)
class Query:
    """A list's address taken apart. `pairs` are the filters as they stand in it, several of one name merged."""

    pairs: tuple[tuple[str, str], ...] = ()
    search: str = ""
    sort: str = ""
    page: int = 1

    @property
    def condition(self) -> str | None:
        """Return the expression by which the list is filtered, None where there is none."""
        return dict(self.pairs).get(CONDITION)

    def url(self, *, without: str | None = None, sort: str | None = None, page: int = 1) -> str:
        """Return the query part of an address like this one, with one filter left out, or another sort or page."""
        pairs = [pair for pair in self.pairs if pair[0] != without]
        own = (("q", self.search), ("sort", self.sort if sort is None else sort), ("page", str(page) if page > 1 else ""))
        return "?" + urlencode([*pairs, *((name, value) for name, value in own if value and name != without)], safe="[],:")


def read_query(pairs: Iterable[tuple[str, str]]) -> Query:
    """Return the query that a list's address holds; empty values, which forms send, are left out.

    >>> read_query([("status[in]", "paid"), ("status[in]", "placed"), ("total[gte]", ""), ("page", "2")])
    Query(pairs=(('status[in]', 'paid,placed'),), search='', sort='', page=2)
    """
    own: dict[str, str] = {}
    filters: dict[str, str] = {}
    for name, value in ((name, text.strip()) for name, text in pairs):
        if not value:
            continue
        if name in OWN:
            own[name] = value
        elif name.endswith("[in]") and name in filters:
            filters[name] += f",{value}"
        else:
            filters[name] = value
    return Query(tuple(filters.items()), own.get("q", "")[:200], own.get("sort", ""), _read_page(own.get("page", "")))


def _read_page(text: str) -> int:
    return min(max(int(text), 1), MAX_PAGE) if text.isascii() and text.isdigit() and len(text) < 10 else 1


@dataclass(frozen=True, slots=True)
class Reader:
    """What turns people's values into the API's: a day into an instant of the panel's zone, a comma into a point."""

    rights: Rights
    language: Language
    zone: ZoneInfo

    def terms(self, entity: Entity, query: Query) -> tuple[Term, ...]:
        """Return the filters of the query. Raises BadRequest."""
        return tuple(self._convert(entity, term) for term in parse_query(query.pairs).terms)

    def _convert(self, entity: Entity, term: Term) -> Term:
        relation = self.rights.relations(entity).get(term.path)
        if (relation is not None and relation.many) or term.operator in ("null", "in", "nin", "between"):
            return term
        stored = value_field(self.rights.catalog, find_path(self.rights, entity, term.path).field)
        match stored.type:
            case "datetime" if "T" not in term.value:
                return Term(term.path, term.operator, self._instant(term))
            case "int" | "float" | "decimal":
                return Term(term.path, term.operator, read_number(self.language, term.value))
            case _:
                return term

    def _instant(self, term: Term) -> str:
        is_end = term.operator in ("lte", "gt")
        try:
            day = date.fromisoformat(term.value)
            moment = datetime.combine(day, time.max if is_end else time.min, self.zone).astimezone(UTC)
        except (ValueError, OverflowError) as exc:
            raise BadRequest(f'"{term.path}": "{term.value[:40]}" is not a day', code="bad_value") from exc
        return moment.isoformat().replace("+00:00", "Z")


def list_request(query: Query, terms: tuple[Term, ...], sort: Sequence[str], fields: Sequence[str]) -> ListRequest:
    """Return the request of one page of a list."""
    return ListRequest(
        terms=terms,
        search=query.search or None,
        filter=query.condition,
        sort=tuple(sort),
        fields=tuple(fields),
        limit=PAGE_SIZE,
        offset=(query.page - 1) * PAGE_SIZE,
    )

"""Filters of a list: the inputs of its panel, and the chips of those in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from crudgen.admin.columns import default_columns, readable_path
from crudgen.admin.query import CONDITION, Query
from crudgen.admin.references import Titles
from crudgen.admin.visit import Visit
from crudgen.admin.words import humanize, path_name, relation_name, value_name
from crudgen.errors import BadRequest
from crudgen.plan.nodes import Path
from crudgen.plan.request import Term, parse_query, split_list
from crudgen.schema import TYPES
from crudgen.schema.catalog import Entity, Field
from crudgen.schema.types import BadValue, value_field

KINDS: Mapping[str, str] = {
    **dict.fromkeys(("string", "text", "markdown", "slug", "email", "url", "phone", "color"), "text"),
    **dict.fromkeys(("int", "float", "decimal"), "number"),
    **dict.fromkeys(("date", "datetime"), "date"),
    **dict.fromkeys(("reference", "links"), "pick"),
    "bool": "bool",
    "enum": "enum",
}
"""Which input filters a type; a type that is not named here is filtered by none."""

RANGE, ONE_OF = ("gte", "lte"), ("in", "eq")
SENDS = {"text": ("icontains",), "number": RANGE, "date": RANGE, "pick": ONE_OF, "bool": ("eq",), "enum": ONE_OF}
"""The operators that each kind of input sends, or shows when they are set."""

DEFAULT_KINDS = frozenset({"enum", "bool", "pick", "date"})
DEFAULT_FILTERS = 5


@dataclass(frozen=True, slots=True)
class Filter:
    """One input of the filter panel. `values` holds what is set, by operator; `options` are (value, label, chosen)."""

    kind: str
    name: str
    label: str
    values: Mapping[str, str]
    options: tuple[tuple[str, str, bool], ...] = ()
    lookup: str = ""

    @property
    def inputs(self) -> tuple[str, ...]:
        """Return the names of the address that the input stands for."""
        return (self.name, *(f"{self.name}[{operator}]" for operator in SENDS[self.kind]))


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in force, in words, and the address of the list without it."""

    label: str
    text: str
    url: str


OPERATORS = {
    "eq": "{value}",
    "in": "{value}",
    "ne": "not {value}",
    "nin": "not {value}",
    "lt": "less than {value}",
    "lte": "up to {value}",
    "gt": "more than {value}",
    "gte": "from {value}",
    "contains": "contains “{value}”",
    "icontains": "contains “{value}”",
    "starts": "begins with “{value}”",
    "ends": "ends with “{value}”",
    "between": "between {value}",
}


def filter_paths(visit: Visit, entity: Entity) -> list[Path]:
    """Return what the panel filters by: `admin.filters`, else the first fields whose values are few."""
    rights = visit.rights
    names = entity.admin.filters or [*default_columns(rights, entity), *rights.fields(entity)]
    paths = [path for name in dict.fromkeys(names) if (path := readable_path(rights, entity, name)) is not None]
    paths = [path for path in paths if KINDS.get(path.field.type) and not path.field.is_key]
    if entity.admin.filters:
        return paths
    return [path for path in paths if KINDS[path.field.type] in DEFAULT_KINDS and not path.field.is_implicit][:DEFAULT_FILTERS]


def set_values(query: Query) -> dict[tuple[str, str], str]:
    """Return the filters in force by path and operator; none where the address cannot be read."""
    try:
        return {(term.path, term.operator): term.value for term in parse_query(query.pairs).terms}
    except BadRequest:
        return {}


def want_picked(titles: Titles, visit: Visit, entity: Entity, query: Query) -> None:
    """Remember the records that the filters in force name, so that chips and pickers show their titles."""
    for (name, operator), value in set_values(query).items():
        path = readable_path(visit.rights, entity, name)
        if path is not None and path.field.relation is not None and operator in ("eq", "in", "ne", "nin"):
            for key in _read_keys(visit, path.field, value):
                titles.want(path.field, [key] if path.field.type == "links" else key)


def _read_keys(visit: Visit, one: Field, value: str) -> list[object]:
    stored = value_field(visit.rights.catalog, one)
    try:
        return [TYPES[stored.type].read(stored, part) for part in split_list(value)[:50]]
    except (BadValue, BadRequest):
        return []


def make_filters(visit: Visit, titles: Titles, entity: Entity, query: Query) -> list[Filter]:
    """Return the inputs of the filter panel, filled with what is set."""
    in_force = set_values(query)
    found = []
    for path in filter_paths(visit, entity):
        values = {operator: value for (name, operator), value in in_force.items() if name == path.name}
        found.append(make_filter(visit, titles, entity, path, values))
    return found


def make_filter(visit: Visit, titles: Titles, entity: Entity, path: Path, values: Mapping[str, str]) -> Filter:
    """Return the input that filters by one path."""
    language = visit.language
    kind, label = KINDS[path.field.type], path_name(language, visit.rights.catalog, path)
    options: tuple[tuple[str, str, bool], ...] = ()
    lookup = ""
    if kind == "enum":
        chosen = _chosen(values)
        options = tuple((value.name, value_name(language, value), value.name in chosen) for value in path.field.values)
    elif kind == "pick" and path.field.relation is not None:
        target = visit.rights.catalog.entities[path.field.relation.target]
        keys = _read_keys(visit, path.field, values.get("in", values.get("eq", "")))
        options = tuple((str(key), titles.title(target, (key,)), True) for key in keys)
        lookup = visit.url(entity.name, "ajax", "lookup") + f"?name={path.name}&to=filter"
    return Filter(kind, path.name, label, values, options, lookup)


def _chosen(values: Mapping[str, str]) -> list[str]:
    try:
        return [part for operator in ONE_OF for part in split_list(values.get(operator, "")) if part]
    except BadRequest:
        return []


def make_chips(visit: Visit, titles: Titles, entity: Entity, query: Query) -> list[Chip]:
    """Return the filters in force in words; those that no field answers to are shown as they were sent."""
    chips = []
    if query.condition is not None:
        chips.append(Chip(visit.language.text("Condition"), query.condition, query.url(without=CONDITION)))
    for name, _ in query.pairs:
        for term in _terms(name, query):
            label, text = describe(visit, titles, entity, term)
            chips.append(Chip(label, text, query.url(without=name)))
    return chips


def _terms(name: str, query: Query) -> tuple[Term, ...]:
    try:
        return parse_query([pair for pair in query.pairs if pair[0] == name]).terms
    except BadRequest:
        return ()


def describe(visit: Visit, titles: Titles, entity: Entity, term: Term) -> tuple[str, str]:
    """Return a filter in words: what it is about, and what is asked of it."""
    language = visit.language
    path = readable_path(visit.rights, entity, term.path)
    if path is None:
        relation = visit.rights.relations(entity).get(term.path)
        label = relation_name(language, visit.rights.catalog, relation) if relation else humanize(term.path)
    else:
        label = path_name(language, visit.rights.catalog, path)
    if term.operator == "null":
        return label, language.text("is empty" if term.value == "true" else "is filled in")
    value = ", ".join(_value_words(visit, titles, path.field, term)) if path else term.value
    return label, language.text(OPERATORS.get(term.operator, "{value}"), value=value)


def _value_words(visit: Visit, titles: Titles, one: Field, term: Term) -> list[str]:
    language = visit.language
    if one.relation is not None:
        target = visit.rights.catalog.entities[one.relation.target]
        return [titles.title(target, (key,)) for key in _read_keys(visit, one, term.value)] or [term.value]
    if one.type == "bool":
        return [language.text("Yes" if term.value == "true" else "No")]
    if one.type == "enum":
        names = {value.name: value_name(language, value) for value in one.values}
        return [names.get(part, part) for part in _chosen({"in": term.value})]
    if one.type in ("date", "datetime"):
        return [_day_words(visit, part) for part in term.value.split(",")]
    return [term.value]


def _day_words(visit: Visit, text: str) -> str:
    try:
        return visit.language.date(date.fromisoformat(text))
    except ValueError:
        return text

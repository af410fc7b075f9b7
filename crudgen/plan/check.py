"""The check: a request and the caller's rights become a plan, or a refusal. Pure; no connection, no clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from crudgen.errors import BadRequest
from crudgen.plan.inside import check_inside, check_item, find_inside
from crudgen.plan.nodes import (
    And,
    Compare,
    Condition,
    Expand,
    Holds,
    Key,
    Linked,
    Links,
    Mask,
    Operator,
    Or,
    Order,
    Path,
    Read,
    Search,
)
from crudgen.plan.paths import find_path, refuse_name
from crudgen.plan.request import PARAMETERS, ListRequest, Term, split_list
from crudgen.plan.rights import Rights
from crudgen.plan.rows import ALL, both, guard, guard_expression, masks, reached, visible, way
from crudgen.schema import TYPES
from crudgen.schema.catalog import Action, Catalog, Entity, Field, Relation
from crudgen.schema.expression import BOOL, ExpressionError, Scope, compile_expression
from crudgen.schema.types import BadValue, value_field

MAX_EXPAND_DEPTH = 3
MAX_EXPANDS = 20
MAX_LIST = 1000
LISTS = frozenset({Operator.IN, Operator.NIN})
OPERATORS = {operator.value: operator for operator in Operator}


@dataclass(frozen=True, slots=True)
class PageLimits:
    """How many records a list answers: by default, and at the most."""

    default: int
    most: int


def check_list(rights: Rights, entity: Entity, request: ListRequest, limits: PageLimits, now: datetime) -> Read:
    """Return the plan of a list, as of `now`. Raises BadRequest for what the caller may not name, and for what makes no sense."""
    limit = request.limit or limits.default
    if limit > limits.most:
        raise BadRequest(f'"limit" may be at most {limits.most}', code="bad_limit")
    if request.cursor is not None and request.offset is not None:
        raise BadRequest('"cursor" and "offset" cannot be used together', code="bad_cursor")
    expand = expand_relations(rights, entity, request.expand)
    fields, links = select_fields(rights, entity, request.fields, expand)
    conditions = [visible(rights, entity), *(check_term(rights, entity, term) for term in request.terms)]
    if request.filter is not None:
        conditions.append(check_filter(rights, entity, request.filter, now))
    if request.search is not None:
        conditions.append(check_search(rights, entity, request.search))
    order = check_sort(rights, entity, request.sort)
    conditions += [guard(rights, entity, one.path) for one in order]
    return Read(
        entity=entity,
        fields=fields,
        links=tuple(one for one in links if all(one.relation.name != other.relation.name for other in expand)),
        where=both(*conditions),
        order=order,
        limit=limit,
        offset=request.offset or 0,
        count=cast(Literal["exact", "estimated", "none", "auto"], request.count or "auto"),
        expand=expand,
        masks=answer_masks(rights, entity, fields, links, expand),
    )


def answer_masks(
    rights: Rights, entity: Entity, fields: Iterable[Field], links: Iterable[Linked], expand: Iterable[Expand]
) -> tuple[Mask, ...]:
    """Return on which records each part of an answer is there."""
    if rights.may_all(Action.READ, entity):
        return ()
    ways = [*(one.relation for one in links), *(one.relation for one in expand)]
    declared = {one.name for one in ways if one.is_owned or one.part_of}
    return masks(rights, entity, [*(field.name for field in fields), *declared])


def check_get(rights: Rights, entity: Entity, key: Key, request: ListRequest) -> Read:
    """Return the plan that reads one record; only `fields` and `expand` have a meaning there."""
    for name in ("filter", "search", "sort", "limit", "offset", "cursor", "count"):
        if getattr(request, name) not in (None, ()):
            asked = "q" if name == "search" else name
            raise BadRequest(f'one record has no "{asked}"', code="unknown_parameter")
    if request.terms:
        raise refuse_name("parameter", request.terms[0].path, ("fields", "expand"))
    expand = expand_relations(rights, entity, request.expand)
    fields, links = select_fields(rights, entity, request.fields, expand)
    if request.fields is None:
        links = link_lists(rights, entity, [name for name, field in rights.fields(entity).items() if field.type == "links"])
    links = tuple(one for one in links if all(one.relation.name != other.relation.name for other in expand))
    where = both(where_keys(entity, [key]), visible(rights, entity))
    shown = answer_masks(rights, entity, fields, links, expand)
    return Read(entity, fields, links, where=where, order=key_order(entity), limit=1, expand=expand, masks=shown)


def where_keys(entity: Entity, keys: Sequence[Key]) -> Condition:
    """Return the condition that holds for the records at `keys`."""
    paths = [Path((), field) for field in entity.key_fields]
    if len(paths) == 1 and (None,) not in keys:
        if len(keys) == 1:
            return Compare(paths[0], Operator.EQ, keys[0][0])
        return Compare(paths[0], Operator.IN, tuple(key[0] for key in keys))
    return Or(tuple(And(tuple(map(_is_at, paths, key))) for key in keys))


def _is_at(path: Path, part: Any) -> Compare:
    """Return the condition on a part of a key; those of groups may be null."""
    return Compare(path, Operator.EQ, part) if part is not None else Compare(path, Operator.NULL, True)


def key_order(entity: Entity) -> tuple[Order, ...]:
    """Return the order by key, which is total."""
    return tuple(Order(Path((), field)) for field in entity.key_fields)


def select_fields(
    rights: Rights, entity: Entity, names: Iterable[str] | None, expand: Sequence[Expand] = ()
) -> tuple[tuple[Field, ...], tuple[Linked, ...]]:
    """Return the stored and computed fields and the many-to-many lists to answer; the key always comes along. None: no list.

    What is expanded comes along anyway, and may be named, too.
    """
    readable = rights.fields(entity)
    if names is None:
        return tuple(field for field in readable.values() if field.is_value), ()
    wanted = set()
    expanded = {one.relation.name for one in expand}
    for name in names:
        if name not in readable and name not in expanded:
            raise refuse_name("field", name, readable)
        wanted.add(name)
    values = tuple(field for name, field in readable.items() if field.is_value and (name in wanted or field.is_key))
    return values, link_lists(rights, entity, [name for name in readable if name in wanted and not readable[name].is_value])


def link_lists(rights: Rights, entity: Entity, names: Iterable[str]) -> tuple[Linked, ...]:
    """Return the many-to-many lists of those names."""
    relations = [rights.relations(entity)[name] for name in names]
    return tuple(Linked(relation, rights.catalog.entities[relation.target], reached(rights, relation)) for relation in relations)


def check_term(rights: Rights, entity: Entity, term: Term) -> Condition:
    """Return the condition that one filter of the URL spells, its value typed by the field."""
    operator = OPERATORS.get(term.operator)
    if operator is None:
        raise refuse_name("operator", term.operator, OPERATORS)
    relation = rights.relations(entity).get(term.path)
    if relation is not None and relation.many:
        return both(way(rights, entity, relation), _check_links(rights, relation, operator, term))
    inside = find_inside(rights, entity, term.path)
    if inside is not None:
        return both(guard(rights, entity, inside[0]), check_inside(*inside, operator, term))
    path = find_path(rights, entity, term.path, known=PARAMETERS)
    if operator.value not in TYPES[path.field.type].operators:
        known = ", ".join(TYPES[path.field.type].operators)
        raise BadRequest(f'"{term.path}" cannot be filtered by "{operator}"; it takes {known or "none"}', code="bad_operator")
    if path.field.type == "list" and operator is Operator.CONTAINS:
        return both(guard(rights, entity, path), _check_item(path, term))
    return both(guard(rights, entity, path), Compare(path, operator, _read_value(rights.catalog, path.field, operator, term)))


def _check_item(path: Path, term: Term) -> Condition:
    try:
        return check_item(path, term)
    except BadValue as exc:
        raise BadRequest(f'"{term.path}": {exc}', code="bad_value") from exc


def _check_links(rights: Rights, relation: Relation, operator: Operator, term: Term) -> Links:
    if operator not in (Operator.EQ, Operator.IN, Operator.NULL):
        raise BadRequest(f'"{term.path}" cannot be filtered by "{operator}"; it takes eq, in, null', code="bad_operator")
    target = rights.catalog.entities[relation.target]
    where = reached(rights, relation)
    if operator is Operator.NULL:
        return Links(relation, operator, _read_bool(term), where)
    if len(target.key) > 1:
        raise BadRequest(f'"{term.path}" leads to records with several key parts; only [null] can be asked', code="bad_operator")
    key = target.key_fields[0]
    return Links(relation, operator, _read_value(rights.catalog, key, operator, term), where)


def _read_value(catalog: Catalog, field: Field, operator: Operator, term: Term) -> Any:
    match operator:
        case Operator.NULL:
            return _read_bool(term)
        case Operator.IN | Operator.NIN | Operator.BETWEEN:
            parts = split_list(term.value)
            if len(parts) > MAX_LIST:
                raise BadRequest(f'"{term.path}" lists more than {MAX_LIST} values', code="too_many_values")
            if operator is Operator.BETWEEN and len(parts) != 2:
                raise BadRequest(f'"{term.path}[between]" needs two values with a comma between them', code="bad_value")
            return tuple(_read_one(catalog, field, part, term) for part in parts)
        case _:
            return _read_one(catalog, field, term.value, term)


EQUAL = frozenset({"eq", "ne", "in", "nin"})
"""The names of the operators that compare whole values."""


def _read_one(catalog: Catalog, field: Field, text: str, term: Term) -> Any:
    stored = value_field(catalog, field)
    kind = TYPES[stored.type]
    try:
        return kind.sought(stored, text) if term.operator in EQUAL else kind.read(stored, text)
    except BadValue as exc:
        raise BadRequest(f'"{term.path}": {exc}', code="bad_value") from exc


def _read_bool(term: Term) -> bool:
    if term.value not in ("true", "false"):
        raise BadRequest(f'"{term.path}[null]" must be true or false', code="bad_value")
    return term.value == "true"


def check_filter(rights: Rights, entity: Entity, text: str, now: datetime) -> Condition:
    """Return the condition that an expression spells; it names only what the caller may read, and holds only where they may."""
    try:
        expression = compile_expression(text, Scope(rights.catalog, entity, expects=BOOL, names=rights))
    except ExpressionError as exc:
        hint = f"; {exc.hint}" if exc.hint else ""
        raise BadRequest(f'"filter" at character {exc.offset + 1}: {exc.message}{hint}', code="bad_filter") from exc
    around, rows = guard_expression(rights, expression)
    return both(around, Holds(expression, now, rows=rows))


def check_search(rights: Rights, entity: Entity, text: str) -> Condition:
    """Return the search over those of the entity's `search` fields that the caller may read, on each record as far as they may."""
    paths = search_paths(rights, entity)
    if not paths:
        raise refuse_name("parameter", "q", [name for name in PARAMETERS if name != "q"])
    return search(rights, entity, paths, text)


def search(rights: Rights, entity: Entity, paths: Iterable[Path], text: str) -> Condition:
    """Return the condition that a text is found in one of the paths that may be read on the record."""
    open_paths: list[Path] = []
    guarded: list[Condition] = []
    for path in paths:
        condition = guard(rights, entity, path)
        if condition == ALL:
            open_paths.append(path)
        else:
            guarded.append(both(condition, Search((path,), text)))
    free = [Search(tuple(open_paths), text)] if open_paths or not guarded else []
    return free[0] if not guarded else Or((*free, *guarded))


def search_paths(rights: Rights, entity: Entity) -> list[Path]:
    """Return those of the entity's `search` fields that the caller may read."""
    return [path for name in entity.search if (path := _readable_path(rights, entity, name)) is not None]


def _readable_path(rights: Rights, entity: Entity, name: str) -> Path | None:
    try:
        return find_path(rights, entity, name)
    except BadRequest:
        return None


def check_sort(rights: Rights, entity: Entity, names: Sequence[str]) -> tuple[Order, ...]:
    """Return the order of a list, ended by the key so that it is total."""
    order: list[Order] = []
    for name in names:
        path = find_path(rights, entity, name.removeprefix("-"))
        if not TYPES[path.field.type].is_sortable:
            raise BadRequest(f'"{path.name}" cannot be sorted by', code="bad_sort")
        if any(path.name == one.path.name for one in order):
            raise BadRequest(f'"{path.name}" is sorted by twice', code="bad_sort")
        order.append(Order(path, name.startswith("-")))
    named = {one.path.name for one in order}
    return (*order, *(one for one in key_order(entity) if one.path.name not in named))


def expand_relations(rights: Rights, entity: Entity, names: Sequence[str]) -> tuple[Expand, ...]:
    """Return the tree of relations to answer whole, from dotted names such as `customer`, `items.product`."""
    if len(names) > MAX_EXPANDS:
        raise BadRequest(f'"expand" may name at most {MAX_EXPANDS} relations', code="too_many_expands")
    tree: dict[str, Any] = {}
    for name in names:
        steps = name.split(".")
        if len(steps) > MAX_EXPAND_DEPTH:
            raise BadRequest(f'"expand" goes at most {MAX_EXPAND_DEPTH} deep: "{name[:100]}"', code="too_deep")
        branch = tree
        for step in steps:
            branch = branch.setdefault(step, {})
    return _expand_tree(rights, entity, tree)


def _expand_tree(rights: Rights, entity: Entity, tree: dict[str, Any]) -> tuple[Expand, ...]:
    expands: list[Expand] = []
    for name, branch in tree.items():
        relation = rights.relations(entity).get(name)
        if relation is None:
            raise refuse_name("relation", name, rights.relations(entity))
        target = rights.catalog.entities[relation.target]
        fields, _ = select_fields(rights, target, None)
        nested = _expand_tree(rights, target, branch)
        kept = answer_masks(rights, target, fields, (), nested)
        expands.append(Expand(relation, target, fields, nested, reached(rights, relation), kept))
    return tuple(expands)

"""Random worlds against the reference model: no row, field or count more than it allows, and none less."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from hypothesis import given, note
from hypothesis import strategies as st

from crudgen.errors import BadRequest, Forbidden, NotFound
from crudgen.plan.actor import Actor
from crudgen.plan.request import parse_query
from crudgen.schema.catalog import Action, Entity
from crudgen.service.records import flatten
from tests.security.model import Model
from tests.security.play import BOSS, PROFILE, Play, play
from tests.security.random_worlds import Asked, random_actor, random_list

REQUESTS = 40
SHARES: Counter[str] = Counter()
"""How many answers showed all that there is, a part, nothing, or refused a name that is unknown to the caller."""


# --- reading ----------------------------------------------------------------------------------------------------------


def compare(value: Any, operator: str, other: Any) -> bool:
    """Tell whether a filter of the URL holds for a value."""
    if operator == "null":
        return (value is None) is other
    if value is None:
        return False
    match operator:
        case "eq" | "in":
            return value in (other if isinstance(other, tuple) else (other,))
        case "ne" | "nin":
            return value not in (other if isinstance(other, tuple) else (other,))
        case "lt":
            return value < other
        case "gt":
            return value > other
        case "gte":
            return value >= other
        case "between":
            return other[0] <= value <= other[1]
        case "contains":
            return other in value
        case "icontains":
            return other.casefold() in value.casefold()
        case "starts":
            return value.startswith(other)
    raise AssertionError(operator)


def term_holds(model: Model, actor: Actor, entity: Entity, row: dict[str, Any], term: tuple[str, str, Any]) -> bool:
    name, operator, other = term
    relation = entity.relations.get(name)
    if relation is not None and relation.many:
        if not model.names_list(actor, entity, row, relation):
            return False
        found = {each["id"] for _, each in model.reached(actor, entity, row, relation)}
        if operator == "null":
            return (not found) is other
        return bool(found & set(other if isinstance(other, tuple) else (other,)))
    *steps, last = name.split(".")
    ways, here = [], entity
    for step in steps:
        ways.append(here.relations[step])
        here = model.catalog.entities[here.relations[step].target]
    if not model.reads_path(actor, entity, row, tuple(ways), last):
        return False
    return compare(model.value(entity, row, name, {}, actor), operator, other)


def path_is_known(model: Model, actor: Actor, entity: Entity, name: str) -> bool:
    relation = entity.relations.get(name)
    if relation is not None and relation.many:
        return model.follows_ever(actor, entity, name)
    *steps, last = name.split(".")
    return model.allows_path(actor, entity, steps, last)


def path_reads(model: Model, actor: Actor, entity: Entity, row: dict[str, Any], name: str) -> bool:
    *steps, last = name.split(".")
    ways, here = [], entity
    for step in steps:
        ways.append(here.relations[step])
        here = model.catalog.entities[here.relations[step].target]
    return model.reads_path(actor, entity, row, tuple(ways), last)


def tree_of(names: tuple[str, ...]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for name in names:
        branch = tree
        for step in name.split("."):
            branch = branch.setdefault(step, {})
    return tree


def tree_is_known(model: Model, actor: Actor, entity: Entity, tree: Mapping[str, Any]) -> bool:
    return all(
        model.follows_ever(actor, entity, name)
        and tree_is_known(model, actor, model.catalog.entities[entity.relations[name].target], below)
        for name, below in tree.items()
    )


def fields_known(model: Model, actor: Actor, entity: Entity, asked: Asked) -> bool:
    names = [name for name in asked.fields or () if name not in tree_of(asked.expand)]
    return all(model.reads_ever(actor, entity, name) for name in names) and tree_is_known(model, actor, entity, tree_of(asked.expand))


def is_known(model: Model, actor: Actor, entity: Entity, asked: Asked) -> bool:
    """Tell whether every name of a request exists for the actor."""
    paths = [term[0] for term in asked.terms] + [name.removeprefix("-") for name in asked.sort]
    if not (all(path_is_known(model, actor, entity, name) for name in paths) and fields_known(model, actor, entity, asked)):
        return False
    if asked.search and not any(path_is_known(model, actor, entity, name) for name in entity.search):
        return False
    return not asked.filter or model.allows_names(actor, model.compile(entity, asked.filter))


def matches(model: Model, actor: Actor, entity: Entity, row: dict[str, Any], asked: Asked) -> bool:
    if not model.sees(actor, entity, row) or not all(term_holds(model, actor, entity, row, term) for term in asked.terms):
        return False
    if asked.filter and not model.filters(actor, entity, row, model.compile(entity, asked.filter)):
        return False
    if asked.search:
        known = [name for name in entity.search if path_is_known(model, actor, entity, name)]
        texts = [model.value(entity, row, name, {}, actor) for name in known if path_reads(model, actor, entity, row, name)]
        if not any(text is not None and asked.search.casefold() in text.casefold() for text in texts):
            return False
    return all(path_reads(model, actor, entity, row, name.removeprefix("-")) for name in asked.sort)


def arrange(model: Model, actor: Actor, entity: Entity, rows: list[dict[str, Any]], asked: Asked) -> list[dict[str, Any]]:
    rows = sorted(rows, key=lambda row: row["id"])
    for name in reversed(asked.sort):
        path = name.removeprefix("-")
        known = {row["id"]: model.value(entity, row, path, {}, actor) for row in rows}
        some = sorted((row for row in rows if known[row["id"]] is not None), key=lambda row: known[row["id"]], reverse=name[0] == "-")
        rows = [*some, *(row for row in rows if known[row["id"]] is None)]
    return rows


async def check_list(play: Play, actor: Actor, entity: Entity, asked: Asked) -> None:
    model = play.model
    try:
        page = await play.world.service.list(actor, entity, parse_query(asked.pairs()))
    except NotFound:
        assert not model.may_ever(actor, Action.READ, entity)
        return
    except Forbidden:
        raise AssertionError("a read is never forbidden") from None
    except BadRequest:
        assert model.may_ever(actor, Action.READ, entity)
        assert not is_known(model, actor, entity, asked)
        SHARES["refused"] += 1
        return
    assert model.may_ever(actor, Action.READ, entity)
    assert is_known(model, actor, entity, asked)
    rows = [row for row in model.rows[entity.name].values() if matches(model, actor, entity, row, asked)]
    wanted = [model.show(actor, entity, row, asked.fields, tree_of(asked.expand)) for row in arrange(model, actor, entity, rows, asked)]
    assert [flatten(record) for record in page.items] == wanted
    assert page.total == len(wanted)
    every = [row for row in model.rows[entity.name].values() if matches(model, BOSS, entity, row, asked)]
    whole = [model.show(BOSS, entity, row, asked.fields, tree_of(asked.expand)) for row in arrange(model, BOSS, entity, every, asked)]
    SHARES["all" if wanted == whole else "partly" if wanted else "nothing"] += 1


async def check_get(play: Play, actor: Actor, entity: Entity, key: int, asked: Asked) -> None:
    model, row = play.model, play.model.rows[entity.name].get(key)
    pairs = [pair for pair in asked.pairs() if pair[0] in ("fields", "expand")]
    try:
        record = await play.world.service.get(actor, entity, (key,), parse_query(pairs))
    except NotFound:
        assert row is None or not model.sees(actor, entity, row)
        SHARES["nothing"] += 1
        return
    except BadRequest:
        assert model.may_ever(actor, Action.READ, entity)
        assert not fields_known(model, actor, entity, asked)
        return
    assert row is not None
    assert model.sees(actor, entity, row)
    assert fields_known(model, actor, entity, asked)
    wanted = model.show(actor, entity, row, asked.fields, tree_of(asked.expand), lists=True)
    assert flatten(record) == wanted
    SHARES["all" if wanted == model.show(BOSS, entity, row, asked.fields, tree_of(asked.expand), lists=True) else "partly"] += 1


async def check_titles(play: Play, actor: Actor, entity: Entity) -> None:
    model, rows = play.model, play.model.rows[entity.name]
    found = await play.world.service.titles(actor, entity, [(key,) for key in [*rows, 99]])
    assert found == {(key,): model.title(actor, entity, row) for key, row in rows.items() if model.sees(actor, entity, row)}


# --- the test ---------------------------------------------------------------------------------------------------------


def choose(table: Play) -> tuple[Actor, Entity, Asked]:
    """Return who asks for what: mostly something that they may ask for, since most of what is random is not."""
    user = table.world.catalog.entities["user"]
    for _ in range(8):
        actor, entity = random_actor(table.random, table.levels), table.random.choice([*table.entities * 3, user])
        asked = random_list(table.random, table.world.catalog, table.made, entity)
        is_open = table.model.may_ever(actor, Action.READ, entity) and is_known(table.model, actor, entity, asked)
        if is_open or table.random.random() < 0.05:
            break
    return actor, entity, asked


async def ask(table: Play) -> None:
    """Ask one random thing, and compare the answer."""
    actor, entity, asked = choose(table)
    kind, key = table.random.random(), table.random.choice([*table.model.rows[entity.name], 99])
    try:
        if kind < 0.7:
            await check_list(table, actor, entity, asked)
        elif kind < 0.9:
            await check_get(table, actor, entity, key, asked)
        else:
            await check_titles(table, actor, entity)
    except BaseException:
        note(f"{actor}\n{entity.name} {asked} {key}")
        raise


@PROFILE
@given(seed=st.integers(0, 2**32 - 1), entities=st.integers(2, 4), rows=st.integers(3, 6))
def test_every_answer_is_what_the_reference_model_says(seed: int, entities: int, rows: int) -> None:
    play(ask, REQUESTS, seed, entities, rows)


def test_a_third_of_the_answers_show_a_part() -> None:
    SHARES.clear()
    for seed in range(6):
        play(ask, REQUESTS, seed, 3, 6)
    total = sum(SHARES.values())
    print("\nanswers: " + ", ".join(f"{name} {count / total:.0%}" for name, count in SHARES.items()))
    assert SHARES["partly"] / total >= 1 / 3

"""Random writes against the reference model: what it allows is written and answered just so; what it does not changes nothing."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from hypothesis import given, note
from hypothesis import strategies as st

from crudgen.errors import NotFound, Refusal
from crudgen.plan.actor import Actor
from crudgen.schema.catalog import Action, Entity
from crudgen.service.records import flatten
from tests.security.model import Model
from tests.security.play import PROFILE, Play, play, read_all
from tests.security.predict import Refused, Write
from tests.security.random_worlds import random_actor, random_value

WRITES = 40
SHARES: Counter[str] = Counter()


def random_body(table: Play, actor: Actor, entity: Entity, *, is_new: bool, depth: int = 1) -> dict[str, Any]:
    """Return a random body: names that may be written mostly, ids of records that are seen mostly."""
    random = table.random
    names = [name for name, one in entity.fields.items() if not (one.hidden or one.is_key or one.computed or one.is_implicit)]
    chosen = random.sample(names, random.randint(1, len(names) if is_new else min(2, len(names))))
    if is_new and entity.parent is not None:
        chosen.append(entity.parent.name)
    if random.random() < 0.02:
        chosen.append("deep")
    body: dict[str, Any] = {name: random_sent(table, actor, entity, name) for name in dict.fromkeys(chosen)}
    if not is_new and entity.parts and random.random() < 0.6:
        name = random.choice(list(entity.parts))
        if random.random() < 0.6:
            body = {}
        body[name] = random_rows(table, actor, entity, name)
    return body


def random_sent(table: Play, actor: Actor, entity: Entity, name: str) -> Any:
    one, random = entity.fields[name], table.random
    if one.relation is None:
        return random_value(random, one.type)
    target = table.world.catalog.entities[one.relation.target]
    rows = table.model.rows[target.name]
    seen = [key for key, row in rows.items() if table.model.sees(actor, target, row)]
    known = seen if random.random() < 0.85 else [*rows, 99]
    if one.type == "links":
        return sorted(random.sample(known, random.randint(0, min(2, len(known)))))
    return random.choice(known) if known and random.random() < 0.9 else None


def random_rows(table: Play, actor: Actor, entity: Entity, name: str) -> list[dict[str, Any]]:
    """Return a child list: some rows as they are, some changed, some left out, some new."""
    random, relation = table.random, entity.relations[name]
    child = table.world.catalog.entities[relation.target]
    sent: list[dict[str, Any]] = []
    owners = table.model.rows[entity.name]
    for owner in owners.values():
        for target, each in table.model.reached(actor, entity, owner, relation):
            if random.random() < 0.15:
                continue
            values = {one: each[one] for one in ("text", "num") if table.model.reads(actor, target, each, one)}
            if random.random() < 0.3:
                values["num"] = random_value(random, "int")
            sent.append({"id": each["id"], **values, "_of": owner["id"]})
    if random.random() < 0.5:
        row = random_body(table, actor, child, is_new=True)
        row.pop(relation.field, None)
        sent.append(row)
    return sent


def rows_of(rows: list[dict[str, Any]], key: int, child_field: str, random: Any) -> list[dict[str, Any]]:
    """Return those of the rows that belong to a record, a stranger among them at times."""
    kept = [one for one in rows if one.get("_of", key) == key or random.random() < 0.03]
    return [{name: value for name, value in one.items() if name != "_of"} for one in kept]


async def write(table: Play) -> None:
    """Do one random write, and compare what comes of it with what the model says."""
    random, model = table.random, table.model
    for _ in range(8):
        actor, entity = random_actor(random, table.levels), random.choice(table.entities)
        kind = random.choice(("create", "update", "update", "update", "delete"))
        seen = [key for key, row in model.rows[entity.name].items() if model.sees(actor, entity, row)]
        key = random.choice(seen) if seen and random.random() < 0.9 else random.choice([*model.rows[entity.name], 99])
        body = random_body(table, actor, entity, is_new=kind == "create") if kind != "delete" else {}
        body = {name: rows_of(value, key, "", random) if name in entity.parts else value for name, value in body.items()}
        if model.may_ever(actor, {"create": Action.CREATE, "update": Action.UPDATE, "delete": Action.DELETE}[kind], entity):
            break
    try:
        await compare(table, actor, kind, entity, key, body)
    except BaseException:
        note(f"{actor}\n{kind} {entity.name} {key} {body}")
        raise


async def compare(table: Play, actor: Actor, kind: str, entity: Entity, key: int, body: Mapping[str, Any]) -> None:
    service = table.world.service
    record, refusal = None, None
    try:
        match kind:
            case "create":
                record = await service.create(actor, entity, body)
            case "update":
                record = await service.update(actor, entity, (key,), body)
            case "delete":
                await service.delete(actor, entity, (key,))
    except Refusal as exc:
        refusal = exc
    now = read_all(table.world)
    told = f"{refusal.status} {refusal.detail} {refusal.errors}" if refusal is not None else "done"
    fresh = {name: sorted(set(now[name]) - set(table.model.rows[name])) for name in now}
    after, why = predict(table.model, actor, kind, entity, key, body, fresh)
    if after is None:
        assert refusal is not None, f"must be refused: {why}"
        assert now == table.model.rows, f"refused ({told}), and changed"
        if why == "unseen" and table.model.may_ever(actor, ACTIONS[kind], entity):
            assert isinstance(refusal, NotFound), told
        SHARES[f"{kind} refused"] += 1
        return
    assert refusal is None, f"must be done: {told}"
    assert now == after.rows
    table.model = after
    SHARES[f"{kind} done"] += 1
    if record is not None:
        check_answer(after, actor, entity, record, body)


def check_answer(after: Model, actor: Actor, entity: Entity, record: Any, body: Mapping[str, Any]) -> None:
    row = after.rows[entity.name][record.key[0]]
    told = flatten(record)
    if not after.sees(actor, entity, row):
        assert told == {"id": row["id"]}
        assert not record.is_seen
        return
    lists = {name: told.pop(name, None) for name in body if name in entity.parts}
    wanted = after.show(actor, entity, row, None, {}, lists=True)
    assert told == wanted, f"{told} instead of {wanted}"
    for name, rows in lists.items():
        if rows is not None:
            wanted = [after.show(actor, *each, None, {}, lists=True) for each in after.reached(actor, entity, row, entity.relations[name])]
            found = sorted(rows, key=lambda one: one["id"])
            assert found == sorted(wanted, key=lambda one: one["id"]), f"{found} instead of {wanted}"


def predict(
    model: Model, actor: Actor, kind: str, entity: Entity, key: int, body: Mapping[str, Any], fresh: Mapping[str, list[int]]
) -> tuple[Model | None, str]:
    """Return the world after the write, the keys of new records taken from what was stored; or None, and why it must be refused."""
    doing = Write.of(model, actor)
    try:
        match kind:
            case "create":
                doing.create(entity, (fresh[entity.name] or [99])[0], body)
            case "update":
                children = next((entity.relations[name].target for name in body if name in entity.parts), "")
                doing.update(entity, key, body, [*fresh.get(children, []), *range(1000, 1010)])
            case "delete":
                doing.delete(entity, key)
    except Refused as why:
        return None, str(why)
    return doing.after, ""




ACTIONS = {"create": Action.CREATE, "update": Action.UPDATE, "delete": Action.DELETE}


@PROFILE
@given(seed=st.integers(0, 2**32 - 1), entities=st.integers(2, 4), rows=st.integers(3, 6))
def test_every_write_is_what_the_reference_model_says(seed: int, entities: int, rows: int) -> None:
    play(write, WRITES, seed, entities, rows)

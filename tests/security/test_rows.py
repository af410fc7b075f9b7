"""Classes C and D: a row, and a field on a row, that one may not see is not there, whichever way one comes to it."""

from pathlib import Path
from typing import Any

import pytest

from crudgen import Project
from crudgen.plan.check import key_order
from crudgen.plan.nodes import Read
from crudgen.schema.catalog import Action, Entity
from crudgen.service.stored import stored_fields, stored_links
from crudgen.store import Mode
from tests.security.model import Model
from tests.security.test_names import WHO, actor_of, own_entities
from tests.security.watch import Watch, plain

MISSING = 99999
EVERY = own_entities()


@pytest.fixture(scope="module")
def model(folder: Path) -> Model:
    """Return the reference model of what is stored."""
    project = Project(folder)
    store = project.snapshot.context.service.store

    def work(connection: Any) -> dict[str, dict[int, dict[str, Any]]]:
        found = {}
        for entity in (project.catalog.entities[one.name] for one in EVERY):
            plan = Read(entity, stored_fields(entity), stored_links(project.catalog, entity), order=key_order(entity))
            found[entity.name] = {record.key[0]: record.values for record in store.read(connection, plan).items}
        return found

    made = Model(project.catalog, project.database.run_now(work, Mode.SCAN))
    project.database.close_now()
    return made


def hidden_rows(model: Model, who: str, entity: Entity) -> list[int]:
    return [key for key, row in model.rows[entity.name].items() if not model.sees(actor_of(who), entity, row)]


def readable(model: Model, who: str) -> list[Entity]:
    return [entity for entity in EVERY if model.may_ever(actor_of(who), Action.READ, entity)]


@pytest.mark.parametrize("who", WHO)
def test_lists_hold_just_the_rows_and_fields_that_may_be_seen(watch: Watch, model: Model, who: str) -> None:
    actor = actor_of(who)
    for entity in readable(model, who):
        rows = [row for row in model.rows[entity.name].values() if model.sees(actor, entity, row)]
        answer = watch.ask(who, f"GET /api/{entity.path}?limit=1000&count=exact").json()
        wanted = [model.show(actor, entity, row, None, {}).keys() for row in rows]
        assert [one["id"] for one in answer["items"]] == [row["id"] for row in rows]
        assert [one.keys() for one in answer["items"]] == wanted
        assert answer["total"] == len(rows)


@pytest.mark.parametrize("who", WHO)
def test_s031_s033_what_is_expanded_is_what_may_be_seen(watch: Watch, model: Model, who: str) -> None:
    actor = actor_of(who)
    for entity in readable(model, who):
        for name in entity.relations:
            if entity.relations[name].target.startswith("crudgen_") or not model.follows_ever(actor, entity, name):
                continue
            items = watch.ask(who, f"GET /api/{entity.path}?expand={name}&fields=id&limit=1000").json()["items"]
            wanted = [model.show(actor, entity, model.rows[entity.name][one["id"]], ["id"], {name: {}}) for one in items]
            assert [shape(one) for one in items] == [shape(one) for one in wanted], f"{who}: {entity.name}.{name}"


def shape(value: Any) -> Any:
    """Return the ids and the names of an answer, without its values."""
    if isinstance(value, dict):
        return {name: one if name == "id" else shape(one) for name, one in value.items()}
    return [shape(one) for one in value] if isinstance(value, list) and value and isinstance(value[0], dict) else isinstance(value, list)


@pytest.mark.parametrize("who", WHO)
def test_s054_s100_a_row_out_of_sight_is_answered_as_one_that_is_not_there(watch: Watch, model: Model, who: str) -> None:
    for entity in readable(model, who):
        for key in hidden_rows(model, who, entity):
            for method, rest, body, headers in [
                ("GET", "", None, {}), ("GET", "?fields=id", None, {}), ("HEAD", "", None, {}), ("DELETE", "", None, {}),
                ("PATCH", "", {"name": "x"}, {}), ("PATCH", "", {}, {}), ("PUT", "", {"name": "x"}, {}),
                ("GET", "", None, {"If-None-Match": "*"}), ("GET", "", None, {"If-None-Match": '"1-x"'}),
                ("PATCH", "", {}, {"If-Match": '"1-x"'}), ("DELETE", "", None, {"If-Match": '"7-x"'}), ("PUT", "", {}, {"If-None-Match": "*"}),
            ]:  # fmt: skip
                first = watch.ask(who, f"{method} /api/{entity.path}/{key}{rest}", body, headers=headers)
                second = watch.ask(who, f"{method} /api/{entity.path}/{MISSING}{rest}", body, headers=headers)
                assert plain(first, str(key)) == plain(second, str(MISSING)), f"{who}: {method} {entity.name}/{key} {body} {headers}"
                assert first.status_code >= 400


@pytest.mark.parametrize("who", WHO)
def test_s055_a_reference_to_a_row_out_of_sight_is_one_to_nothing(watch: Watch, model: Model, who: str) -> None:
    actor = actor_of(who)
    for entity in EVERY:
        for name, one in entity.fields.items():
            if one.relation is None or one.hidden or one.relation.target.startswith("crudgen_"):
                continue
            target = model.catalog.entities[one.relation.target]
            for key in hidden_rows(model, who, target)[:3]:
                for action, request in ((Action.CREATE, f"POST /api/{entity.path}"), (Action.UPDATE, f"PATCH /api/{entity.path}/1")):
                    if not model.may_ever(actor, action, entity, name):
                        continue
                    sent = [[key], [MISSING]] if one.type == "links" else [key, MISSING]
                    first, second = (watch.ask(who, request, {name: value}) for value in sent)
                    assert plain(first, str(key)) == plain(second, str(MISSING)), f"{who}: {request} {name} {key}"
                    assert first.status_code in (403, 404, 422)


@pytest.mark.parametrize("who", WHO)
def test_s006_s007_search_finds_nothing_in_what_may_not_be_read(watch: Watch, model: Model, who: str) -> None:
    actor = actor_of(who)
    for entity in readable(model, who):
        if not any(model.allows_path(actor, entity, name.split(".")[:-1], name.split(".")[-1]) for name in entity.search):
            continue
        for text in ("canary-hidden", "canary-hid", "9021", "$argon2", "crg_"):
            answer = watch.ask(who, f"GET /api/{entity.path}?q={text}")
            assert (answer.status_code, answer.json()["items"], answer.json()["total"]) == (200, [], 0)


@pytest.mark.parametrize("who", ["ann", "bob"])
def test_s012_what_is_not_ones_own_is_not_found_by_saying_so(watch: Watch, who: str) -> None:
    mine = {"ann": 1, "bob": 2}[who]
    for query in (f"filter=not%20(owner={mine})", f"owner[ne]={mine}", f"owner[nin]={mine}", "owner[null]=true", f"filter=owner!={mine}"):
        assert watch.ask(who, f"GET /api/doc?{query}").json()["items"] == []


@pytest.mark.parametrize("who", WHO)
def test_a_count_and_a_page_tell_no_more_than_the_rows(watch: Watch, model: Model, who: str) -> None:
    actor = actor_of(who)
    for entity in readable(model, who):
        seen = [key for key, row in model.rows[entity.name].items() if model.sees(actor, entity, row)]
        found, url = [], f"/api/{entity.path}?limit=1&sort=-id"
        for _ in range(len(seen) + 1):
            answer = watch.ask(who, f"GET {url}")
            page = answer.json()
            assert answer.headers["x-total-count"] == str(len(seen))
            found += [one["id"] for one in page["items"]]
            if not page["next"]:
                break
            url = f"/api/{entity.path}?limit=1&sort=-id&cursor={page['next']}"
        assert found == sorted(seen, reverse=True)

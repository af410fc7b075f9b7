"""Classes A to D: what one may not read or write is, at every door, what does not exist. Made of the schema and of the table of doors."""

import codecs
from functools import cache

import pytest

from crudgen.config import load_settings
from crudgen.plan.actor import ANONYMOUS, Actor
from crudgen.schema import load_catalog
from crudgen.schema.catalog import Action, Catalog, Entity
from tests.security.doors import READING, WRITING, Ask, Target
from tests.security.model import Model
from tests.security.prepare import KEYS, PEOPLE, SOURCE
from tests.security.watch import HINT, Watch, plain

LOGINS = list(PEOPLE)
WHO = ("ann", "vic", "max", "reader", "writer", "ada", "")


def actor_of(who: str) -> Actor:
    """Return the actor that a name of the fixture stands for."""
    who = who.removeprefix("panel:")
    if not who:
        return ANONYMOUS
    if who in KEYS:
        return Actor(None, who, frozenset(KEYS[who]), is_authenticated=True)
    return Actor(LOGINS.index(who) + 1, who, frozenset(PEOPLE[who]), is_authenticated=True)


@cache
def catalog() -> Catalog:
    return load_catalog(SOURCE, load_settings(SOURCE, {}).roles)


def own_entities() -> list[Entity]:
    return [entity for entity in catalog().entities.values() if not entity.name.startswith("crudgen_")]


def closed_fields(who: str) -> list[Target]:
    """Return the fields that somebody may not read, of the entities that they may."""
    model, actor = Model(catalog(), {}), actor_of(who)
    return [
        Target(catalog(), entity, name)
        for entity in own_entities()
        if model.may_ever(actor, Action.READ, entity)
        for name in entity.fields
        if not model.reads_ever(actor, entity, name)
    ]


def closed_to_writing(who: str) -> list[Target]:
    """Return the fields that somebody may neither read nor write, of the entities that they know."""
    model, actor = Model(catalog(), {}), actor_of(who)
    found = []
    for entity in own_entities():
        if not model.knows(actor, entity):
            continue
        for name, one in entity.fields.items():
            is_writable = not (one.hidden or one.readonly or one.computed) and any(
                model.may_ever(actor, action, entity, name) for action in (Action.CREATE, Action.UPDATE)
            )
            if not is_writable and not model.reads_ever(actor, entity, name):
                found.append(Target(catalog(), entity, name))
    return found


def unknown(name: str) -> str:
    """Return a name as long that no entity or field has, nor anything like it."""
    return codecs.encode(name, "rot13")


def send(watch: Watch, who: str, ask: Ask) -> tuple[int, str, tuple[str, ...]]:
    response = watch.ask(who, ask.request, ask.body, raw=ask.raw, headers=dict(ask.headers))
    return plain(response)


def compare(watch: Watch, who: str, asks: list[tuple[Ask, Ask]], name: str, other: str) -> None:
    """Fail where what is closed is answered in another way than what is not there (U8)."""
    for closed, missing in asks:
        first = watch.ask(who, closed.request, closed.body, raw=closed.raw, headers=dict(closed.headers))
        second = watch.ask(who, missing.request, missing.body, raw=missing.raw, headers=dict(missing.headers))
        spelt = (name, name.upper(), other, other.upper())
        assert plain(first, *spelt) == plain(second, *spelt), f"{who}: {closed}"
        assert first.status_code >= 400, f"{who}: {closed} was taken"
        assert name not in HINT.findall(second.text), f"{who}: {missing} tells of {name}"


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("door", READING)
def test_what_may_not_be_read_is_unknown(watch: Watch, door: str, who: str) -> None:
    for target in closed_fields(who):
        other = Target(target.catalog, target.entity, unknown(target.name))
        compare(watch, who, list(zip(READING[door](target), READING[door](other), strict=True)), target.name, other.name)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("door", WRITING)
def test_what_may_not_be_read_or_written_is_unknown(watch: Watch, door: str, who: str) -> None:
    for target in closed_to_writing(who):
        other = Target(target.catalog, target.entity, unknown(target.name))
        compare(watch, who, list(zip(WRITING[door](target), WRITING[door](other), strict=True)), target.name, other.name)


@pytest.mark.parametrize("who", WHO)
def test_an_entity_that_one_may_do_nothing_with_is_unknown(watch: Watch, who: str) -> None:
    model, actor = Model(catalog(), {}), actor_of(who)
    closed = [entity for entity in own_entities() if not model.knows(actor, entity)]
    assert closed or who in ("ada", "writer")
    for entity in closed:
        for method, rest, body in [
            ("GET", "", None), ("GET", "/1", None), ("GET", "?name=x&sort=-name&q=a", None), ("POST", "", {"name": "x"}), ("POST", "", [{}]),
            ("PATCH", "/1", {"name": "x"}), ("PUT", "/1", {"name": "x"}), ("DELETE", "/1", None), ("GET", "/1?expand=x", None),
            ("OPTIONS", "", None), ("HEAD", "", None), ("GET", "/export", None), ("GET", "/aggregate?count=true", None),
            ("POST", "/import", {}), ("POST", "/search", {}), ("PATCH", "?id=1", {}), ("DELETE", "?id=1", None), ("GET", "/1/history", None),
        ]:  # fmt: skip
            paths = [entity.path, unknown(entity.path)]
            first, second = (watch.ask(who, f"{method} /api/{path}{rest}", body) for path in paths)
            assert plain(first, paths[0]) == plain(second, paths[1]), f"{who}: {method} {entity.path}{rest}"
            assert first.status_code in (401, 404)


@pytest.mark.parametrize("who", WHO)
def test_s046_documents_hold_only_what_somebody_may_know(watch: Watch, who: str) -> None:
    model, actor = Model(catalog(), {}), actor_of(who)
    for url in ("/api/meta", "/api/openapi.json"):
        response = watch.ask(who, f"GET {url}")
        if response.status_code == 401:
            continue
        for entity in own_entities():
            if not model.knows(actor, entity):
                assert f'"{entity.name}"' not in response.text, f"{url} tells {who} of {entity.name}"
        for target in closed_to_writing(who):
            elsewhere = any(
                target.name in other.fields and other is not target.entity and target.name not in {one.name for one in closed_to_writing(who)}
                for other in own_entities()
            )
            if not elsewhere and len(target.name) > 5 and target.name not in ("password",):
                told = [name for name in names_in(response.json(), target.entity.name) if name == target.name]
                assert not told, f"{url} tells {who} of {target.entity.name}.{target.name}"


def names_in(document: object, entity: str) -> list[str]:
    """Return the names of an entity's fields that a document speaks of: of the model, or of OpenAPI's schemas."""
    if not isinstance(document, dict):
        return []
    if "entities" in document:
        return [field["name"] for one in document["entities"] if one["name"] == entity for field in one.get("fields", [])]
    schemas = document.get("components", {}).get("schemas", {})
    found: list[str] = []
    for name, schema in schemas.items():
        if name.lower().startswith(entity):
            found += schema.get("properties", {})
    return found


def test_the_fixture_has_closed_fields_for_everybody() -> None:
    """A field or entity that is added to the fixture, or to the built-in user, is tried by itself."""
    assert all(len(closed_fields(who)) >= 10 for who in ("ann", "vic", "reader", "ada"))

"""The field type `secret`: encrypted at rest, masked at every door, with the server's secret changed under it."""

import re
import sqlite3
from base64 import urlsafe_b64decode, urlsafe_b64encode
from io import BytesIO
from typing import Any

import pytest

from crudgen.errors import BadRequest, Forbidden, Invalid, NotFound, UserError
from crudgen.plan.actor import SYSTEM, Actor
from crudgen.schema.types import MASK
from crudgen.service.importer import import_csv
from crudgen.service.records import flatten
from crudgen.service.rotate import rotate_secrets
from crudgen.store import Keyring, Mode, Store
from tests.support.world import Build, World

ACCOUNT = """
fields:
  name: string!
  token: {type: secret, min_length: 3, max_length: 20}
  pin: {type: secret, required: true, set_once: true}
  other: {type: secret, write_only: true}
access: {read: public, create: public, update: public}
"""
PART = """
fields:
  account: {type: account, part_of: true, inverse: parts}
  key: secret
"""
CLERK = Actor(id=1, login="cleo", roles=frozenset({"clerk"}), is_authenticated=True)


@pytest.fixture
def world(build: Build) -> World:
    return build(account=ACCOUNT, part=PART)


def stored(world: World, select: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(world.root / "data" / "app.db") as connection:
        return connection.execute(select).fetchall()


def change(world: World, statement: str, *values: Any) -> None:
    with sqlite3.connect(world.root / "data" / "app.db") as connection:
        connection.execute(statement, values)
    connection.close()


async def create(world: World, entity: str = "account", **body: Any) -> dict[str, Any]:
    return flatten(await world.service.create(SYSTEM, world.catalog.entities[entity], body))


async def update(world: World, key: int, **body: Any) -> dict[str, Any]:
    return flatten(await world.service.update(SYSTEM, world.catalog.entities["account"], (key,), body))


async def replace(world: World, key: int, **body: Any) -> dict[str, Any]:
    return flatten((await world.service.replace(SYSTEM, world.catalog.entities["account"], (key,), body))[0])


async def reveal(world: World, key: int, field: str, entity: str = "account") -> str | None:
    return await world.service.reveal(SYSTEM, world.catalog.entities[entity], (key,), field)


def with_secrets(world: World, *secrets: bytes) -> World:
    """Return the world after a restart with these secrets."""
    keyring = Keyring(secrets)
    store = Store(world.catalog, world.store.tables, keyring)
    service = type(world.service)(world.settings, world.catalog, world.database, store, secrets)
    return World(world.root, world.settings, world.catalog, world.database, store, service, world.signin)


async def test_a_secret_goes_in_and_only_the_system_gets_it_out(world: World) -> None:
    made = await create(world, name="a", token="tøken-1", pin="1234")
    assert (made["token"], made["pin"]) == (MASK, MASK)
    assert "other" not in made
    assert await reveal(world, 1, "token") == "tøken-1"
    assert await reveal(world, 1, "other") is None
    for actor in (CLERK, Actor(id=2, login="ann", roles=frozenset({"admin"}), is_authenticated=True)):
        with pytest.raises(Forbidden):
            await world.service.reveal(actor, world.catalog.entities["account"], (1,), "token")


async def test_what_is_no_secret_or_not_there_is_told(world: World) -> None:
    with pytest.raises(UserError, match='"account" has no secret "name"'):
        await reveal(world, 1, "name")
    with pytest.raises(NotFound):
        await reveal(world, 1, "token")


async def test_what_is_at_rest_tells_nothing_and_never_repeats(world: World) -> None:
    for name in "ab":
        await create(world, name=name, token="the-token", pin="the-token")
    texts = [text for row in stored(world, "SELECT token, pin FROM account") for text in row]
    assert len(set(texts)) == 4
    assert all(re.fullmatch(r"sealed:[0-9a-f]{8}:[A-Za-z0-9_=-]+", text) for text in texts)
    assert b"the-token" not in (world.root / "data" / "app.db").read_bytes()


async def test_the_bounds_are_those_of_the_text_and_errors_do_not_repeat_it(world: World) -> None:
    with pytest.raises(Invalid) as found:
        await create(world, name="a", token="ab", pin="1234")
    assert [(error.pointer, error.code) for error in found.value.errors] == [("/token", "min_length")]
    with pytest.raises(Invalid) as found:
        await create(world, name="a", token="я" * 21, pin="1234")
    assert "я" not in found.value.errors[0].message
    await create(world, name="a", token="\N{PILE OF POO}" * 20, pin="1" * 4096)
    assert await reveal(world, 1, "pin") == "1" * 4096


async def test_the_mask_sent_back_leaves_the_secret_as_it_is(world: World) -> None:
    await create(world, name="a", token="the-token", pin="1234")
    before = stored(world, "SELECT token, pin FROM account")
    await update(world, 1, name="b", token=MASK, pin=MASK)
    await replace(world, 1, name="c", token=MASK, pin=MASK)
    assert stored(world, "SELECT token, pin FROM account") == before


async def test_the_mask_is_no_secret_of_a_new_record(world: World) -> None:
    with pytest.raises(Invalid) as found:
        await create(world, name="a", token=MASK, pin="1234")
    assert [(error.pointer, error.code) for error in found.value.errors] == [("/token", "mask")]


async def test_a_replacement_keeps_what_it_leaves_out_and_clears_what_it_nulls(world: World) -> None:
    await create(world, name="a", token="the-token", pin="1234", other="more")
    assert (await replace(world, 1, name="b"))["token"] == MASK
    assert await reveal(world, 1, "other") == "more"
    assert (await replace(world, 1, name="b", token=None))["token"] is None
    assert await reveal(world, 1, "token") is None
    assert (await update(world, 1, token="another"))["token"] == MASK
    with pytest.raises(Invalid) as found:
        await replace(world, 1, name="b", pin=None)
    assert found.value.errors[0].code == "required"


async def test_a_secret_that_is_set_once_keeps_its_value(world: World) -> None:
    await create(world, name="a", pin="1234")
    with pytest.raises(Invalid) as found:
        await update(world, 1, pin="1234")  # not even the same one: that would tell what it is
    assert found.value.errors[0].code == "set_once"


async def test_rows_of_a_child_list_have_secrets_of_their_own(world: World) -> None:
    made = await create(world, name="a", pin="1234", parts=[{"key": "one"}, {"key": "two"}])
    assert [part["key"] for part in made["parts"]] == [MASK, MASK]
    changed = await update(world, 1, parts=[{"id": 1, "key": MASK}, {"id": 2, "key": "2"}, {"key": "three"}])
    assert [part["key"] for part in changed["parts"]] == [MASK] * 3
    assert [await reveal(world, key, "key", "part") for key in (1, 2, 3)] == ["one", "2", "three"]
    with pytest.raises(Invalid) as found:
        await update(world, 1, parts=[{"key": MASK}])
    assert [(error.pointer, error.code) for error in found.value.errors] == [("/parts/0/key", "mask")]
    (expanded,) = await world.rows("account", "expand=parts")
    assert [part["key"] for part in expanded["parts"]] == [MASK] * 3


async def test_an_import_encrypts_and_refuses_masks(world: World) -> None:
    account = world.catalog.entities["account"]
    sheet = b"name,token,pin\na,token-a,1\nb,,2\n"
    assert (await import_csv(world.service, SYSTEM, account, BytesIO(sheet))).created == 2
    assert [await reveal(world, key, "token") for key in (1, 2)] == ["token-a", None]
    result = await import_csv(world.service, SYSTEM, account, BytesIO(f"name,token,pin\nc,{MASK},3\n".encode()))
    assert [(error.row, error.field, error.code) for error in result.errors] == [(2, "token", "mask")]


async def test_only_whether_there_is_one_can_be_asked(world: World) -> None:
    await create(world, name="a", token="the-token", pin="1234")
    await create(world, name="b", pin="1234")
    assert [row["name"] for row in await world.rows("account", "token[null]=true")] == ["b"]
    for query in ("token=the-token", f"token={MASK}", "token[starts]=t", "sort=token", "filter=token is null", "other[null]=true"):
        with pytest.raises(BadRequest):
            await world.rows("account", query)


async def test_a_text_that_was_changed_or_moved_is_masked_and_not_opened(world: World) -> None:
    await create(world, name="a", token="the-token", pin="1234")
    ((token,),) = stored(world, "SELECT token FROM account")
    head, _, body = token.rpartition(":")
    content = bytearray(urlsafe_b64decode(body))
    content[-1] ^= 1
    for text in (f"{head}:{urlsafe_b64encode(content).decode()}", f"{head}:", f"{head}:ё", token[:-8]):
        change(world, "UPDATE account SET token = ?", text)
        assert (await world.rows("account"))[0]["token"] == MASK
        with pytest.raises(UserError, match=r"account.token of 1 cannot be opened: it was changed, or moved"):
            await reveal(world, 1, "token")
    change(world, "UPDATE account SET other = ?", token)
    with pytest.raises(UserError, match="it was changed, or moved"):
        await reveal(world, 1, "other")


async def test_the_table_takes_no_secret_in_the_clear(world: World) -> None:
    await create(world, name="a", token="the-token", pin="1234")
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        change(world, "UPDATE account SET token = 'in the clear'")


async def test_the_server_s_secret_is_changed_in_three_steps(world: World) -> None:
    old, new = b"a secret of the tests", b"another secret of the tests"
    await create(world, name="a", token="token-a", pin="1")
    await create(world, name="b", pin="2", parts=[{"key": "k"}])
    both = with_secrets(world, new, old)
    assert await reveal(both, 1, "token") == "token-a"
    await create(both, name="c", token="token-c", pin="3")
    versions = stored(world, "SELECT _version, updated_at FROM account")
    done = await rotate_secrets(both.service)
    assert (done.sealed, done.closed) == (4, ())
    assert stored(world, "SELECT _version, updated_at FROM account") == versions
    alone = with_secrets(world, new)
    assert [await reveal(alone, key, "pin") for key in (1, 2, 3)] == ["1", "2", "3"]
    assert await reveal(alone, 1, "key", "part") == "k"
    assert await reveal(alone, 3, "token") == "token-c"
    assert (await rotate_secrets(both.service)).sealed == 0
    with pytest.raises(UserError, match=r"neither server.secret nor one of server.old_secrets"):
        await reveal(with_secrets(world, old), 1, "pin")


async def test_the_rotation_goes_on_past_what_no_key_opens_and_names_it(world: World) -> None:
    for name in "abc":
        await create(world, name=name, pin=name)
    change(world, "UPDATE account SET pin = (SELECT pin FROM account WHERE id = 1) || 'x' WHERE id = 2")
    both = with_secrets(world, b"another secret of the tests", b"a secret of the tests")
    done = await rotate_secrets(both.service)
    assert done.sealed == 2
    assert [(one.entity, one.key, one.field) for one in done.closed] == [("account", (2,), "pin")]


async def test_the_rotation_leaves_what_somebody_writes_meanwhile(world: World) -> None:
    await create(world, name="a", token="before", pin="1")
    account = world.catalog.entities["account"]
    both = with_secrets(world, b"another secret of the tests", b"a secret of the tests")
    _, found = world.database.run_now(lambda connection: both.store.find_old_secrets(connection, account, (), 10), Mode.SCAN)
    await update(both, 1, token="after")
    sealed = world.database.run_now(lambda connection: [both.store.reseal(connection, account, one) for one in found], Mode.WRITE)
    assert sealed == [False, True]
    assert await reveal(both, 1, "token") == "after"


async def test_a_composite_key_is_walked_to_its_end(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    world = build(slot="id: [shelf, place]\nfields: {shelf: string!, place: int!, code: secret}\n")
    monkeypatch.setattr("crudgen.service.rotate.STEP", 2)
    for place in range(5):
        await create(world, "slot", shelf="ab"[place % 2], place=place, code=str(place))
    both = with_secrets(world, b"another secret of the tests", b"a secret of the tests")
    told: list[int] = []
    assert (await rotate_secrets(both.service, told.append)).sealed == 5
    assert told == [2, 4, 5]
    alone = with_secrets(world, b"another secret of the tests")
    assert await alone.service.reveal(SYSTEM, world.catalog.entities["slot"], ("b", 3), "code") == "3"

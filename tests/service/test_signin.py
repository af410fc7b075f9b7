"""Sign-in: passwords, sessions, keys, set-up; on a real database."""

import asyncio
import logging
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crudgen.errors import Conflict, Forbidden, Invalid, NotFound, TooManyRequests, Unauthenticated
from crudgen.plan.actor import SYSTEM
from crudgen.plan.nodes import Update
from crudgen.service.signin import Session
from crudgen.service.tokens import hash_token
from crudgen.store import Mode
from tests.support.world import Build, World

PASSWORD = "correct horse"


@pytest.fixture
async def world(build: Build) -> World:
    made = build()
    await made.signin.create_user("ann", PASSWORD, ["clerk"])
    return made


async def sign_in(world: World, login: str = "ann", password: str = PASSWORD, **more: str) -> Session:
    return await world.signin.login(login, password, "192.0.2.1", **more)


async def test_the_right_password_opens_a_session(world: World) -> None:
    session = await sign_in(world)
    actor = await world.signin.actor_for(session.token)
    assert actor is not None
    assert (actor.login, actor.roles, actor.is_authenticated) == ("ann", {"clerk"}, True)
    assert actor == session.actor


async def test_a_session_lasts_as_long_as_the_settings_say(world: World) -> None:
    session = await sign_in(world)
    assert abs(session.expires_at - datetime.now(UTC) - timedelta(hours=12)) < timedelta(seconds=5)


async def test_unknown_people_and_wrong_passwords_are_answered_alike(world: World) -> None:
    answers = []
    for login, password in [("ann", "wrong horse"), ("bob", PASSWORD), ("ann", ""), ("", ""), ("a\0b", PASSWORD), ("\ud800", "\ud800")]:
        with pytest.raises(Unauthenticated) as caught:
            await world.signin.login(login, password, "192.0.2.1")
        answers.append((caught.value.detail, caught.value.name, caught.value.errors))
    assert len(set(answers)) == 1


async def test_unknown_people_take_as_long_as_known_ones(world: World) -> None:
    async def seconds(login: str) -> float:
        began = time.perf_counter()
        with pytest.raises(Unauthenticated):
            await world.signin.login(login, "wrong horse", "192.0.2.1")
        return time.perf_counter() - began

    known = min([await seconds("ann") for _ in range(4)])
    unknown = min([await seconds("bob") for _ in range(4)])
    assert 0.5 < unknown / known < 2


async def test_neither_the_token_nor_the_password_is_stored(world: World) -> None:
    session = await sign_in(world)
    await world.signin.create_key("script", roles=["clerk"])
    files = [path.read_bytes() for path in (world.root / "data").iterdir()]
    assert not any(session.token.encode() in content or PASSWORD.encode() in content for content in files)
    assert any(hash_token(session.token).encode() in content for content in files)


async def test_the_earlier_session_is_dead_after_a_login(world: World) -> None:
    first = await sign_in(world)
    second = await sign_in(world, previous=first.token)
    assert await world.signin.actor_for(first.token) is None
    assert await world.signin.actor_for(second.token) is not None


async def test_logout_acts_at_once(world: World) -> None:
    session = await sign_in(world)
    assert await world.signin.actor_for(session.token) is not None
    await world.signin.logout(session.token)
    assert await world.signin.actor_for(session.token) is None


@pytest.mark.parametrize("token", ["", "crs_", "crs_unknown", "crg_unknown", "x", "crs_\0", "crs_é", "crs_" + "a" * 10_000])
async def test_what_is_no_token_is_nobody(world: World, token: str) -> None:
    assert await world.signin.actor_for(token) is None
    await world.signin.logout(token)


async def change_user(world: World, login: str = "ann", **values: object) -> None:
    """Change a user through the generic service, as the admin does."""
    user = (await world.rows("user", f"login={login}"))[0]
    await world.service.update(SYSTEM, world.catalog.entities["user"], (user["id"],), values)
    world.signin.forget()


async def test_a_person_locked_out_is_nobody_at_once(world: World) -> None:
    session = await sign_in(world)
    key = await world.signin.create_key("script", user="ann")
    await change_user(world, is_active=False)
    assert await world.signin.actor_for(session.token) is None
    assert await world.signin.actor_for(key) is None
    with pytest.raises(Unauthenticated):
        await sign_in(world)


async def test_a_new_password_ends_every_session_by_either_door(world: World) -> None:
    first = await sign_in(world)
    await change_user(world, password="battery staple")
    assert await world.signin.actor_for(first.token) is None
    second = await sign_in(world, password="battery staple")
    await world.signin.set_password("ann", "another staple")
    assert await world.signin.actor_for(second.token) is None
    assert await sign_in(world, password="another staple")


async def test_a_role_taken_away_is_gone_from_the_open_session(world: World) -> None:
    session = await sign_in(world)
    await change_user(world, roles=["manager"])
    actor = await world.signin.actor_for(session.token)
    assert actor is not None
    assert actor.roles == {"manager"}


async def test_an_answer_is_kept_for_a_second_at_most(world: World) -> None:
    session = await sign_in(world)
    assert await world.signin.actor_for(session.token) is not None
    await world.database.run(lambda connection: world.signin._sessions.close(connection, session.token), Mode.WRITE)
    await asyncio.sleep(1.05)
    assert await world.signin.actor_for(session.token) is None


async def test_an_expired_session_is_nobody_and_is_swept(world: World) -> None:
    session, other = await sign_in(world), await sign_in(world)
    entity = world.catalog.entities["crudgen_session"]
    past = datetime.now(UTC) - timedelta(seconds=1)
    row = (await world.rows("crudgen_session", "sort=id"))[0]
    await world.database.run(lambda conn: world.store.update(conn, Update(entity, (row["id"],), {"expires_at": past})), Mode.WRITE)
    assert await world.signin.actor_for(session.token) is None
    assert await world.signin.sweep() == 1
    assert len(await world.rows("crudgen_session")) == 1
    assert await world.signin.actor_for(other.token) is not None


async def test_a_sweep_notes_when_keys_were_used(world: World) -> None:
    key = await world.signin.create_key("script", roles=["clerk"])
    assert (await world.rows("crudgen_api_key"))[0]["last_used_at"] is None
    await world.signin.actor_for(key)
    await world.signin.sweep()
    assert (await world.rows("crudgen_api_key"))[0]["last_used_at"] is not None


async def test_too_many_failures_for_an_account_close_it_for_a_while(world: World) -> None:
    for index in range(10):
        with pytest.raises(Unauthenticated):
            await world.signin.login("ann", "wrong horse", f"192.0.2.{index}")
    for login in ("ann", " ann"):
        with pytest.raises(TooManyRequests) as caught:
            await world.signin.login(login, PASSWORD, "198.51.100.1")
    assert 0 < caught.value.retry_after <= 300
    world.signin.throttle.clock = lambda: time.monotonic() + 301
    assert await sign_in(world)


async def test_more_right_logins_at_once_than_the_limit_all_succeed(world: World) -> None:
    sessions = await asyncio.gather(*(sign_in(world) for _ in range(15)))
    assert len({session.token for session in sessions}) == 15


async def test_fifty_wrong_logins_at_once_get_no_more_tries_than_one_after_another(world: World) -> None:
    answers = await asyncio.gather(*(sign_in(world, password=f"wrong horse {index}") for index in range(50)), return_exceptions=True)
    assert 10 <= sum(isinstance(answer, Unauthenticated) for answer in answers) <= 12
    assert sum(isinstance(answer, TooManyRequests) for answer in answers) >= 38


async def test_a_key_of_a_role_is_nobodys(world: World) -> None:
    actor = await world.signin.actor_for(await world.signin.create_key("script", roles=["clerk"]))
    assert actor is not None
    assert (actor.id, actor.roles, actor.is_authenticated) == (None, {"clerk"}, True)


async def test_a_key_of_a_user_follows_the_users_roles(world: World) -> None:
    key = await world.signin.create_key("script", user="ann")
    await change_user(world, roles=["manager"])
    actor = await world.signin.actor_for(key)
    assert actor is not None
    assert (actor.login, actor.roles) == ("ann", {"manager"})


@pytest.mark.parametrize(("own", "asked", "kept"), [(["clerk"], ["manager"], set()), (["admin"], ["clerk"], {"clerk"})])
async def test_a_users_key_with_roles_has_no_more_than_both(world: World, own: list[str], asked: list[str], kept: set[str]) -> None:
    await change_user(world, roles=own)
    actor = await world.signin.actor_for(await world.signin.create_key("script", user="ann", roles=asked))
    assert actor is not None
    assert actor.roles == kept


async def test_a_key_ends_when_it_says(world: World) -> None:
    key = await world.signin.create_key("script", roles=["clerk"], expires_at=datetime.now(UTC) - timedelta(seconds=1))
    assert await world.signin.actor_for(key) is None


async def test_a_key_of_nobody_and_nothing_is_refused(world: World) -> None:
    with pytest.raises(Invalid):
        await world.signin.create_key("script")
    with pytest.raises(NotFound):
        await world.signin.create_key("script", user="bob")


async def test_an_unknown_role_is_refused_with_the_nearest(world: World) -> None:
    with pytest.raises(Invalid) as caught:
        await world.signin.create_user("bob", PASSWORD, ["clerc"])
    assert [(error.pointer, error.message) for error in caught.value.errors] == [
        ("/roles/0", 'there is no role "clerc"; did you mean "clerk"?'),
    ]
    with pytest.raises(Invalid):
        await world.signin.create_key("script", roles=["clerc"])


async def test_every_mistake_in_a_new_user_is_named_at_once(world: World) -> None:
    with pytest.raises(Invalid) as caught:
        await world.signin.create_user("a b", "short", ["x"])
    assert {error.pointer for error in caught.value.errors} == {"/login", "/password", "/roles/0"}


async def test_a_taken_login_is_a_conflict(world: World) -> None:
    with pytest.raises(Conflict) as caught:
        await world.signin.create_user("ann", PASSWORD, [])
    assert [error.pointer for error in caught.value.errors] == ["/login"]


async def test_actor_of_finds_people_without_a_password(world: World) -> None:
    actor = await world.signin.actor_of("ann")
    assert actor is not None
    assert actor.login == "ann"
    assert await world.signin.actor_of("bob") is None


async def test_the_setup_code_is_the_same_at_every_start_and_gone_after_use(build: Build) -> None:
    world = build()
    code = await world.signin.setup_code()
    assert code is not None
    assert await world.signin.setup_code() == code
    file = world.root / "data" / "setup_code"
    assert file.stat().st_mode & 0o777 == 0o600
    session = await world.signin.complete_setup(code, "root", PASSWORD)
    assert session.actor.is_admin
    assert await world.signin.setup_code() is None
    assert not file.exists()


async def test_a_wrong_setup_code_is_refused(build: Build) -> None:
    world = build()
    with pytest.raises(Forbidden):  # before any was made
        await world.signin.complete_setup("", "root", PASSWORD)
    code = await world.signin.setup_code()
    assert code is not None
    for wrong in ("", code[:-1], code + "x", "\ud800"):
        with pytest.raises(Forbidden):
            await world.signin.complete_setup(wrong, "root", PASSWORD)
    assert not await world.signin.has_users()


async def test_of_fifty_setups_at_once_one_succeeds(build: Build) -> None:
    world = build()
    code = await world.signin.setup_code()
    assert code is not None
    tries = (world.signin.complete_setup(code, f"root{index}", PASSWORD) for index in range(50))
    answers = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(answer, Session) for answer in answers) == 1
    assert sum(isinstance(answer, Forbidden) for answer in answers) == 49
    assert len(await world.rows("user")) == 1


async def test_nothing_logs_secrets(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    session = await sign_in(world)
    with pytest.raises(Unauthenticated):
        await sign_in(world, password="wrong secret")
    await world.signin.actor_for(session.token)
    assert not any(secret in caplog.text for secret in (session.token, PASSWORD, "wrong secret"))


async def test_others_are_served_while_many_sign_in(world: World) -> None:
    logins = asyncio.gather(*(sign_in(world) for _ in range(20)))
    longest = 0.0
    while not logins.done():
        began = time.perf_counter()
        await world.signin.has_users()
        longest = max(longest, time.perf_counter() - began)
        await asyncio.sleep(0.01)
    assert longest < 1


def test_the_data_folder_is_made_at_need(tmp_path: Path) -> None:
    from crudgen.service.setup import SetupCode

    assert SetupCode(tmp_path).read() == SetupCode(tmp_path).read()

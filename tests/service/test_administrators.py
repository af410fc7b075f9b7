import pytest

from crudgen.errors import Conflict
from crudgen.plan.actor import SYSTEM
from tests.support.world import Build, World

PASSWORD = "correct horse battery"


async def make_user(world: World, login: str, *roles: str) -> int:
    return await world.signin.create_user(login, PASSWORD, roles)


async def test_the_last_administrator_cannot_be_taken_away(build: Build) -> None:
    world = build()
    ann, user = await make_user(world, "ann", "admin", "clerk"), world.catalog.entities["user"]
    for body in ({"roles": []}, {"roles": None}, {"is_active": False}):
        with pytest.raises(Conflict, match="last active administrator"):
            await world.service.update(SYSTEM, user, (ann,), body)
    with pytest.raises(Conflict, match="last active administrator"):
        await world.service.replace(SYSTEM, user, (ann,), {"login": "ann"})
    with pytest.raises(Conflict, match="last active administrator"):
        await world.service.delete(SYSTEM, user, (ann,))
    assert (await world.service.update(SYSTEM, user, (ann,), {"roles": ["admin"], "name": "Ann"})).values["name"] == "Ann"


async def test_one_of_two_administrators_may_go_if_the_other_is_active(build: Build) -> None:
    world = build()
    user = world.catalog.entities["user"]
    ann, bob = await make_user(world, "ann", "admin"), await make_user(world, "bob", "admin")
    await world.service.update(SYSTEM, user, (bob,), {"is_active": False})
    with pytest.raises(Conflict):
        await world.service.delete(SYSTEM, user, (ann,))
    await world.service.delete(SYSTEM, user, (bob,))
    await make_user(world, "eve", "admin")
    await world.service.delete(SYSTEM, user, (ann,))


async def test_a_login_is_stored_as_it_is_looked_up(build: Build) -> None:
    world = build()
    user = world.catalog.entities["user"]
    made = await world.service.create(SYSTEM, user, {"login": "ａnn", "password": PASSWORD})
    assert made.values["login"] == "ann"
    assert (await world.signin.login("ａnn", PASSWORD, "")).actor.id == made.key[0]
    with pytest.raises(Conflict):
        await world.service.create(SYSTEM, user, {"login": "ann"})

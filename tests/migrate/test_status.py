"""When a server may start, and what it says when it may not."""

from tests.migrate.world import World

THING = "timestamps: false\nfields: {name: string}\n"


def test_an_upgraded_database_is_ready(world: World) -> None:
    path = world.apply(thing=THING)
    status = world.status()
    assert (status.is_ready, status.current, status.head) == (True, path.name[:12], path.name[:12])


def test_a_database_that_is_behind_is_told(world: World) -> None:
    old = world.apply(thing=THING).name[:12]
    new = world.write(thing=THING.replace("name: string", "name: string, size: int")).revise().name[:12]
    status = world.status()
    assert (status.is_ready, status.is_behind, status.is_unknown, status.uncovered) == (False, True, False, ())
    place = f"the database is at revision {old}, the last one is {new}"
    assert status.problem == f"{place}: run `crudgen upgrade`, or `crudgen serve --migrate`"


def test_schemas_that_no_revision_covers_are_told(world: World) -> None:
    world.apply(thing=THING)
    world.write(thing=THING.replace("name: string", "name: string, size: int"))
    status = world.status()
    assert (status.is_ready, status.is_behind, len(status.uncovered)) == (False, False, 1)
    assert status.problem == (
        "the schemas have changes that no revision has:\n"
        "  schemas/thing.yaml:2:24: new field thing.size (int) (safe)\n"
        'run `crudgen revise -m "…"`, then `crudgen upgrade`; or `crudgen serve --dev`'
    )


def test_a_new_project_is_told_what_to_do(world: World) -> None:
    world.write(thing=THING)
    status = world.status()
    assert not world.file.parent.exists()
    assert status.problem.splitlines()[0].startswith("the database is at revision none, the last one is none: run `crudgen upgrade`")
    assert "new entity thing" in status.problem


def test_a_label_needs_no_revision(world: World) -> None:
    world.apply(thing=THING)
    world.write(thing="label: Ding\n" + THING)
    assert world.status().is_ready

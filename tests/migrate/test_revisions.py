"""The revision files: what they say, and that they are the same however they are made."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from crudgen.errors import UserError
from tests.golden import compare
from tests.migrate.world import World, plain

GOLDEN = Path(__file__).parent / "golden"

FIRST = {
    "customer": """\
fields:
  name: string!
  email: {type: email, required: true, unique: true}
  level: {type: enum, values: [new, "it's old"], default: new}
  credit: {type: decimal, precision: 12, scale: 2, min: "0", default: "1.50"}
  best_friend: {type: customer, inverse: best_friend_of}
""",
    "tag": "id: string\ntimestamps: false\nfields: {name: string!}\n",
    "order": """\
fields:
  customer: {type: customer, required: true, on_delete: restrict, inverse: orders}
  placed_at: datetime
  tags: [tag]
indexes: [[customer, -placed_at]]
""",
    "company": "timestamps: false\nfields: {boss: {type: person, inverse: leads}}\n",
    "person": "timestamps: false\nfields: {employer: {type: company, inverse: staff}}\n",
    "user": "fields: {phone: string}\n",
}
SECOND = {
    "customer": FIRST["customer"]
    .replace("name: string!", "name: {type: string, required: true, max_length: 300}")
    .replace('"it\'s old"', '"it\'s old", gone')
    + "  vip: {type: bool, required: true, default: false}\n  referrer: {type: customer, inverse: referred}\nunique: [[name, level]]\n",
    "tag": FIRST["tag"].replace("name: string!", "name: string!, color: color"),
}


def test_the_first_revision_reads_well(world: World) -> None:
    path = world.write(**FIRST).revise("Everything at once")
    compare(GOLDEN / "first_revision.txt", plain(path.read_text(encoding="utf-8")))


def test_the_second_revision_reads_well(world: World) -> None:
    world.write(**FIRST).revise("Everything at once")
    path = world.write(**SECOND).revise('More, "and" a \\ more')
    compare(GOLDEN / "second_revision.txt", plain(path.read_text(encoding="utf-8")))


def test_a_revision_passes_ruff(world: World) -> None:
    first, second = world.write(**FIRST).revise(), world.write(**SECOND).revise()
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "F,I,E,W", "--line-length", "200", str(first), str(second)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_nothing_to_do_writes_nothing(world: World) -> None:
    from crudgen.migrate import revise

    world.write(**FIRST).revise()
    before = world.files()
    assert revise(world.root, world.catalog, "again") is None
    assert world.files() == before


def test_a_refused_change_writes_nothing(world: World) -> None:
    world.write(**FIRST).revise()
    before = sorted(path.name for path in (world.root / "migrations").rglob("*"))
    world.write(tag="id: string\ntimestamps: false\nfields: {title: string!, name: {type: string, max_length: 9}}\n")
    with pytest.raises(UserError) as caught:
        world.revise()
    assert str(caught.value) == (
        "schemas/tag.yaml:3:10: new field tag.title (string) is required, and the rows that exist have no value for it (needs an answer)\n"
        "  give it a literal `default`, or leave `required` out: `title: string`\n"
        "schemas/tag.yaml:3:26: field tag.name has max_length 9, it had 255 (needs an answer)\n"
        "  a change that stored values may not fit is not supported yet: take it back, or add a new field\n"
        "nothing was written: a revision is made when every change has an answer"
    )
    assert sorted(path.name for path in (world.root / "migrations").rglob("*")) == before


def test_two_runs_write_the_same_file_and_snapshot(tmp_path: Path) -> None:
    one, two = World(tmp_path / "one").write(**FIRST), World(tmp_path / "two").write(**FIRST)
    texts = {plain(world.revise("same").read_text(encoding="utf-8")) for world in (one, two)}
    assert len(texts) == 1
    snapshots = {next((world.root / "migrations" / "snapshots").glob("*.json")).read_bytes() for world in (one, two)}
    assert len(snapshots) == 1


@pytest.mark.parametrize("folder", ["/", None])
def test_alembic_by_hand_writes_the_same_file(tmp_path: Path, folder: str | None) -> None:
    world, expected = World(tmp_path / "by hand"), World(tmp_path / "ours")
    for one in (world, expected):
        one.apply(**FIRST)
    path = expected.write(**SECOND).revise("by hand")
    world.write(**SECOND)
    alembic(world, "revision", "--autogenerate", "-m", "by hand", folder=folder)
    (made,) = (world.root / "migrations" / "versions").glob("*_by_hand.py")
    assert plain(made.read_text(encoding="utf-8")) == plain(path.read_text(encoding="utf-8"))
    snapshots = world.root / "migrations" / "snapshots", expected.root / "migrations" / "snapshots"
    ids = made.name[:12], path.name[:12]
    assert (snapshots[0] / f"{ids[0]}.json").read_bytes() == (snapshots[1] / f"{ids[1]}.json").read_bytes()


def test_alembic_by_hand_upgrades_and_downgrades(world: World) -> None:
    world.write(**FIRST).revise()
    alembic(world, "upgrade", "head", folder="/")
    assert world.status().problem == ""
    assert world.rows("SELECT version_num FROM crudgen_version") != []
    alembic(world, "downgrade", "base", folder="/")
    assert world.rows("SELECT name FROM sqlite_master WHERE name IN ('customer', 'crudgen_user') ORDER BY name") == [("crudgen_user",)]


def test_alembic_by_hand_says_what_is_refused(world: World) -> None:
    world.apply(**FIRST)
    world.write(tag=None, order=FIRST["order"].replace("  tags: [tag]\n", ""))
    result = alembic(world, "revision", "--autogenerate", "-m", "x", folder="/", code=255)
    assert "entity tag is gone" in result.stdout + result.stderr
    assert "Traceback" not in result.stdout + result.stderr
    assert len(world.files()) == 1


def test_alembic_by_hand_writes_nothing_when_there_is_nothing(world: World) -> None:
    world.apply(**FIRST)
    alembic(world, "revision", "--autogenerate", "-m", "x", folder="/")
    assert len(world.files()) == 1


def alembic(world: World, *arguments: str, folder: str | None, code: int = 0) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "alembic", "-c", str(world.root / "migrations" / "alembic.ini"), *arguments]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    result = subprocess.run(command, cwd=folder or world.root, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == code, result.stderr
    return result

"""`serve --dev`: each edit is revised and applied as far as it is safe, and leaves one file."""

import subprocess
from pathlib import Path

import pytest

from crudgen.migrate import DevResult, dev_apply
from crudgen.migrate import dev as dev_module
from crudgen.migrate.scripts import project_scripts
from tests.migrate.world import World

THING = "timestamps: false\nfields:\n  name: {type: string, max_length: 50}\n"


def edit(world: World, **schemas: str | None) -> DevResult:
    world.write(**schemas)
    return dev_apply(world.root, world.url, world.catalog)


def columns(world: World, table: str) -> list[str]:
    return [name for (name,) in world.rows("SELECT name FROM pragma_table_info(?) ORDER BY name", table)]


def is_whole(world: World) -> bool:
    return (world.changes(), world.drift(), world.status().problem) == ((), (), "")


@pytest.fixture
def committed(world: World) -> World:
    """A project whose first revision is committed, with rows."""
    world.apply(thing=THING)
    world.insert("thing", ["name"], [("a",), ("b",)])
    commit(world)
    return world


def commit(world: World) -> None:
    git = ["git", "-C", str(world.root), "-c", "user.name=x", "-c", "user.email=x@example.org"]
    for command in (["init", "-q"], ["add", "migrations"], ["commit", "-q", "-m", "x"]):
        subprocess.run([*git, *command], check=True)


def test_a_new_entity_is_there_at_once(world: World) -> None:
    result = edit(world, thing=THING)
    assert ([change.text for change in result.changes], result.refusal) == (["new entity thing"], "")
    assert result.path is not None
    assert 'written_by = "crudgen serve --dev"' in result.path.read_text(encoding="utf-8")
    assert is_whole(world)


def test_no_change_does_nothing(world: World) -> None:
    edit(world, thing=THING)
    before = world.dump(), world.files()
    assert edit(world, thing="label: Ding\n" + THING) == DevResult()
    assert (world.dump(), world.files()) == before


def test_a_name_typed_letter_by_letter_leaves_one_revision_with_the_last_name(committed: World) -> None:
    for end in range(1, len("phone_number") + 1):
        result = edit(committed, thing=f"{THING}  {'phone_number'[:end]}: string\n")
        assert result.refusal == ""
        assert len(committed.files()) == 2
    assert columns(committed, "thing") == ["_version", "id", "name", "phone_number"]
    assert committed.rows("SELECT name FROM thing") == [("a",), ("b",)]
    assert is_whole(committed)
    texts = [path.read_text("utf-8") for path in (committed.root / "migrations" / "versions").glob("*.py")]
    (text,) = (text for text in texts if "written_by" in text)
    assert "new field thing.phone_number (string)" in text
    assert '"phone_n"' not in text
    assert len(list((committed.root / "migrations" / "snapshots").iterdir())) == 2


def test_an_entity_typed_letter_by_letter_leaves_one_table(committed: World) -> None:
    for end in range(1, len("supplier") + 1):
        name = "supplier"[:end]
        before = {"supplier"[: end - 1]: None} if end > 1 else {}
        assert edit(committed, **before, **{name: THING}).refusal == ""
    assert committed.rows("SELECT name FROM sqlite_master WHERE name LIKE 's%' AND name NOT LIKE 'sqlite%'") == [("supplier",)]
    assert is_whole(committed)


def test_rows_of_a_new_entity_stay_while_it_grows(committed: World) -> None:
    edit(committed, note="timestamps: false\nfields:\n  text: string\n")
    committed.do("INSERT INTO note (text) VALUES ('x')")
    for name in ("p", "pr", "pri", "price"):
        assert edit(committed, note=f"timestamps: false\nfields:\n  text: string\n  {name}: decimal\n").refusal == ""
    assert committed.rows("SELECT text, price FROM note") == [("x", None)]
    assert is_whole(committed)


def test_a_column_of_dev_that_holds_nothing_is_replaced(committed: World) -> None:
    edit(committed, thing=f"{THING}  size: string\n")
    result = edit(committed, thing=f"{THING}  size: {{type: int, default: 3}}\n")
    assert [change.text for change in result.changes] == ["field thing.size goes again; it held no value", "new field thing.size (int)"]
    assert edit(committed, thing=f"{THING}  size: {{type: decimal}}\n").refusal == ""  # it held its default only
    assert is_whole(committed)


def test_a_column_of_dev_that_holds_a_value_is_not_touched(committed: World) -> None:
    edit(committed, thing=f"{THING}  size: string\n")
    committed.do("UPDATE thing SET size = 'x' WHERE id = 1")
    before = committed.dump(), committed.files()
    result = edit(committed, thing=f"{THING}  size: int\n")
    assert "field thing.size is int, it was string" in result.refusal
    result = edit(committed, thing=THING)
    assert "field thing.size is gone, and its values would go too" in result.refusal
    assert (committed.dump(), committed.files()) == before


def test_what_is_committed_is_not_dropped(committed: World) -> None:
    before = committed.dump(), committed.files()
    committed.do("UPDATE thing SET name = NULL")
    result = edit(committed, thing="timestamps: false\nfields:\n  other: string\n")
    assert "field thing.name is gone" in result.refusal
    assert "if other is its new name" in result.refusal
    assert committed.files() == before[1]


def test_a_required_field_without_default_is_refused_on_rows_and_taken_in_a_new_entity(committed: World) -> None:
    assert "is required, and the rows that exist have no value for it" in edit(committed, thing=f"{THING}  size: int!\n").refusal
    assert edit(committed, thing=THING, note="fields: {text: string}\n").refusal == ""
    assert edit(committed, note="fields: {text: string!, size: int!}\n").refusal == ""
    assert is_whole(committed)


def test_taking_the_edit_back_leaves_no_file(committed: World) -> None:
    edit(committed, thing=f"{THING}  size: int\n", note=THING)
    result = edit(committed, thing=THING, note=None)
    assert result.path is None
    assert result.refusal == ""
    assert len(committed.files()) == 1
    assert columns(committed, "thing") == ["_version", "id", "name"]
    assert is_whole(committed)


def test_references_and_links_come_and_go(committed: World) -> None:
    thing = f"{THING}  note: {{type: note, inverse: things}}\n  notes: {{type: [note], inverse: tagged}}\n"
    assert edit(committed, thing=thing, note="fields: {text: string}\n").refusal == ""
    assert is_whole(committed)
    assert edit(committed, thing=THING, note=None).refusal == ""
    assert is_whole(committed)


def test_committed_revisions_are_applied_first_and_never_folded(committed: World) -> None:
    edit(committed, thing=f"{THING}  size: int\n")
    commit(committed)
    edit(committed, thing=f"{THING}  size: int\n  more: int\n")
    assert len(committed.files()) == 3
    assert "is gone" in edit(committed, thing=f"{THING}  more: int\n").refusal
    committed.file.unlink()
    assert edit(committed, thing=f"{THING}  size: int\n  more: int\n").refusal == ""
    assert is_whole(committed)


def test_without_git_every_file_of_dev_is_folded(world: World) -> None:
    world.apply(thing=THING)
    for name in ("a", "ab", "abc"):
        edit(world, thing=f"{THING}  {name}: int\n")
    assert len(world.files()) == 2
    assert is_whole(world)


def test_a_person_may_go_on_from_the_file_of_dev(committed: World) -> None:
    edit(committed, thing=f"{THING}  size: int\n")
    assert committed.downgrade() != ()
    assert columns(committed, "thing") == ["_version", "id", "name"]
    assert len(committed.upgrade()) == 1
    assert is_whole(committed)


def test_duplicates_are_a_refusal(committed: World) -> None:
    committed.do("UPDATE thing SET name = 'same'")
    before = committed.dump(), committed.files()
    result = edit(committed, thing=THING.replace("max_length: 50", "max_length: 50, unique: true"))
    assert "thing: name must be unique, but 1 values are shared by 2 rows: 'same' (2 rows)" in result.refusal
    assert (committed.dump(), committed.files()) == before


def test_an_edit_that_is_cut_off_before_the_commit_changes_nothing(committed: World, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(committed, thing=f"{THING}  size: int\n")
    before = committed.dump(), sorted(path.name for path in (committed.root / "migrations").rglob("*.*"))

    def fail(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(dev_module, "_stamp", fail)
    with pytest.raises(KeyboardInterrupt):
        edit(committed, thing=f"{THING}  sizes: int\n")
    assert (committed.dump(), sorted(path.name for path in (committed.root / "migrations").rglob("*.*"))) == before
    monkeypatch.undo()
    assert edit(committed, thing=f"{THING}  sizes: int\n").refusal == ""
    assert is_whole(committed)


def test_an_edit_that_is_cut_off_after_the_commit_is_cleared_up_by_the_next(committed: World, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(committed, thing=f"{THING}  size: int\n")
    monkeypatch.setattr(dev_module, "delete_revisions", lambda *_arguments: None)
    edit(committed, thing=f"{THING}  sizes: int\n")
    monkeypatch.undo()
    assert len(committed.files()) == 3
    assert edit(committed, thing=f"{THING}  sizes: int\n  more: int\n").refusal == ""
    assert len(committed.files()) == 2
    assert is_whole(committed)
    assert project_scripts(committed.root).head() is not None


def test_a_project_without_anything_starts(tmp_path: Path) -> None:
    world = World(tmp_path / "new")
    assert edit(world) == DevResult()
    assert world.status().problem == ""
    assert edit(world, thing=THING).refusal == ""
    assert is_whole(world)

"""Links that become records of an entity, and the other way round, are told for what they are."""

from crudgen.migrate.changes import Kind
from tests.migrate.world import World

TAG = "timestamps: false\nfields: {name: string}\n"
PLAIN = "timestamps: false\nfields: {tags: [tag]}\n"
THROUGH = "timestamps: false\nfields: {tags: {type: [tag], through: order_tag}}\n"
LINK = "unique: [[order, tag]]\nfields: {order: order!, tag: tag!}\n"


def test_a_list_through_an_entity_has_no_table_of_its_own(world: World) -> None:
    world.apply(tag=TAG, order=THROUGH, order_tag=LINK)
    names = {name for (name,) in world.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'order%'")}
    assert names == {"order", "order_tag"}
    assert (world.changes(), world.drift()) == ((), ())


def test_giving_up_plain_links_destroys_them(world: World) -> None:
    world.apply(tag=TAG, order=PLAIN)
    world.write(order=THROUGH, order_tag=LINK)
    assert [(change.text, change.kind) for change in world.changes()] == [
        ("field order.tags is gone, and its values would go too", Kind.DESTROYS),
        ("new entity order_tag", Kind.SAFE),
    ]


def test_naming_an_entity_that_is_there_changes_no_table(world: World) -> None:
    world.apply(tag=TAG, order="timestamps: false\nfields: {number: string}\n", order_tag=LINK)
    world.write(order=THROUGH.replace("{tags", "{number: string, tags"))
    assert world.changes() == ()

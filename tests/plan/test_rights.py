"""Rights: who may see and do what, and that what may not be seen is simply not there."""

from crudgen.plan.actor import ANONYMOUS, Actor
from crudgen.plan.rights import Rights
from crudgen.schema.catalog import Action, Catalog
from tests.support.catalog import catalog_of

SHOP = {
    "product": "fields:\n  name: string!\n  cost: {type: int, hidden: true}\n  pin: {type: string, write_only: true}\n"
    "  code: {type: string, readonly: true}\naccess: {read: public, create: clerk, delete: nobody}",
    "review": "fields: {text: text!, product: {type: product, inverse: reviews}}\naccess: {read: authenticated}",
    "ledger": "fields: {note: string, product: {type: product, inverse: ledgers}}",
}

ROLES = ("clerk",)


def rights_of(catalog: Catalog, *roles: str, signed_in: bool = True) -> Rights:
    return Rights(catalog, frozenset(roles), is_authenticated=signed_in)


def test_an_entity_without_access_is_the_admins_alone() -> None:
    catalog = catalog_of(SHOP, ROLES)
    assert rights_of(catalog, "clerk").entity_at("ledger") is None
    assert rights_of(catalog, "admin").entity_at("ledger") is catalog.entities["ledger"]


def test_public_is_everybody_and_authenticated_is_not() -> None:
    catalog = catalog_of(SHOP, ROLES)
    nobody = rights_of(catalog, signed_in=False)
    assert nobody.may(Action.READ, catalog.entities["product"])
    assert not nobody.may(Action.READ, catalog.entities["review"])
    assert rights_of(catalog).may(Action.READ, catalog.entities["review"])


def test_nobody_is_nobody_but_the_admin() -> None:
    catalog = catalog_of(SHOP, ROLES)
    product = catalog.entities["product"]
    assert not rights_of(catalog, "clerk").may(Action.DELETE, product)
    assert rights_of(catalog, "admin").may(Action.DELETE, product)


def test_export_follows_read_and_import_follows_create() -> None:
    catalog = catalog_of(SHOP, ROLES)
    product = catalog.entities["product"]
    clerk = rights_of(catalog, "clerk")
    assert clerk.may(Action.EXPORT, product)
    assert clerk.may(Action.IMPORT, product)
    assert not rights_of(catalog).may(Action.IMPORT, product)


def test_hidden_and_write_only_fields_are_not_readable_by_the_admin_either() -> None:
    catalog = catalog_of(SHOP, ROLES)
    assert list(rights_of(catalog, "admin").fields(catalog.entities["product"])) == ["id", "name", "code", "created_at", "updated_at"]


def test_hidden_and_readonly_fields_and_counted_ids_are_not_writable() -> None:
    catalog = catalog_of(SHOP, ROLES)
    admin = rights_of(catalog, "admin")
    assert list(admin.writable(catalog.entities["product"], Action.CREATE)) == ["name", "pin"]
    assert "id" in admin.writable(catalog.entities["product"], Action.IMPORT)


def test_a_relation_to_what_may_not_be_read_is_not_there() -> None:
    catalog = catalog_of(SHOP, ROLES)
    product = catalog.entities["product"]
    assert set(rights_of(catalog, signed_in=False).relations(product)) == set()
    assert set(rights_of(catalog).relations(product)) == {"reviews"}
    assert set(rights_of(catalog, "admin").relations(product)) == {"reviews", "ledgers"}


def test_an_anonymous_actor_has_no_roles() -> None:
    assert Actor() == ANONYMOUS
    assert not ANONYMOUS.is_authenticated


WRITES = {
    "note": """
        fields:
          text: string!
          code: {type: string, readonly: true}
          score: {type: int, hidden: true}
          number: {type: string, max_length: 20, sequence: "N-{seq}"}
          double: {type: int, computed: "1 + 1"}
          tags: [tag]
        access:
          read: clerk
          create: clerk
          update: [{role: clerk, except: [tags]}, {role: packer, fields: [tags, lines]}]
          import: clerk
    """,
    "line": """
        fields: {note: {type: note, part_of: true, inverse: lines}, text: string}
        access: {read: clerk, create: clerk, delete: nobody}
    """,
    "tag": "id: string\nfields: {name: string}\naccess: {read: clerk, create: clerk, update: clerk}",
}


def test_fields_that_may_be_written_follow_from_rule_and_field() -> None:
    catalog = catalog_of(WRITES, ("clerk", "packer"))
    note, line, tag = (catalog.entities[name] for name in ("note", "line", "tag"))
    clerk, packer = rights_of(catalog, "clerk"), rights_of(catalog, "packer")
    assert list(clerk.writable(note, Action.CREATE)) == ["text", "tags"]
    assert list(clerk.writable(note, Action.UPDATE)) == ["text"]
    assert list(clerk.writable(note, Action.IMPORT)) == ["id", "text", "number", "tags", "created_at", "updated_at"]
    assert list(packer.writable(note, Action.UPDATE)) == ["tags"]
    assert list(rights_of(catalog, "packer", "clerk").writable(note, Action.UPDATE)) == ["text", "tags"]
    assert list(clerk.writable(tag, Action.CREATE)) == ["id", "name"]
    assert list(clerk.writable(tag, Action.UPDATE)) == ["name"]
    assert list(clerk.writable(line, Action.CREATE)) == list(clerk.writable(line, Action.CREATE, as_part=True)) == ["note", "text"]
    assert list(packer.writable(line, Action.CREATE)) == list(packer.writable(line, Action.CREATE, as_part=True)) == []


def test_lists_of_children_are_sent_where_a_rule_names_them_and_something_may_be_done() -> None:
    catalog = catalog_of(WRITES, ("clerk", "packer"))
    note, line = catalog.entities["note"], catalog.entities["line"]
    clerk, packer = rights_of(catalog, "clerk"), rights_of(catalog, "packer")
    assert list(clerk.parts(note, Action.CREATE)) == list(clerk.parts(note, Action.UPDATE)) == ["lines"]
    assert (list(packer.parts(note, Action.UPDATE)), list(packer.parts(note, Action.CREATE))) == (["lines"], [])
    assert (clerk.may(Action.CREATE, line), clerk.may(Action.DELETE, line), clerk.may_as_part(Action.DELETE, line)) == (True, False, False)
    assert not packer.may(Action.CREATE, line)


def test_everything_of_every_record_is_what_needs_no_condition() -> None:
    catalog = catalog_of(
        {
            "note": """
                fields: {text: string, mine: bool}
                access: {read: [{role: clerk, when: mine}, {role: packer}], update: {role: packer, fields: [text]}}
            """,
            "line": "fields: {note: {type: note, part_of: true, inverse: lines}, text: string}",
        },
        ("clerk", "packer"),
    )
    note, line = catalog.entities["note"], catalog.entities["line"]
    clerk, packer = rights_of(catalog, "clerk"), rights_of(catalog, "packer")
    for entity in (note, line):
        assert (clerk.may_all(Action.READ, entity), packer.may_all(Action.READ, entity)) == (False, True)
        assert (clerk.may_all(Action.UPDATE, entity), packer.may_all(Action.UPDATE, entity)) == (False, False)
        assert rights_of(catalog, "clerk", "packer").may_all(Action.READ, entity)
        assert rights_of(catalog, "admin").may_all(Action.UPDATE, entity)

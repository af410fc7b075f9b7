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

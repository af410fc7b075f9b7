from collections.abc import Mapping
from pathlib import Path

import pytest

from crudgen.app.reload import is_source
from crudgen.errors import SchemaError
from crudgen.schema import load_catalog
from crudgen.schema.catalog import Catalog

ADDRESS = "fields:\n  street: string\n  city: {type: string, max_length: 80}\nunique: [[street, city]]\n"


def compile_mixed(root: Path, schemas: Mapping[str, str], mixins: Mapping[str, str]) -> Catalog:
    (root / "schemas" / "_mixins").mkdir(parents=True)
    for name, text in {**schemas, **{f"_mixins/{name}": text for name, text in mixins.items()}}.items():
        (root / "schemas" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load_catalog(root, ())


def diagnose_mixed(root: Path, schemas: Mapping[str, str], mixins: Mapping[str, str]) -> list[str]:
    with pytest.raises(SchemaError) as caught:
        compile_mixed(root, schemas, mixins)
    return [str(one) for one in caught.value.diagnostics]


def test_fields_of_mixins_come_after_the_entitys_own_in_the_order_of_extends(tmp_path: Path) -> None:
    schemas = {"shop": "extends: [contact, address]\ntimestamps: false\nfields: {name: string!}\n"}
    shop = compile_mixed(tmp_path, schemas, {"address": ADDRESS, "contact": "fields: {email: email!}\n"}).entities["shop"]
    assert list(shop.fields) == ["id", "name", "email", "street", "city"]
    assert shop.unique == (("street", "city"),)
    assert shop.fields["city"].at.file == "schemas/_mixins/address.yaml"
    assert shop.title == ("", "name", "")


def test_one_mixin_needs_no_brackets_and_can_be_all_that_an_entity_has(tmp_path: Path) -> None:
    catalog = compile_mixed(tmp_path, {"place": "extends: address\n", "home": "extends: address\n"}, {"address": ADDRESS})
    assert "street" in catalog.entities["place"].fields
    assert "street" in catalog.entities["home"].fields


def test_a_mixin_may_refer_to_entities(tmp_path: Path) -> None:
    catalog = compile_mixed(tmp_path, {"place": "extends: owned\n"}, {"owned": "fields: {boss: user}\n"})
    assert catalog.entities["user"].relations["place"].target == "place"


def test_user_can_be_extended_by_a_mixin(tmp_path: Path) -> None:
    catalog = compile_mixed(tmp_path, {"user": "extends: [contact]\n"}, {"contact": "fields: {phone: phone}\n"})
    assert "phone" in catalog.entities["user"].fields


def test_user_takes_fields_alone_from_a_mixin(tmp_path: Path) -> None:
    assert diagnose_mixed(tmp_path, {"user": "extends: [address]\n"}, {"address": ADDRESS}) == [
        'schemas/_mixins/address.yaml:4:9: only fields and rights can be added to the built-in "user"\n  take "unique" away'
    ]


def test_a_clash_names_both_places(tmp_path: Path) -> None:
    schemas = {"shop": "extends: [address]\nfields:\n  street: string\n"}
    assert diagnose_mixed(tmp_path, schemas, {"address": ADDRESS}) == [
        'schemas/shop.yaml:3:3: the field "street" is in the mixin "address", too: schemas/_mixins/address.yaml:2:3\n'
        "  rename one of them, or take it away here"
    ]


def test_a_clash_of_two_mixins_names_both_places(tmp_path: Path) -> None:
    schemas = {"shop": "extends: [address, other]\nfields: {name: string}\n"}
    assert diagnose_mixed(tmp_path, schemas, {"address": ADDRESS, "other": "fields: {city: string}\n"}) == [
        'schemas/shop.yaml:1:20: the field "city" of the mixin "other" is in another one, too: schemas/_mixins/address.yaml:3:3'
        " and schemas/_mixins/other.yaml:1:10\n  extend one of the two"
    ]


def test_an_unknown_mixin_is_told_with_the_nearest(tmp_path: Path) -> None:
    schemas = {"shop": "extends: [adress]\nfields: {name: string}\nadmin: {list: [street]}\n"}
    assert diagnose_mixed(tmp_path, schemas, {"address": ADDRESS}) == [
        'schemas/shop.yaml:1:11: there is no mixin "adress"\n  did you mean "address"?'
    ]


def test_a_mistake_in_a_mixin_is_told_once_and_where_it_stands(tmp_path: Path) -> None:
    schemas = {"a": "extends: bad\n", "b": "extends: bad\n"}
    bad = "label: x\nfields:\n  n: {type: int, min: 3, max: 2}\n  Nope: string\n  t: strng\nunique: [[m]]\n"
    assert diagnose_mixed(tmp_path, schemas, {"bad": bad}) == [
        'schemas/_mixins/bad.yaml:1:1: unknown key "label" in a mixin\n  known: fields, indexes, unique',
        "schemas/_mixins/bad.yaml:3:23: min 3 is above max 2",
        'schemas/_mixins/bad.yaml:4:3: "Nope" is not a name: small letters, digits and _ only, a letter first\n'
        "  write nope, with column: Nope where the table has that name",
        'schemas/_mixins/bad.yaml:5:6: unknown type "strng"\n  did you mean "string"?',
        'schemas/_mixins/bad.yaml:6:11: "a" has no field "m"\n  known: created_at, id, n, updated_at',
        'schemas/_mixins/bad.yaml:6:11: "b" has no field "m"\n  known: created_at, id, n, updated_at',
    ]


def test_a_mixin_that_nobody_extends_is_checked(tmp_path: Path) -> None:
    assert diagnose_mixed(tmp_path, {}, {"empty": "unique: [[a]]\n"}) == [
        'schemas/_mixins/empty.yaml:1:1: the mixin "empty" has no fields\n  add fields: with at least one field'
    ]


def test_dev_watches_mixins(tmp_path: Path) -> None:
    assert is_source(tmp_path, tmp_path / "schemas" / "_mixins" / "address.yaml")

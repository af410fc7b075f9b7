from crudgen.schema.sources import guess_names
from tests.schema.conftest import Compile, Diagnose


def test_one_file_may_hold_several_entities(compile_schema: Compile) -> None:
    catalog = compile_schema(
        {"shop": "entities:\n  size:\n    fields: {name: string!}\n  shirt:\n    table: shirts\n    fields: {size: size}\n"}
    )
    assert catalog.entities["shirt"].relations["size"].target == "size"
    assert (catalog.entities["shirt"].table, catalog.entities["size"].table) == ("shirts", "size")
    assert "shop" not in catalog.entities
    at = catalog.entities["shirt"].fields["size"].at
    assert (at.file, at.line, at.column) == ("schemas/shop.yaml", 6, 14)


def test_the_name_of_a_file_of_several_entities_is_free(compile_schema: Compile) -> None:
    assert "size" in compile_schema({"01 My shop": "entities: {size: {fields: {name: string}}}\n"}).entities


def test_a_name_of_two_files_is_told_at_the_second_with_the_place_of_the_first(diagnose: Diagnose) -> None:
    several = "entities:\n  size:\n    fields: {name: string}\n"
    assert diagnose({"a": several, "size": "fields: {name: string}\n"}) == [
        'schemas/size.yaml:1:1: the entity "size" is at schemas/a.yaml:2:3, too\n  rename one of them'
    ]


def test_mistakes_in_a_file_of_several_stand_where_they_are_made(diagnose: Diagnose) -> None:
    text = "label: x\nentities:\n  Size: {fields: {a: string}}\n  text: {fields: {a: string}}\n  three: 3\n  four: {fields: {a: strng}}\n"
    assert diagnose({"shop": text}) == [
        'schemas/shop.yaml:1:1: unknown key "label" in a file of several entities\n  known: entities',
        'schemas/shop.yaml:3:3: "Size" is not a name: small letters, digits and _ only, a letter first\n  write size',
        'schemas/shop.yaml:4:3: an entity cannot be named "text": that is a field type\n  rename it',
        "schemas/shop.yaml:5:10: expected a mapping (an entity), not a number",
        'schemas/shop.yaml:6:22: unknown type "strng"\n  did you mean "string"?',
    ]


def test_an_empty_file_of_several_is_refused(diagnose: Diagnose) -> None:
    assert diagnose({"shop": "entities: {}\n"}) == ['schemas/shop.yaml:1:11: "entities" is empty\n  write name: {fields: …} under it']


def test_fields_can_be_added_to_user_from_a_file_of_several(compile_schema: Compile, diagnose: Diagnose) -> None:
    assert "phone" in compile_schema({"people": "entities:\n  user:\n    fields: {phone: phone}\n"}).entities["user"].fields
    assert diagnose({"people": "entities:\n  crudgen_session:\n    fields: {phone: phone}\n"}) == [
        'schemas/people.yaml:2:3: "crudgen_session" is built in and cannot be changed\n  rename it; user alone can be extended'
    ]


def test_entities_of_a_broken_file_are_not_called_unknown(diagnose: Diagnose) -> None:
    broken = "# the shop\nentities:\n  size:\n    fields: {name: [\n  shirt:\n    fields: {}\n"
    problems = diagnose({"shop": broken, "order": "fields: {size: size, shirt: shirt}\n"})
    assert len(problems) == 1
    assert problems[0].startswith("schemas/shop.yaml:")


def test_a_broken_file_of_one_entity_has_no_guessed_names() -> None:
    assert guess_names(b"fields:\n  name: [\n") == ()

"""The built-in entities: what even an administrator cannot see or write."""

import pytest

from crudgen.plan.rights import Rights
from crudgen.schema import load_builtin
from crudgen.schema.catalog import Action

CATALOG = load_builtin()
ADMIN = Rights(CATALOG, frozenset({"admin"}), is_authenticated=True)


@pytest.mark.parametrize(
    ("entity", "field"),
    [("user", "password"), ("crudgen_session", "token_hash"), ("crudgen_session", "password_mark"), ("crudgen_api_key", "token_hash")],
)
def test_what_proves_who_one_is_never_leaves_the_server(entity: str, field: str) -> None:
    assert field not in ADMIN.fields(CATALOG.entities[entity])


@pytest.mark.parametrize("name", ["crudgen_session", "crudgen_api_key"])
def test_sessions_and_keys_are_made_by_sign_in_alone(name: str) -> None:
    entity = CATALOG.entities[name]
    assert entity.api.operations == ("list", "read", "delete")
    assert not ADMIN.writable(entity, Action.UPDATE)
    assert not any(not field.is_implicit for field in ADMIN.writable(entity, Action.IMPORT).values())


@pytest.mark.parametrize("name", ["user", "crudgen_session", "crudgen_api_key"])
def test_only_administrators_know_of_them(name: str) -> None:
    signed_in = Rights(CATALOG, frozenset({"clerk"}), is_authenticated=True)
    assert not signed_in.knows(CATALOG.entities[name])


@pytest.mark.parametrize("name", ["user", "crudgen_session", "crudgen_api_key"])
def test_everything_that_people_read_is_there_in_both_languages(name: str) -> None:
    entity = CATALOG.entities[name]
    texts = [entity.label, entity.plural, entity.help, entity.group]
    texts += [field.label for field in ADMIN.fields(entity).values() if not field.is_implicit]
    assert [text for text in texts if set(text.languages) != {"en", "ru"}] == []

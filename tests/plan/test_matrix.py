"""The matrix of rights: what it says, how it is kept in a file, and what a change of rights looks like."""

import pytest

from crudgen.errors import UserError
from crudgen.plan.explain import BUILT
from crudgen.plan.golden import read_golden, write_golden
from crudgen.plan.matrix import EVERY, Matrix, compare, make_matrix, narrow, roles_of
from crudgen.plan.table import write_tables
from crudgen.schema.catalog import Catalog
from tests.support.catalog import catalog_of

ORDER = """owner: buyer
fields:
  number: string!
  buyer: user
  status: string
  cost: {type: int, hidden: true}
access:
  read: [owner, {role: clerk, when: "status = 'paid'", except: [buyer]}, {role: clerk, when: "number = 'A'"}]
  create: authenticated
  update: {role: clerk, fields: [status, items]}
"""
SHOP = {
    "order": ORDER,
    "item": """fields: {order: {type: order, part_of: true, inverse: items}, what: string!}
access: {update: {role: clerk, when: "what != ''"}}
""",
    "log": "fields: {text: string}\naccess: {read: nobody, update: clerk}\n",
    "news": "fields: {text: string, pin: password}\naccess: {read: public}\n",
}


def matrix_of(schemas: dict[str, str] = SHOP) -> Matrix:
    catalog = catalog_of(schemas, ("clerk",))
    return make_matrix(catalog, BUILT, roles_of(catalog), catalog.entities)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return catalog_of(SHOP, ("clerk",))


@pytest.fixture(scope="module")
def matrix() -> Matrix:
    return matrix_of()


def test_it_names_everybody_there_is_and_every_entity(catalog: Catalog, matrix: Matrix) -> None:
    assert roles_of(catalog) == ("public", "authenticated", "owner", "admin", "clerk")
    assert matrix.keys() == catalog.entities.keys()
    assert matrix["user"]["read"]["login"] == {"admin": EVERY}


def test_rules_with_conditions_are_ored_for_each_field(matrix: Matrix) -> None:
    read = matrix["order"]["read"]
    assert read["status"]["clerk"] == ("status = 'paid'", "number = 'A'")
    assert read["buyer"]["clerk"] == ("number = 'A'",)
    assert read["buyer"]["owner"] == ("buyer = user.id",)
    assert "cost" not in read


def test_public_and_authenticated_are_in_every_column(matrix: Matrix) -> None:
    assert matrix["news"]["read"]["text"].keys() == {"public", "authenticated", "owner", "admin", "clerk"}
    assert matrix["order"]["create"]["number"].keys() == {"authenticated", "owner", "admin", "clerk"}
    assert "pin" not in matrix["news"]["read"]
    assert matrix["news"]["create"]["pin"] == {"admin": EVERY}


def test_what_is_never_seen_is_never_changed(matrix: Matrix) -> None:
    assert matrix["log"]["update"]["*"] == {"admin": EVERY}


def test_children_are_as_open_as_their_parents_list(matrix: Matrix) -> None:
    assert matrix["item"]["read"]["what"]["clerk"] == ("its order lets one read items",)
    assert matrix["item"]["update"]["what"]["clerk"] == ("what != ''",)
    assert "owner" not in matrix["item"]["update"]["what"]
    assert matrix["order"]["update"]["items"] == {"admin": EVERY, "clerk": EVERY}


def test_a_file_keeps_all_of_it(matrix: Matrix) -> None:
    text = write_golden(matrix)
    assert '      "status": {"admin": true, "clerk": true}\n' in text or '"status": {"admin": true, "clerk": true},\n' in text
    assert compare(read_golden(text, "access.json"), matrix) == []
    assert write_golden(read_golden(text, "access.json")) == text


def test_a_change_says_who_gained_and_who_lost_what(matrix: Matrix) -> None:
    order = ORDER.replace("create: authenticated", "delete: clerk").replace("status = 'paid'", "status = 'sent'")
    changed = matrix_of(SHOP | {"order": order})
    told = [str(change) for change in compare(narrow(matrix, ["clerk"], ["order"]), narrow(changed, ["clerk"], ["order"]))]
    assert "+ clerk may delete order always" in told
    assert "- clerk may no longer create order.number always" in told
    assert "~ clerk may read order.status where status = 'sent', or number = 'A'; it was where status = 'paid', or number = 'A'" in told
    assert not any(".buyer" in line and "read" in line for line in told)


def test_a_new_field_shows(matrix: Matrix) -> None:
    more = matrix_of(SHOP | {"news": SHOP["news"].replace("text: string,", "text: string, draft: string,")})
    assert {str(change) for change in compare(matrix, more) if change.role == "public"} == {"+ public may read news.draft always"}


@pytest.mark.parametrize(
    "text", ["", "[]", '{"a": 1}', '{"a": {"read": {"*": {"clerk": 1}}}}', '{"a": {"read": {"*": {"clerk": "x"}}}}', '{"a":' * 90_000]
)
def test_a_file_that_is_something_else_is_refused(text: str) -> None:
    with pytest.raises(UserError, match=r"access\.json is no file of `crudgen access --golden`"):
        read_golden(text, "access.json")


def test_tables_have_a_letter_for_each_action_and_notes_below(catalog: Catalog, matrix: Matrix) -> None:
    lines = list(write_tables(catalog, narrow(matrix, [], ["order"]), ("owner", "clerk")))
    assert lines[1:] == [
        "",
        "order       owner  clerk",
        "the record  r1ci   r2cui",
        "id          r1i    r2i",
        "number      r1ci   r2ci",
        "buyer       r1ci   r3ci",
        "status      r1ci   r2cui",
        "cost        -      -",
        "created_at  r1i    r2i",
        "updated_at  r1i    r2i",
        "items       r1c    r2cu",
        "  1: where buyer = user.id",
        "  2: where status = 'paid', or number = 'A'",
        "  3: where number = 'A'",
    ]

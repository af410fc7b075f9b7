"""Explain: what must be allowed, which rule speaks for whom, and what decided."""

import pytest

from crudgen.plan.actor import Actor
from crudgen.plan.explain import Explanation, explain
from crudgen.plan.rights import Rights
from crudgen.plan.sentences import Telling
from crudgen.schema.catalog import Action, Catalog
from tests.support.catalog import catalog_of

SHOP = {
    "order": """owner: buyer
fields:
  number: string!
  buyer: user
  status: string
  cost: {type: int, hidden: true}
  made: {type: string, readonly: true}
  pin: password
access:
  read: [owner, {role: clerk, when: "status != 'draft'", except: [made]}]
  create: clerk
  update:
    - {role: owner, when: "status = 'draft' and input.status = 'placed'", fields: [status, items]}
    - {role: clerk, fields: [number]}
""",
    "item": "fields: {order: {type: order, part_of: true, inverse: items}, what: string!}\n",
    "note": """fields: {order: {type: order, part_of: true, inverse: notes}, text: string!}
access: {update: {role: clerk, when: "text != ''"}}
""",
    "ledger": "fields: {text: string}\n",
    "log": "fields: {text: string}\naccess: {read: nobody, update: clerk}\n",
}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return catalog_of(SHOP, ("clerk",))


def explained(catalog: Catalog, actor: Actor, action: Action, entity: str) -> Explanation:
    rights = Rights(catalog, actor.roles, is_authenticated=actor.is_authenticated, is_person=actor.id is not None)
    return explain(rights, action, catalog.entities[entity])


def verdict(catalog: Catalog, actor: Actor, action: Action, entity: str) -> str:
    return Telling(actor, explained(catalog, actor, action, entity)).verdict


ANN = Actor(1, "ann", is_authenticated=True)
CLERK = Actor(roles=frozenset({"clerk"}), is_authenticated=True)
ADMIN = Actor(2, "ada", frozenset({"admin"}), is_authenticated=True)
NOBODY = Actor()


@pytest.mark.parametrize(
    ("actor", "action", "entity", "told"),
    [
        (ANN, Action.READ, "order", "yes, some records: ann may read order (all fields): schemas/order.yaml:10:10"),
        (CLERK, Action.READ, "order", "yes, some records: the role clerk may read order (id, number, buyer, status, created_at, "
         "updated_at, items, notes): schemas/order.yaml:10:17"),
        (ADMIN, Action.UPDATE, "crudgen_audit", "no: ada may not update crudgen_audit: the server alone does that with crudgen_audit"),
        (CLERK, Action.CREATE, "order", "yes: the role clerk may create order (all fields): schemas/order.yaml:11:11"),
        (ANN, Action.CREATE, "order", "no: ann may not create order: no rule of create order speaks for ann (somebody without a role): "
         "schemas/order.yaml:11:11"),
        (NOBODY, Action.READ, "order", "no: somebody who is not signed in may not read order: no rule of read order speaks for somebody "
         "who is not signed in: schemas/order.yaml:10:10, schemas/order.yaml:10:17"),
        (CLERK, Action.DELETE, "order", "no: the role clerk may not delete order: schemas/order.yaml:1:1 has no rule for delete, so "
         "administrators alone may"),
        (ADMIN, Action.DELETE, "order", "yes: ada may delete order: an administrator passes every rule of access"),
        (CLERK, Action.UPDATE, "log", "no: the role clerk may not update log: that needs read log; no rule of read log speaks for the role "
         "clerk: schemas/log.yaml:2:16"),
        (CLERK, Action.CREATE, "item", "no: the role clerk may not create item: that needs update order (items); no rule of update order "
         "is about items: schemas/order.yaml:14:7"),
        (ANN, Action.UPDATE, "item", "yes, some records: ann may update item (all fields): schemas/order.yaml:13:7, "
         "schemas/order.yaml:10:10"),
        (CLERK, Action.READ, "ledger", "no: the role clerk may not read ledger: schemas/ledger.yaml:1:1 has no rule for read, so "
         "administrators alone may"),
    ],
)  # fmt: skip
def test_the_verdict_names_the_rule_that_decides(catalog: Catalog, actor: Actor, action: Action, entity: str, told: str) -> None:
    assert verdict(catalog, actor, action, entity) == told


def test_it_says_what_the_rights_say(catalog: Catalog) -> None:
    for entity in catalog.entities.values():
        for action in (Action.READ, Action.CREATE, Action.IMPORT):
            for actor in (ANN, CLERK, ADMIN, NOBODY):
                rights = Rights(catalog, actor.roles, is_authenticated=actor.is_authenticated, is_person=actor.id is not None)
                assert (explain(rights, action, entity).told is not False) is rights.may(action, entity), (entity.name, action, actor)


def test_fields_are_those_that_some_rule_grants(catalog: Catalog) -> None:
    found = explained(catalog, CLERK, Action.UPDATE, "order")
    assert found.granted == ("number",)
    assert found.refused == ("buyer", "status", "pin", "items", "notes")
    assert found.never == {
        "id": "set by the server",
        "cost": "hidden",
        "made": "readonly",
        "created_at": "set by the server",
        "updated_at": "set by the server",
    }
    assert explained(catalog, CLERK, Action.READ, "order").refused == ("made",)
    assert explained(catalog, CLERK, Action.READ, "order").never == {"cost": "hidden", "pin": "write_only"}


def test_every_rule_is_listed_with_its_place_and_who_it_speaks_for(catalog: Catalog) -> None:
    lines = list(Telling(CLERK, explained(catalog, CLERK, Action.UPDATE, "order")).lines())
    assert lines[lines.index("update order") :] == [
        "update order",
        "  schemas/order.yaml:13:7  owner (status, items): where buyer = user.id and (status = 'draft' and input.status = 'placed'); "
        "does not speak for the role clerk",
        "  schemas/order.yaml:14:7  clerk (number): every record",
        "",
        "fields: number",
        "not granted: buyer, status, pin, items, notes",
        "never: id (set by the server), cost (hidden), made (readonly), created_at (set by the server), updated_at (set by the server)",
    ]


def test_programs_are_told_the_same(catalog: Catalog) -> None:
    told = Telling(CLERK, explained(catalog, CLERK, Action.READ, "order")).as_json()
    assert (told["allowed"], told["depends"], told["roles"]) == (True, True, ["clerk"])
    assert told["rules"] == [
        {"entity": "order", "action": "read", "list": None, "role": "owner", "place": "schemas/order.yaml:10:10", "when": "buyer = user.id",
         "fields": None, "except": [], "speaks": False, "names": True, "holds": None, "values": {}},
        {"entity": "order", "action": "read", "list": None, "role": "clerk", "place": "schemas/order.yaml:10:17",
         "when": "status != 'draft'", "fields": None, "except": ["made"], "speaks": True, "names": True, "holds": None, "values": {}},
    ]  # fmt: skip

"""`show_if` and `required_if` in the panel: decided in the browser while somebody types, and by the server when it is saved."""

import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest

from tests.admin.conftest import Shop, Visitor

SCHEMAS = {
    "trip": """
        title: "{name}"
        fields:
          name: string!
          kind: {type: enum, values: [day, night, far], default: day}
          guests: int
          price: {type: decimal, scale: 2}
          weight: float
          starts_at: datetime
          on: date
          paid: {type: bool, default: false, required: true}
          boss: person
          code: {type: string, set_once: true}
          hotel: {type: string, show_if: "kind = 'night' or guests > 3", required_if: "kind = 'night'"}
          refund: {type: string, show_if: "paid and price >= 1000.5"}
          freight: {type: string, show_if: "weight > 0.5"}
          late: {type: string, show_if: "starts_at >= '2026-03-29T02:00:00+00:00'"}
          autumn: {type: string, show_if: "on >= '2026-09-01'"}
          led: {type: string, show_if: "boss is not null"}
          mine: {type: string, show_if: "user.id = 1 and 'admin' in user.roles"}
          coded: {type: string, show_if: "code = 'X'"}
          shown_to_clerks: {type: string, show_if: "secret > 3"}
          cost: int
          secret: int
          total: {type: int, computed: "guests * 2"}
          far: {type: string, required_if: "boss.name = 'Ann'"}
        access:
          read: [{role: clerk, except: [secret]}]
          create: clerk
          update: {role: clerk, except: [secret]}
    """,
    "stop": """
        title: "{place}"
        fields:
          trip: {type: trip, part_of: true, inverse: stops}
          place: string!
          sleeps: {type: bool, default: false, required: true}
          bed: {type: string, show_if: sleeps}
    """,
    "person": "title: '{name}'\nfields: {name: string!}\naccess: {read: clerk}",
}


@pytest.fixture
def trips(open_shop: Callable[..., Shop]) -> Shop:
    """Return a panel over one trip."""
    shop = open_shop(SCHEMAS)
    shop.create("person", name="Ann")
    stops = [{"place": "Rome"}, {"place": "Pisa", "sleeps": True, "bed": "7"}]
    shop.create("trip", name="South", kind="night", hotel="Roma", code="X", secret=9, stops=stops, refund="half", cost=5)
    return shop


def conditions(visitor: Visitor) -> dict[str, dict[str, Any]]:
    """Return the conditions that the page holds, by field and kind."""
    found = re.findall(r'data-field="([\w.]+)"[^>]*?data-(show|required)-if=\'([^\']*)\'', visitor.page)
    return {f"{name} {kind}": json.loads(unescape(text)) for name, kind, text in found}


def test_a_page_holds_no_condition_on_what_is_not_shown(trips: Shop) -> None:
    visitor = trips.visitor("cleo")
    visitor.get("/trip/edit/1")
    found = conditions(visitor)
    assert {"hotel show", "refund show", "mine show", "coded show", "stops.0.bed show"} <= set(found)
    assert "shown_to_clerks show" not in found
    assert "far required" not in found
    assert '"secret"' not in visitor.page
    assert found["coded show"]["known"] == {"code": "X"}
    assert "shown_to_clerks show" in conditions_of(trips.visitor("ann"))


def conditions_of(visitor: Visitor) -> dict[str, dict[str, Any]]:
    visitor.get("/trip/edit/1")
    return conditions(visitor)


def test_details_leave_out_what_show_if_does(trips: Shop) -> None:
    page = trips.visitor("cleo").get("/trip/details/1").text
    assert ">Hotel<" in page
    assert ">Coded<" in page
    assert ">Refund<" not in page
    assert ">Shown to clerks<" in page  # the rule knows what the reader does not
    assert ">Mine<" not in page
    assert ">Mine<" in trips.visitor("ann").get("/trip/details/1").text


def test_a_value_that_is_required_by_the_others_is_asked_for_at_its_field(trips: Shop) -> None:
    visitor = trips.visitor("cleo")
    sent = {"name": "North", "kind": "night", "boss": "1", "_seen.boss": "", "_seen.kind": ""}
    assert visitor.send("/trip/create", sent).status_code == 422
    assert re.search(r'data-field="hotel".*?Needs a value', visitor.page, re.DOTALL)
    assert visitor.send("/trip/create", {**sent, "hotel": "H", "_seen.hotel": ""}).status_code == 422
    assert re.search(r'data-field="far".*?Needs a value', visitor.page, re.DOTALL)


def test_a_hidden_field_keeps_its_value(trips: Shop) -> None:
    visitor = trips.visitor("cleo")
    visitor.send("/trip/edit/1", {"name": "South", "kind": "day", "refund": "half", "hotel": "Roma", "price": "1"})
    values = trips.read("trip", 1)
    assert (values["kind"], values["hotel"], values["refund"]) == ("day", "Roma", "half")


def test_a_computed_field_is_shown_and_never_typed(trips: Shop) -> None:
    visitor = trips.visitor("cleo")
    visitor.send("/trip/edit/1", {"name": "South", "kind": "night", "hotel": "Roma", "guests": "4", "total": "99"})
    assert trips.read("trip", 1)["total"] == 8
    visitor.get("/trip/edit/1")
    assert re.search(r'<div class="fixed" id="input-total"[^>]*><span>8</span>', visitor.page)
    assert ' name="total"' not in visitor.page
    assert "8" in visitor.get("/trip/list?sort=-total&total[gte]=8").text
    assert "Nothing found" in visitor.get("/trip/list?total[gte]=9").text
    assert "Total" not in visitor.get("/trip/create").text

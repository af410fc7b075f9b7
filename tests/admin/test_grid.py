"""Rows of a child list in its parent's form: changed, added and removed in one save, with mistakes told at the cell."""

import re
from typing import Any

import pytest

from crudgen.plan.actor import SYSTEM
from crudgen.plan.request import ListRequest
from tests.admin.conftest import Shop, Visitor


@pytest.fixture
def order(filled: Shop) -> Shop:
    """Return the shop whose first order has two lines."""
    filled.create("line", order=1, what="soap", tag=1)
    filled.create("line", order=1, what="towel", amount=2)
    return filled


PICKED = {"customer": "1", "tags": ["1", "2"]}
"""What the pickers of the first order send; a picker that sends nothing is empty."""


def lines(shop: Shop) -> list[tuple[int, str, int]]:
    page = shop.run(shop.context.service.list(SYSTEM, shop.context.catalog.entities["line"], ListRequest()))
    return [(one.key[0], one.values["what"], one.values["amount"]) for one in page.items]


def version(shop: Shop) -> int:
    return int(shop.run(shop.context.service.get(SYSTEM, shop.context.catalog.entities["order"], (1,))).version)


def cells(number: int, **values: Any) -> dict[str, Any]:
    """Return what a browser sends for one row, beside its hidden fields."""
    return {f"lines.{number}.{name}": value for name, value in values.items()}


def new_row(number: int, **values: Any) -> dict[str, Any]:
    """Return what a browser sends for a row that was added: hidden fields are copied from the template."""
    return {**cells(number, **values), **{f"_seen.lines.{number}.{name}": "" for name in values}}


def send(visitor: Visitor, values: dict[str, Any], added: int = 0) -> Any:
    """Send the form of the first order with values typed, and `added` rows more."""
    visitor.get("/order/edit/1")
    hidden = visitor.hidden()
    numbers = [one for one in hidden["_rows.lines"] if one.isdigit()]
    hidden["_rows.lines"] = [*numbers, *(str(len(numbers) + place) for place in range(added))]
    return visitor.post("/order/edit/1", {**hidden, **PICKED, **values})


def test_rows_are_shown_with_their_pickers_and_what_is_fixed(order: Shop) -> None:
    page = order.visitor().get("/order/edit/1").text
    assert re.findall(r'name="lines\.(\d)\.what" value="?', page) or re.findall(r'value="(soap|towel)"', page) == ["soap", "towel"]
    assert re.search(r'<select[^>]*name="lines\.0\.tag"[^>]*data-lookup="/admin/line/ajax/lookup\?name=tag"', page)
    assert "<template>" in page
    assert 'name="lines.0.fixed"' not in page


def test_one_save_changes_adds_and_removes_rows(order: Shop) -> None:
    values = {**cells(0, what="soap", tag="1", amount="5"), "lines.1._remove": "1", **cells(1, what="towel", amount="2")}
    answer = send(order.visitor(), {**values, **new_row(2, what="brush", amount="3")}, added=1)
    assert answer.status_code == 303, answer.text[-3000:]
    assert lines(order) == [(1, "soap", 5), (3, "brush", 3)]
    assert version(order) == 4  # two for the lines that were made before


def test_a_mistake_is_told_at_its_cell_and_nothing_is_written(order: Shop) -> None:
    visitor = order.visitor()
    kept = {**cells(0, what="soap", tag="1", amount="0"), **cells(1, what="towel", amount="2")}
    answer = send(visitor, {**kept, **new_row(2, what="", amount="7")}, added=1)
    assert answer.status_code == 422
    assert 'href="#input-lines-0-amount"' in answer.text
    assert "Line 1 › Amount" in answer.text
    assert "Line 3 › What" in answer.text
    assert re.search(r'id="input-lines-2-amount"[^>]*value="7"', answer.text)
    assert lines(order) == [(1, "soap", 1), (2, "towel", 2)]


def test_a_value_that_cannot_be_read_is_told_with_what_is_missing(order: Shop) -> None:
    kept = {**cells(0, what="soap", tag="1", amount="many"), **cells(1, what="towel", amount="2")}
    answer = send(order.visitor(language="ru"), {**kept, **new_row(2, what="", amount="x")}, added=1)
    assert answer.status_code == 422
    assert [label for label in ("Строка 1 › Число", "Строка 3 › Число", "Строка 3 › Что") if label not in answer.text] == []


def test_an_added_row_that_stays_empty_is_left_out(order: Shop) -> None:
    before = version(order)
    visitor = order.visitor()
    kept = {**cells(0, what="soap", tag="1", amount="1"), **cells(1, what="towel", amount="2")}
    visitor.get("/order/edit/1")
    blank = re.search(r'name="_seen\.lines\.__n__\.amount" value="(\w+)"', visitor.page)
    assert blank is not None
    empty = {"lines.2.what": "", "lines.2.amount": "1", "_seen.lines.2.amount": blank[1], "_seen.lines.2.what": _seen(visitor.page, "what")}
    assert send(visitor, {**kept, **empty}, added=1).status_code == 303
    assert (len(lines(order)), version(order)) == (2, before)


def _seen(page: str, field: str) -> str:
    found = re.search(rf'name="_seen\.lines\.__n__\.{field}" value="(\w+)"', page)
    return found[1] if found else ""


def test_a_new_parent_is_made_with_its_rows(order: Shop) -> None:
    visitor = order.visitor()
    values = {"number": "N-1", "customer": "1", **cells(0, what="soap", amount="4")}
    answer = visitor.send("/order/create", values)
    assert answer.status_code == 303, answer.text[-2000:]
    assert lines(order)[-1] == (3, "soap", 4)


def test_somebody_elses_rows_are_kept_where_both_saved(order: Shop) -> None:
    visitor = order.visitor()
    visitor.get("/order/edit/1")
    hidden = visitor.hidden()
    hidden["_rows.lines"] = ["0", "1"]
    order.create("line", order=1, what="brush")
    values = {**cells(0, what="soap", tag="1", amount="8"), **cells(1, what="towel", amount="2")}
    answer = visitor.post("/order/edit/1", {**hidden, **PICKED, **values})
    assert answer.status_code == 409
    assert re.search(r'id="input-lines-0-amount"[^>]*value="8"', answer.text)
    assert 'value="brush"' in answer.text
    assert len(lines(order)) == 3


def test_a_list_that_is_too_long_has_a_page_of_its_own(order: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crudgen.admin.grids.MAX_ROWS", 1)
    visitor = order.visitor()
    page = visitor.get("/order/edit/1").text
    assert 'href="/admin/line/list?order[in]=1"' in page
    assert visitor.post("/order/edit/1", {**visitor.hidden(), **PICKED, "number": "A-9"}).status_code == 303
    assert len(lines(order)) == 2


def test_details_show_the_rows_and_lead_to_the_form(order: Shop) -> None:
    page = order.visitor().get("/order/details/1").text
    assert 'href="/admin/order/edit/1#lines-lines"' in page
    assert "soap" in page


def test_children_are_not_in_the_menu_and_have_pages(order: Shop) -> None:
    visitor = order.visitor()
    assert "/admin/line/list" not in visitor.get("/").text
    assert visitor.get("/line/list").status_code == 200


def test_whoever_may_not_write_the_parent_does_not_write_its_rows(order: Shop) -> None:
    visitor = order.visitor("cleo")
    assert visitor.get("/order/details/1").status_code == 200
    assert "#lines-lines" not in visitor.page
    assert visitor.get("/line/edit/1").status_code == 403

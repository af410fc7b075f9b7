"""Views in the panel: a list and a page to read, and no form."""

import pytest

from tests.admin.conftest import Shop


def test_a_view_is_a_list_like_a_report(filled: Shop) -> None:
    page = filled.visitor("cleo").get("/turnover/list").text
    assert "Turnover by customer" in page
    assert "What customers bought." in page
    assert page.index("1,234.50") < page.index("10.00")
    assert "/admin/turnover/create" not in page


def test_a_view_is_filtered_searched_and_sorted(filled: Shop) -> None:
    visitor = filled.visitor("cleo")
    for query, there, gone in (
        ("total[gte]=100", "Bo Kim", "Ann Lee"),
        ("q=ann", "Ann Lee", "Bo Kim"),
        ("customer.name[icontains]=BO", "Bo Kim", "Ann Lee"),
    ):
        page = visitor.get(f"/turnover/list?{query}").text
        rows = page[page.index("<tbody") :]
        assert there in rows, query
        assert gone not in rows, query


def test_a_group_has_a_page_of_its_own_with_links_and_without_buttons(filled: Shop) -> None:
    visitor = filled.visitor("ann")
    assert "/admin/turnover/details/1,null" in visitor.get("/turnover/list").text
    response = visitor.get("/turnover/details/1,null")
    assert response.status_code == 200
    assert "/admin/customer/details/1" in response.text
    assert "/admin/turnover/edit" not in response.text
    assert "/admin/turnover/delete" not in response.text


@pytest.mark.parametrize("path", ["create", "edit/1,null", "delete/1,null"])
def test_nobody_opens_a_form_of_a_view(filled: Shop, path: str) -> None:
    assert filled.visitor("ann").get(f"/turnover/{path}").status_code == 403


def test_a_group_is_named_by_its_key_nulls_left_out(filled: Shop) -> None:
    page = filled.visitor("ann").get("/turnover/details/1,null").text
    assert "None" not in page

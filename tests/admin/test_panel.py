"""The panel's pages, end to end over a real database."""

import pytest

from crudgen.store import Mode
from tests.admin.conftest import Shop


def test_a_stranger_is_sent_to_sign_in_and_comes_back(shop: Shop) -> None:
    visitor = shop.visitor(None)
    response = visitor.get("/order/list?q=x")
    assert (response.status_code, response.headers["location"]) == (303, "/admin/login?next=/admin/order/list%3Fq%3Dx")
    visitor.client.get(response.headers["location"])
    visitor.get("/login?next=/admin/order/list?q=x")
    response = visitor.post("/login", {"login": "ann", "password": "correct horse battery", "next": "/admin/order/list?q=x"})
    assert response.headers["location"] == "/admin/order/list?q=x"


def test_list_shows_titles_badges_and_local_numbers(filled: Shop) -> None:
    page = filled.visitor().get("/order/list").text
    assert '<a class="ref" href="/admin/customer/details/1">Ann Lee</a>' in page
    assert '<span class="badge green">Paid</span>' in page
    assert "1,234.50" in page
    assert "1–3 of 3" in page


def test_list_in_russian_is_russian(filled: Shop) -> None:
    page = filled.visitor(language="ru").get("/order/list").text
    assert '<html lang="ru"' in page
    assert "Заказы" in page
    assert "1\N{NO-BREAK SPACE}234,50" in page
    assert "1–3 из 3" in page


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("q=bo", ["A-2"]),
        ("status[in]=paid&status[in]=draft", ["A-1", "A-2", "A-3"]),
        ("status=paid", ["A-2"]),
        ("customer[in]=1", ["A-1", "A-3"]),
        ("total[gte]=1000,5", ["A-2"]),
        ("placed_at[gte]=2026-03-01&placed_at[lte]=2026-03-01", ["A-1"]),
        ("placed_at[gte]=2026-03-02", []),
        ("placed_at[null]=true", ["A-2", "A-3"]),
        ("sort=-number", ["A-3", "A-2", "A-1"]),
        ("sort=-customer.name", ["A-2", "A-1", "A-3"]),
        ("gift[eq]=&q=&total[gte]=", ["A-1", "A-2", "A-3"]),
        ("tags[in]=2", ["A-1"]),
        ("customer.email[icontains]=BO@", ["A-2"]),
        ("sort=customer.email", ["A-1", "A-3", "A-2"]),
        ("page=2", []),
    ],
)
def test_list_searches_filters_and_sorts(filled: Shop, query: str, numbers: list[str]) -> None:
    import re

    response = filled.visitor().get(f"/order/list?{query}")
    assert response.status_code == 200
    assert re.findall(r">(A-\d)<", response.text.partition("<tbody")[2]) == numbers


def test_a_filter_may_lead_through_a_reference_and_stays_when_others_are_applied(filled: Shop) -> None:
    page = filled.visitor().get("/order/list?customer.email[icontains]=ann").text
    assert "<span>Customer › E-mail:</span> contains “ann”" in page
    assert '<input type="hidden" name="customer.email[icontains]" value="ann">' in page.partition('class="sheet"')[2]


def test_a_page_of_a_list_costs_a_fixed_number_of_calls(filled: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    run = filled.context.service.database.__class__.run

    async def count(self: object, work: object, mode: object) -> object:
        if mode is not Mode.KEY:  # whether the session is read again depends on the clock
            calls.append(str(mode))
        return await run(self, work, mode)  # type: ignore[arg-type]

    visitor = filled.visitor()
    visitor.get("/order/list")
    monkeypatch.setattr(filled.context.service.database.__class__, "run", count)
    visitor.get("/order/list")
    few = len(calls)
    for number in range(40):
        filled.create("order", number=f"N-{number}", customer=filled.create("customer", name=f"C {number}").key[0])
    calls.clear()
    visitor.get("/order/list")
    assert len(calls) == few <= 3


def test_active_filters_are_chips_in_words(filled: Shop) -> None:
    page = filled.visitor().get("/order/list?status[in]=paid&customer[in]=1&total[gte]=5").text
    chips = page.partition('class="chips"')[2].partition("</div>")[0]
    assert "<span>Customer:</span> Ann Lee" in chips
    assert "<span>Status:</span> Paid" in chips
    assert "<span>Total:</span> from 5" in chips


@pytest.mark.parametrize(
    "query", ["status=nope", "nope=1", "sort=nope", "total[gte]=x", "secret_note=1", "status[zz]=1", "filter=1", "a[b[c]=1"]
)
def test_a_filter_that_does_not_fit_is_told_without_a_fault(filled: Shop, query: str) -> None:
    response = filled.visitor().get(f"/order/list?{query}")
    assert response.status_code == 400
    assert "This list cannot be shown so" in response.text


def test_details_show_fields_and_related_records(filled: Shop) -> None:
    page = filled.visitor().get("/customer/details/1").text
    assert "<h1>Ann Lee</h1>" in page
    assert 'href="/admin/order/details/1"' in page
    assert 'href="/admin/order/list?customer[in]=1"' in page
    assert 'href="/admin/order/create?customer=1"' in page
    assert "secret_note" not in page


def test_create_takes_a_value_from_the_address(filled: Shop) -> None:
    page = filled.visitor().get("/order/create?customer=2").text
    assert '<option value="2" selected>Bo Kim</option>' in page


def test_create_saves_and_says_so_once(filled: Shop) -> None:
    visitor = filled.visitor()
    response = visitor.send("/order/create", {"number": "B-1", "customer": "2", "total": "12,50", "tags": ["2"], "gift": "true"})
    assert (response.status_code, response.headers["location"]) == (303, "/admin/order/details/4")
    values = filled.read("order", 4)
    assert (str(values["total"]), values["tags"], values["gift"], values["status"]) == ("12.50", [2], True, "draft")
    assert "“B-1 · Bo Kim” has been created" in visitor.get("/order/details/4").text
    assert "has been created" not in visitor.get("/order/details/4").text


def test_create_and_add_another_comes_back_to_the_form(filled: Shop) -> None:
    response = filled.visitor().send("/tag/create", {"name": "new", "_then": "another"})
    assert response.headers["location"] == "/admin/tag/create"


def test_invalid_form_keeps_what_was_typed_and_names_every_mistake(filled: Shop) -> None:
    response = filled.visitor().send("/order/create", {"number": "", "customer": "1", "total": "much", "note": "keep <me>"})
    assert response.status_code == 422
    assert "2 things need another look" in response.text
    assert 'href="#input-total"' in response.text
    assert 'href="#input-number"' in response.text
    assert 'value="much"' in response.text
    assert "keep &lt;me&gt;" in response.text
    assert ">Ann Lee</option>" in response.text


def test_mistakes_are_told_in_russian(filled: Shop) -> None:
    page = filled.visitor(language="ru").send("/order/create", {"number": "A-1", "customer": "1"}).text
    assert "Уже занято" in page
    page = filled.visitor(language="ru").send("/order/create", {"number": "", "customer": "99"}).text
    assert "Нужно заполнить" in page
    assert "Проверьте" in page


def test_edit_writes_only_what_was_changed(filled: Shop) -> None:
    before = filled.read("order", 1)
    response = filled.visitor().send("/order/edit/1", {"number": "A-1x", "total": "10.00", "customer": "1", "tags": ["1", "2"]})
    assert response.status_code == 303
    after = filled.read("order", 1)
    assert {name for name in after if after[name] != before[name]} == {"number", "updated_at"}


def test_a_field_absent_from_the_form_is_left_alone(filled: Shop) -> None:
    visitor = filled.visitor()
    visitor.get("/order/edit/1")
    assert visitor.post("/order/edit/1", {"number": "A-9"}).status_code == 303
    values = filled.read("order", 1)
    assert (values["number"], str(values["total"]), values["tags"], values["note"]) == ("A-9", "10.00", [1, 2], "ring\ntwice")


def test_a_shown_field_left_empty_is_cleared(filled: Shop) -> None:
    filled.visitor().send("/order/edit/1", {"number": "A-1", "customer": "1", "total": "", "note": "", "gift": "true"})
    values = filled.read("order", 1)
    assert (values["total"], values["note"], values["tags"], values["gift"]) == (None, None, [], True)


def test_saving_without_changes_writes_nothing(filled: Shop) -> None:
    visitor = filled.visitor()
    typed = {
        "number": "A-1",
        "customer": "1",
        "total": "10.00",
        "tags": ["1", "2"],
        "note": "ring\r\ntwice",
        "placed_at": "2026-03-01T12:30",
    }
    assert visitor.send("/order/edit/1", {**typed, "status": "draft"}).status_code == 303
    assert "nothing was changed" in visitor.get("/order/details/1").text


def test_two_people_changing_one_field_see_both_values(filled: Shop) -> None:
    mine, theirs = filled.visitor(), filled.visitor("mia")
    mine.get("/order/edit/1")
    form = mine.hidden()
    assert theirs.send("/order/edit/1", {"number": "THEIRS", "customer": "1", "total": "77", "tags": ["1", "2"]}).status_code == 303
    sent = {**form, "number": "MINE", "customer": "1", "total": "10.00", "tags": ["1", "2"], "note": "ring\ntwice"}
    response = mine.post("/order/edit/1", sent)
    assert response.status_code == 409
    assert "Somebody else changed this record" in response.text
    assert "<strong>THEIRS</strong>" in response.text
    assert 'value="MINE"' in response.text
    assert 'value="77.00"' in response.text  # what only they changed is taken over
    assert filled.read("order", 1)["number"] == "THEIRS"
    merged = {**mine.hidden(), "number": "MINE", "customer": "1", "total": "77.00", "tags": ["1", "2"], "note": "ring\ntwice"}
    assert mine.post("/order/edit/1", merged).status_code == 303
    assert (filled.read("order", 1)["number"], str(filled.read("order", 1)["total"])) == ("MINE", "77.00")


def test_delete_asks_by_title_and_names_what_stands_in_the_way(filled: Shop) -> None:
    visitor = filled.visitor()
    page = visitor.get("/customer/delete/1").text
    assert "Delete “Ann Lee”?" in page
    assert 'href="/admin/order/list?customer[in]=1"' in page
    assert "stands in the way" in page
    response = visitor.post("/customer/delete/1")
    assert response.status_code == 409
    assert filled.read("customer", 1)["name"] == "Ann Lee"


def test_delete_deletes(filled: Shop) -> None:
    visitor = filled.visitor()
    assert visitor.send("/order/delete/3").headers["location"] == "/admin/order/list"
    assert "“A-3 · Ann Lee” has been deleted" in visitor.get("/order/list").text
    assert visitor.get("/order/details/3").status_code == 404


def test_delete_of_a_record_changed_meanwhile_is_refused(filled: Shop) -> None:
    visitor = filled.visitor()
    visitor.get("/order/delete/3")
    form = visitor.hidden()
    filled.visitor("mia").send("/order/edit/3", {"number": "A-3!", "customer": "1"})
    assert visitor.post("/order/delete/3", form).status_code == 409
    assert filled.read("order", 3)["number"] == "A-3!"


@pytest.mark.parametrize("page", ["details", "edit", "delete"])
@pytest.mark.parametrize("key", ["99", "abc", "1,2", "", "%00", "9" * 30, "1/2", "%2e%2e", "1;2"])
def test_a_bad_id_is_a_page_not_a_fault(filled: Shop, page: str, key: str) -> None:
    response = filled.visitor().get(f"/order/{page}/{key}")
    assert response.status_code == 404
    assert "Nothing here" in response.text


@pytest.mark.parametrize(
    "path", ["/nope/list", "/nope/create", "/nope/details/1", "/nope", "/nope/ajax/lookup?name=x", "/order/export/csv", "/order/import"]
)
def test_what_is_not_there_is_not_found(shop: Shop, path: str) -> None:
    assert shop.visitor().get(path).status_code == 404


def test_composite_keys_work_with_signs_that_addresses_use(shop: Shop) -> None:
    visitor = shop.visitor()
    response = visitor.send("/shelf/create", {"room": "7", "place": "a,b/c?d", "label": "top"})
    assert response.headers["location"] == "/admin/shelf/details/7,a%2Cb%2Fc%3Fd"
    assert visitor.client.get(response.headers["location"]).status_code == 200
    assert visitor.send("/shelf/edit/7,a%2Cb%2Fc%3Fd", {"label": "low"}).status_code == 303
    assert shop.read("shelf", 7, "a,b/c?d")["label"] == "low"


def test_an_entity_may_be_called_as_the_static_files(shop: Shop) -> None:
    visitor = shop.visitor()
    assert visitor.send("/statics/create", {"name": "x"}).status_code == 303
    assert visitor.get("/statics/list").status_code == 200
    assert visitor.get("/statics/crudgen/base.css").status_code == 200


def test_every_type_is_shown_typed_and_stored(shop: Shop) -> None:
    typed = {
        "name": "all", "weight": "1,5", "size": "12", "sure": "true", "day": "2026-02-03", "at": "14:05", "spent": "1 d 2 h",
        "code": "0196f3c0-1111-7222-8333-444455556666", "extra": '{"a": [1, null]}', "words": "one\r\ntwo words\r\n", "counts": "1\n2",
        "tint": "#1a2b3c", "link": "https://example.org/x", "phone": "+49 30 1", "short": "a-b",
        "story": "*hi*\r\nthere", "secret": "a long secret word",
    }  # fmt: skip
    visitor = shop.visitor()
    response = visitor.send("/sample/create", typed)
    assert response.status_code == 303, response.text[response.text.find('class="notice bad"') :][:1500]
    values = shop.read("sample", 1)
    assert (values["weight"], values["sure"], values["words"], values["counts"]) == (1.5, True, ["one", "two words"], [1, 2])
    assert (str(values["at"]), values["spent"].total_seconds(), values["extra"]) == ("14:05:00", 26 * 3600, {"a": [1, None]})
    assert values["story"] == "*hi*\nthere"
    assert "secret" not in values
    page = visitor.get("/sample/details/1").text
    assert "1\N{NO-BREAK SPACE}d 2\N{NO-BREAK SPACE}h" in page
    assert "a long secret word" not in visitor.get("/sample/edit/1").text
    assert visitor.get("/sample/list").status_code == 200


def test_a_value_that_a_form_cannot_hold_exactly_survives_an_edit(shop: Shop) -> None:
    shop.create("sample", name="exact", at="10:20:30.123456", weight=0.1 + 0.2, spent="P1DT0.5S", story="a\r\nb")
    before = shop.read("sample", 1)
    visitor = shop.visitor()
    visitor.get("/sample/edit/1")
    import html
    import re

    fields = {
        name: html.unescape(value)
        for name, value in re.findall(r'name="(\w+)"[^>]*? value="([^"]*)"', visitor.page)
        if not name.startswith("_")
    }
    assert visitor.post("/sample/edit/1", {**visitor.hidden(), **fields, "name": "renamed", "story": "a\r\nb"}).status_code == 303
    after = shop.read("sample", 1)
    assert {name for name in after if after[name] != before[name]} == {"name", "updated_at"}


def test_home_counts_what_there_is(filled: Shop) -> None:
    page = filled.visitor().get("/").text
    assert 'href="/admin/order/list">Orders</a>' in page
    assert '<span class="total">3</span>' in page


def test_language_and_theme_are_kept_and_leave_the_address(filled: Shop) -> None:
    visitor = filled.visitor()
    response = visitor.get("/order/list?lang=ru&q=A")
    assert (response.status_code, response.headers["location"]) == (303, "/admin/order/list?q=A")
    assert '<html lang="ru"' in visitor.get("/order/list").text
    visitor.get("/?theme=dark")
    assert 'data-theme="dark"' in visitor.get("/").text


@pytest.mark.plants_failure
def test_a_fault_shows_a_number_and_nothing_else(filled: Shop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    visitor = filled.visitor()

    async def fail(*args: object) -> None:
        raise RuntimeError("SELECT secret FROM place")

    monkeypatch.setattr(filled.context.service.__class__, "get", fail)
    response = visitor.get("/order/details/1")
    assert response.status_code == 500
    assert "SELECT" not in response.text
    number = response.text.partition("<code>")[2].partition("</code>")[0]
    assert number
    assert number in caplog.text
    assert response.headers["content-security-policy"]

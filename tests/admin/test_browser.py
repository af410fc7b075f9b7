"""The panel in a real browser: both languages, a wide and a narrow screen, without a word of complaint on the console."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.admin.conftest import Shop
from tests.admin.tab import Tab, needs_chromium, playwright, serving

AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"

pytestmark = needs_chromium

SCREENS = [pytest.param(((1280, 800), "en"), id="wide-en"), pytest.param(((390, 844), "ru"), id="phone-ru")]
WORDS = {
    "en": {
        "created": "has been created",
        "deleted": "has been deleted",
        "saved": "has been saved",
        "clash": "Somebody else changed this record",
    },
    "ru": {"created": "Создано", "deleted": "Удалено", "saved": "Сохранено", "clash": "её изменил кто-то другой"},
}


@pytest.fixture
def address(filled: Shop) -> Iterator[str]:
    """Serve the shop, with sixty customers, on a free port."""
    for number in range(60):
        filled.create("customer", name=f"Customer {number:02}")
    with serving(filled.app) as address:
        yield address


@pytest.fixture(params=SCREENS)
def tab(request: pytest.FixtureRequest, browser: "playwright.Browser", address: str) -> Iterator[Tab]:
    """Return a signed-in tab for each screen; nothing may be left on its console."""
    size, language = request.param
    made = Tab(browser, address, size, language)
    made.words = WORDS[language]  # type: ignore[attr-defined]
    yield made
    assert made.complaints == []
    made.context.close()


def test_create_with_pickers_edit_search_filter_and_delete(tab: Tab, filled: Shop) -> None:
    page, words = tab.page, tab.words  # type: ignore[attr-defined]
    tab.go("/order/create")
    page.fill("#input-number", "NEW-1")
    tab.pick("customer", "Customer 42")
    tab.pick("tags", "gift wrap")
    page.keyboard.press("Escape")
    page.fill("#input-total", "1 234,5")
    page.locator(".is-flag .toggle").click()
    tab.save()
    assert words["created"] in page.inner_text(".notice")
    values = filled.read("order", 4)
    assert (values["number"], str(values["total"]), values["gift"], values["tags"], values["customer"]) == (
        "NEW-1",
        "1234.50",
        True,
        [2],
        45,
    )

    page.click("[data-edit]")
    page.fill("#input-number", "NEW-2")
    tab.save()
    assert words["saved"] in page.inner_text(".notice")

    tab.go("/order/list")
    page.keyboard.press("/")
    page.keyboard.type("NEW")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("tbody tr").count() == 1
    page.click("summary")
    page.locator(".pill", has=page.locator("input[name='gift[eq]'][value=false]")).click()
    with page.expect_navigation():
        page.click(".sheet-foot .primary")
    assert page.locator(".void").count() == 1

    tab.go("/order/details/4")
    page.click("a.danger-text")
    with page.expect_navigation():
        page.click("button.danger")
    assert words["deleted"] in page.inner_text(".notice")


def test_rows_of_a_child_list_are_typed_like_a_spreadsheet(tab: Tab, filled: Shop) -> None:
    page = tab.page
    filled.create("line", order=1, what="soap")
    tab.go("/order/edit/1")
    rows = page.locator("[data-lines] tbody tr")
    rows.nth(0).locator("[name='lines.0.what']").press("Control+Enter")
    page.keyboard.type("towel")
    page.keyboard.press("Tab")
    page.keyboard.type("gift")
    page.locator("body > .ts-dropdown .option", has_text="gift wrap").first.click()
    amount = rows.nth(1).locator("[name='lines.1.amount']")
    amount.fill("0")
    amount.press("Enter")
    assert rows.count() == 3
    page.keyboard.press("Shift+Tab")
    rows.nth(2).locator("[data-remove-line]").press("Space")
    assert rows.count() == 2
    tab.save()
    assert rows.nth(1).locator(".error").count() == 1
    page.locator(".notice [data-jump]").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("4")
    rows.nth(0).locator("[data-remove-line]").press("Space")
    assert rows.count() == 2
    tab.save()
    line = filled.read("line", 2)
    assert (line["what"], line["tag"], line["amount"], line["order"]) == ("towel", 2, 4, 1)
    assert page.locator("#lines .grid tbody tr").count() == 1


def test_pickers_fetch_more_while_one_scrolls(tab: Tab) -> None:
    tab.go("/order/create")
    tab.page.locator("[data-field=customer] .ts-control").click()
    options = tab.page.locator("[data-field=customer] .ts-dropdown .option:not(.no-results)")
    playwright.expect(options).to_have_count(20)
    tab.page.locator("[data-field=customer] .ts-dropdown-content").evaluate("part => part.scrollTo(0, part.scrollHeight)")
    playwright.expect(options).to_have_count(40)


def test_a_row_is_a_link_and_a_header_sorts(tab: Tab) -> None:
    if tab.page.viewport_size["width"] > 600:
        tab.go("/order/list?sort=number")
        tab.page.click("th:first-child a")
        tab.page.wait_for_url("**sort=-number")
        assert tab.page.locator("tbody tr td").first.inner_text() == "A-3"
    tab.go("/order/list?sort=number")
    tab.page.locator("tbody tr").first.locator("td").nth(3).click()
    tab.page.wait_for_url("**/order/details/1")


def test_a_mistake_is_shown_at_its_field_and_nothing_typed_is_lost(tab: Tab) -> None:
    tab.go("/order/create")
    tab.page.fill("#input-total", "much")
    tab.pick("customer", "Bo Kim")
    tab.save()
    assert tab.page.locator(".notice.bad li").count() == 2
    assert tab.page.locator("[data-field=total].wrong").count() == 1
    assert "Bo Kim" in tab.page.inner_text("[data-field=customer] .item")
    tab.page.locator(".notice.bad a").first.click()
    assert tab.page.evaluate("document.activeElement.id") == "input-number"


def test_saving_a_form_changes_nothing_that_nobody_typed(tab: Tab, filled: Shop) -> None:
    values = {
        "name": " a\r\nb\u2028 ",
        "weight": 5e-324,
        "size": 2**63 - 1,
        "day": "0001-01-01",
        "at": "12:30:15.069976",
        "spent": "-P106751991DT4H54.775807S",
        "extra": {"b": 1.0, "a": [9007199254740993, "\r\n"]},
        "words": ["a\nb", " x ", "", '"q"'],
        "story": "\n\n x\r\ny\rz \n",
        "link": "HTTPS://Shop.TEST/",
    }
    key = filled.create("sample", **values).key[0]
    before = filled.read("sample", key)
    tab.go(f"/sample/edit/{key}")
    tab.page.fill("#input-short", "typed")
    tab.save()
    after = filled.read("sample", key)
    changed = {name for name, value in before.items() if repr(value) != repr(after[name])}
    assert changed == {"short", "updated_at"}


def test_two_people_at_one_record_see_both_values(tab: Tab, browser: "playwright.Browser", address: str, filled: Shop) -> None:
    tab.go("/order/edit/1")
    other = Tab(browser, address, (1280, 800), "en", "mia")
    other.go("/order/edit/1")
    other.page.fill("#input-number", "THEIRS")
    other.page.fill("#input-note", "theirs too")
    other.save()
    other.context.close()
    tab.page.fill("#input-number", "MINE")
    tab.save()
    assert tab.words["clash"] in tab.page.inner_text(".notice.warn")  # type: ignore[attr-defined]
    assert "THEIRS" in tab.page.inner_text("[data-field=number]")
    assert tab.page.input_value("#input-note") == "theirs too"
    tab.page.click("[data-take]")
    tab.page.fill("#input-total", "5")
    tab.save()
    values = filled.read("order", 1)
    assert (values["number"], values["note"], str(values["total"])) == ("THEIRS", "theirs too", "5.00")


def test_leaving_an_unsaved_form_asks_first(tab: Tab) -> None:
    asked: list[str] = []
    tab.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    tab.go("/tag/create")
    tab.page.fill("#input-name", "half")
    tab.page.goto(tab.address + "/tag/list")
    assert asked == ["beforeunload"]
    tab.go("/tag/edit/1")
    tab.go("/tag/list")
    assert asked == ["beforeunload"]


def test_the_menu_finds_and_the_language_switches(tab: Tab) -> None:
    page = tab.page
    tab.go("/")
    if page.viewport_size["width"] < 600:
        assert not page.locator("#menu-search").is_visible()
        page.click("[data-menu]")
    page.fill("#menu-search", "zzz")
    assert page.locator(".unfound").is_visible()
    page.fill("#menu-search", "tag")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/tag/list")
    if page.viewport_size["width"] < 600:
        page.click("[data-menu]")
    other = "ru" if page.evaluate("document.documentElement.lang") == "en" else "en"
    with page.expect_navigation():
        page.click(f"[data-keep=lang][hreflang={other}]")
    assert page.evaluate("document.documentElement.lang") == other


def test_a_secret_is_typed_under_a_veil_and_removed_by_a_tick(tab: Tab, filled: Shop) -> None:
    tab.go("/sample/create")
    tab.page.fill("#input-name", "veiled")
    tab.page.fill("#input-token", "--begin--\nkey")
    assert tab.page.evaluate("getComputedStyle(document.querySelector('#input-token')).webkitTextSecurity") == "disc"
    tab.save()
    (sample,) = (key for key in range(1, 9) if f"/sample/details/{key}" in tab.page.url)
    assert "••••••••" in tab.page.inner_text("main")
    assert "begin" not in tab.page.content()
    tab.go(f"/sample/edit/{sample}")
    tab.page.locator("[data-field=token] .pill").click()
    tab.save()
    assert filled.read("sample", sample)["token"] is None


def test_the_theme_changes_at_once_and_stays(tab: Tab) -> None:
    tab.go("/")
    if tab.page.viewport_size["width"] < 600:
        tab.page.click("[data-menu]")
    with tab.page.expect_response("**theme=dark"):
        tab.page.click("[data-theme-choice=dark]")
    assert tab.page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    tab.go("/tag/list")
    assert tab.page.evaluate("document.documentElement.dataset.theme") == "dark"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_are_accessible(tab: Tab, theme: str) -> None:
    source = AXE.read_text("utf-8")
    tab.go(f"/?theme={theme}")
    for path in (
        "/",
        "/order/list",
        "/order/list?status[in]=paid",
        "/order/details/1",
        "/order/create",
        "/order/edit/1",
        "/customer/delete/1",
        "/sample/create",
        "/nope/list",
    ):
        tab.page.goto(tab.address + path)
        tab.page.evaluate(source)
        found = tab.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        problems = [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in found["violations"]]
        assert problems == [], path

"""`show_if` and `required_if` in a real browser, while somebody types."""

from collections.abc import Callable, Iterator

import pytest

from tests.admin.conftest import Shop
from tests.admin.tab import Tab, needs_chromium, playwright, serving
from tests.admin.test_conditions import SCHEMAS

pytestmark = needs_chromium


@pytest.fixture
def trips(open_shop: Callable[..., Shop]) -> Shop:
    """Return a panel over one trip that is named."""
    shop = open_shop(SCHEMAS)
    shop.create("person", name="Ann")
    stops = [{"place": "Rome"}, {"place": "Pisa", "sleeps": True, "bed": "7"}]
    shop.create("trip", name="South", kind="night", hotel="Roma", code="X", stops=stops)
    return shop


@pytest.fixture
def address(trips: Shop) -> Iterator[str]:
    """Serve the panel on a free port."""
    with serving(trips.app) as address:
        yield address


@pytest.fixture(params=[((1280, 800), "en"), ((390, 844), "ru")], ids=["wide-en", "phone-ru"])
def tab(request: pytest.FixtureRequest, browser: "playwright.Browser", address: str) -> Iterator[Tab]:
    """Return a signed-in tab; nothing may be left on its console."""
    made = Tab(browser, address, *request.param)
    yield made
    assert made.complaints == []
    made.context.close()


def shown(tab: Tab) -> set[str]:
    """Return the conditional fields that are in sight."""
    fields = tab.page.locator(".fields [data-show-if]")
    return {one.get_attribute("data-column") or "" for one in fields.all() if one.is_visible()}


def test_fields_come_and_go_with_what_is_typed(tab: Tab) -> None:
    page = tab.page
    sign = "," if page.locator("html").get_attribute("lang") == "ru" else "."
    tab.go("/trip/create")
    assert shown(tab) == {"mine"}
    page.fill("#input-guests", "4")
    assert shown(tab) == {"mine", "hotel"}
    page.fill("#input-guests", "3")
    page.fill("#input-price", f"1{'.' if sign == ',' else ','}000{sign}50")
    assert shown(tab) == {"mine"}
    page.locator("[data-field=paid] .toggle").click()
    assert shown(tab) == {"mine", "refund"}
    page.fill("#input-weight", f"0{sign}51")
    page.fill("#input-on", "2026-09-01")
    page.fill("#input-starts_at", "2026-03-29T01:59")
    tab.pick("boss", "Ann")
    page.fill("#input-code", "X")
    assert shown(tab) == {"mine", "refund", "freight", "autumn", "led", "coded"}
    page.fill("#input-starts_at", "2026-03-29T02:00")
    page.fill("#input-price", "none")  # what is no number yet decides nothing
    assert shown(tab) == {"mine", "refund", "freight", "autumn", "led", "coded", "late"}


def test_what_is_required_says_so_and_what_is_hidden_is_kept(tab: Tab, trips: Shop) -> None:
    page = tab.page
    tab.go("/trip/edit/1")
    hotel = page.locator("#input-hotel")
    assert hotel.get_attribute("aria-required") == "true"
    assert page.locator("[data-field=hotel] .star").is_visible()
    page.select_option("#input-kind", "day")
    assert not hotel.is_visible()
    tab.save()
    assert (trips.read("trip", 1)["kind"], trips.read("trip", 1)["hotel"]) == ("day", "Roma")
    tab.go("/trip/edit/1")
    page.fill("#input-guests", "9")
    assert hotel.get_attribute("aria-required") == "false"
    assert not page.locator("[data-field=hotel] .star").is_visible()


def test_a_mistake_at_a_hidden_field_is_in_sight(tab: Tab) -> None:
    page = tab.page
    tab.go("/trip/edit/1")
    page.fill("#input-hotel", "x" * 300)
    page.select_option("#input-kind", "day")
    assert not page.locator("#input-hotel").is_visible()
    tab.save()
    assert page.locator("#input-hotel").is_visible()
    assert page.locator("[data-field=hotel] .error").is_visible()


def test_each_child_row_decides_for_itself_a_new_one_too(tab: Tab) -> None:
    page = tab.page
    tab.go("/trip/edit/1")
    assert not page.locator("#input-stops-0-bed").is_visible()
    assert page.locator("#input-stops-1-bed").is_visible()
    page.locator("[data-field='stops.0.sleeps'] .toggle").click()
    assert page.locator("#input-stops-0-bed").is_visible()
    page.click("[data-add-line]")
    assert not page.locator("#input-stops-2-bed").is_visible()
    page.locator("[data-field='stops.2.sleeps'] .toggle").click()
    assert page.locator("#input-stops-2-bed").is_visible()


def test_without_scripts_every_field_is_shown(browser: "playwright.Browser", trips: Shop, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{"name": "crudgen", "value": trips.tokens["ann"], "url": address}])
    page = context.new_page()
    page.goto(f"{address}/trip/create")
    assert all(one.is_visible() for one in page.locator("[data-show-if]").all())
    context.close()

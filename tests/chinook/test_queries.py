"""Twenty questions over several tables, with the answers worked out from the files in plain Python."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from starlette.testclient import TestClient

pytestmark = pytest.mark.xdist_group("chinook")

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Shop:
    """The files, by entity and id."""

    rows: dict[str, list[Row]]
    by_id: dict[str, dict[str, Row]]

    def one(self, entity: str, key: str) -> Row:
        """Return the row with that id."""
        return self.by_id[entity][key]

    def genre(self, track: Row) -> str:
        """Return the name of a track's genre."""
        return self.one("genre", track["genre_id"])["name"]

    def artist(self, track: Row) -> str:
        """Return the name of a track's artist."""
        return self.one("artist", self.one("album", track["album_id"])["artist_id"])["name"]

    def customer(self, invoice: Row) -> Row:
        """Return the customer of an invoice."""
        return self.one("customer", invoice["customer_id"])

    def invoice(self, line: Row) -> Row:
        """Return the invoice of a line."""
        return self.one("invoice", line["invoice_id"])

    def boss(self, invoice: Row) -> Row:
        """Return whom the employee reports to who looks after the customer of an invoice."""
        return self.one("employee", self.one("employee", self.customer(invoice)["support_rep_id"])["reports_to"])

    def ids(self, entity: str, wanted: Callable[[Row], bool]) -> set[int]:
        """Return the ids of the rows that are wanted."""
        return {int(row[f"{entity}_id"]) for row in self.rows[entity] if wanted(row)}


@pytest.fixture(scope="module")
def shop(truth: dict[str, list[Row]]) -> Shop:
    keyed = {name: rows for name, rows in truth.items() if f"{name}_id" in rows[0]}
    return Shop(truth, {name: {row[f"{name}_id"]: row for row in rows} for name, rows in keyed.items()})


QUESTIONS: dict[str, tuple[str, dict[str, str], Callable[[Shop, Row], bool]]] = {
    "jazz": ("track", {"genre.name": "Jazz"}, lambda shop, row: shop.genre(row) == "Jazz"),
    "tracks of an artist": ("track", {"album.artist.name": "Iron Maiden"}, lambda shop, row: shop.artist(row) == "Iron Maiden"),
    "without a composer": ("track", {"composer[null]": "true"}, lambda shop, row: not row["composer"]),
    "a composer in any case": ("track", {"composer[icontains]": "ANGUS young"}, lambda shop, row: "angus young" in row["composer"].lower()),
    "films": (
        "track",
        {"unit_price[gt]": "1", "media_type.name[contains]": "video"},
        lambda shop, row: Decimal(row["unit_price"]) > 1 and "video" in shop.one("media_type", row["media_type_id"])["name"],
    ),
    "neither rock nor metal": (
        "track",
        {"genre.name[nin]": "Rock,Metal"},
        lambda shop, row: shop.genre(row) not in {"Rock", "Metal"},
    ),
    "between three and four minutes": (
        "track",
        {"milliseconds[between]": "180000,240000", "genre.name": "Blues"},
        lambda shop, row: 180_000 <= int(row["milliseconds"]) <= 240_000 and shop.genre(row) == "Blues",
    ),
    "albums of an artist": (
        "album",
        {"artist.name": "AC/DC"},
        lambda shop, row: shop.one("artist", row["artist_id"])["name"] == "AC/DC",
    ),
    "artists by their first letter": ("artist", {"name[starts]": "A"}, lambda shop, row: row["name"].startswith("A")),
    "artists by their last letters": ("artist", {"name[ends]": "Orchestra"}, lambda shop, row: row["name"].endswith("Orchestra")),
    "customers of one employee": (
        "customer",
        {"support_rep.first_name": "Jane"},
        lambda shop, row: shop.one("employee", row["support_rep_id"])["first_name"] == "Jane",
    ),
    "customers with a company": ("customer", {"company[null]": "false"}, lambda shop, row: bool(row["company"])),
    "reports of a manager": (
        "employee",
        {"reports_to.last_name": "Adams"},
        lambda shop, row: bool(row["reports_to"]) and shop.one("employee", row["reports_to"])["last_name"] == "Adams",
    ),
    "invoices of a year": (
        "invoice",
        {"invoice_date[gte]": "2022-01-01T00:00:00Z", "invoice_date[lt]": "2023-01-01T00:00:00Z"},
        lambda shop, row: row["invoice_date"].startswith("2022-"),
    ),
    "invoices of two countries": (
        "invoice",
        {"billing_country[in]": "USA,Canada"},
        lambda shop, row: row["billing_country"] in {"USA", "Canada"},
    ),
    "invoices by the boss of the sales staff": (
        "invoice",
        {"customer.support_rep.reports_to.last_name": "Edwards", "total[gte]": "13.86"},
        lambda shop, row: Decimal(row["total"]) >= Decimal("13.86") and shop.boss(row)["last_name"] == "Edwards",
    ),
    "lines sold to Brazil": (
        "invoice_line",
        {"invoice.customer.country": "Brazil"},
        lambda shop, row: shop.customer(shop.invoice(row))["country"] == "Brazil",
    ),
    "cheap rock": (
        "invoice_line",
        {"track.genre.name": "Rock", "unit_price": "0.99"},
        lambda shop, row: shop.genre(shop.one("track", row["track_id"])) == "Rock" and row["unit_price"] == "0.99",
    ),
    "lines of an artist sold abroad": (
        "invoice_line",
        {"track.album.artist.name": "U2", "invoice.billing_country[ne]": "USA"},
        lambda shop, row: shop.artist(shop.one("track", row["track_id"])) == "U2" and shop.invoice(row)["billing_country"] != "USA",
    ),
}
"""What is asked: the entity, the filters, and which rows of the file hold."""


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_answer_is_that_of_the_files(name: str, shop: Shop, all_of: Any) -> None:
    entity, filters, holds = QUESTIONS[name]
    answer = {item["id"] for item in all_of(f"/api/{entity}", **filters)}
    assert answer == shop.ids(entity, lambda row: holds(shop, row))
    assert answer


def test_the_questions_are_about_more_than_one_table() -> None:
    assert sum(any("." in key for key in filters) for _, filters, _ in QUESTIONS.values()) >= 10


def test_the_three_dearest_canadian_invoices_come_with_customer_and_tracks(client: TestClient, shop: Shop) -> None:
    answer = client.get("/api/invoice?total[gt]=10&customer.country=Canada&sort=-total&expand=customer,lines.track&limit=3").json()
    wanted = [row for row in shop.rows["invoice"] if Decimal(row["total"]) > 10 and shop.customer(row)["country"] == "Canada"]
    wanted.sort(key=lambda row: (-Decimal(row["total"]), int(row["invoice_id"])))
    assert answer["total"] == len(wanted)
    assert [item["id"] for item in answer["items"]] == [int(row["invoice_id"]) for row in wanted[:3]]
    for item, row in zip(answer["items"], wanted, strict=False):
        assert item["total"] == row["total"]
        assert item["customer"]["email"] == shop.customer(row)["email"]
        lines = [line for line in shop.rows["invoice_line"] if line["invoice_id"] == row["invoice_id"]]
        told = [(line["id"], line["unit_price"], line["track"]["name"]) for line in item["lines"]]
        assert sorted(told) == [
            (int(line["invoice_line_id"]), line["unit_price"], shop.one("track", line["track_id"])["name"]) for line in lines
        ]


def test_a_sort_across_references_is_that_of_the_files(all_of: Any, shop: Shop) -> None:
    def place(row: Row) -> tuple[str, int, int]:
        return shop.one("artist", row["artist_id"])["name"], -int(row["album_id"]), 0

    wanted = [int(row["album_id"]) for row in sorted(shop.rows["album"], key=place)]
    assert [item["id"] for item in all_of("/api/album", sort="artist.name,-id")] == wanted


def test_a_sort_with_nulls_puts_them_last_both_ways(all_of: Any, shop: Shop) -> None:
    for sort, turned in (("company", False), ("-company", True)):
        companies = [item["company"] for item in all_of("/api/customer", sort=sort)]
        wanted = sorted((row["company"] for row in shop.rows["customer"] if row["company"]), reverse=turned)
        assert companies == [*wanted, *[None] * (len(companies) - len(wanted))]


def test_a_playlist_lists_its_tracks(all_of: Any, shop: Shop) -> None:
    entries = all_of("/api/playlist_track", **{"playlist.name": "Grunge", "expand": "track", "sort": "track.name"})
    lists = {row["playlist_id"] for row in shop.rows["playlist"] if row["name"] == "Grunge"}
    wanted = sorted(shop.one("track", row["track_id"])["name"] for row in shop.rows["playlist_track"] if row["playlist_id"] in lists)
    assert [entry["track"]["name"] for entry in entries] == wanted


def test_a_composite_key_is_found_at_its_address(client: TestClient) -> None:
    assert client.get("/api/playlist_track/1,3402").json() == {"playlist": 1, "track": 3402}


def test_a_long_inverse_list_says_that_it_is_cut(client: TestClient) -> None:
    playlist = client.get("/api/playlist/1?expand=entries").json()
    assert len(playlist["entries"]) == 100
    assert playlist["entries_truncated"] is True


def test_a_manager_is_answered_with_the_reports(client: TestClient, shop: Shop) -> None:
    manager = client.get("/api/employee/2?expand=reports,reports_to").json()
    assert manager["reports_to"]["last_name"] == "Adams"
    assert {one["id"] for one in manager["reports"]} == shop.ids("employee", lambda row: row["reports_to"] == "2")


def test_a_search_looks_into_the_fields_of_references(all_of: Any, shop: Shop) -> None:
    def holds(row: Row) -> bool:
        return any("rock" in text.lower() for text in (row["title"], shop.one("artist", row["artist_id"])["name"]))

    assert {item["id"] for item in all_of("/api/album", q="rock")} == shop.ids("album", holds)


def test_what_a_customer_spent_is_the_sum_of_the_lines(client: TestClient, shop: Shop) -> None:
    customer = client.get("/api/customer/5?expand=invoices.lines").json()
    spent = sum(Decimal(line["unit_price"]) * line["quantity"] for invoice in customer["invoices"] for line in invoice["lines"])
    assert spent == sum(Decimal(row["total"]) for row in shop.rows["invoice"] if row["customer_id"] == "5")

"""Every row of the eleven files arrives, with its id and every value."""

from decimal import Decimal
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.chinook.conftest import IN_ORDER

pytestmark = pytest.mark.xdist_group("chinook")

Truth = dict[str, list[dict[str, str]]]
FIELD_OF = {
    "artist_id": "artist", "album_id": "album", "media_type_id": "media_type", "genre_id": "genre", "customer_id": "customer",
    "support_rep_id": "support_rep", "invoice_id": "invoice", "track_id": "track", "playlist_id": "playlist",
}  # fmt: skip
NUMBERS = {"milliseconds", "bytes", "quantity", "reports_to"}
DATES = {"birth_date", "hire_date"}


def expected(entity: str, row: dict[str, str]) -> dict[str, Any]:
    """Return a row of a file as the API answers it."""
    record: dict[str, Any] = {}
    for column, text in row.items():
        name = "id" if column == f"{entity}_id" else FIELD_OF.get(column, column)
        if not text:
            record[name] = None
        elif name == "id" or column in FIELD_OF or column in NUMBERS:
            record[name] = int(text)
        elif column in DATES:
            record[name] = text.partition(" ")[0]
        elif column == "invoice_date":
            record[name] = text.replace(" ", "T") + "Z"
        else:
            record[name] = text
    return record


@pytest.mark.parametrize("entity", IN_ORDER)
def test_every_row_of_the_file_is_there(entity: str, truth: Truth, all_of: Any) -> None:
    rows = [expected(entity, row) for row in truth[entity]]
    names = ("playlist", "track") if entity == "playlist_track" else ("id",)
    rows.sort(key=lambda row: [row[name] for name in names])
    assert all_of(f"/api/{entity}") == rows


@pytest.mark.parametrize("entity", IN_ORDER)
def test_the_exact_count_is_that_of_the_file(entity: str, truth: Truth, client: TestClient) -> None:
    page = client.get(f"/api/{entity}", params={"count": "exact", "limit": "1"}).json()
    assert (page["total"], page["total_is"]) == (len(truth[entity]), "exact")


@pytest.mark.parametrize("column", ["invoice.total", "track.unit_price", "track.milliseconds", "track.bytes", "invoice_line.unit_price"])
def test_a_column_sums_up_to_the_same_cent(column: str, truth: Truth, all_of: Any) -> None:
    entity, _, field = column.partition(".")
    items = all_of(f"/api/{entity}", fields=field)
    assert sum(Decimal(item[field]) for item in items) == sum(Decimal(row[field]) for row in truth[entity])


def test_the_lines_of_every_invoice_sum_up_to_its_total(all_of: Any) -> None:
    for invoice in all_of("/api/invoice", expand="lines"):
        assert sum(Decimal(line["unit_price"]) * line["quantity"] for line in invoice["lines"]) == Decimal(invoice["total"])


def test_the_next_id_follows_the_imported_ones(client: TestClient, truth: Truth) -> None:
    made = client.post("/api/genre", json={"name": "Field recordings"})
    try:
        assert made.json()["id"] == max(int(row["genre_id"]) for row in truth["genre"]) + 1
    finally:
        client.delete(made.headers["location"])

"""Mapped classes, in sessions on a real file."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from crudgen.model import Models, Tables
from tests.catalogs import catalog, entity, field, links, reference, shop

SHOP = shop()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[sa.Engine]:
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'app.db'}")
    Tables(SHOP).metadata().create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def models() -> Iterator[Models]:
    models = Models(SHOP, Tables(SHOP))
    yield models
    models.dispose()


def test_a_class_is_named_after_its_entity_and_made_once(models: Models) -> None:
    assert models["order"].__name__ == "Order"
    assert models["order"] is models["order"]


def test_only_connected_entities_are_mapped() -> None:
    apart = catalog(entity("island"), *shop().entities.values())
    models = Models(apart, Tables(apart))
    assert models["island"].__name__ == "Island"
    assert set(models._classes) == {"island"}
    models.dispose()


def test_records_and_what_they_refer_to_are_objects(engine: sa.Engine, models: Models) -> None:
    with Session(engine) as session:
        customer = models["customer"](name="Ann", country=models["country"](name="Canada"))
        session.add(models["order"](number="A1", customer=customer, total=Decimal("12.50")))
        session.commit()
    with Session(engine) as session:
        order = session.scalars(sa.select(models["order"])).one()
        assert (order.customer.country.name, order.customer_id, order.total) == ("Canada", 1, Decimal("12.50"))
        assert order.customer.orders == [order]


def test_many_to_many_is_a_list_on_both_sides(engine: sa.Engine, models: Models) -> None:
    with Session(engine) as session:
        tag = models["tag"](name="new")
        session.add(models["product"](name="Lamp", tags=[tag]))
        session.commit()
        assert [product.name for product in tag.products] == ["Lamp"]


def test_a_change_raises_the_version(engine: sa.Engine, models: Models) -> None:
    with Session(engine) as session:
        tag = models["tag"](name="a")
        session.add(tag)
        session.commit()
        tag.name = "b"
        session.commit()
        assert tag._version == 2


def test_a_change_that_came_too_late_is_refused(engine: sa.Engine, models: Models) -> None:
    with Session(engine) as one, Session(engine) as other:
        one.add(models["tag"](name="a"))
        one.commit()
        mine, theirs = (session.scalars(sa.select(models["tag"])).one() for session in (one, other))
        mine.name = "b"
        one.commit()
        theirs.name = "c"
        with pytest.raises(StaleDataError):
            other.commit()


def test_references_to_itself_and_in_circles_are_mapped(tmp_path: Path) -> None:
    round_ = catalog(
        entity("person", reference("boss", "person", inverse="staff"), links("friends", "person", inverse="friend_of"), field("name")),
    )
    models = Models(round_, Tables(round_))
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'round.db'}")
    Tables(round_).metadata().create_all(engine)
    with Session(engine) as session:
        ann = models["person"](name="Ann")
        session.add(models["person"](name="Bob", boss=ann, friends=[ann]))
        session.commit()
        assert [person.name for person in ann.staff] == [person.name for person in ann.friend_of] == ["Bob"]
    models.dispose()
    engine.dispose()


def test_a_reference_beside_a_field_of_its_ids_name() -> None:
    odd = catalog(entity("shop"), entity("sale", reference("shop", "shop"), field("shop_id", "int")))
    models = Models(odd, Tables(odd))
    columns = {attribute.key for attribute in sa.inspect(models["sale"]).column_attrs}
    assert {"shop_id", "shop_id_"} <= columns
    models.dispose()

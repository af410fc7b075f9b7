import time

import pytest

from crudgen.document import hint_name, nearest


@pytest.mark.parametrize(
    ("name", "known", "found"),
    [
        ("decimel", ("date", "decimal", "email"), "decimal"),
        ("lable", ("table", "label"), "label"),
        ("Order", ("order", "item"), "order"),
        ("x", ("order", "item"), None),
        ("order", (), None),
    ],
)
def test_the_nearest_name_is_found(name: str, known: tuple[str, ...], found: str | None) -> None:
    assert nearest(name, known) == found


def test_without_a_near_name_the_known_ones_are_listed() -> None:
    assert hint_name("x", ("b", "a")) == "known: a, b"


def test_too_many_known_names_are_not_listed() -> None:
    assert hint_name("!", [f"name{number}" for number in range(100)]) == ""


def test_a_long_name_costs_nothing() -> None:
    begin = time.process_time()
    assert nearest("x" * 100_000, [f"entity{number}" for number in range(1000)]) is None
    assert time.process_time() - begin < 0.1

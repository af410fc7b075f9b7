"""Names of indexes and constraints."""

from crudgen.model import names


def test_a_name_says_what_it_belongs_to() -> None:
    assert names.index_name("order", "customer") == "ix_order__customer"
    assert names.unique_name("order", "customer", "number") == "uq_order__customer__number"
    assert names.foreign_key_name("order", "customer") == "fk_order__customer"
    assert names.check_name("order", "total") == "ck_order__total"
    assert names.primary_key_name("order") == "pk_order"


def test_tables_and_columns_that_spell_the_same_together_get_different_names() -> None:
    assert names.index_name("order", "item_id") != names.index_name("order_item", "id")
    assert names.index_name("a", "b__c") != names.index_name("a", "b", "c")
    assert names.index_name("a_", "b") != names.index_name("a", "_b")


def test_a_long_name_is_cut_to_63_bytes_and_stays_different() -> None:
    one, other = (names.index_name("t" * 60, column) for column in ("first", "second"))
    assert len(one.encode()) == len(other.encode()) == 63
    assert one != other


def test_a_cut_name_counts_bytes_and_never_splits_a_letter() -> None:
    name = names.check_name("я" * 40, "ж")
    assert len(name.encode()) <= 63
    assert name.startswith("ck_яяя")


def test_a_name_is_the_same_in_every_process() -> None:
    assert names.index_name("t" * 60, "first") == "ix_" + "t" * 51 + "_" + "5bf1df7a"

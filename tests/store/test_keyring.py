"""Keys: what one seals, it opens, in its place alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crudgen.store.keyring import Keyring, Unopened

OLD, NEW = b"an old secret of the server", b"a new secret of the server"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_sealed_is_opened_again(text: str) -> None:
    ring = Keyring([NEW])
    assert ring.open("a\0b", ring.seal("a\0b", text)) == text


def test_the_same_text_is_never_sealed_to_the_same() -> None:
    ring = Keyring([NEW])
    assert len({ring.seal("p", "text") for _ in range(100)}) == 100


def test_another_place_opens_nothing() -> None:
    ring = Keyring([NEW])
    with pytest.raises(Unopened, match="moved here"):
        ring.open("table\0other", ring.seal("table\0column", "text"))


def test_every_key_opens_and_the_first_one_seals() -> None:
    old, both, new = Keyring([OLD]), Keyring([NEW, OLD]), Keyring([NEW])
    assert both.open("p", old.seal("p", "text")) == "text"
    assert new.open("p", both.seal("p", "text")) == "text"
    assert both.head == new.head != old.head
    with pytest.raises(Unopened, match="neither"):
        old.open("p", both.seal("p", "text"))


def test_any_bit_that_is_changed_is_noticed() -> None:
    ring = Keyring([NEW])
    sealed = ring.seal("p", "text")
    for index in range(len(sealed)):
        for letter in "Aa0_":
            if letter != sealed[index]:
                with pytest.raises(Unopened):
                    ring.open("p", sealed[:index] + letter + sealed[index + 1 :])

"""Passwords: bounds, hashes, and what an unknown person costs."""

import asyncio
import time

import pytest

from crudgen.errors import TooManyRequests
from crudgen.schema.types.base import BadValue
from crudgen.service import passwords
from crudgen.service.passwords import check_password, hash_off_loop, hash_password, mark, verify


def test_a_hash_is_argon2id_and_verifies() -> None:
    stored = hash_password("correct horse")
    assert stored.startswith("$argon2id$")
    assert asyncio.run(verify("correct horse", stored))
    assert not asyncio.run(verify("correct horse ", stored))


def test_two_hashes_of_one_password_differ() -> None:
    assert hash_password("correct horse") != asyncio.run(hash_off_loop("correct horse"))


def test_a_password_may_be_typed_in_another_unicode_form() -> None:
    assert asyncio.run(verify("cafe\u0301-with-milk", hash_password("café-with-milk")))


@pytest.mark.parametrize("stored", [None, "", "plain", "$2b$12$abc"])
def test_no_password_fits_what_is_no_hash(stored: str | None) -> None:
    assert not asyncio.run(verify("", stored))
    assert not asyncio.run(verify("plain", stored))


@pytest.mark.parametrize("text", ["", "x" * 1_025, "é" * 513, "\ud800"])
def test_what_cannot_be_a_password_is_wrong_and_no_error(text: str) -> None:
    assert not asyncio.run(verify(text, hash_password("correct horse")))


def test_an_unknown_person_costs_what_a_known_one_does() -> None:
    real = hash_password("correct horse")
    assert passwords._DUMMY.split("$")[1:4] == real.split("$")[1:4]
    assert len(passwords._DUMMY) == len(real)
    assert not asyncio.run(verify("correct horse", passwords._DUMMY))


@pytest.mark.parametrize(("text", "code"), [("short", "min_length"), ("x" * 1_025, "max_length"), ("\ud800" * 12, "max_length")])
def test_a_bad_length_is_named(text: str, code: str) -> None:
    with pytest.raises(BadValue) as caught:
        check_password(text, 10)
    assert caught.value.code == code


def test_a_long_text_is_refused_before_it_is_normalised() -> None:
    began = time.process_time()
    with pytest.raises(BadValue):
        check_password("\ufdfa" * 1_000_000, 10)
    assert not asyncio.run(verify("\ufdfa" * 1_000_000, None))
    assert time.process_time() - began < 0.5


def test_the_bound_counts_bytes_as_they_came() -> None:
    check_password("é" * 512, 10)


def test_what_refuses_before_the_work_is_not_hashed() -> None:
    def refuse() -> None:
        raise TooManyRequests(5)

    with pytest.raises(TooManyRequests):
        asyncio.run(verify("correct horse", None, refuse))


def test_hashing_leaves_the_event_loop_free() -> None:
    async def watch() -> float:
        hashing = asyncio.gather(*(hash_off_loop("correct horse") for _ in range(6)))
        longest = 0.0
        while not hashing.done():
            began = time.perf_counter()
            await asyncio.sleep(0)
            longest = max(longest, time.perf_counter() - began)
        return longest

    assert asyncio.run(watch()) < 0.25


def test_another_password_has_another_mark() -> None:
    assert mark("$argon2id$a") != mark("$argon2id$b")
    assert len(mark(None)) == 64

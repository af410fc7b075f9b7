"""Tokens: kinds, hashes, prefixes."""

import pytest

from crudgen.service.tokens import API_KEY, SESSION, hash_token, kind_of, make_token, visible_prefix


@pytest.mark.parametrize("kind", [SESSION, API_KEY])
def test_a_token_tells_its_kind(kind: str) -> None:
    assert kind_of(make_token(kind)) == kind


def test_tokens_differ_and_hold_256_bits() -> None:
    made = {make_token(SESSION) for _ in range(100)}
    assert len(made) == 100
    assert all(len(token) >= 47 for token in made)


@pytest.mark.parametrize("text", ["", "x", "crx_abc", "Bearer crs_a", "crs_\u0430", "crs_" + "a" * 500])
def test_what_is_no_token_has_no_kind(text: str) -> None:
    assert kind_of(text) is None


def test_the_hash_does_not_hold_the_token() -> None:
    token = make_token(API_KEY)
    assert len(hash_token(token)) == 64
    assert token[4:] not in hash_token(token)


def test_the_visible_prefix_is_short() -> None:
    assert len(visible_prefix(make_token(API_KEY))) == 12

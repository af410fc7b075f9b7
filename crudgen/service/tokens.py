"""Tokens of sessions and API keys: how they are made and recognised. Only their SHA-256 is ever stored."""

import hashlib
import secrets

SESSION = "crs_"
API_KEY = "crg_"
_MAX_LENGTH = 200
_VISIBLE = 12  # of an API key, its kind included: enough to tell keys apart, of no use to guess one


def make_token(kind: str) -> str:
    """Return a new token of a kind, SESSION or API_KEY, with 256 random bits.

    >>> make_token(API_KEY).startswith("crg_")
    True
    """
    return kind + secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """Return what is stored of a token. A fast hash does: unlike a password, nobody can guess 256 bits.

    >>> len(hash_token("crs_x"))
    64
    """
    return hashlib.sha256(token.encode()).hexdigest()


def kind_of(token: str) -> str | None:
    """Return SESSION or API_KEY by how the token begins; None for what cannot be a token at all.

    >>> kind_of("Basic"), kind_of("crs_abc")
    (None, 'crs_')
    """
    if len(token) > _MAX_LENGTH or not token.isascii():
        return None
    return token[:4] if token[:4] in {SESSION, API_KEY} else None


def visible_prefix(token: str) -> str:
    """Return the part of an API key that is shown in lists."""
    return token[:_VISIBLE]

"""The keys of the server's secrets: texts sealed with the newest, and opened with whichever sealed them."""

from base64 import b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from os import urandom
from typing import TYPE_CHECKING

from crudgen.model.columns import SEALED
from crudgen.schema.catalog import Entity, Field

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_KEY, _MARK, _NONCE = 32, 4, 12
"""In bytes: the key of AES-256, what tells keys apart, and the nonce of GCM."""


class Unopened(Exception):
    """A sealed text that no key opens; the message says why, and never what."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key: `head` begins every text that it sealed."""

    head: str
    cipher: "AESGCM"


class Keyring:
    """The keys made of `secrets`, newest first; derived when one is first needed, since most projects keep no secrets."""

    def __init__(self, secrets: Sequence[bytes]) -> None:
        self._secrets = tuple(secrets)

    @cached_property
    def _keys(self) -> tuple[Key, ...]:
        return tuple(derive_key(secret) for secret in self._secrets)

    @property
    def head(self) -> str:
        """Return what the texts begin with that the newest key sealed."""
        return self._keys[0].head

    def seal(self, place: str, text: str) -> str:
        """Return the text encrypted for a place, where alone it can be opened; twice the same text gives two different ones."""
        key, nonce = self._keys[0], urandom(_NONCE)
        box = key.cipher.encrypt(nonce, text.encode(), _bound(key, place))
        return key.head + urlsafe_b64encode(nonce + box).decode()

    def open(self, place: str, sealed: str) -> str:
        """Return the text that `seal` was given for the place. Raises Unopened."""
        from cryptography.exceptions import InvalidTag

        fitting = [key for key in self._keys if sealed.startswith(key.head)]
        for key in fitting:
            try:
                content = b64decode(sealed.removeprefix(key.head), altchars=b"-_", validate=True)
                return key.cipher.decrypt(content[:_NONCE], content[_NONCE:], _bound(key, place)).decode()
            except (InvalidTag, ValueError):
                continue
        if fitting:
            raise Unopened("it was changed, or moved here from another column, by something else than crudgen")
        raise Unopened("it was encrypted with a key that is neither server.secret nor one of server.old_secrets")


def derive_key(secret: bytes) -> Key:
    """Return the key that follows from a secret of the server; nothing of the secret can be told from its head."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    made = HKDF(algorithm=SHA256(), length=_KEY + _MARK, salt=None, info=b"crudgen: the type secret, 1").derive(secret)
    return Key(f"{SEALED}{made[_KEY:].hex()}:", AESGCM(made[:_KEY]))


def place_of(entity: Entity, field: Field) -> str:
    """Return what a field's texts are bound to: its column, which keeps its name when the field is called otherwise."""
    return f"{entity.table}\0{field.column}"


def _bound(key: Key, place: str) -> bytes:
    return f"{key.head}{place}".encode()

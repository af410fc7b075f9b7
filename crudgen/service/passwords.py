"""Passwords: their bounds, their argon2id hashes, and the two threads that all hashing of this process runs on."""

import asyncio
import hashlib
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from pwdlib.hashers.argon2 import Argon2Hasher

from crudgen.schema.types.base import BadValue

MAX_BYTES = 1_024

# OWASP's first choice, of one lane: a hash takes one core and 46 MiB for some 50 ms.
_HASHER = Argon2Hasher(time_cost=1, memory_cost=47_104, parallelism=1, hash_len=32, salt_len=16)
_POOL = ThreadPoolExecutor(max_workers=2, thread_name_prefix="crudgen-password")
# No password's hash: all zeros where the digest stands. Verifying against it costs what a real one does.
_DUMMY = "$argon2id$v=19$m=47104,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$" + "A" * 43


def check_password(text: str, min_length: int) -> None:
    """Raise BadValue unless `text` may be a password: `min_length` characters at least, 1,024 bytes at most.

    The size is looked at before anything else is done with the text, since normalising a long one takes seconds.

    >>> check_password("correct horse", 10)
    """
    if len(text) > MAX_BYTES or _size(text) > MAX_BYTES:
        raise BadValue("max_length", "must be at most {max} bytes long", max=f"{MAX_BYTES:,}")
    if len(_normalise(text)) < min_length:
        raise BadValue("min_length", "must be at least {min} characters long", min=str(min_length))


def hash_password(text: str) -> str:
    """Return the argon2id hash of a password that `check_password` let pass; blocks until a hashing thread is free.

    For code that runs in a thread of its own; on the event loop, await `hash_off_loop`.
    """
    return _POOL.submit(_hash, text).result()


async def hash_off_loop(text: str) -> str:
    """Return the argon2id hash of a password, as `hash_password` does, without holding up the event loop."""
    return await asyncio.wrap_future(_POOL.submit(_hash, text))


async def verify(text: str, stored: str | None, before: Callable[[], None] | None = None) -> bool:
    """Tell whether `text` is the password behind the hash `stored`; None, an unknown person, costs the same and is False.

    `before` runs on the hashing thread just before the work, so what it refuses costs nothing, however many wait.
    """

    def attempt() -> bool:
        if before is not None:
            before()
        return _verify(text, stored)

    return await asyncio.wrap_future(_POOL.submit(attempt))


def mark(stored: str | None) -> str:
    """Return what a session keeps of the password it was opened with; a new password has another mark.

    >>> mark("$argon2id$a") == mark("$argon2id$b")
    False
    """
    return hashlib.sha256((stored or "").encode()).hexdigest()


def _hash(text: str) -> str:
    return _HASHER.hash(_normalise(text))


def _verify(text: str, stored: str | None) -> bool:
    is_possible = len(text) <= MAX_BYTES and 0 < _size(text) <= MAX_BYTES
    candidate = _normalise(text) if is_possible else ""
    is_known = stored is not None and _HASHER.identify(stored)
    is_right = _HASHER.verify(candidate, stored if is_known and stored else _DUMMY)
    return is_right and is_known and is_possible


def _normalise(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _size(text: str) -> int:
    """Return the length in bytes; a lone surrogate has none, and counts as too long."""
    try:
        return len(text.encode())
    except UnicodeEncodeError:
        return MAX_BYTES + 1

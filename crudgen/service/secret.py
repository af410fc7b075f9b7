"""Secrets of a server kept in files of its own: made once, readable by their owner alone."""

import contextlib
import os
import secrets
from pathlib import Path

from crudgen.config import Settings
from crudgen.errors import UserError


def load_secrets(settings: Settings) -> tuple[bytes, ...]:
    """Return what the server signs and encrypts with, newest first: `server.secret`, else the content of `data/secret`, and then
    `server.old_secrets`.

    The file is made, with 256 random bits, by the first start that misses it. A former secret that is empty, as an unset
    variable leaves it, is none.
    """
    newest = settings.server.secret or read_or_make(settings.root / "data" / "secret", secrets.token_urlsafe(32))
    return tuple(one.encode() for one in dict.fromkeys((newest, *settings.server.old_secrets)) if one)


def read_or_make(path: Path, content: str) -> str:
    """Return the text of a file; where there is none, make it hold `content`, with mode 0600.

    Of several processes that start at once, one makes the file, and all return the same text: the file
    appears under its name only when it is complete.
    """
    with contextlib.suppress(FileNotFoundError):
        return _read(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
    return _read(path)


def _read(path: Path) -> str:
    text = path.read_text(encoding="utf-8").strip()
    if not text:
        raise UserError(f"{path} is empty: delete it, and the next start makes a new one")
    return text

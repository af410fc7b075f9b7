"""The one-time code that the first administrator is made with, kept in `data/setup_code` until it is used."""

import secrets
from pathlib import Path

from crudgen.service.secret import read_or_make


class SetupCode:
    """The code of a project's folder. Every start of a server without users prints the same one."""

    def __init__(self, root: Path) -> None:
        self._path = root / "data" / "setup_code"

    def read(self) -> str:
        """Return the code; the first call makes it, with 120 random bits, in a file of mode 0600."""
        return read_or_make(self._path, secrets.token_urlsafe(15))

    def matches(self, given: str) -> bool:
        """Tell, in constant time, whether this is the code. A code that was never shown matches nothing."""
        if not self._path.exists():
            return False
        return secrets.compare_digest(self.read().encode(), given.strip().encode("utf-8", "replace"))

    def discard(self) -> None:
        """Delete the code: it was used, or there are users."""
        self._path.unlink(missing_ok=True)

"""Documents that differ by what the caller may see: made once for each set of rights, and kept within a bound of bytes."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from crudgen.plan.rights import Rights

MAX_BYTES = 64 * 1024 * 1024


class Cache:
    """The last documents asked for. `write` makes one; it runs in a thread, since it may take seconds."""

    def __init__(self, write: Callable[[Rights, str], bytes], *, max_bytes: int = MAX_BYTES) -> None:
        self._write = write
        self._max_bytes = max_bytes
        self._kept: OrderedDict[tuple[tuple[Any, ...], str], bytes] = OrderedDict()
        self._lock = asyncio.Lock()

    async def get(self, rights: Rights, root: str = "") -> bytes:
        """Return the document for these rights, of an application mounted at `root`."""
        key = (rights.kind, root)
        async with self._lock:
            if key not in self._kept:
                self._keep(key, await asyncio.to_thread(self._write, rights, root))
            self._kept.move_to_end(key)
            return self._kept[key]

    def _keep(self, key: tuple[tuple[Any, ...], str], document: bytes) -> None:
        self._kept[key] = document
        while sum(map(len, self._kept.values())) > self._max_bytes and len(self._kept) > 1:
            self._kept.popitem(last=False)

"""How often a password may be got wrong: counters of this process, by address and by account, of bounded memory."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field

from crudgen.errors import TooManyRequests


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `failures` within `seconds`, counted from the first of them."""

    failures: int
    seconds: float


BY_ACCOUNT = Limit(10, 300)
BY_ADDRESS = Limit(60, 300)
CAPACITY = 20_000


@dataclass(slots=True)
class _Count:
    failures: int
    ends: float


@dataclass(slots=True)
class Throttle:
    """Failures by key. Threads may share it; the key longest untouched is forgotten when there are too many.

    `clock` answers monotonic seconds, so that a turned-back clock locks nobody out.
    """

    clock: Callable[[], float] = time.monotonic
    capacity: int = CAPACITY
    _counts: OrderedDict[Hashable, _Count] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def check(self, keys: Iterable[tuple[Hashable, Limit]]) -> None:
        """Raise TooManyRequests, with the seconds to wait, if one of the keys has reached its limit."""
        now = self.clock()
        with self._lock:
            waits = [count.ends - now for key, limit in keys if (count := self._live(key, now)) and count.failures >= limit.failures]
        if waits:
            raise TooManyRequests(max(1, round(max(waits))))

    def count_failure(self, keys: Iterable[tuple[Hashable, Limit]]) -> None:
        """Count one failure for each of the keys."""
        now = self.clock()
        with self._lock:
            for key, limit in keys:
                count = self._live(key, now) or _Count(0, now + limit.seconds)
                count.failures += 1
                self._counts[key] = count
                self._counts.move_to_end(key)
            while len(self._counts) > self.capacity:
                self._counts.popitem(last=False)

    def forgive(self, key: Hashable) -> None:
        """Forget the failures of a key: the right password was given."""
        with self._lock:
            self._counts.pop(key, None)

    def _live(self, key: Hashable, now: float) -> _Count | None:
        count = self._counts.get(key)
        return count if count is not None and count.ends > now else None


def login_keys(login: str, address: str) -> tuple[tuple[Hashable, Limit], ...]:
    """Return what a sign-in is counted by. Unknown people are counted like known ones; an unknown address is not counted."""
    by_account = (("account", login), BY_ACCOUNT)
    return (by_account, (("address", address), BY_ADDRESS)) if address else (by_account,)

"""Many things a few at a time, so that no statement and no list grows without bound."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

KEYS = 500
"""How many keys a plan of the service names at once."""


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield the items in lists of `size`, the last one shorter.

    >>> list(batches([1, 2, 3], 2))
    [[1, 2], [3]]
    """
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch

"""The one place for "did you mean"."""

import difflib
from collections.abc import Iterable

_LONGEST = 64  # comparing takes quadratic time, and no known name is longer


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that looks most like `name`, or None when none is near.

    >>> nearest("decimel", ["date", "decimal"])
    'decimal'
    >>> nearest("Strng", ["string"])
    'string'
    >>> nearest("zebra", ["string"]) is None
    True
    """
    if len(name) > _LONGEST:
        return None
    candidates = {candidate.lower(): candidate for candidate in known}
    wanted = name.lower()
    found = difflib.get_close_matches(wanted, candidates, n=3, cutoff=0.6)
    best = max(found, key=lambda one: _likeness(wanted, one), default=None)
    return candidates[best] if best is not None else None


def _likeness(wanted: str, known: str) -> tuple[float, bool]:
    """Return how alike two names are; of two equally alike, the one of the same letters wins, since letters get swapped."""
    return round(difflib.SequenceMatcher(None, known, wanted).ratio(), 2), sorted(wanted) == sorted(known)


def hint_name(name: str, known: Iterable[str]) -> str:
    """Return the hint for an unknown name: the nearest one, else what is known when that is short, else nothing.

    >>> hint_name("decimel", ["decimal"])
    'did you mean "decimal"?'
    >>> hint_name("x", ["b", "a"])
    'known: a, b'
    """
    names = sorted(known)
    found = nearest(name, names)
    if found is not None:
        return f'did you mean "{found}"?'
    return f"known: {', '.join(names)}" if 0 < len(names) <= 60 else ""

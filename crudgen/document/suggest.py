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
    found = difflib.get_close_matches(name.lower(), candidates, n=1, cutoff=0.6)
    return candidates[found[0]] if found else None


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

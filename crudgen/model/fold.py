"""How `icontains` ignores case: simple Unicode folding, one code point to one, accents kept."""

from typing import Any


class _Folds(dict[int, int]):
    """A table for `str.translate`, filled as letters are met."""

    def __missing__(self, code: int) -> int:
        letter = chr(code)
        for folded in (letter.casefold(), letter.lower()):
            if len(folded) == 1:
                self[code] = ord(folded)
                return self[code]
        self[code] = code
        return code


_FOLDS = _Folds()

FUNCTION = "crudgen_fold"
"""How `fold_value` is called on an SQLite connection."""


def fold(text: str) -> str:
    """Return `text` with case differences gone and its length unchanged.

    >>> fold("ÄB Straße ΣΊΣΥΦΟΣ")
    'äb straße σίσυφοσ'
    >>> len(fold("İẞ"))
    2
    """
    return text.lower() if text.isascii() else text.translate(_FOLDS)


def fold_value(value: Any) -> Any:
    """Return what SQLite's function makes of a value: a text folded, anything else as it is."""
    return fold(value) if isinstance(value, str) else value

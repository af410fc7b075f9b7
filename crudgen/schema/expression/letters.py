"""Case, one code point to one: a letter whose other case is several letters stays as it is.

`fold` is how `icontains` and `ci` ignore case, at every door: simple Unicode folding, accents kept.
"""

from collections.abc import Callable


class _Table(dict[int, int]):
    """A table for `str.translate`, filled as letters are met; the first way that gives one letter is taken."""

    def __init__(self, *ways: Callable[[str], str]) -> None:
        super().__init__()
        self._ways = ways

    def __missing__(self, code: int) -> int:
        letters = (way(chr(code)) for way in self._ways)
        self[code] = next((ord(letter) for letter in letters if len(letter) == 1), code)
        return self[code]


_LOWER, _UPPER, _FOLDED = _Table(str.lower), _Table(str.upper), _Table(str.casefold, str.lower)


def lower(text: str) -> str:
    """Return the text in small letters.

    >>> lower("ÄİΣ")
    'äİσ'
    """
    return text.translate(_LOWER)


def upper(text: str) -> str:
    """Return the text in capitals.

    >>> upper("äß")
    'Äß'
    """
    return text.translate(_UPPER)


def fold(text: str) -> str:
    """Return the text with case differences gone, its length unchanged.

    >>> fold("ÄB Straße ΣΊΣΥΦΟΣ")
    'äb straße σίσυφοσ'
    """
    return text.lower() if text.isascii() else text.translate(_FOLDED)

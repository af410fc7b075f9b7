"""Formats of numbers that records are counted by: `ORD-{year}-{seq:05}`."""

import re
from dataclasses import dataclass
from functools import lru_cache

_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_SEQ = re.compile(r"seq(?::0([0-9]{1,2}))?")
_BRACES = {"{{": "{", "}}": "}"}
_MOST_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Format:
    """A format, read: what stands before the counted number and behind it, with `{year}` where the year goes; `width` pads it."""

    before: str
    after: str
    width: int = 0
    has_year: bool = False

    def write(self, year: int, number: int) -> str:
        """Return the text of a number.

        >>> read_format("ORD-{year}-{seq:05}").write(2026, 7)
        'ORD-2026-00007'
        """
        return f"{self.head(year)}{number:0{self.width}d}{self.after.replace(_YEAR, f'{year:04d}')}"

    def head(self, year: int) -> str:
        """Return what all numbers of a year begin with."""
        return self.before.replace(_YEAR, f"{year:04d}")

    def period(self, year: int) -> str:
        """Return the name of the time in which the counting goes on: a year, or all of time."""
        return f"{year:04d}" if self.has_year else ""

    def read(self, text: str) -> tuple[str, int] | None:
        """Return the period and the number that a text spells; None where it is of another form.

        >>> read_format("ORD-{year}-{seq:05}").read("ORD-2025-00012")
        ('2025', 12)
        """
        found = _reader(self).fullmatch(text)
        if found is None:
            return None
        return (found["year"] if self.has_year else ""), int(found["seq"])


_YEAR = "\0"  # stands where the year goes; no schema file can hold it


@lru_cache(maxsize=512)
def read_format(text: str) -> Format:
    """Return the format that a text spells; `{{` and `}}` stand for braces. Raises ValueError with what is wrong."""
    parts, width, end = [""], 0, 0
    for found in _PIECE.finditer(text):
        parts[-1] += text[end : found.start()]
        end = found.end()
        if found[0] in _BRACES:
            parts[-1] += _BRACES[found[0]]
        elif found[1] == "year":
            parts[-1] += _YEAR
        elif found[1] is not None and (seq := _SEQ.fullmatch(found[1])):
            parts.append("")
            width = int(seq[1] or 0)
        else:
            raise ValueError(f'"{found[0]}" is neither {{seq}}, {{seq:05}} nor {{year}}')
    parts[-1] += text[end:]
    if len(parts) != 2:
        raise ValueError("{seq} must stand in it once")
    if width > _MOST_DIGITS:
        raise ValueError(f"a number has at most {_MOST_DIGITS} digits")
    return Format(parts[0], parts[1], width, has_year=_YEAR in "".join(parts))


@lru_cache(maxsize=512)
def _reader(format: Format) -> re.Pattern[str]:
    whole = re.escape(format.before) + r"(?P<seq>[0-9]{1,18})" + re.escape(format.after)
    first, mark, rest = whole.partition(re.escape(_YEAR))
    return re.compile(first + (r"(?P<year>[0-9]{4})" if mark else "") + rest.replace(re.escape(_YEAR), "(?P=year)"))

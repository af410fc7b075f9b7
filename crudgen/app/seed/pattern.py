"""Texts that match a regular expression, for fields with a `pattern`."""

import re
import string
from collections.abc import Callable
from importlib import import_module
from random import Random
from typing import Any

# The standard library's own parser of regular expressions. It has no public name since `sre_parse` was deprecated (3.11).
_parser = import_module("re._parser")

ALPHABET = string.ascii_letters + string.digits + "-_ "
MOST = 6
"""How often `*` and `+` repeat at most."""

CATEGORIES = {
    "CATEGORY_DIGIT": string.digits,
    "CATEGORY_WORD": string.ascii_lowercase + string.digits,
    "CATEGORY_SPACE": " ",
    "CATEGORY_NOT_DIGIT": string.ascii_letters,
    "CATEGORY_NOT_WORD": "-",
    "CATEGORY_NOT_SPACE": string.ascii_letters,
}


def match_text(random: Random, pattern: str) -> str:
    """Return a text that the whole pattern matches. Raises ValueError for what has no such text or is not understood.

    >>> match_text(Random(3), "^[A-Z]{2}-[0-9]{3}$")
    'LU-783'
    """
    try:
        text = _write(random, _parser.parse(pattern))
    except (re.error, KeyError) as exc:
        raise ValueError(f"the pattern {pattern!r} is not understood") from exc
    if not re.search(pattern, text):
        raise ValueError(f"no text was found for the pattern {pattern!r}")
    return text


def _write(random: Random, tokens: Any) -> str:
    return "".join(WRITERS[str(operation)](random, argument) for operation, argument in tokens)


def _repeat(random: Random, argument: Any) -> str:
    least, most, inner = argument
    most = int(most) if str(most) != "MAXREPEAT" else max(int(least), MOST)
    return "".join(_write(random, inner) for _ in range(random.randint(int(least), most)))


def _choose(random: Random, members: Any) -> str:
    if str(members[0][0]) == "NEGATE":
        refused = {letter for member in members[1:] for letter in _letters(member)}
        return random.choice([letter for letter in ALPHABET if letter not in refused])
    return random.choice(_letters(random.choice(members)))


def _letters(member: Any) -> str:
    kind, argument = str(member[0]), member[1]
    if kind == "RANGE":
        return "".join(map(chr, range(argument[0], argument[1] + 1)))
    return CATEGORIES[str(argument)] if kind == "CATEGORY" else chr(argument)


WRITERS: dict[str, Callable[[Random, Any], str]] = {
    "LITERAL": lambda random, letter: chr(letter),
    "NOT_LITERAL": lambda random, letter: random.choice([one for one in string.ascii_lowercase if one != chr(letter)]),
    "ANY": lambda random, _: random.choice(string.ascii_lowercase),
    "AT": lambda random, _: "",
    "IN": _choose,
    "BRANCH": lambda random, argument: _write(random, random.choice(argument[1])),
    "SUBPATTERN": lambda random, argument: _write(random, argument[3]),
    "MAX_REPEAT": _repeat,
    "MIN_REPEAT": _repeat,
}
"""How each part of a parsed pattern is written, by the name of its operation."""

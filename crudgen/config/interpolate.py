"""`${ENV}` and `${ENV:default}` in the texts of config.yaml."""

import re
from collections.abc import Mapping

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)(?::([^}]*))?\}")


class Unset(LookupError):
    """A variable that is not set and has no default."""


def interpolate(text: str, environ: Mapping[str, str]) -> str:
    """Return the text with its variables filled in, once: what a variable holds is not looked into again.

    Raises Unset for a variable without value and default, ValueError for a `${` that is none.

    >>> interpolate("${HOST:localhost}:${PORT}", {"PORT": "80"})
    'localhost:80'
    """
    pieces, end = [], 0
    for found in _VARIABLE.finditer(text):
        pieces += [_literal(text[end : found.start()]), _look_up(found[1], found[2], environ)]
        end = found.end()
    return "".join([*pieces, _literal(text[end:])])


def _literal(text: str) -> str:
    if "${" in text:
        raise ValueError("a ${ here begins no variable")
    return text


def _look_up(name: str, default: str | None, environ: Mapping[str, str]) -> str:
    value = environ.get(name, default)
    if value is None:
        raise Unset(f"the environment variable {name} is not set")
    return value

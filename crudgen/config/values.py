"""The kinds of value that settings have: sizes, durations, rates, prefixes, hosts. Each says what is wrong and how to write it."""

import ipaddress
import re
from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from crudgen.document import nearest


class BadSetting(ValueError):
    """A setting's value that cannot be taken; `code` and `hint` are the Diagnostic's."""

    def __init__(self, message: str, hint: str = "", code: str = "value") -> None:
        super().__init__(message)
        self.hint, self.code = hint, code


_SIZE = re.compile(r"([0-9]{1,12})\s?(B|KB|MB|GB|KiB|MiB|GiB)")
_SIZES = {"B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}
_DURATION = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,6})?)\s?(ms|s|m|h|d|w)")
_DURATIONS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_RATE = re.compile(r"[1-9][0-9]{0,8}/(second|minute|hour|day)")
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,18})")
_PREFIX = re.compile(r"(?:/[A-Za-z0-9._~-]+)+")
_HOST = re.compile(r"\*|(?:\*\.)?[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9a-fA-F:]+\]")
_TAKEN_PREFIXES = ("/healthz", "/readyz", "/metrics", "/json-server", "/rest")

KNOWN_DATABASES = ("sqlite", "postgresql", "mysql", "mariadb", "mongodb")
MIN_SECRET = 32


def read_size(value: Any) -> int:
    """Return a number of bytes; K, M and G are powers of 1000, Ki, Mi and Gi of 1024.

    >>> read_size("10MB"), read_size("1 KiB"), read_size(512)
    (10000000, 1024, 512)
    """
    if type(value) is int and value >= 0:
        return value
    found = _SIZE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise BadSetting("expected a size", "write it like 10MB or 512KiB")
    return int(found[1]) * _SIZES[found[2]]


def read_duration(value: Any) -> float:
    """Return a number of seconds.

    >>> read_duration("15s"), read_duration("1.5m"), read_duration("30d")
    (15.0, 90.0, 2592000.0)
    """
    found = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise BadSetting("expected a duration", "write it with its unit, like 15s, 5m, 24h or 30d")
    return float(found[1]) * _DURATIONS[found[2]]


def read_rate(value: Any) -> str:
    """Return a rate like `600/minute`, or `""` for none."""
    if not isinstance(value, str) or (value and not _RATE.fullmatch(value)):
        raise BadSetting("expected a rate", "write it like 600/minute (or second, hour, day)")
    return value


def read_whole(value: Any) -> Any:
    """Return a whole number, also from the digits that an environment variable holds."""
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        return int(value)
    if type(value) is not int:
        raise BadSetting("expected a whole number")
    return value


def read_switch(value: Any) -> bool:
    """Return true or false, also from the word that an environment variable holds."""
    words = {"true": True, "false": False}
    if isinstance(value, str) and value in words:
        return words[value]
    if not isinstance(value, bool):
        raise BadSetting("expected true or false")
    return value


def check_prefix(value: str) -> str:
    """Return the path under which a part of the server lives."""
    if not _PREFIX.fullmatch(value):
        raise BadSetting(f'"{value}" is not a path of the server', "write it like /api, without a slash at its end")
    if any(value == taken or value.startswith(taken + "/") for taken in _TAKEN_PREFIXES):
        raise BadSetting(f'"{value}" is taken by crudgen itself', "choose another path")
    return value


def check_root_path(value: str) -> str:
    """Return the path that a proxy takes away, `""` for none."""
    if value and not _PREFIX.fullmatch(value):
        raise BadSetting(f'"{value}" is not a path', "write it like /shop, without a slash at its end")
    return value


def check_public_url(value: str) -> str:
    """Return the address of the server as the world sees it, `""` where it is not said."""
    if value and not _is_address(value, is_path_allowed=True):
        raise BadSetting(f'"{value}" is not the address of a server', "write it like https://shop.example.com")
    return value


def check_origin(value: str) -> str:
    """Return an origin of a browser's page."""
    if not _is_address(value, is_path_allowed=False):
        raise BadSetting(f'"{value}" is not an origin', "write it like https://shop.example.com, without a path")
    return value


def _is_address(value: str, *, is_path_allowed: bool) -> bool:
    try:
        parts = urlsplit(value)
        _ = parts.port  # raises for a port that is no number
    except ValueError:
        return False
    is_bare = not (parts.query or parts.fragment or parts.username or (parts.path and not is_path_allowed))
    return parts.scheme in ("http", "https") and bool(parts.hostname) and is_bare


def check_host(value: str) -> str:
    """Return a host name as the Host header has it, without a port; `*.` stands for any subdomain."""
    if not _HOST.fullmatch(value):
        raise BadSetting(f'"{value}" is not a host name', "write it like shop.example.com, without scheme and port")
    return value


def check_network(value: str) -> str:
    """Return an address or network of a proxy."""
    try:
        ipaddress.ip_network(value, strict=False)
    except ValueError:
        raise BadSetting(f'"{value}" is not an IP address or network', "write it like 10.0.0.5 or 10.0.0.0/8") from None
    return value


def check_secret(value: str) -> str:
    """Return the secret, `""` for the one that is made in data/; the message never shows it."""
    if value and len(value) < MIN_SECRET:
        cure = "take one from: python -c 'import secrets; print(secrets.token_urlsafe(48))', or leave it out"
        raise BadSetting(f"the secret has {len(value)} characters, fewer than {MIN_SECRET}", cure)
    return value


def check_database_url(value: str) -> str:
    """Return the URL of a SQLite file; other databases are known and refused. The message never shows a password."""
    scheme, separator, rest = value.partition("://")
    database, _, driver = scheme.partition("+")
    if not separator or database not in KNOWN_DATABASES:
        found = nearest(database, KNOWN_DATABASES)
        raise BadSetting(
            "this is not the URL of a database", f'did you mean "{found}"?' if found else "write it like sqlite:///data/app.db"
        )
    if database != "sqlite" or driver:
        raise BadSetting(f'the database "{scheme}" is not supported yet', "write sqlite:///data/app.db", "not_supported")
    if not rest.startswith("/") or rest == "/" or ":memory:" in rest or "?" in rest or rest.startswith("/file:"):
        raise BadSetting("a SQLite database is a file", "write sqlite:///data/app.db, or sqlite:////srv/app.db for a path from the root")
    return value


def check_language(value: str) -> str:
    """Return a language that the admin speaks."""
    if value not in ("en", "ru"):
        raise BadSetting(f'the language "{value}" is not supported yet', "the admin speaks en and ru", "not_supported")
    return value


def check_distinct(values: tuple[str, ...]) -> tuple[str, ...]:
    """Return a list that is not empty and holds nothing twice."""
    if not values or len(set(values)) != len(values):
        raise BadSetting("the list is empty" if not values else "something stands twice in the list")
    return values


def read_texts(value: Any) -> Any:
    """Return a text for people by language; a plain text stands for every language."""
    return {"": value} if isinstance(value, str) else value


def between(low: str, high: str, read: Callable[[Any], float]) -> AfterValidator:
    """Return the check of a size or duration between two bounds, both allowed."""

    def check(value: float) -> float:
        if not read(low) <= value <= read(high):
            raise BadSetting(f"it must be between {low} and {high}", code="bounds")
        return value

    return AfterValidator(check)


Switch = Annotated[bool, BeforeValidator(read_switch)]
Size = Annotated[int, BeforeValidator(read_size), WithJsonSchema({"type": ["string", "integer"], "pattern": f"^{_SIZE.pattern}$"})]
Duration = Annotated[float, BeforeValidator(read_duration), WithJsonSchema({"type": "string", "pattern": f"^{_DURATION.pattern}$"})]

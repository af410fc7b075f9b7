"""ETags `"<version>-<hash of the body>"`, and the conditions that are written with them."""

import re
from hashlib import blake2b
from typing import Final

from crudgen.errors import BadRequest

_TAG = re.compile(r'\s*(W/)?"([\x21\x23-\x7e\x80-\xff]*)"\s*')
NEVER: Final = -1
"""The version of a tag that we never gave: no record has it."""


def make_etag(version: int, body: bytes) -> str:
    """Return the tag of one record's answer; it differs with what the caller may see. A record of a view has no version: 0.

    >>> make_etag(3, b"{}"), make_etag(0, b"{}")
    ('"3-01e7b720ff566d53"', '"01e7b720ff566d53"')
    """
    digest = blake2b(body, digest_size=8).hexdigest()
    return f'"{version}-{digest}"' if version else f'"{digest}"'


def read_tags(header: str) -> tuple[str, ...] | None:
    """Return the tags of a condition without quotes and weakness marks; None for `*`. Raises BadRequest.

    >>> read_tags('W/"1-ab", "2-cd"')
    ('1-ab', '2-cd')
    """
    if header.strip() == "*":
        return None
    tags, position = [], 0
    while True:
        found = _TAG.match(header, position)
        if found is None:
            raise BadRequest('an entity tag is written in quotes: "3-0123456789abcdef", or * for any', code="bad_etag")
        tags.append(found[2])
        position = found.end()
        if position == len(header):
            return tuple(tags)
        if header[position] != ",":
            raise BadRequest("entity tags are separated by commas", code="bad_etag")
        position += 1


def is_unchanged(if_none_match: str, etag: str) -> bool:
    """Tell whether the caller already holds what `etag` names (compared weakly, as RFC 9110 has it for this condition)."""
    tags = read_tags(if_none_match)
    return tags is None or etag.strip('"') in tags


def read_versions(if_match: str) -> frozenset[int] | None:
    """Return the versions that an `If-Match` accepts; None for `*`.

    A weak tag counts too: proxies that compress weaken tags, and the version in it is as good.

    >>> sorted(read_versions('"3-ab", "x"'))
    [-1, 3]
    """
    tags = read_tags(if_match)
    return None if tags is None else frozenset(_version(tag) for tag in tags)


def _version(tag: str) -> int:
    number, dash, _ = tag.partition("-")
    is_ours = dash and number.isascii() and number.isdigit() and len(number) <= 18
    return int(number) if is_ours else NEVER

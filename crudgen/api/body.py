"""The strict JSON entry: bytes of a request to JSON values, with everything refused that parsers disagree about."""

import asyncio
import re
from collections.abc import Iterator
from typing import Any

from starlette.types import Receive

from crudgen.api.answer import Headers
from crudgen.document import BadJson, decode_json
from crudgen.errors import BadRequest, FieldError, Invalid, TooLarge, UnsupportedMedia
from crudgen.schema.types import BadValue, check_characters

MAX_DEPTH = 100
"""How deep lists and objects may be nested; the encoder of the answer gives up at 254."""

LARGE = 256 * 1024
"""Bodies above this many bytes are parsed in a thread, so that others are answered meanwhile."""

_SUSPECT = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
"""Only an escape can spell a NUL or half of a surrogate pair: raw ones are no JSON in UTF-8."""

_MEDIA = re.compile(r"application/(?:json|[a-z0-9!#$&^_.-]+\+json)")


class Gone(Exception):
    """The client went away before its body had come; there is nobody to answer."""


async def read_json(receive: Receive, headers: Headers, *, max_body: int) -> Any:
    """Return the JSON value of a request's body, read from the ASGI channel, at most `max_body` bytes long.

    Raises UnsupportedMedia, TooLarge, BadRequest (syntax, duplicate keys, numbers out of range, depth) and
    Invalid (texts that cannot be stored: NUL, lone surrogates); Gone when the client left.
    """
    check_media(headers)
    raw = await read_bytes(receive, headers, max_body=max_body)
    return parse_json(raw) if len(raw) <= LARGE else await asyncio.to_thread(parse_json, raw)


def check_media(headers: Headers) -> None:
    """Raise UnsupportedMedia unless the headers promise plain JSON in UTF-8."""
    if headers.get("content-encoding", "identity").lower() != "identity":
        raise UnsupportedMedia("a body with a Content-Encoding is not read; send it plain")
    media, *parameters = headers.get("content-type", "").lower().split(";")
    if not _MEDIA.fullmatch(media.strip()):
        raise UnsupportedMedia("the body must be sent as Content-Type: application/json")
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "charset" and value.strip().strip('"') not in ("utf-8", "utf8"):
            raise UnsupportedMedia("the body must be JSON in UTF-8")


async def read_bytes(receive: Receive, headers: Headers, *, max_body: int) -> bytes:
    """Return the whole body. Raises TooLarge as soon as it is longer than `max_body` bytes, or says that it will be."""
    announced = headers.get("content-length", "")
    if announced.isascii() and announced.isdigit() and (len(announced) > 18 or int(announced) > max_body):
        raise _too_large(max_body)
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > max_body:
            raise _too_large(max_body)
        chunks.append(chunk)
        if not message.get("more_body", False):
            return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def _too_large(max_body: int) -> TooLarge:
    return TooLarge(f"the body is longer than the {max_body} bytes that are taken")


def parse_json(raw: bytes) -> Any:
    """Return the value that `raw` spells.

    >>> parse_json(b'{"a": [1, 2.5, "x"]}')
    {'a': [1, 2.5, 'x']}
    """
    if not raw.strip():
        raise BadRequest("the body is empty; JSON is expected", code="bad_json")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise BadRequest("the body is not UTF-8", code="bad_json") from None
    value = _decode(text)
    if text.count("[") + text.count("{") > MAX_DEPTH:
        _check_depth(value)
    if _SUSPECT.search(text):
        _check_texts(value, is_large=len(raw) > LARGE)
    return value


def _decode(text: str) -> Any:
    try:
        return decode_json(text)
    except BadJson as exc:
        raise (_too_deep() if exc.code == "too_deep" else BadRequest(f"the body {exc}", code=exc.code)) from None


def _too_deep() -> BadRequest:
    return BadRequest(f"the body is nested more than {MAX_DEPTH} deep", code="too_deep")


def _check_depth(value: Any) -> None:
    for depth, _ in enumerate(_levels(value)):
        if depth > MAX_DEPTH:
            raise _too_deep()


def _levels(value: Any) -> Iterator[list[Any]]:
    """Yield the values of each depth, from the outermost on."""
    level = [value]
    while level:
        yield level
        level = [item for one in level if isinstance(one, dict | list) for item in (one.values() if isinstance(one, dict) else one)]


def _check_texts(value: Any, *, is_large: bool) -> None:
    """Raise Invalid where a text, be it a name or a value, is one that no database can keep; in a large body its place is not told."""
    try:
        for level in _levels(value):
            check_characters(
                "".join(text for one in level if isinstance(one, dict | str) for text in ([one] if isinstance(one, str) else one))
            )
    except BadValue as exc:
        path = [] if is_large else (_find_unstorable(value) or [])
        raise Invalid(errors=(FieldError("".join(f"/{escape(part)}" for part in path), exc.code, exc.template, exc.params),)) from None


def _find_unstorable(value: Any) -> list[str] | None:
    """Return the way to the first such text; a name's place is that of its object."""
    match value:
        case str():
            return None if _is_storable(value) else []
        case dict() if not all(map(_is_storable, value)):
            return []
        case dict() | list():
            for part, item in value.items() if isinstance(value, dict) else enumerate(value):
                found = _find_unstorable(item)
                if found is not None:
                    return [str(part), *found]
    return None


def _is_storable(text: str) -> bool:
    try:
        check_characters(text)
    except BadValue:
        return False
    return True


def escape(name: str) -> str:
    """Return a name as a part of a JSON pointer.

    >>> escape("a/b~c")
    'a~1b~0c'
    """
    return name.replace("~", "~0").replace("/", "~1")


def refuse_later_forms(body: dict[str, Any], names: frozenset[str]) -> tuple[FieldError, ...]:
    """Return an error for each value of the fields `names` in a form of a later version, `{"add": …}`."""
    return tuple(
        FieldError(f"/{escape(name)}", "not_supported", "add and remove are not supported yet; send the whole value")
        for name, value in body.items()
        if name in names and isinstance(value, dict) and value and value.keys() <= {"add", "remove"}
    )

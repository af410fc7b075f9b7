"""The strict JSON entry: bytes of a request to JSON values, with everything refused that parsers disagree about."""

import asyncio
import json
import math
import re
from typing import Any, NoReturn

from starlette.types import Receive

from crudgen.api.answer import Headers
from crudgen.errors import BadRequest, FieldError, Invalid, TooLarge, UnsupportedMedia

MAX_DEPTH = 100
"""How deep lists and objects may be nested; the encoder of the answer gives up at 254."""

LARGE = 256 * 1024
"""Bodies above this many bytes are parsed in a thread, so that others are answered meanwhile."""

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
    if "\\u" in text or text.count("[") + text.count("{") > MAX_DEPTH:
        _inspect(value)
    return value


def _decode(text: str) -> Any:
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as exc:
        raise BadRequest(f"the body is not JSON: {exc.msg} at line {exc.lineno}, column {exc.colno}", code="bad_json") from None
    except RecursionError:
        raise _too_deep() from None
    except ValueError:
        raise BadRequest("the body holds a whole number of too many digits", code="bad_number") from None


def _build_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    built = dict(pairs)
    if len(built) != len(pairs):
        seen: set[str] = set()
        double = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise BadRequest(f"the body has the key {json.dumps(double[:100])} twice in one object", code="duplicate_key")
    return built


def _read_float(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise BadRequest("the body holds a number that is out of range", code="bad_number")
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise BadRequest(f"the body is not JSON: {name} is no JSON value", code="bad_json")


_DECODER = json.JSONDecoder(object_pairs_hook=_build_object, parse_float=_read_float, parse_constant=_refuse_constant)


def _too_deep() -> BadRequest:
    return BadRequest(f"the body is nested more than {MAX_DEPTH} deep", code="too_deep")


def _inspect(value: Any) -> None:
    """Walk a value for what the syntax alone does not rule out: depth, NUL and halves of surrogate pairs."""
    stack: list[tuple[Any, str, int]] = [(value, "", 0)]
    while stack:
        one, pointer, depth = stack.pop()
        if depth > MAX_DEPTH:
            raise _too_deep()
        match one:
            case str():
                _check_text(one, pointer)
            case dict():
                for name in one:
                    _check_text(name, pointer)
                stack += [(item, f"{pointer}/{escape(name)}", depth + 1) for name, item in one.items()]
            case list():
                stack += [(item, f"{pointer}/{index}", depth + 1) for index, item in enumerate(one)]


def _check_text(text: str, pointer: str) -> None:
    if "\0" in text:
        raise Invalid(errors=(FieldError(pointer, "nul", "must not hold a NUL character"),))
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Invalid(errors=(FieldError(pointer, "surrogate", "must not hold half of a surrogate pair"),)) from None


def escape(name: str) -> str:
    """Return a name as a part of a JSON pointer.

    >>> escape("a/b~c")
    'a~1b~0c'
    """
    return name.replace("~", "~0").replace("/", "~1")


def refuse_later_forms(body: dict[str, Any], free: frozenset[str]) -> tuple[FieldError, ...]:
    """Return an error for each value in a form of a later version, `{"add": …}`; fields of `free` may hold any object."""
    return tuple(
        FieldError(f"/{escape(name)}", "not_supported", "add and remove are not supported yet; send the whole value")
        for name, value in body.items()
        if name not in free and isinstance(value, dict) and value and value.keys() <= {"add", "remove"}
    )

"""The handlers of an entity's list and records: HTTP to the service's words and back. All rules are the service's."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

from crudgen.api.answer import JSON, Answer
from crudgen.api.body import refuse_later_forms
from crudgen.api.call import Call
from crudgen.api.etag import NEVER, is_unchanged, make_etag, read_tags, read_versions
from crudgen.api.query import read_pairs, refuse_parameters, write_pairs
from crudgen.errors import BadRequest, FieldError, Invalid, NotFound, PreconditionFailed, PreconditionRequired
from crudgen.plan.nodes import Key, Page, Record
from crudgen.plan.request import ListRequest, parse_query
from crudgen.schema.catalog import Action

Handler: TypeAlias = Callable[[Call], Awaitable[Answer]]
Table: TypeAlias = Mapping[str, tuple[str, Handler]]

WHOLE = ListRequest()
LATER_HEADERS = ("idempotency-key",)


async def list_records(call: Call) -> Answer:
    """Answer a page of the list, with its count and the way to the next page."""
    refuse_headers(call, "if-match", "if-none-match")
    pairs = read_pairs(call.query)
    page = await call.context.service.list(call.actor, call.entity, parse_query(pairs))
    headers = [*JSON]
    if page.total is not None:
        headers.append((b"x-total-count", str(page.total).encode()))
    if page.next is not None:
        headers.append((b"link", _next_link(call, pairs, page).encode()))
    return Answer(200, call.encoder.encode_page(page), tuple(headers))


def _next_link(call: Call, pairs: list[tuple[str, str]], page: Page) -> str:
    kept = [pair for pair in pairs if pair[0] not in ("cursor", "offset")]
    return f'<{call.address}?{write_pairs([*kept, ("cursor", page.next or "")])}>; rel="next"'


async def get_record(call: Call) -> Answer:
    """Answer one record, or 304 to somebody who has it already."""
    refuse_headers(call, "if-match")
    request = parse_query(read_pairs(call.query)) if call.query else WHOLE
    record = await call.context.service.get(call.actor, call.entity, call.key, request)
    answer = _answer_record(call, 200, record)
    if "if-none-match" in call.headers and is_unchanged(call.headers["if-none-match"], answer.headers[0][1].decode()):
        return Answer(304, headers=answer.headers[:1])
    return answer


async def create_records(call: Call) -> Answer:
    """Create one record from an object, or several, all or none, from an array."""
    call.expect(Action.CREATE)
    refuse_parameters(call.query)
    refuse_headers(call, "if-match", "if-none-match")
    body = await call.read_body()
    if isinstance(body, list):
        records = await call.context.service.create_many(call.actor, call.entity, body)
        return Answer(201, _encode_made(call, records), JSON)
    record = await call.context.service.create(call.actor, call.entity, _expect_object(body, "an object, or an array of objects"))
    return _answer_made(call, record)


async def update_record(call: Call) -> Answer:
    """Change the given fields and answer the record."""
    call.expect(Action.UPDATE)
    refuse_parameters(call.query)
    refuse_headers(call, "if-none-match")
    key = call.key
    version = await _expected_version(call, key)
    body = _expect_object(await call.read_body(), "an object")
    errors = refuse_later_forms(body, _plain_fields(call))
    if errors:
        raise Invalid(errors=errors)
    record = await call.context.service.update(call.actor, call.entity, key, body, version)
    return _answer_record(call, 200, record)


async def replace_record(call: Call) -> Answer:
    """Replace the record, or make it where its key is the caller's to choose; `If-None-Match: *` only makes."""
    call.expect(Action.UPDATE)
    refuse_parameters(call.query)
    only_new = _wants_new(call)
    key = call.key
    version = None if only_new else await _expected_version(call, key)
    body = _expect_object(await call.read_body(), "an object")
    record, is_new = await call.context.service.replace(call.actor, call.entity, key, body, version, only_new=only_new)
    return _answer_made(call, record) if is_new else _answer_record(call, 200, record)


async def delete_record(call: Call) -> Answer:
    """Delete the record."""
    call.expect(Action.DELETE)
    refuse_parameters(call.query)
    refuse_headers(call, "if-none-match")
    key = call.key
    await call.context.service.delete(call.actor, call.entity, key, await _expected_version(call, key))
    return Answer(204)


def refuse_headers(call: Call, *names: str) -> None:
    """Raise BadRequest for a condition or an order that this request cannot honour, so that none is ignored."""
    for name in (*names, *LATER_HEADERS):
        if name in call.headers:
            shown = "-".join(part.capitalize() for part in name.split("-"))
            raise BadRequest(f"{shown} is not supported yet on this request", code="not_supported")


def _expect_object(body: Any, wanted: str) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise Invalid(f"the body must be {wanted}", errors=(FieldError("", "type", f"must be {wanted}"),))
    return body


def _plain_fields(call: Call) -> frozenset[str]:
    """Return the fields of which an object is no value; what the caller may not write is none, so that it is refused as unknown."""
    writable = call.rights.writable(call.entity, Action.UPDATE)
    return frozenset(name for name, field in writable.items() if field.type != "json")


def _encode_seen(call: Call, record: Record) -> bytes:
    """Return what the caller may see of a record that they wrote: all of it, or its key alone."""
    return call.encoder.encode_record(record) if record.is_seen else call.encoder.encode_key(record)


def _answer_record(call: Call, status: int, record: Record) -> Answer:
    """Return a record with its ETag, which is the first header; its key alone to somebody who may not read it."""
    body = _encode_seen(call, record)
    return Answer(status, body, ((b"etag", make_etag(record.version, body).encode()), *JSON))


def _answer_made(call: Call, record: Record) -> Answer:
    location = call.locate(call.encoder.key_texts(record)).encode()
    if not record.is_seen:
        return Answer(201, call.encoder.encode_key(record), (*JSON, (b"location", location)))
    answer = _answer_record(call, 201, record)
    return Answer(201, answer.body, (*answer.headers, (b"location", location)))


def _encode_made(call: Call, records: list[Record]) -> bytes:
    return b"[" + b",".join(_encode_seen(call, record) for record in records) + b"]"


def _wants_new(call: Call) -> bool:
    """Tell whether `If-None-Match: *` asks that nothing be there yet. Raises BadRequest for any other such condition."""
    if "if-none-match" not in call.headers:
        refuse_headers(call)
        return False
    refuse_headers(call, "if-match")
    if read_tags(call.headers["if-none-match"]) is not None:
        raise BadRequest("If-None-Match takes only * on this request", code="bad_etag")
    return True


async def _expected_version(call: Call, key: Key) -> int | None:
    """Return the version that `If-Match` demands, or None where none is.

    Raises PreconditionRequired where the entity demands one; of several, that which the record has now, if it has one.
    """
    if "if-match" not in call.headers:
        if call.entity.api.require_if_match:
            raise PreconditionRequired(f'"{call.entity.name}" is changed only with If-Match: send the ETag that you read')
        return None
    versions = read_versions(call.headers["if-match"])
    if versions is not None and len(versions) == 1:
        return next(iter(versions))
    try:
        record = await call.context.service.get(call.actor, call.entity, key)
    except NotFound:
        raise PreconditionFailed from None
    return record.version if versions is None or record.version in versions else NEVER


def encode_current(call: Call, refusal: PreconditionFailed) -> dict[str, Any]:
    """Return the members that a 412 has beside the standard ones: the record as it is now, where the caller may see it."""
    if not isinstance(refusal.current, Record):
        return {}
    return {
        "current": call.encoder.dump_record(refusal.current),
        "etag": make_etag(refusal.current.version, call.encoder.encode_record(refusal.current)),
    }


COLLECTION: Table = {
    "GET": ("list", list_records),
    "POST": ("create", create_records),
}
RECORD: Table = {
    "GET": ("read", get_record),
    "PATCH": ("update", update_record),
    "PUT": ("update", replace_record),
    "DELETE": ("delete", delete_record),
}
SINGLE: Table = {method: RECORD[method] for method in ("GET", "PATCH", "PUT")}
"""By method: the operation of `api.operations` that it belongs to, and its handler. HEAD is GET without the body.

The last one is for the one record of a `single` entity, at the entity's own address."""

"""What every operation refers to: problem answers, headers, and the addresses that are no entity's."""

from typing import Any

from crudgen.errors import (
    BadRequest,
    Conflict,
    Forbidden,
    Invalid,
    MethodNotAllowed,
    NotFound,
    PreconditionFailed,
    PreconditionRequired,
    Refusal,
    TooLarge,
    TooManyRequests,
    Unauthenticated,
    Unavailable,
    UnsupportedMedia,
    UriTooLong,
)

REFUSALS: tuple[type[Refusal], ...] = (
    BadRequest, Unauthenticated, Forbidden, NotFound, MethodNotAllowed, Conflict, PreconditionFailed, TooLarge,
    UriTooLong, UnsupportedMedia, Invalid, PreconditionRequired, TooManyRequests, Unavailable,
)  # fmt: skip

_TEXT: dict[str, Any] = {"type": "string"}

SCHEMAS: dict[str, Any] = {
    "TotalIs": {
        "type": "string",
        "enum": ["exact", "estimated", "at_least", "none"],
        "description": "how far `total` can be trusted",
    },
    "Problem": {
        "type": "object",
        "description": "What went wrong (RFC 9457).",
        "required": ["type", "title", "status", "detail", "code", "request_id"],
        "properties": {
            "type": {"type": "string", "format": "uri-reference", "description": "the address of this kind of problem"},
            "title": _TEXT,
            "status": {"type": "integer"},
            "detail": {"type": "string", "description": "what was wrong this time"},
            "code": {"type": "string", "description": "the name of this kind of problem, for programs"},
            "request_id": {"type": "string", "description": "what the server's log knows this request by"},
            "errors": {"type": "array", "items": {"$ref": "#/components/schemas/ProblemError"}},
            "current": {"type": "object", "description": "with 412: the record as it is now"},
            "etag": {"type": "string", "description": "with 412: the ETag of the record as it is now"},
        },
    },
    "ProblemError": {
        "type": "object",
        "required": ["pointer", "code", "message"],
        "properties": {
            "pointer": {"type": "string", "description": "where in the body, as a JSON pointer"},
            "code": _TEXT,
            "message": _TEXT,
        },
    },
}

HEADERS: dict[str, Any] = {
    "ETag": {"description": '`"<version>-<hash>"`, for If-Match and If-None-Match', "schema": _TEXT},
    "Location": {"description": "the path of the record that was made", "schema": _TEXT},
    "Link": {"description": 'the next page, with `rel="next"`', "schema": _TEXT},
    "X-Total-Count": {"description": "how many records there are on all pages", "schema": {"type": "integer"}},
    "X-Request-ID": {"description": "what the server's log knows this request by", "schema": _TEXT},
    "Retry-After": {"description": "when to try again, in seconds", "schema": {"type": "integer"}},
}


def describe_responses() -> dict[str, Any]:
    """Return the problem answers by the names that `problems` refers to."""
    return {f"Problem{one.status}": _describe_problem(one) for one in REFUSALS}


def _describe_problem(refusal: type[Refusal]) -> dict[str, Any]:
    names = ["X-Request-ID", *(["Retry-After"] if refusal.status in (429, 503) else [])]
    text = (refusal.__doc__ or refusal.title).split("\n", 1)[0]
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": text, "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in names}, "content": content}


def problems(*statuses: int) -> dict[str, Any]:
    """Return references to the problem answers of these statuses."""
    return {str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in statuses}


def describe_fixed_paths(prefix: str) -> dict[str, Any]:
    """Return the addresses for signing in, for the model, and for the server's health."""
    return {
        f"{prefix}/auth/login": {"post": _describe_login()},
        f"{prefix}/auth/logout": {
            "post": {
                **_fixed("auth", "auth_logout", "End the session whose token is sent"),
                "responses": {"204": {"description": "The token holds no longer."}, **problems(401)},
            }
        },
        f"{prefix}/auth/me": {"get": _read("auth", "auth_me", "Who you are", _ME, 401)},
        f"{prefix}/meta": {"get": _read("server", "read_model", "The model, as far as you may see it", {"type": "object"}, 401)},
        "/healthz": {"get": _read("server", "read_health", "Whether the server is alive", _HEALTH)},
        "/readyz": {"get": _read("server", "read_readiness", "Whether the database is reachable and migrated", _HEALTH, 503)},
    }


_ME: dict[str, Any] = {
    "type": "object",
    "required": ["id", "login", "roles"],
    "properties": {"id": {"type": ["integer", "null"]}, "login": _TEXT, "roles": {"type": "array", "items": _TEXT}},
}
_HEALTH: dict[str, Any] = {"type": "object", "properties": {"status": {"const": "ok"}}}
_CREDENTIALS: dict[str, Any] = {
    "type": "object",
    "required": ["login", "password"],
    "additionalProperties": False,
    "properties": {"login": _TEXT, "password": {"type": "string", "format": "password", "writeOnly": True}},
}
_SESSION: dict[str, Any] = {
    "type": "object",
    "required": ["access_token", "expires_at"],
    "properties": {"access_token": _TEXT, "expires_at": {"type": "string", "format": "date-time"}},
}


def _fixed(tag: str, name: str, summary: str, *, is_open: bool = False) -> dict[str, Any]:
    return {"operationId": name, "summary": summary, "tags": [tag], "security": [{}] if is_open else [{"bearer": []}]}


def _read(tag: str, name: str, summary: str, schema: dict[str, Any], *refused: int) -> dict[str, Any]:
    answer = {"description": summary + ".", "content": {"application/json": {"schema": schema}}}
    return {**_fixed(tag, name, summary, is_open=401 not in refused), "responses": {"200": answer, **problems(*refused)}}


def _describe_login() -> dict[str, Any]:
    answer = {"description": "A token to send as a bearer.", "content": {"application/json": {"schema": _SESSION}}}
    return {
        **_fixed("auth", "auth_login", "Get a token for a login and a password", is_open=True),
        "requestBody": {"required": True, "content": {"application/json": {"schema": _CREDENTIALS}}},
        "responses": {"200": answer, **problems(400, 401, 415, 422, 429, 503)},
    }

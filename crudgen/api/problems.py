"""Errors as RFC 9457 problem documents, for every refusal and failure of the application."""

import logging
from collections.abc import Mapping
from typing import Any, cast

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from crudgen.api.answer import PROBLEM, Answer, HeaderList
from crudgen.api.encode import to_bytes
from crudgen.api.requestid import request_id
from crudgen.errors import FieldError, MethodNotAllowed, Refusal, TooManyRequests, Unauthenticated, Unavailable

logger = logging.getLogger("crudgen.api")

MAX_ERRORS = 1000
"""How many mistakes of one body are listed."""

FAILED = ("internal_error", "Internal error", "something went wrong here; the log has the details under this request id")

CODES: Mapping[int, tuple[str, str]] = {
    400: ("bad_request", "Bad request"),
    401: ("unauthenticated", "Sign in first"),
    403: ("forbidden", "Not allowed"),
    404: ("not_found", "Not found"),
    405: ("method_not_allowed", "Method not allowed"),
    409: ("conflict", "Conflict"),
    413: ("too_large", "The body is too large"),
    414: ("uri_too_long", "The address is too long"),
    415: ("unsupported_media_type", "Unsupported media type"),
    422: ("invalid", "The values are not valid"),
    429: ("too_many_requests", "Too many requests"),
    503: ("unavailable", "Unavailable"),
}
"""Code and title of a status that a framework, not we, refused with."""


class Problems:
    """Writes problem documents whose `type` is a part of the API's own page: `<mount>/api/docs#<code>`."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix

    def write(self, scope: Scope, status: int, code: str, title: str, detail: str, **more: Any) -> bytes:
        """Return the document; `more` are members beside the standard ones."""
        document = {
            "type": f"{scope.get('root_path', '').rstrip('/')}{self._prefix}/docs#{code}",
            "title": title,
            "status": status,
            "detail": detail,
            "code": code,
            "request_id": request_id(scope),
            **more,
        }
        return to_bytes(document)

    def refuse(self, scope: Scope, refusal: Refusal, **more: Any) -> Answer:
        """Return the answer to a refused request; `more` are members beside the standard ones."""
        if refusal.errors:
            more["errors"] = [write_error(error) for error in refusal.errors[:MAX_ERRORS]]
        body = self.write(scope, refusal.status, refusal.name, refusal.title, refusal.detail, **more)
        return Answer(refusal.status, body, (*PROBLEM, *refusal_headers(refusal)))

    def fail(self, scope: Scope, error: Exception) -> Answer:
        """Log an unforeseen error with its trace, and return an answer that tells nothing but where to look."""
        logger.error("request %s failed", request_id(scope), exc_info=error)
        return Answer(500, self.write(scope, 500, *FAILED), PROBLEM)


def write_error(error: FieldError) -> dict[str, str]:
    """Return one entry of `errors`."""
    return {"pointer": error.pointer, "code": error.code, "message": error.message}


def refusal_headers(refusal: Refusal) -> HeaderList:
    """Return the headers that belong to a kind of refusal."""
    match refusal:
        case Unauthenticated(name="invalid_token"):
            return ((b"www-authenticate", b'Bearer error="invalid_token"'),)
        case Unauthenticated():
            return ((b"www-authenticate", b"Bearer"),)
        case MethodNotAllowed():
            return ((b"allow", ", ".join(refusal.allow).encode()),)
        case TooManyRequests() | Unavailable():
            return ((b"retry-after", str(refusal.retry_after).encode()),)
        case _:
            return ()


def install_handlers(app: FastAPI, problems: Problems) -> None:
    """Make the errors of the host application's own routes problem documents too."""

    async def on_refusal(request: Request, exc: Exception) -> Response:
        return to_response(problems.refuse(request.scope, cast(Refusal, exc)))

    async def on_http(request: Request, exc: Exception) -> Response:
        refused = cast(HTTPException, exc)
        code, title = CODES.get(refused.status_code, ("error", "Error"))
        detail = str(refused.detail) if refused.status_code < 500 else title
        body = problems.write(request.scope, refused.status_code, code, title, detail)
        return Response(body, refused.status_code, {**(refused.headers or {}), "content-type": "application/problem+json"})

    async def on_invalid(request: Request, exc: Exception) -> Response:
        code, title = CODES[422]
        errors = [
            {"pointer": "/" + "/".join(map(str, error["loc"][1:])), "code": error["type"], "message": error["msg"]}
            for error in cast(RequestValidationError, exc).errors()
        ]
        body = problems.write(request.scope, 422, code, title, title, errors=errors[:MAX_ERRORS])
        return Response(body, 422, media_type="application/problem+json")

    app.add_exception_handler(Refusal, on_refusal)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_invalid)


def to_response(answer: Answer) -> Response:
    """Return an answer as Starlette's response object, for routes of the host framework."""
    response = Response(answer.body, answer.status)
    response.raw_headers = [(name, value) for name, value in response.raw_headers if name == b"content-length"] + [*answer.headers]
    return response

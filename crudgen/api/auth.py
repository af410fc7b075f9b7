"""Signing in and out over the API: a password for a bearer token, and who one is."""

from datetime import UTC
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from crudgen.api.actor import find_actor, read_token
from crudgen.api.answer import JSON, Answer, read_headers
from crudgen.api.body import Gone, escape, read_json
from crudgen.api.encode import to_bytes
from crudgen.api.problems import to_response
from crudgen.api.query import refuse_parameters
from crudgen.errors import FieldError, Invalid, Unauthenticated
from crudgen.service.context import Context

PRIVATE = ((b"cache-control", b"no-store"), (b"vary", b"Authorization"))
MAX_BODY = 16 * 1024
CREDENTIALS = ("login", "password")


def build_auth(context: Context) -> APIRouter:
    """Return the routes `auth/login`, `auth/logout` and `auth/me`."""
    router = APIRouter(prefix="/auth", tags=["auth"])

    @router.post("/login", name="login")
    async def login(request: Request) -> Response:
        """Give a token for a login and a password."""
        refuse_parameters(request.scope["query_string"])
        try:
            body = await read_json(request.receive, read_headers(request.scope["headers"]), max_body=MAX_BODY)
        except Gone:
            return Response(status_code=400)
        given = read_credentials(body)
        agent = request.headers.get("user-agent", "")
        session = await context.signin.login(given["login"], given["password"], client_address(request), user_agent=agent)
        return answer_json({"access_token": session.token, "expires_at": session.expires_at.astimezone(UTC)})

    @router.post("/logout", name="logout")
    async def logout(request: Request) -> Response:
        """End the session whose token is sent."""
        refuse_parameters(request.scope["query_string"])
        token = read_token(read_headers(request.scope["headers"]))
        await context.signin.logout(token)
        return to_response(Answer(204, headers=PRIVATE))

    @router.get("/me", name="me")
    async def me(request: Request) -> Response:
        """Tell who the caller is."""
        refuse_parameters(request.scope["query_string"])
        actor = await find_actor(context.signin, read_headers(request.scope["headers"]))
        if not actor.is_authenticated:
            raise Unauthenticated
        return answer_json({"id": actor.id, "login": actor.login, "roles": sorted(actor.roles)})

    return router


def read_credentials(body: Any) -> dict[str, str]:
    """Return login and password from a body. Raises Invalid, naming what is missing, unknown or no text."""
    if not isinstance(body, dict):
        raise Invalid(errors=(FieldError("", "type", "must be an object"),))
    errors = [FieldError(f"/{escape(name)}", "unknown_field", "is not known") for name in body if name not in CREDENTIALS]
    for name in CREDENTIALS:
        if name not in body:
            errors.append(FieldError(f"/{name}", "required", "is required"))
        elif not isinstance(body[name], str):
            errors.append(FieldError(f"/{name}", "type", "must be a text"))
    if errors:
        raise Invalid(errors=tuple(errors))
    return body


def client_address(request: Request) -> str:
    """Return the caller's address, by which logins are throttled; never one that the caller may write."""
    return request.client.host if request.client else ""


def answer_json(value: Any) -> Response:
    """Return a JSON answer that no cache keeps."""
    return to_response(Answer(200, to_bytes(value), (*JSON, *PRIVATE)))

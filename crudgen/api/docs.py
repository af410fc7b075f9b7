"""The API's own page: plain files that draw the OpenAPI document which the reader's browser fetches.

It is ours, and not one of the usual viewers, because those need inline styles or scripts allowed, weigh megabytes,
and take minutes to lay out a document of a thousand entities.
"""

from collections.abc import Awaitable, Callable
from functools import cache
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response

SCRIPTS = ("page", "dom", "operation", "schema", "session", "sidebar", "trial")

FILES = {
    "docs": ("index.html", "text/html; charset=utf-8"),
    "docs/page.css": ("page.css", "text/css; charset=utf-8"),
    "docs/icon.svg": ("icon.svg", "image/svg+xml"),
    **{f"docs/{name}.js": (f"{name}.js", "text/javascript; charset=utf-8") for name in SCRIPTS},
}
"""By path below the API's prefix: the file, and its media type."""

PAGES = tuple(path for path in FILES if path != "docs")

HEADERS = {
    "content-security-policy": "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "cache-control": "no-cache",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
}


@cache
def read_page(path: str) -> bytes:
    """Return the bytes of one of `FILES`."""
    return files("crudgen.api").joinpath("static", "docs", FILES[path][0]).read_bytes()


def answer_page(path: str) -> Callable[[Request], Awaitable[Response]]:
    """Return the endpoint of one of `FILES`; the same for everybody, since it holds nothing of the model."""

    async def page(request: Request) -> Response:
        return Response(read_page(path), headers={**HEADERS, "content-type": FILES[path][1]})

    return page

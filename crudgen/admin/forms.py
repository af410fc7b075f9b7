"""A sent form, read with care: its size, its syntax, and the token that shows it is ours."""

from urllib.parse import parse_qs

from starlette.requests import Request

from crudgen.admin.form import Sent
from crudgen.admin.tokens import is_token
from crudgen.admin.visit import Visit
from crudgen.errors import BadRequest, Forbidden, TooLarge, UnsupportedMedia

TOKEN_FIELD, TOKEN_HEADER = "_token", "x-crudgen-token"
MAX_FIELDS = 20_000


async def read_sent(request: Request, visit: Visit, most: int) -> Sent:
    """Return the form of the request, of at most `most` bytes. Raises Forbidden where its token is not this visitor's."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise UnsupportedMedia("the panel takes forms only")
    sent = parse_form(await _read_bytes(request, most))
    given = request.headers.get(TOKEN_HEADER) or next(iter(sent.get(TOKEN_FIELD, ())), "")
    if not is_token(visit.seed, given):
        raise Forbidden("this form is too old", code="old_form")
    return sent


async def _read_bytes(request: Request, most: int) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise TooLarge()
    return bytes(body)


def parse_form(body: bytes) -> Sent:
    """Return the fields of a form's body, empty ones too. Raises BadRequest."""
    try:
        return parse_qs(body.decode(), keep_blank_values=True, max_num_fields=MAX_FIELDS, errors="strict")
    except ValueError as exc:
        raise BadRequest("this form cannot be read", code="bad_form") from exc


def first(sent: Sent, name: str) -> str:
    """Return the first text of a name, "" where there is none."""
    return next(iter(sent.get(name, ())), "")

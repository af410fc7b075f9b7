"""What can go wrong, as values: located diagnostics for files, refusals for requests. No HTTP, no printing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One mistake in a file: where it is, what is wrong, and what to do.

    >>> print(Diagnostic("schemas/order.yaml", 14, 12, "unknown_type", 'unknown type "decimel"', 'did you mean "decimal"?'))
    schemas/order.yaml:14:12: unknown type "decimel"
      did you mean "decimal"?
    """

    file: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        first = f"{self.file}:{self.line}:{self.column}: {self.message}"
        return f"{first}\n  {self.hint}" if self.hint else first


class SchemaError(Exception):
    """The files of a project are wrong; `diagnostics` lists every mistake of every file."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__("\n".join(map(str, diagnostics)))
        self.diagnostics = diagnostics


class UserError(Exception):
    """A command cannot do what was asked; the text says what, where and what to do. Printed without a traceback."""


class Spoken(Protocol):
    """A text that is written in several languages, as those of the schema files are."""

    def to(self, language: str) -> str:
        """Return it in a language, or in the nearest that it has."""
        ...


@dataclass(frozen=True, slots=True)
class FieldError:
    """One bad value in a body: `pointer` is a JSON pointer, `template` an English text with `{params}`.

    The template is what the admin's translations are keyed by. `own` is the schema's own text, which is shown in place of it.

    >>> FieldError("/price", "min", "must be at least {min}", {"min": "0"}).message
    'must be at least 0'
    """

    pointer: str
    code: str
    template: str
    params: Mapping[str, str] = field(default_factory=dict)
    own: Spoken | None = None

    @property
    def message(self) -> str:
        """Return the English text with its parameters filled in."""
        return self.own.to("en") if self.own is not None else self.template.format(**self.params)


class Refusal(Exception):
    """A request that is answered with an error: `status` is the HTTP status, `code` the documented name."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad_request"
    title: ClassVar[str] = "Bad request"

    def __init__(self, detail: str = "", *, errors: tuple[FieldError, ...] = (), code: str | None = None) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.errors = errors
        self.name = code or self.code


class BadRequest(Refusal):
    """The URL or the JSON syntax is wrong."""


class Unauthenticated(Refusal):
    """Nobody is signed in, and nothing here is public."""

    status, code, title = 401, "unauthenticated", "Sign in first"


class Forbidden(Refusal):
    """The caller may see this, but may not do that."""

    status, code, title = 403, "forbidden", "Not allowed"


class NotFound(Refusal):
    """There is no such thing, or the caller may not know of it."""

    status, code, title = 404, "not_found", "Not found"


class MethodNotAllowed(Refusal):
    """This address does not take this method; `allow` lists those that it takes."""

    status, code, title = 405, "method_not_allowed", "Method not allowed"

    def __init__(self, allow: tuple[str, ...]) -> None:
        super().__init__(f"this address takes {', '.join(allow)}")
        self.allow = allow


class Conflict(Refusal):
    """A unique value is taken, or a reference holds the record."""

    status, code, title = 409, "conflict", "Conflict"


class PreconditionFailed(Refusal):
    """The record has changed since it was read; `current` is the record as it is now, where the caller may see it."""

    status, code, title = 412, "precondition_failed", "The record has changed"

    def __init__(self, current: Any = None) -> None:
        super().__init__("the record was changed by somebody else; read it again and repeat the change")
        self.current = current


class TooLarge(Refusal):
    """The body is larger than `api.max_body`."""

    status, code, title = 413, "too_large", "The body is too large"


class UriTooLong(Refusal):
    """The address is longer than what is read."""

    status, code, title = 414, "uri_too_long", "The address is too long"


class UnsupportedMedia(Refusal):
    """The body is not JSON in UTF-8."""

    status, code, title = 415, "unsupported_media_type", "Unsupported media type"


class Invalid(Refusal):
    """Values or names in the body are wrong; `errors` lists each."""

    status, code, title = 422, "invalid", "The values are not valid"


class PreconditionRequired(Refusal):
    """This entity is only changed with `If-Match`."""

    status, code, title = 428, "precondition_required", "If-Match is required"


class TooManyRequests(Refusal):
    """The caller asks too often; `retry_after` is in seconds."""

    status, code, title = 429, "too_many_requests", "Too many requests"

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"too many requests; try again in {retry_after} s")
        self.retry_after = retry_after


class Unavailable(Refusal):
    """The database is away or busy; `retry_after` is in seconds."""

    status, code, title = 503, "unavailable", "Unavailable"

    def __init__(self, detail: str = "", retry_after: int = 1) -> None:
        super().__init__(detail or "the database is not available; try again")
        self.retry_after = retry_after

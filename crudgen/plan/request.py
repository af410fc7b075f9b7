"""What a list was asked for, with names still as texts: the grammar of the URL, and no more."""

from collections.abc import Sequence
from dataclasses import dataclass

from crudgen.errors import BadRequest
from crudgen.plan.nodes import Operator


@dataclass(frozen=True, slots=True)
class Term:
    """One filter as sent: a dotted path, an operator's name, and the text of its value."""

    path: str
    operator: str
    value: str


@dataclass(frozen=True, slots=True)
class ListRequest:
    """The parameters of a list or a get; None where a parameter was not sent."""

    terms: tuple[Term, ...] = ()
    search: str | None = None
    sort: tuple[str, ...] = ()
    fields: tuple[str, ...] | None = None
    expand: tuple[str, ...] = ()
    limit: int | None = None
    offset: int | None = None
    cursor: str | None = None
    count: str | None = None

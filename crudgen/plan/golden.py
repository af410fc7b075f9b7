"""The matrix of rights as a file that a project keeps: JSON, a line for each action and field, so that a review shows what changed."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from crudgen.errors import UserError
from crudgen.plan.matrix import EVERY, Matrix, Rows


def write_golden(matrix: Matrix) -> str:
    """Return the text of the file: roles by entity, action and field (`*` is the record); `true`, or the conditions of which one must hold.

    >>> print(write_golden({"tag": {"read": {"*": {"public": ("",), "clerk": ("is_open",)}}}}), end="")
    {
      "tag": {
        "read": {
          "*": {"public": true, "clerk": ["is_open"]}
        }
      }
    }
    """
    return "\n".join(_nest(matrix, 3)) + "\n"


def _nest(part: Mapping[str, Any], depth: int) -> Iterator[str]:
    """Yield the lines of a mapping: those inside it nested, the innermost in one line each."""
    yield "{"
    for place, (name, inner) in enumerate(part.items()):
        comma = "," if place < len(part) - 1 else ""
        lines = list(_nest(inner, depth - 1)) if depth > 1 else [_dump({role: _plain(rows) for role, rows in inner.items()})]
        head, *rest = f"{_dump(name)}: {lines[0]}", *lines[1:]
        yield from (f"  {line}" for line in ([head, *rest[:-1], rest[-1] + comma] if rest else [head + comma]))
    yield "}"


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _plain(rows: Rows) -> bool | list[str]:
    return True if rows == EVERY else [*rows]


def read_golden(text: str, name: str) -> Matrix:
    """Return the matrix of such a file. Raises UserError, with the file's name, for what is none."""
    try:
        return _map(json.loads(text), lambda one: _map(one, lambda two: _map(two, lambda three: _map(three, _read_rows))))
    except (ValueError, RecursionError) as exc:
        raise UserError(f"{name} is no file of `crudgen access --golden`: {exc}; write it anew with --golden {name}") from exc


def _map(value: Any, read: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{str(value)[:60]!r} stands where names should")
    return {name: read(inner) for name, inner in value.items()}


def _read_rows(value: Any) -> Rows:
    if value is True:
        return EVERY
    if not isinstance(value, Sequence) or isinstance(value, str) or not all(isinstance(one, str) for one in value):
        raise ValueError(f"{str(value)[:60]!r} is neither true nor a list of conditions")
    return tuple(value)

"""JSON text to values, with everything refused that parsers disagree about or would change: one decoder for every door."""

import json
import math
from typing import Any, NoReturn


class BadJson(ValueError):
    """A text that is not JSON, or JSON that would not be kept as it stands. `code` is a documented one."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def decode_json(text: str) -> Any:
    """Return the value that `text` spells; its depth and its characters are the caller's to check.

    Raises BadJson: `bad_json` (NaN is none), `bad_number` (too large, too near to 0, too long), `duplicate_key`, `too_deep`.

    >>> decode_json('{"a": [1, 1.0, "x"]}')
    {'a': [1, 1.0, 'x']}
    """
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as exc:
        raise BadJson("bad_json", f"is not JSON: {exc.msg} at line {exc.lineno}, column {exc.colno}") from None
    except RecursionError:
        raise BadJson("too_deep", "is nested too deep") from None


def _build_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    built = dict(pairs)
    if len(built) != len(pairs):
        seen: set[str] = set()
        double = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise BadJson("duplicate_key", f"has the key {json.dumps(double[:100])} twice in one object")
    return built


def _read_int(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise BadJson("bad_number", "holds a whole number of too many digits") from None


def read_double(text: str) -> float:
    """Return the nearest double. Raises BadJson for a number beyond all doubles, or so small that only 0 would be left.

    >>> read_double("1e308"), read_double("0e-999")
    (1e+308, 0.0)
    """
    value = float(text)
    if math.isinf(value) or (not value and any(digit in "123456789" for digit in text.lower().partition("e")[0])):
        raise BadJson("bad_number", "holds a number that is out of range")
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise BadJson("bad_json", f"is not JSON: {name} is no JSON value")


_DECODER = json.JSONDecoder(object_pairs_hook=_build_object, parse_int=_read_int, parse_float=read_double, parse_constant=_refuse_constant)

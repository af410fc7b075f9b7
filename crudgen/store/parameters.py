"""The bound parameters of a statement, and the shapes that statements are remembered by."""

from collections.abc import Sequence
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.types import TypeEngine

Shape: TypeAlias = tuple[Any, ...]


class Parameters:
    """The bound parameters of a statement being rendered, numbered in the order of the values."""

    def __init__(self, first: int = 0) -> None:
        self.count = first

    def take(self, type_: TypeEngine[Any] | None, *, is_list: bool = False) -> sa.BindParameter[Any]:
        """Return the next parameter."""
        self.count += 1
        return sa.bindparam(parameter_name(self.count - 1), type_=type_, expanding=is_list)

    def skip(self, count: int) -> int:
        """Leave out as many parameters, which are taken elsewhere, and return the index of the first."""
        self.count += count
        return self.count - count


def parameter_name(index: int) -> str:
    """Return the name of the parameter at `index`."""
    return f"p{index}"


_NAMES = tuple(parameter_name(index) for index in range(64))


def name_values(values: Sequence[Any]) -> dict[str, Any]:
    """Return the values by the names of their parameters."""
    if len(values) <= len(_NAMES):
        return dict(zip(_NAMES, values, strict=False))
    return {parameter_name(index): value for index, value in enumerate(values)}

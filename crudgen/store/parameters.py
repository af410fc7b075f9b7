"""The bound parameters of a statement, and the shapes that statements are remembered by."""

from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.types import TypeEngine

Shape: TypeAlias = tuple[Any, ...]


class Parameters:
    """The bound parameters of a statement being rendered, numbered in the order of the values."""

    def __init__(self) -> None:
        self.count = 0

    def take(self, type_: TypeEngine[Any] | None, *, is_list: bool = False) -> sa.BindParameter[Any]:
        """Return the next parameter."""
        self.count += 1
        return sa.bindparam(parameter_name(self.count - 1), type_=type_, expanding=is_list)


def parameter_name(index: int) -> str:
    """Return the name of the parameter at `index`."""
    return f"p{index}"

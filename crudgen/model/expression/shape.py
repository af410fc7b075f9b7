"""What decides how an operation is written, beside its arguments."""

from typing import NamedTuple

from crudgen.schema.expression.types import Type

NATIVE = 2**63 - 1


class Shape(NamedTuple):
    """An operation, the type of its value, the types of its arguments, and which of them are cheap enough to be written twice."""

    op: str
    type: Type
    args: tuple[Type, ...]
    is_plain: tuple[bool, ...] = ()

    @property
    def is_native(self) -> bool:
        """Tell whether 64-bit arithmetic cannot overflow."""
        return self.type.limit <= NATIVE and all(type_.is_word for type_ in self.args)

"""What the column types share."""

from collections.abc import Callable
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator, TypeEngine

Convert: TypeAlias = Callable[[Any], Any] | None


class ColumnType(TypeDecorator[Any]):
    """What the types share: a repr for revision files, and the way from a literal's JSON form to its value."""

    impl: TypeEngine[Any] | type[TypeEngine[Any]] = sa.String
    cache_ok = True

    def __repr__(self) -> str:
        return f"types.{type(self).__name__}()"

    def value_of(self, json: Any) -> Any:
        """Return the Python value of a literal that a schema gives in its JSON form (a decimal or date as text)."""
        return json

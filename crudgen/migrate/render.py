"""How operations are written into revision files: the types, CHECKs and defaults of `crudgen.model`, the same for every database."""

from typing import Any

import sqlalchemy as sa
from alembic.autogenerate.api import AutogenContext

from crudgen.model.checks import Check, Condition, Literal
from crudgen.model.types import ColumnType


def render_item(kind: str, item: Any, context: AutogenContext) -> str | bool:
    """Return the Python source of an object, or False where Alembic's own will do. It is Alembic's `render_item`."""
    match kind:
        case "column":
            return _column(item, context)
        case "type" if isinstance(item, ColumnType):
            return _model("types", item, context)
        case "check" if isinstance(item, Check | Condition):
            return _model("checks", item, context)
        case "server_default":
            return _default(item, context)
        case _:
            return False


def _model(module: str, item: object, context: AutogenContext) -> str:
    """Return the repr of an object of the model package, and have its names imported."""
    text = repr(item)
    context.imports.update(f"from crudgen.model import {name}" for name in {module, "types"} if f"{name}." in text)
    return text


def _column(column: sa.Column[Any], context: AutogenContext) -> str | bool:
    if not isinstance(column.type, ColumnType):
        return False
    parts = [repr(str(column.name)), _model("types", column.type, context)]
    if column.primary_key:
        parts.append(f"autoincrement={column.autoincrement is True}")
    parts.append(f"nullable={bool(column.nullable)}")
    if column.server_default is not None:
        parts.append(f"server_default={_default(column.server_default, context)}")
    return f"sa.Column({', '.join(parts)})"


def _default(default: Any, context: AutogenContext) -> str | bool:
    literal = getattr(default, "arg", default)
    return _model("checks", literal, context) if isinstance(literal, Literal) else False

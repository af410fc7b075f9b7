"""Typed expressions as SQLAlchemy elements that each database writes in its own SQL. Columns and parameters are the caller's."""

from crudgen.model.expression.element import Operation
from crudgen.model.expression.render import Sources, render_tree
from crudgen.model.expression.types import Exact, Span, value_type

__all__ = ["Exact", "Operation", "Sources", "Span", "render_tree", "value_type"]

"""Expressions: one language for rules, checks, computed fields and filters. Typed here; evaluated here in Python; rendered elsewhere."""

from crudgen.schema.expression.codes import CODES, ExpressionError
from crudgen.schema.expression.evaluate import Values, evaluate, holds
from crudgen.schema.expression.facts import compile_expression
from crudgen.schema.expression.json_form import to_json
from crudgen.schema.expression.scope import Names, Scope
from crudgen.schema.expression.tree import Expression
from crudgen.schema.expression.types import BOOL, Type, type_of

__all__ = [
    "BOOL",
    "CODES",
    "Expression",
    "ExpressionError",
    "Names",
    "Scope",
    "Type",
    "Values",
    "compile_expression",
    "evaluate",
    "holds",
    "to_json",
    "type_of",
]

"""How `icontains` ignores case: simple Unicode folding, one code point to one, accents kept."""

from typing import Any

from crudgen.schema.expression.letters import fold

FUNCTION = "crudgen_fold"
"""How `fold_value` is called on an SQLite connection."""


def fold_value(value: Any) -> Any:
    """Return what SQLite's function makes of a value: a text folded, anything else as it is."""
    return fold(value) if isinstance(value, str) else value


__all__ = ["FUNCTION", "fold", "fold_value"]

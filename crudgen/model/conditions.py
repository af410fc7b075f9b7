"""A check of the schema as a CHECK of the table, as far as databases can hold it."""

import sqlalchemy as sa
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.engine import Dialect

from crudgen.model import names
from crudgen.model.checks import Condition
from crudgen.model.columns import makes_keys
from crudgen.model.expression.check import write_check
from crudgen.schema.catalog import Catalog, Check, Entity, Field
from crudgen.schema.expression import Expression
from crudgen.schema.expression.tree import walk

DIALECTS: dict[str, Dialect] = {  # "named": a percent sign of a text is not doubled
    "sqlite": sqlite.dialect(paramstyle="named"),
    "postgresql": postgresql.dialect(paramstyle="named"),  # type: ignore[no-untyped-call]
    "mysql": mysql.dialect(paramstyle="named"),
}


def build_condition(catalog: Catalog, entity: Entity, check: Check, table: sa.Table) -> Condition | None:
    """Return the CHECK of a rule, None where no database can hold it, so that the service has to. `table` is the entity's."""
    expression = catalog.formulas.check(entity, check)
    if not expression.is_row_local:
        return None
    found = {name: _write(name, dialect, entity, expression, table) for name, dialect in DIALECTS.items()}
    texts = {name: text for name, text in found.items() if text is not None}
    return Condition(check.rule, name=names.condition_name(entity.table, check.rule), **texts) if texts else None


def _write(name: str, dialect: Dialect, entity: Entity, expression: Expression, table: sa.Table) -> str | None:
    if name == "mysql" and any(_is_refused(entity, node.value.field) for node in walk(expression.tree) if node.op == "path"):
        return None
    return write_check(expression, table, dialect)


def _is_refused(entity: Entity, field: Field) -> bool:
    """Tell whether MySQL lets no CHECK name a column: one that it counts, or that a foreign key empties."""
    is_emptied = field.relation is not None and field.relation.on_delete == "set_null"
    return is_emptied or (field.is_key and makes_keys(entity))

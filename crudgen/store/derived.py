"""Where the rows of a read come from: the entity's table, or a subquery that finds computed values once for each row.

A database writes a computed value anew wherever a statement names it. Where all rows have to be looked at anyway, since a
computed field decides their order, a subquery that is not merged into the statement makes it one value a row.
"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from crudgen.model import Tables
from crudgen.plan.nodes import And, Compare, Condition, Holds, Inside, Or, Path, Read, Search
from crudgen.schema.catalog import Field
from crudgen.schema.expression.tree import walk
from crudgen.store.conditions import ALL, Expression, Parameters, render, render_later
from crudgen.store.expression import selected
from crudgen.store.scope import Froms, Scope
from crudgen.store.views import Open


def begin_read(plan: Read, tables: Tables, parameters: Parameters, open_scope: Open = Scope) -> tuple[Scope, list[Expression]]:
    """Return the scope of a read's rows, and its condition in parts. `open_scope` makes the scope of an entity's own rows."""
    fields = _repeated(plan)
    if fields:
        return _derive(plan, fields, tables, parameters)
    scope = open_scope(tables, plan.entity)
    return scope, [] if plan.where == ALL else [render(plan.where, scope, parameters)]


def _repeated(plan: Read) -> Sequence[Field]:
    """Return the computed fields to find once a row: none where few rows are looked at, or each is named only once."""
    order = [one.path.field for one in plan.order if _is_own(one.path)]
    if not order or not _is_own(plan.order[0].path):
        return ()
    named = list(_named(plan.where))
    is_repeated = named or plan.after is not None or order[0].values
    return list({field.name: field for field in (*order, *named)}.values()) if is_repeated else ()


def _derive(plan: Read, fields: Sequence[Field], tables: Tables, parameters: Parameters) -> tuple[Scope, list[Expression]]:
    inner = Scope(tables, plan.entity)
    early, late = [], []
    for part in _parts(plan.where):
        if any(_named(part)):
            late.append(render_later(part, parameters))
        else:
            early.append(render(part, inner, parameters))
    labels = {field.name: selected(inner, Path((), field)) for field in fields}
    found = sa.select(*inner.table.c, *labels.values()).select_from(inner.source).where(*early)
    rows = found.offset(sa.literal_column("0")).subquery("_derived")  # the offset keeps it from being merged
    scope = Scope(tables, plan.entity, rows, Froms(clause=rows))
    scope.labels = {name: rows.c[label.name].label(scope.froms.label()) for name, label in labels.items()}
    return scope, [part(scope) for part in late]


def _parts(condition: Condition) -> Iterator[Condition]:
    """Yield conditions that hold together where the condition holds, in its order."""
    if not isinstance(condition, And):
        yield condition
        return
    for part in condition.parts:
        yield from _parts(part)


def _named(condition: Condition) -> Iterator[Field]:
    """Yield the computed fields of the row itself that a condition names."""
    match condition:
        case And() | Or():
            for part in condition.parts:
                yield from _named(part)
        case Holds():
            places = [node.value for node in walk(condition.expression.tree) if node.op == "path" and node.value.root == ""]
            yield from (place.field for place in places if _is_own(Path(place.steps, place.field)))
        case Compare() | Inside():
            yield from (path.field for path in (condition.path,) if _is_own(path))
        case Search():
            yield from (path.field for path in condition.paths if _is_own(path))


def _is_own(path: Path) -> bool:
    return bool(path.field.computed) and not path.steps

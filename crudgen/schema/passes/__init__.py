"""The passes that make a Catalog of a draft, in order. A pass, its module, its test and its fixture share a name."""

from collections.abc import Callable
from typing import TypeAlias

from crudgen.errors import Diagnostic
from crudgen.schema.draft import Draft
from crudgen.schema.passes.add_implicit_fields import add_implicit_fields
from crudgen.schema.passes.check_access import check_access
from crudgen.schema.passes.check_bounds import check_bounds
from crudgen.schema.passes.check_checks import check_checks
from crudgen.schema.passes.check_columns import check_columns
from crudgen.schema.passes.check_defaults import check_defaults
from crudgen.schema.passes.check_groups import check_groups
from crudgen.schema.passes.check_keys import check_keys
from crudgen.schema.passes.check_lists import check_lists
from crudgen.schema.passes.check_made import check_made
from crudgen.schema.passes.check_names import check_names
from crudgen.schema.passes.check_parts import check_parts
from crudgen.schema.passes.check_removed import check_removed
from crudgen.schema.passes.check_rows import check_rows
from crudgen.schema.passes.check_singles import check_singles
from crudgen.schema.passes.check_tables import check_tables
from crudgen.schema.passes.check_titles import check_titles
from crudgen.schema.passes.link_relations import link_relations
from crudgen.schema.passes.name_inverses import name_inverses
from crudgen.schema.passes.resolve_views import resolve_views

Pass: TypeAlias = Callable[[Draft, list[Diagnostic]], Draft]

PASSES: tuple[Pass, ...] = (
    check_names,
    check_singles,
    add_implicit_fields,
    check_keys,
    check_removed,
    link_relations,
    name_inverses,
    check_parts,
    resolve_views,
    check_columns,
    check_tables,
    check_bounds,
    check_defaults,
    check_made,
    check_rows,
    check_groups,
    check_titles,
    check_lists,
    check_access,
    check_checks,
)
"""Each takes a draft and returns the next one; mistakes are added to the list, and what depends on them is left out."""

__all__ = ["PASSES", "Pass"]

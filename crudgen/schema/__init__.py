"""The schema language: from `schemas/*.yaml` to the frozen Catalog, and the types that fields have."""

from crudgen.schema.load import load_builtin, load_catalog
from crudgen.schema.passes import PASSES
from crudgen.schema.types import TYPES

__all__ = ["PASSES", "TYPES", "load_builtin", "load_catalog"]

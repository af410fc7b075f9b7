"""Believable rows for any project's entities, made from the Catalog alone and written through the service."""

from crudgen.app.seed.plan import parse_rows
from crudgen.app.seed.seed import Records, seed

__all__ = ["Records", "parse_rows", "seed"]

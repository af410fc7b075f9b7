"""The Catalog as SQLAlchemy sees it: tables, column types, names, mapped classes. No connection is opened here."""

from crudgen.model.mapped import Models
from crudgen.model.tables import Tables

__all__ = ["Models", "Tables"]

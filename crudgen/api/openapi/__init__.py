"""The OpenAPI 3.1 document, written from the Catalog as far as the caller may see it."""

from crudgen.api.openapi.document import write_openapi

__all__ = ["write_openapi"]

"""The HTTP API: one route for all entities, signing in, the model, OpenAPI and its page, over the service."""

from crudgen.api.mount import mount
from crudgen.api.openapi import write_openapi
from crudgen.api.router import entity_router

__all__ = ["entity_router", "mount", "write_openapi"]

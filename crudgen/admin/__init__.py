"""The admin panel: sqladmin as the shell, our own pages, every read and write through the service."""

from crudgen.admin.panel import Panel, build_admin

__all__ = ["Panel", "build_admin"]

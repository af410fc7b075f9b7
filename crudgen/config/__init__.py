"""The settings of a project: config.yaml, environment variables over it, and nothing unknown in either."""

from crudgen.config.load import load_settings
from crudgen.config.settings import RoleOptions, Settings

__all__ = ["RoleOptions", "Settings", "load_settings"]

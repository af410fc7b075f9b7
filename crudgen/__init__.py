"""crudgen: write down your entities in YAML; get a database, a REST API, an admin panel and safe migrations."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crudgen.app.project import Project

__all__ = ["Project"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Import `Project` when it is first asked for, so that `crudgen check` and revision files need not load a web framework."""
    if name == "Project":
        from crudgen.app.project import Project

        return Project
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

"""Write a revision: the file through Alembic's script directory, and its snapshot beside it. No database is needed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from alembic.autogenerate.api import RevisionContext
from alembic.operations import ops
from alembic.runtime.migration import MigrationContext
from sqlalchemy.engine.default import DefaultDialect

from crudgen.migrate.changes import Change
from crudgen.migrate.diff import compare
from crudgen.migrate.essence import NOTHING, extract
from crudgen.migrate.plan import Plan, describe, plan_revision
from crudgen.migrate.render import render_item
from crudgen.migrate.scripts import Scripts, init_migrations, located, project_scripts
from crudgen.schema.catalog import Catalog

Directives = list[ops.MigrationScript]
RENDERING: dict[str, Any] = {
    "upgrade_token": "upgrades",
    "downgrade_token": "downgrades",
    "sqlalchemy_module_prefix": "sa.",
    "alembic_module_prefix": "op.",
    "user_module_prefix": None,
    "render_as_batch": False,
    "render_item": render_item,
}
"""How files are rendered, by whichever command they are made."""


def find_changes(root: Path, catalog: Catalog) -> tuple[Change, ...]:
    """Return what no revision of the project in `root` covers yet; none means that tables and files agree."""
    return pending_changes(project_scripts(root), catalog)


def revise(root: Path, catalog: Catalog, message: str = "") -> Path | None:
    """Write a revision for what is pending, and return its path; None where nothing is.

    Raises UserError, and writes nothing, where a change has no answer yet.
    """
    scripts = project_scripts(root)
    if not pending_changes(scripts, catalog):
        return None
    init_migrations(root)
    return write_revision(scripts, catalog, message)


def pending_changes(scripts: Scripts, catalog: Catalog) -> tuple[Change, ...]:
    """Return the changes since the last revision's snapshot."""
    last = scripts.read(scripts.head())
    return compare(last, extract(catalog, last, builtin=scripts.is_builtin))


def plan_pending(scripts: Scripts, catalog: Catalog, base: str | None) -> Plan:
    """Return the revision to write after `base`. Raises UserError where a change has no answer yet."""
    builtin, last = NOTHING if scripts.is_builtin else catalog, scripts.read(base)
    return plan_revision(last, extract(catalog, last, builtin=scripts.is_builtin), builtin)


def write_revision(scripts: Scripts, catalog: Catalog, message: str, *, base: str | None = None, is_dev: bool = False) -> Path | None:
    """Write the revision file and its snapshot, as `alembic revision --autogenerate` does, and return its path; None if nothing is pending.

    It comes after the revision `base` ("base": before all others), by default after the last one.
    """
    directory = scripts.directory
    arguments: dict[str, Any] = dict.fromkeys(("branch_label", "version_path", "depends_on"))
    arguments |= {"message": message, "autogenerate": False, "sql": False, "head": base or "head", "splice": base is not None}
    arguments["rev_id"] = next_builtin_id(scripts) if scripts.is_builtin else None
    revision = RevisionContext(scripts.config, directory, arguments)
    fill = fill_directives(scripts, catalog, is_dev=is_dev)
    context = MigrationContext.configure(
        dialect=DefaultDialect(), opts={**RENDERING, "template_args": revision.template_args, "process_revision_directives": fill}
    )
    with located():
        revision.run_no_autogenerate((), context)
        scripts_made = [script for script in revision.generate_scripts() if script is not None]
    return Path(scripts_made[0].path) if scripts_made else None


def fill_directives(scripts: Scripts, catalog: Catalog, *, is_dev: bool = False) -> Callable[[MigrationContext, Any, Directives], None]:
    """Return the hook that fills Alembic's empty revision with what is pending, and writes the snapshot.

    It is what Alembic calls `process_revision_directives`.
    """

    def fill(context: MigrationContext, _revision: Any, directives: Directives) -> None:
        script = directives[0]
        base = {None: scripts.head(), "head": scripts.head(), "base": None}.get(script.head, script.head)
        plan = plan_pending(scripts, catalog, base)
        if not plan.changes:
            directives.clear()
            return
        script.message = script.message or plan.changes[0].text
        for container, operations in ((script.upgrade_ops, plan.upgrades), (script.downgrade_ops, plan.downgrades)):
            assert container is not None  # noqa: S101 -- Alembic makes both
            container.ops[:] = operations
        context.opts["template_args"].update(changes=describe(plan.changes), is_dev=is_dev)
        scripts.write(str(script.rev_id), extract(catalog, scripts.read(base), builtin=scripts.is_builtin))

    return fill



def next_builtin_id(scripts: Scripts) -> str:
    """Return the id of the package's next own revision: `b0001`. Its file is a module of the package, so a letter comes first."""
    return f"b{len(scripts.graph()) + 1:04d}"

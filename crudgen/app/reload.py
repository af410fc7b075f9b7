"""Reload for `serve --dev`: watch the files, compile off the event loop, migrate what is safe, swap the Snapshot."""

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path

from watchfiles import Change, awatch

from crudgen.app.application import Application
from crudgen.app.editor import tell_editors
from crudgen.app.project import Project
from crudgen.app.snapshot import Snapshot, compile_snapshot
from crudgen.errors import SchemaError, UserError
from crudgen.migrate import dev_apply
from crudgen.service.secret import load_secrets

log = logging.getLogger("crudgen")

SETTLE_MS = 60
"""How long the files must be quiet before they are read: an editor writes a file in several steps."""


class Reloader:
    """Keep an Application at the state of its files. A broken file leaves the old state serving, and says why."""

    def __init__(self, application: Application, project: Project) -> None:
        self._application = application
        self._project = project

    async def run(self, stop: asyncio.Event) -> None:
        """Reload at every change of schemas or settings, until `stop` is set."""
        async for _ in self._changes(stop):
            await self.reload()

    async def _changes(self, stop: asyncio.Event) -> AsyncIterator[set[tuple[Change, str]]]:
        root = self._project.root
        folders = [root / "schemas", root]
        async for changes in awatch(
            *[folder for folder in folders if folder.is_dir()],
            watch_filter=lambda _, path: is_source(root, Path(path)),
            debounce=SETTLE_MS * 4,
            step=SETTLE_MS,
            stop_event=stop,
            recursive=True,
        ):
            yield changes

    async def reload(self) -> bool:
        """Bring the Application to the state of the files; tell whether it is. Mistakes are printed, and change nothing."""
        try:
            fresh = await asyncio.to_thread(Project, self._project.root)
            fresh.__dict__["database"] = self._project.database  # one database outlives every snapshot
            snapshot = await asyncio.to_thread(self._compile, fresh)
            async with self._application.paused():
                applied = await asyncio.to_thread(dev_apply, fresh.root, fresh.settings.database_url, fresh.catalog)
                if not applied.refusal:
                    self._swap(snapshot)
        except (SchemaError, UserError) as exc:
            log.error("%s\n  the last good schema is still being served", exc)
            return False
        except OSError as exc:
            log.error("the files cannot be read: %s", exc)
            return False
        if applied.refusal:
            log.error("%s\n  the last good schema is still being served", applied.refusal)
            return False
        for change in applied.changes:
            log.info("applied: %s", change)
        await asyncio.to_thread(tell_editors, fresh.root, fresh.settings, fresh.catalog)
        return True

    def _compile(self, fresh: Project) -> Snapshot:
        secrets = load_secrets(fresh.settings)
        return compile_snapshot(fresh.settings, fresh.catalog, fresh.database, secrets, fresh.readiness, self._application.snapshot)

    def _swap(self, snapshot: Snapshot) -> None:
        """Serve the new snapshot, and let go of what the old one's statements and classes hold."""
        before, self._application.snapshot = self._application.snapshot, snapshot
        before.close()
        self._project.database.forget_statements()


def is_source(root: Path, path: Path) -> bool:
    """Tell whether a change of this file asks for a reload; swap and backup files of editors do not."""
    if path == root / "config.yaml":
        return True
    return path.is_relative_to(root / "schemas") and path.suffix == ".yaml" and not path.name.startswith(".")

"""A project from Python: its folder loaded, and every face that it shows to programs.

Loading reads settings and schemas alone; the web framework and the database come with the first face that needs them.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from crudgen.config import Settings, load_settings
from crudgen.errors import Refusal, SchemaError, UserError
from crudgen.plan.actor import SYSTEM, Actor
from crudgen.schema import load_catalog
from crudgen.schema.catalog import Catalog

if TYPE_CHECKING:
    from fastapi import APIRouter
    from sqlalchemy.orm import Session

    from crudgen.app.application import Application
    from crudgen.app.snapshot import Snapshot
    from crudgen.model import Models
    from crudgen.service.records import Records
    from crudgen.store import Database


def load_files(root: Path) -> tuple[Settings, Catalog]:
    """Return the settings and the Catalog of a folder. Raises SchemaError with the mistakes of all its files at once."""
    try:
        settings = load_settings(root, os.environ)
    except SchemaError as wrong:
        try:
            load_catalog(root, None)
        except SchemaError as more:
            raise SchemaError(wrong.diagnostics + more.diagnostics) from None
        raise
    return settings, load_catalog(root, settings.roles)


class Project:
    """A folder with config.yaml, schemas/ and migrations/, loaded.

    Raises SchemaError, with the located mistakes of `crudgen check`, when the files are wrong.
    """

    def __init__(self, root: str | Path = ".") -> None:
        self.root = Path(root).resolve()
        if not self.root.is_dir():
            raise UserError(f"there is no folder {self.root}; `crudgen init {root}` makes a project there")
        self.settings, self.catalog = load_files(self.root)

    @cached_property
    def database(self) -> "Database":
        """Return the database, which `crudgen upgrade` must have made. Opened by its first use.

        It leaves checkpoints to the server, which this process may become: by `app` or `router`.
        """
        from crudgen.store import Database

        return Database(
            self.settings.database_url,
            pool_size=self.settings.database.pool_size,
            statement_timeout=self.settings.database.statement_timeout,
            checkpoint=False,
        )

    @cached_property
    def snapshot(self) -> "Snapshot":
        """Return the compiled project."""
        from crudgen.app.snapshot import compile_snapshot
        from crudgen.service.secret import load_secrets

        return compile_snapshot(self.settings, self.catalog, self.database, load_secrets(self.settings), self.readiness)

    async def readiness(self) -> str:
        """Return why requests cannot be served: the database is away, or not at the schema's revision; "" when they can."""
        try:
            return await asyncio.to_thread(self.find_problem)
        except (UserError, Refusal) as exc:
            return str(exc)

    def find_problem(self) -> str:
        """Return what keeps the database from being served, and the cure; "" when nothing does. Raises UserError when it is away."""
        from crudgen.migrate import database_exists, open_for_reading, read_status

        url = self.settings.database_url
        if not database_exists(url):
            return "there is no database yet: run `crudgen revise` and `crudgen upgrade`, or `crudgen serve --dev`"
        with open_for_reading(url) as connection:
            return read_status(connection, self.root, self.catalog).problem

    def require_head(self) -> None:
        """Raise UserError, with the cure, unless the database is at head and the schemas are covered by a revision."""
        problem = self.find_problem()
        if problem:
            raise UserError(problem)

    def app(self) -> "Application":
        """Return the ASGI application, to serve by itself or to mount in another one.

        Raises UserError when the database or the schemas are not at the head of the migrations, and when another
        server has the database, where its kind allows one only.
        """
        from crudgen.app.application import Application

        self.require_head()
        self.database.become_server()
        return Application(self.snapshot, self.close)

    async def close(self) -> None:
        """Close the database's connections."""
        await self.database.close()

    @property
    def models(self) -> "Models":
        """Return the SQLAlchemy mapped classes by the entity's name, for scripts, notebooks and hooks."""
        return self.snapshot.models

    def session(self) -> "Session":
        """Return a SQLAlchemy session on the project's database: outside rights, validation and versions, so for your own scripts.

        A sync session for a sync driver, as SQLite's; `with project.session() as session: …`.
        """
        return self.database.session()

    def router(self, entity: str) -> "APIRouter":
        """Return a FastAPI router of one entity for `include_router` in another application: the same handlers, rights and errors."""
        from crudgen.api import entity_router

        self.database.become_server()
        return entity_router(self.snapshot.context, entity)

    @asynccontextmanager
    async def records(self, actor: str | Actor = "system") -> "AsyncIterator[Records]":
        """Give the service itself, acting as `actor`: "system", the login of a user, or an Actor.

        Raises UserError for a login that there is not.
        """
        from crudgen.service.records import Records

        yield Records(self.snapshot.context.service, await self.find_actor(actor))

    async def find_actor(self, actor: str | Actor) -> Actor:
        """Return an actor: itself, the system, or the user of a login. Raises UserError for a login that there is not."""
        if isinstance(actor, Actor):
            return actor
        if actor == SYSTEM.login:
            return SYSTEM
        found = await self.snapshot.context.signin.actor_of(actor)
        if found is None:
            raise UserError(f'there is no active user "{actor}"; `crudgen user create {actor} --role …` makes one')
        return found

"""Alembic's environment: crudgen knows the database, the tables and the lock."""

from crudgen.migrate.environment import run

run()

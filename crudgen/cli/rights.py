"""Commands about rights: explain (which rule decides) and access (who may do what)."""

import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from crudgen.app.project import Project
from crudgen.cli.options import HERE, AsJson, Folder, run_with
from crudgen.document import nearest
from crudgen.errors import UserError
from crudgen.plan.actor import ANONYMOUS, Actor
from crudgen.plan.explain import BUILT
from crudgen.plan.golden import read_golden, write_golden
from crudgen.plan.matrix import compare, make_matrix, narrow, roles_of
from crudgen.plan.sentences import Telling
from crudgen.plan.table import write_tables
from crudgen.schema.catalog import Action, Entity

ANYBODY = "anonymous"
DIFFERENCES = 2
USAGE = "crudgen explain USER ACTION ENTITY [ID], or --role ROLE ACTION ENTITY [ID]"

Roles = Annotated[list[str] | None, typer.Option("--role", help="Instead of a user: what a key of this role may do; may be repeated.")]
Words = Annotated[list[str], typer.Argument(metavar="[USER] ACTION ENTITY [ID]")]
Columns = Annotated[list[str] | None, typer.Option("--role", help="This role alone, public, authenticated or owner; may be repeated.")]
Tables = Annotated[list[str] | None, typer.Option("--entity", help="This entity alone; may be repeated.")]
Golden = Annotated[Path | None, typer.Option("--golden", metavar="FILE", help="Write the matrix into this file, to keep and review.")]
Check = Annotated[Path | None, typer.Option("--check", metavar="FILE", help="Tell what differs from this file; exit code 2 if anything.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(explain)
    app.command()(access)


def explain(words: Words, role: Roles = None, project: Folder = HERE, as_json: AsJson = False) -> None:
    """Tell whether somebody may do something, and which rule decides. Exit code 2 if not. USER is a login, or `anonymous`.

    Example: crudgen explain ann update order 42
    """
    user, action, entity, key = sort_words(words, has_role=bool(role))
    told = find_told(project, user, role or [], action, entity, key)
    print(json.dumps(told.as_json(), ensure_ascii=False, indent=2) if as_json else "\n".join(told.lines()))
    if told.found.told is False:
        raise typer.Exit(DIFFERENCES)


def sort_words(words: list[str], *, has_role: bool) -> tuple[str, Action, str, str]:
    """Return who, what, with which entity, and the id or "". Raises UserError."""
    user, *rest = ["", *words] if has_role else words
    if not 2 <= len(rest) <= 3:
        raise UserError(f"these are too {'few' if len(rest) < 2 else 'many'} words; write {USAGE}")
    known = [action.value for action in BUILT]
    if rest[0] not in known:
        if rest[0] in list(Action):
            raise UserError(f'the action "{rest[0]}" is not supported yet')
        raise unknown("action", rest[0], known)
    return user, Action(rest[0]), rest[1], rest[2] if len(rest) == 3 else ""


def find_told(folder: Path, user: str, roles: list[str], action: Action, name: str, key: str) -> Telling:
    """Return what there is to tell. The database is opened only for a user, or a record."""
    from crudgen.service.explain import explain_record, explain_rules, role_actor

    async def ask(project: Project) -> Telling:
        entity = find_entity(project, name)
        actor = await find_actor(project, user, role_actor(project.catalog, roles))
        if key or (entity.single and user not in ("", ANYBODY)):
            return await explain_record(project.snapshot.context.service, actor, action, entity, key)
        return explain_rules(project.catalog, actor, action, entity)

    if key or not (roles or user == ANYBODY):
        return run_with(folder, ask)
    return asyncio.run(ask(Project(folder)))


async def find_actor(project: Project, user: str, keyed: Actor) -> Actor:
    """Return who it is about: nobody who is signed in, a user, or the bearer of a key. Raises UserError for a user that there is not."""
    if user == ANYBODY:
        return ANONYMOUS
    return await project.find_actor(user) if user else keyed


def find_entity(project: Project, name: str) -> Entity:
    """Return the entity of that name. Raises UserError with the nearest."""
    from crudgen.service.records import find_entity as find

    return find(project.catalog, name)


def access(
    role: Columns = None,
    entity: Tables = None,
    golden: Golden = None,
    check: Check = None,
    project: Folder = HERE,
    as_json: AsJson = False,
) -> None:
    """Print who may do what with which entity and field, and under which condition; or keep it in a file, and compare with that.

    Example: crudgen access --check access.json
    """
    if golden is not None and check is not None:
        raise UserError("--golden and --check cannot be used together: one writes the file, the other reads it")
    loaded = Project(project)
    roles = [find_role(loaded, name) for name in role or roles_of(loaded.catalog)]
    names = [find_entity(loaded, name).name for name in entity or loaded.catalog.entities]
    matrix = make_matrix(loaded.catalog, BUILT, roles, names)
    if golden is not None:
        write_text(golden, write_golden(matrix))
        print(f"wrote {golden}")
    elif check is not None:
        before = narrow(read_golden(read_text(check), str(check)), role or (), entity or ())
        changes = compare(before, matrix)
        found = [{**change.as_json(), "text": str(change)} for change in changes]
        told = "\n".join(map(str, changes)) or f"no changes: {check} says what the schemas say"
        print(json.dumps(found, ensure_ascii=False, indent=2) if as_json else told)
        if changes:
            raise typer.Exit(DIFFERENCES)
    elif as_json:
        sys.stdout.write(write_golden(matrix))
    else:
        print("\n".join(write_tables(loaded.catalog, matrix, roles)))


def find_role(project: Project, name: str) -> str:
    """Return a role, or a word that stands for one. Raises UserError with the nearest."""
    known = roles_of(project.catalog)
    if name not in known:
        raise unknown("role", name, known)
    return name


def unknown(kind: str, name: str, known: Sequence[str]) -> UserError:
    """Return what to say of a name that there is not, with the nearest."""
    guess = nearest(name, known)
    return UserError(f'there is no {kind} "{name}"; ' + (f'did you mean "{guess}"?' if guess else f"known: {', '.join(known)}"))


def read_text(path: Path) -> str:
    """Return a file's text. Raises UserError where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as exc:
        raise UserError(f"cannot read {path}: {exc}; `crudgen access --golden {path}` writes it") from exc


def write_text(path: Path, text: str) -> None:
    """Write a file's text. Raises UserError where it cannot be written."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as exc:
        raise UserError(f"cannot write {path}: {exc.strerror}") from exc

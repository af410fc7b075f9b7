"""From the folder of a project to its Catalog, with every mistake of every file at once."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from crudgen.document import load
from crudgen.errors import Diagnostic, SchemaError
from crudgen.schema.catalog import Catalog, Location
from crudgen.schema.draft import Draft, EntityDraft, refuse
from crudgen.schema.extend import extend_builtin
from crudgen.schema.files import SchemaFile, find_files, read_file
from crudgen.schema.freeze import freeze
from crudgen.schema.parse_entity import make_placeholder, parse_entity
from crudgen.schema.passes import PASSES
from crudgen.schema.reader import Reader

BUILTIN = Path(__file__).parent.parent / "builtin"
"""The folder of the entities that come with the package, in the same language."""


def load_catalog(root: Path, settings_roles: Iterable[str] | None) -> Catalog:
    """Return the Catalog of the project in the folder `root`, the built-in entities included.

    `settings_roles` are the roles of config.yaml; `admin` is always one; None where they could not be read, and any
    name may be a role. Raises SchemaError with all mistakes of all files.
    """
    problems: list[Diagnostic] = []
    builtin = find_files(BUILTIN, problems)
    own = find_files(root / "schemas", problems)
    return _compile(builtin, own, settings_roles, problems)


def load_builtin() -> Catalog:
    """Return the Catalog of the built-in entities alone."""
    problems: list[Diagnostic] = []
    return _compile(find_files(BUILTIN, problems), [], (), problems)


def _compile(builtin: list[SchemaFile], own: list[SchemaFile], roles: Iterable[str] | None, problems: list[Diagnostic]) -> Catalog:
    builtin_names = frozenset(file.entity for file in builtin)
    names = builtin_names | {file.entity for file in own}
    entities = {file.entity: _mark_builtin(_read(file, names, problems)) for file in builtin}
    for file in own:
        if file.entity in builtin_names:
            entities[file.entity] = _extend(entities[file.entity], file, names, problems)
        else:
            entities[file.entity] = _read(file, names, problems)
    draft = Draft(entities, () if roles is None else ("admin", *(role for role in roles if role != "admin")))
    for run in PASSES:
        draft = run(draft, problems)
    if problems:
        raise SchemaError(sort_problems(problems))
    return freeze(draft)


def sort_problems(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the mistakes by file and place, each once."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda one: (one.file, one.line, one.column)))


def _read(file: SchemaFile, names: frozenset[str], problems: list[Diagnostic]) -> EntityDraft:
    placeholder = make_placeholder(file.entity, Location(file.label, 1, 1))
    content = read_file(file, problems)
    if content is None:
        return placeholder
    try:
        node = load(content, file.label)
    except SchemaError as error:
        problems.extend(error.diagnostics)
        return placeholder
    return parse_entity(Reader(file.label, problems, names), file.entity, node) or placeholder


def _extend(entity: EntityDraft, file: SchemaFile, names: frozenset[str], problems: list[Diagnostic]) -> EntityDraft:
    if file.entity != "user":
        message = f'"{file.entity}" is built in and cannot be changed'
        refuse(problems, Location(file.label, 1, 1), "builtin", message, "rename the file; user alone can be extended")
        return entity
    return extend_builtin(entity, _read(file, names, problems), problems)


def _mark_builtin(draft: EntityDraft) -> EntityDraft:
    fields = {name: replace(member, field=replace(member.field, is_builtin=True)) for name, member in draft.fields.items()}
    return replace(draft, fields=fields, entity=replace(draft.entity, is_builtin=True))

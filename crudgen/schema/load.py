"""From the folder of a project to its Catalog, with every mistake of every file at once."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from crudgen.errors import Diagnostic, SchemaError
from crudgen.schema.catalog import Catalog
from crudgen.schema.check_formulas import check_formulas
from crudgen.schema.draft import Draft, EntityDraft, refuse
from crudgen.schema.extend import EXTENDABLE, extend_builtin
from crudgen.schema.files import MIXINS, SchemaFile, find_files
from crudgen.schema.freeze import freeze
from crudgen.schema.mixins import Mixin, extend_entity, read_mixins
from crudgen.schema.parse_entity import make_placeholder, parse_entity
from crudgen.schema.passes import PASSES
from crudgen.schema.reader import Reader
from crudgen.schema.sources import Source, read_sources

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
    mixins = find_files(root / MIXINS, problems, MIXINS)
    return _compile(builtin, own, mixins, settings_roles, problems)


def load_builtin() -> Catalog:
    """Return the Catalog of the built-in entities alone."""
    problems: list[Diagnostic] = []
    return _compile(find_files(BUILTIN, problems), [], [], (), problems)


def name_entities(root: Path) -> list[str]:
    """Return the names of all entities, built-in ones first, that a project seems to have, whatever is wrong with its files."""
    unheard: list[Diagnostic] = []
    files = (*find_files(BUILTIN, unheard), *find_files(root / "schemas", unheard))
    return list(dict.fromkeys(source.entity for source in read_sources(files, unheard)))


def name_mixins(root: Path) -> list[str]:
    """Return the names of all mixins of a project."""
    return [file.entity for file in find_files(root / MIXINS, [], MIXINS)]


def _compile(
    builtin: list[SchemaFile], own: list[SchemaFile], mixed: list[SchemaFile], roles: Iterable[str] | None, problems: list[Diagnostic]
) -> Catalog:
    ours, theirs = read_sources(builtin, problems), read_sources(own, problems)
    names = frozenset(source.entity for source in (*ours, *theirs))
    mixins = read_mixins(mixed, names, problems)
    entities = {source.entity: _mark_builtin(_read(source, names, {}, problems)) for source in ours}
    builtin_names = frozenset(entities)
    for source in theirs:
        if source.entity in builtin_names:
            entities[source.entity] = _extend(entities[source.entity], source, names, mixins, problems)
        else:
            entities[source.entity] = _read(source, names, mixins, problems)
    draft = Draft(entities, () if roles is None else ("admin", *(role for role in roles if role != "admin")))
    for run in PASSES:
        draft = run(draft, problems)
    catalog = freeze(draft)
    check_formulas(draft, catalog, problems)
    if problems:
        raise SchemaError(sort_problems(problems))
    return catalog


def sort_problems(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the mistakes by file and place, each once."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda one: (one.file, one.line, one.column)))


def _read(source: Source, names: frozenset[str], mixins: Mapping[str, Mixin], problems: list[Diagnostic]) -> EntityDraft:
    draft = None if source.node is None else parse_entity(Reader(source.label, problems, names), source.entity, source.node)
    draft = draft or make_placeholder(source.entity, source.at)
    if not source.is_file:
        draft = replace(draft, name_at=source.at)
    return extend_entity(draft, mixins, problems)


def _extend(
    entity: EntityDraft, source: Source, names: frozenset[str], mixins: Mapping[str, Mixin], problems: list[Diagnostic]
) -> EntityDraft:
    if source.entity != EXTENDABLE:
        message, cure = f'"{source.entity}" is built in and cannot be changed', "rename the file" if source.is_file else "rename it"
        refuse(problems, source.at, "builtin", message, f"{cure}; {EXTENDABLE} alone can be extended")
        return entity
    return extend_builtin(entity, _read(source, names, mixins, problems), problems)


def _mark_builtin(draft: EntityDraft) -> EntityDraft:
    fields = {name: replace(member, field=replace(member.field, is_builtin=True)) for name, member in draft.fields.items()}
    return replace(draft, fields=fields, entity=replace(draft.entity, is_builtin=True))

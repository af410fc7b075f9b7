"""Mixins: sets of fields under `schemas/_mixins/` that entities take in by `extends`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from crudgen.document import hint_name
from crudgen.errors import Diagnostic
from crudgen.schema.catalog import Location
from crudgen.schema.draft import EntityDraft, FieldDraft, Word, find_unread, refuse
from crudgen.schema.files import SchemaFile, check_file_name
from crudgen.schema.keys.file import MIXIN
from crudgen.schema.reader import Reader
from crudgen.schema.sources import read_document


@dataclass(frozen=True, slots=True)
class Mixin:
    """A set of fields, with what belongs to them. `places` holds where each key stands; `unread` as that of an EntityDraft."""

    fields: Mapping[str, FieldDraft] = field(default_factory=dict)
    groups: Mapping[str, tuple[tuple[Word, ...], ...]] = field(default_factory=dict)
    places: Mapping[str, Location] = field(default_factory=dict)
    unread: frozenset[str] | None = None


def read_mixins(files: Iterable[SchemaFile], names: frozenset[str], problems: list[Diagnostic]) -> dict[str, Mixin]:
    """Return the mixins of their folder by name; `names` are those of the entities. Each is read once, whoever extends it."""
    mixins: dict[str, Mixin] = {}
    for file in files:
        if wrong := check_file_name(file):
            problems.append(wrong)
        else:
            mixins[file.entity] = _read_mixin(file, names, problems)
    return mixins


def _read_mixin(file: SchemaFile, names: frozenset[str], problems: list[Diagnostic]) -> Mixin:
    _, node = read_document(file, problems)
    reader = Reader(file.label, problems, names)
    parsed: dict[str, Any] | None = None if node is None else reader.attempt(lambda reader, node: reader.section(node, MIXIN), node, None)
    if node is None or parsed is None or not isinstance(node.value, dict):
        return Mixin()
    if "fields" not in node.value:
        reader.refuse(reader.at(node), "missing", f'the mixin "{file.entity}" has no fields', "add fields: with at least one field")
    fields = parsed.pop("fields", {})
    places = {key: reader.at(member) for key, member in node.value.items()}
    return Mixin(fields, parsed, places, find_unread(node, fields))


def extend_entity(draft: EntityDraft, mixins: Mapping[str, Mixin], problems: list[Diagnostic]) -> EntityDraft:
    """Return the entity with the fields of its mixins after its own, in the order of `extends`, and their groups."""
    for word in draft.extends:
        mixin = mixins.get(word.text)
        if mixin is None:
            hint = hint_name(word.text, mixins) or f"mixins stand in schemas/_mixins/: make {word.text}.yaml there"
            refuse(problems, word.at, "unknown_name", f'there is no mixin "{word.text}"', hint)
            draft = replace(draft, unread=None)
        else:
            draft = _take_in(draft, word, mixin, problems)
    return draft


def _take_in(draft: EntityDraft, word: Word, mixin: Mixin, problems: list[Diagnostic]) -> EntityDraft:
    fields = dict(draft.fields)
    for name, member in mixin.fields.items():
        other = fields.setdefault(name, member)
        if other is not member:
            _refuse_clash(draft, word, other, member, problems)
    groups = {key: (*draft.groups.get(key, ()), *mixin.groups.get(key, ())) for key in {**draft.groups, **mixin.groups}}
    unread = None if draft.unread is None or mixin.unread is None else draft.unread | mixin.unread
    return replace(draft, fields=fields, groups=groups, places={**mixin.places, **draft.places}, unread=unread)


def _refuse_clash(draft: EntityDraft, word: Word, other: FieldDraft, member: FieldDraft, problems: list[Diagnostic]) -> None:
    """Name both places of a field that is there twice: the entity's own is told where it stands, another mixin's at `extends`."""
    name, here, there = member.field.name, other.field.at, member.field.at
    place = f"{there.file}:{there.line}:{there.column}"
    if here.file == draft.entity.at.file:
        message = f'the field "{name}" is in the mixin "{word.text}", too: {place}'
        refuse(problems, here, "duplicate_field", message, "rename one of them, or take it away here")
    else:
        message = f'the field "{name}" of the mixin "{word.text}" is in another one, too: {here.file}:{here.line}:{here.column} and {place}'
        refuse(problems, word.at, "duplicate_field", message, "extend one of the two")

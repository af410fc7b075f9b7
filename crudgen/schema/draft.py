"""What the files say before it is linked: the value that the passes turn, step by step, into a Catalog."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from crudgen.document import Node
from crudgen.errors import Diagnostic
from crudgen.schema.catalog import Action, Entity, Field, Location, Relation

NOWHERE = Location()


@dataclass(frozen=True, slots=True)
class Word:
    """A name as written, and where."""

    text: str
    at: Location


@dataclass(frozen=True, slots=True)
class Formula:
    """An expression as written, and where."""

    node: Node
    file: str

    @property
    def text(self) -> str:
        """Return the expression."""
        return str(self.node.value)

    def at(self, offset: int = 0) -> Location:
        """Return where a character of the expression stands in the file."""
        return Location(self.file, self.node.line, self.node.column + offset)


@dataclass(frozen=True, slots=True)
class Reference:
    """What a reference or a many-to-many field says of its relation. `inverse` is None when not named."""

    target: str
    many: bool
    on_delete: Literal["restrict", "cascade", "set_null"] = "restrict"
    inverse: Word | None = None
    part_of: bool = False
    through: Word | None = None


@dataclass(frozen=True, slots=True)
class FieldDraft:
    """A field: what is settled stands in `field`, what a pass has still to judge in `nodes`, by key."""

    field: Field
    nodes: Mapping[str, Node] = dataclasses.field(default_factory=dict)
    reference: Reference | None = None

    def at(self, *keys: str) -> Location:
        """Return where the first of `keys` that is written stands, else where the field's name does."""
        for key in keys:
            if key in self.nodes:
                node = self.nodes[key]
                return Location(self.field.at.file, node.line, node.column)
        return self.field.at


@dataclass(frozen=True, slots=True)
class IdDraft:
    """The key: an implicit `id` of a type, or the names of the fields that make it."""

    type: str = "int"
    column: str = "id"
    fields: tuple[Word, ...] = ()
    max_length: int | None = None
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class ViewDraft:
    """What `view` says: the entity it is made of, None where that cannot be read; `values` are its fields with their expressions."""

    source: Word | None
    filter: Formula | None
    group: tuple[Word, ...]
    values: Mapping[str, tuple[FieldDraft, Formula]]
    at: Location


@dataclass(frozen=True, slots=True)
class EntityDraft:
    """An entity: what is settled stands in `entity`, whose fields, relations, key and names of fields are filled by the passes.

    `written` holds the lists of names by their key ("search", "admin.list" …); `at` the place of each key's value.
    """

    entity: Entity
    fields: Mapping[str, FieldDraft]
    id: IdDraft
    title: Word | None = None
    groups: Mapping[str, tuple[tuple[Word, ...], ...]] = dataclasses.field(default_factory=dict)
    written: Mapping[str, tuple[Word, ...]] = dataclasses.field(default_factory=dict)
    access: Mapping[Action, tuple[Word, ...]] = dataclasses.field(default_factory=dict)
    view: ViewDraft | None = None
    relations: Mapping[str, Relation] = dataclasses.field(default_factory=dict)
    places: Mapping[str, Location] = dataclasses.field(default_factory=dict)
    extends: tuple[Word, ...] = ()
    name_at: Location = NOWHERE
    """Where the name stands, of an entity that shares its file with others."""
    unread: frozenset[str] | None = frozenset()
    """Fields that are written and could not be read, so that nobody is told that they do not exist; None: any may be."""

    def at(self, key: str) -> Location:
        """Return where the value of a key stands, else where the entity begins."""
        return self.places.get(key, self.entity.at)

    def is_unread(self, name: str) -> bool:
        """Tell whether a field may well be written, but has a mistake that is told already."""
        return self.unread is None or name in self.unread


@dataclass(frozen=True, slots=True)
class Draft:
    """All entities of a project and of the package, by name, and the roles that config.yaml names."""

    entities: Mapping[str, EntityDraft]
    roles: tuple[str, ...] = ("admin",)


def find_unread(node: Node, fields: Mapping[str, FieldDraft]) -> frozenset[str] | None:
    """Return the names of the fields that are written in an entity's mapping and missing from `fields`; None: all may be."""
    members = node.value if isinstance(node.value, dict) else {}
    if "view" in members:
        return find_unread(members["view"], fields)
    if "fields" not in members:
        return frozenset() if "extends" in members else None
    written = members["fields"].value
    return frozenset(written.keys() - fields.keys()) if isinstance(written, dict) else None


def refuse(problems: list[Diagnostic], at: Location, code: str, message: str, hint: str = "") -> None:
    """Add one mistake to `problems`."""
    problems.append(Diagnostic(at.file, at.line, at.column, code, message, hint))


def keep_fields(draft: EntityDraft, kept: Mapping[str, FieldDraft]) -> EntityDraft:
    """Return the entity with those fields alone; the others count as unread."""
    unread = None if draft.unread is None else draft.unread | (draft.fields.keys() - kept.keys())
    return replace(draft, fields=kept, unread=unread)


def replace_entities(draft: Draft, changed: Mapping[str, EntityDraft]) -> Draft:
    """Return the draft with some entities changed, in the old order."""
    entities: dict[str, Any] = {**draft.entities, **changed}
    return Draft(entities, draft.roles)

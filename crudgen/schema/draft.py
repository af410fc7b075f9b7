"""What the files say before it is linked: the value that the passes turn, step by step, into a Catalog."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from crudgen.document import Node, locate
from crudgen.errors import Diagnostic
from crudgen.schema.catalog import Action, Check, Entity, Field, Location, Relation

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
        return Location(self.file, *locate(self.node, offset))


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """A rule of `access`. `fields` is None where it is about all of them; `at` is where the rule stands."""

    role: Word
    when: Formula | None = None
    fields: tuple[Word, ...] | None = None
    excluded: tuple[Word, ...] = ()
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class CheckDraft:
    """A check: what is settled, its rule as written, and the field that it is told at."""

    check: Check
    rule: Formula
    field: Word | None = None


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

    def formula(self, key: str) -> Formula:
        """Return the expression that stands under a key."""
        return Formula(self.nodes[key], self.field.at.file)

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
class RowsDraft:
    """The records that belong to the schema, as written; `key` is None where a mistake keeps it from being read."""

    key: Word | None
    values: tuple[Node, ...]
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
    access: Mapping[Action, tuple[RuleDraft, ...]] = dataclasses.field(default_factory=dict)
    checks: tuple[CheckDraft, ...] = ()
    owner: Formula | None = None
    view: ViewDraft | None = None
    relations: Mapping[str, Relation] = dataclasses.field(default_factory=dict)
    places: Mapping[str, Location] = dataclasses.field(default_factory=dict)
    extends: tuple[Word, ...] = ()
    removed: tuple[Word, ...] = ()
    rows: RowsDraft | None = None
    name_at: Location = NOWHERE
    """Where the name stands, of an entity that shares its file with others."""
    unread: frozenset[str] | None = frozenset()
    """Fields that are written and could not be read, so that nobody is told that they do not exist; None: any may be."""

    lost: frozenset[str] = frozenset()
    """What the other sides of unread references may be called."""

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


INSTEAD = frozenset({"extends", "removed", "view"})
"""Keys that an entity without `fields` may have."""


def find_unread(node: Node, fields: Mapping[str, FieldDraft]) -> frozenset[str] | None:
    """Return the names of the fields that are written in an entity's mapping and missing from `fields`; None: all may be."""
    members = node.value if isinstance(node.value, dict) else {}
    if "view" in members:
        return find_unread(members["view"], fields)
    if "fields" not in members:
        return frozenset() if members.keys() & INSTEAD else None
    written = members["fields"].value
    return frozenset(written.keys() - fields.keys()) if isinstance(written, dict) else None


def find_lost(name: str, node: Node, unread: frozenset[str] | None) -> frozenset[str]:
    """Return what the other sides of an entity's unread fields may be called: as `inverse` says, else as the entity."""
    members = node.value if isinstance(node.value, dict) else {}
    fields = members["fields"].value if "fields" in members else {}
    written = [fields[field].value for field in unread or () if field in fields] if isinstance(fields, dict) else []
    named = {one["inverse"].value for one in written if isinstance(one, dict) and "inverse" in one}
    return frozenset({name, *(text for text in named if isinstance(text, str))}) if unread else frozenset()


def refuse(problems: list[Diagnostic], at: Location, code: str, message: str, hint: str = "") -> None:
    """Add one mistake to `problems`."""
    problems.append(Diagnostic(at.file, at.line, at.column, code, message, hint))


def keep_fields(draft: EntityDraft, kept: Mapping[str, FieldDraft]) -> EntityDraft:
    """Return the entity with those fields alone; the others count as unread."""
    gone = [member for name, member in draft.fields.items() if name not in kept]
    unread = None if draft.unread is None else draft.unread | {member.field.name for member in gone}
    named = (member.reference.inverse for member in gone if member.reference is not None)
    lost = {draft.entity.name if word is None else word.text for word in named}
    return replace(draft, fields=kept, unread=unread, lost=draft.lost | lost)


def replace_entities(draft: Draft, changed: Mapping[str, EntityDraft]) -> Draft:
    """Return the draft with some entities changed, in the old order."""
    entities: dict[str, Any] = {**draft.entities, **changed}
    return Draft(entities, draft.roles)

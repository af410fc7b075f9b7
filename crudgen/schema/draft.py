"""What the files say before it is linked: the value that the passes turn, step by step, into a Catalog."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from crudgen.document import Node
from crudgen.errors import Diagnostic
from crudgen.schema.catalog import Action, Entity, Field, Location, Relation


@dataclass(frozen=True, slots=True)
class Word:
    """A name as written, and where."""

    text: str
    at: Location


@dataclass(frozen=True, slots=True)
class Reference:
    """What a reference or a many-to-many field says of its relation. `inverse` is None when not named."""

    target: str
    many: bool
    on_delete: Literal["restrict", "cascade", "set_null"] = "restrict"
    inverse: Word | None = None


@dataclass(frozen=True, slots=True)
class FieldDraft:
    """A field: what is settled stands in `field`, what a pass has still to judge in `nodes`, by key."""

    field: Field
    nodes: Mapping[str, Node] = MappingProxyType({})
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
    at: Location = Location()


@dataclass(frozen=True, slots=True)
class EntityDraft:
    """An entity: what is settled stands in `entity`, whose fields, relations, key and names of fields are filled by the passes.

    `written` holds the lists of names by their key ("search", "admin.list" …); `at` the place of each key's value.
    """

    entity: Entity
    fields: Mapping[str, FieldDraft]
    id: IdDraft
    title: Word | None = None
    groups: Mapping[str, tuple[tuple[Word, ...], ...]] = field(default_factory=dict)
    written: Mapping[str, tuple[Word, ...]] = field(default_factory=dict)
    access: Mapping[Action, tuple[Word, ...]] = field(default_factory=dict)
    relations: Mapping[str, Relation] = field(default_factory=dict)
    places: Mapping[str, Location] = field(default_factory=dict)

    def at(self, key: str) -> Location:
        """Return where the value of a key stands, else where the entity begins."""
        return self.places.get(key, self.entity.at)


@dataclass(frozen=True, slots=True)
class Draft:
    """All entities of a project and of the package, by name, and the roles that config.yaml names."""

    entities: Mapping[str, EntityDraft]
    roles: tuple[str, ...] = ("admin",)


def refuse(problems: list[Diagnostic], at: Location, code: str, message: str, hint: str = "") -> None:
    """Add one mistake to `problems`."""
    problems.append(Diagnostic(at.file, at.line, at.column, code, message, hint))


def replace_entities(draft: Draft, changed: Mapping[str, EntityDraft]) -> Draft:
    """Return the draft with some entities changed, in the old order."""
    entities: dict[str, Any] = {**draft.entities, **changed}
    return Draft(entities, draft.roles)

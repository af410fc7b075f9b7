"""What an edit of the schema files means for the tables, as values. Found by `diff`, carried out by `operations`."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from crudgen.schema.catalog import Json, Location

SOON = "not supported yet"


class Kind(StrEnum):
    """How much a change asks of whoever makes it."""

    SAFE = "safe"
    NEEDS_ANSWER = "needs_answer"
    DESTROYS = "destroys"

    @property
    def words(self) -> str:
        """Return the words that people read."""
        return {"safe": "safe", "needs_answer": "needs an answer", "destroys": "destroys data"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One edit. `at` is its place in the YAML (of what is gone: of the entity that had it); `cure` says what to write instead."""

    entity: str
    at: Location = field(default=Location(), compare=False)
    kind: ClassVar[Kind] = Kind.SAFE

    @property
    def text(self) -> str:
        """Say in one line what is different."""
        raise NotImplementedError

    @property
    def cure(self) -> str:
        """Say what to write so that it can be done; "" for what is safe."""
        return "" if self.kind is Kind.SAFE else SOON

    @property
    def place(self) -> str:
        """Return `file:line:column: `, or "" where the file is gone."""
        return f"{self.at.file}:{self.at.line}:{self.at.column}: " if self.at.file else ""

    def __str__(self) -> str:
        cure = f"\n  {self.cure}" if self.cure else ""
        return f"{self.place}{self.text} ({self.kind.words}){cure}"

    def to_json(self) -> dict[str, Json]:
        """Return it for programs: `kind`, `change` (the class's name), `entity`, `text`, `cure` and the place."""
        at = self.at
        place: dict[str, Json] = {"file": at.file, "line": at.line, "column": at.column}
        return {"kind": self.kind.value, "change": type(self).__name__, "entity": self.entity, "text": self.text, "cure": self.cure, **place}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange(Change):
    """A change of one field."""

    field: str

    @property
    def name(self) -> str:
        """Return `entity.field`."""
        return f"{self.entity}.{self.field}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityAdded(Change):
    """A new entity, with its table and link tables."""

    @property
    def text(self) -> str:
        return f"new entity {self.entity}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityRemoved(Change):
    """An entity whose file is gone."""

    kind: ClassVar[Kind] = Kind.DESTROYS

    @property
    def text(self) -> str:
        return f"entity {self.entity} is gone, and its table would go with all rows"

    @property
    def cure(self) -> str:
        return f"removing or renaming an entity is {SOON}: put schemas/{self.entity}.yaml back"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityAltered(Change):
    """A change of an entity's table name or key."""

    what: str
    old: str
    new: str
    kind: ClassVar[Kind] = Kind.NEEDS_ANSWER

    @property
    def text(self) -> str:
        return f"the {self.what} of {self.entity} is {self.new}, it was {self.old}"

    @property
    def cure(self) -> str:
        return f"changing it is {SOON}: write `{self.old}` again"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldAdded(FieldChange):
    """A new field that every row can have: it is optional, or has a default."""

    type: str

    @property
    def text(self) -> str:
        return f"new field {self.name} ({self.type})"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldUnanswered(FieldChange):
    """A new field that the rows that exist have no value for."""

    type: str
    reason: str
    answer: str
    kind: ClassVar[Kind] = Kind.NEEDS_ANSWER

    @property
    def text(self) -> str:
        return f"new field {self.name} ({self.type}) {self.reason}"

    @property
    def cure(self) -> str:
        return self.answer


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRemoved(FieldChange):
    """A field that is gone from its file; `successor` is a new field of the same type, if there is one."""

    type: str
    successor: str = ""
    kind: ClassVar[Kind] = Kind.DESTROYS

    @property
    def text(self) -> str:
        return f"field {self.name} is gone, and its values would go too"

    @property
    def cure(self) -> str:
        if self.successor:
            return f"if {self.successor} is its new name: renaming is {SOON}; call it `{self.field}` again and change its label"
        return f"dropping a field is {SOON}: put `{self.field}: {self.type}` back"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldWidened(FieldChange):
    """A field that takes more than it took; what is stored fits."""

    how: str

    @property
    def text(self) -> str:
        return f"field {self.name} {self.how}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldNarrowed(FieldChange):
    """A field that takes less than it took, or something else; what is stored may not fit."""

    how: str
    kind: ClassVar[Kind] = Kind.NEEDS_ANSWER

    @property
    def text(self) -> str:
        return f"field {self.name} {self.how}"

    @property
    def cure(self) -> str:
        return f"a change that what is stored may not fit is {SOON}: take it back, or add a new field"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkAdded(FieldChange):
    """A new many-to-many field, with its link table."""

    target: str

    @property
    def text(self) -> str:
        return f"new links {self.name} to {self.target}"


@dataclass(frozen=True, slots=True, kw_only=True)
class UniqueAdded(Change):
    """Values that may be there only once from now on; the rows are checked before anything changes."""

    fields: tuple[str, ...]

    @property
    def text(self) -> str:
        return f"unique in {self.entity}: {', '.join(self.fields)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class UniqueRemoved(UniqueAdded):
    """Values that may repeat from now on."""

    @property
    def text(self) -> str:
        return f"no longer unique in {self.entity}: {', '.join(self.fields)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexAdded(Change):
    """A new index; `fields` with a leading `-` where descending."""

    fields: tuple[str, ...]

    @property
    def text(self) -> str:
        return f"new index in {self.entity}: {', '.join(self.fields)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRemoved(IndexAdded):
    """An index that goes; no value does."""

    @property
    def text(self) -> str:
        return f"index of {self.entity} goes: {', '.join(self.fields)}"

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
    """One edit. `at` is its place in the YAML; of what is gone, the place of the entity that had it.

    `words` say what is different, `remedy` what to write so that it can be done; both are filled in with the change itself.
    """

    entity: str
    at: Location = field(default=Location(), compare=False)
    kind: ClassVar[Kind] = Kind.SAFE
    words: ClassVar[str] = ""
    remedy: ClassVar[str] = SOON

    @property
    def text(self) -> str:
        """Say in one line what is different."""
        return self.words.format(self)

    @property
    def cure(self) -> str:
        """Say what to write so that it can be done; "" for what is safe."""
        return "" if self.kind is Kind.SAFE else self.remedy.format(self)

    @property
    def place(self) -> str:
        """Return `file:line:column: `, or "" where the file is gone."""
        return f"{self.at.file}:{self.at.line}:{self.at.column}: " if self.at.file else ""

    def __str__(self) -> str:
        cure = f"\n  {self.cure}" if self.cure else ""
        return f"{self.place}{self.text} ({self.kind.words}){cure}"

    def to_json(self) -> dict[str, Json]:
        """Return it for programs: `kind`, `change` (the class's name), `entity`, `text`, `cure` and the place."""
        words: dict[str, Json] = {"kind": self.kind.value, "change": type(self).__name__, "text": self.text, "cure": self.cure}
        return {**words, "entity": self.entity, "file": self.at.file, "line": self.at.line, "column": self.at.column}


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityAdded(Change):
    """A new entity, with its table and link tables."""

    words: ClassVar[str] = "new entity {0.entity}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityRemoved(Change):
    """An entity whose file is gone."""

    kind: ClassVar[Kind] = Kind.DESTROYS
    words: ClassVar[str] = "entity {0.entity} is gone, and its table would go with all rows"
    remedy: ClassVar[str] = f"removing or renaming an entity is {SOON}: put schemas/{{0.entity}}.yaml back"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityAltered(Change):
    """A change of an entity's table name or key."""

    what: str
    old: str
    new: str
    kind: ClassVar[Kind] = Kind.NEEDS_ANSWER
    words: ClassVar[str] = "the {0.what} of {0.entity} is {0.new}, it was {0.old}"
    remedy: ClassVar[str] = f"changing it is {SOON}: write `{{0.old}}` again"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange(Change):
    """A change of one field."""

    field: str

    @property
    def name(self) -> str:
        """Return `entity.field`."""
        return f"{self.entity}.{self.field}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldAdded(FieldChange):
    """A new field that every row can have: it is optional, or has a default."""

    type: str
    words: ClassVar[str] = "new field {0.name} ({0.type})"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldUnanswered(FieldAdded):
    """A new field that the rows that exist have no value for."""

    reason: str
    answer: str
    kind: ClassVar[Kind] = Kind.NEEDS_ANSWER
    words: ClassVar[str] = "new field {0.name} ({0.type}) {0.reason}"
    remedy: ClassVar[str] = "{0.answer}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRemoved(FieldChange):
    """A field that is gone from its file; `successor` is a new field of the same type, if there is one."""

    type: str
    successor: str = ""
    kind: ClassVar[Kind] = Kind.DESTROYS
    words: ClassVar[str] = "field {0.name} is gone, and its values would go too"
    remedy: ClassVar[str] = (
        f"write `removed: [{{0.field}}]` to give it up and keep its values, or put `{{0.field}}: {{0.type}}` back; dropping it is {SOON}"
    )

    @property
    def cure(self) -> str:
        """Say how to keep the values; what looks like a rename is told so."""
        if self.successor:
            cure = f"if {self.successor} is its new name: renaming is {SOON}; call it `{self.field}` again, and change its label"
            return f"{cure}; if not, write `removed: [{self.field}]` to give it up and keep its values"
        return self.remedy.format(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldGivenUp(FieldChange):
    """A field that is under `removed` now: its column stays, and takes null."""

    words: ClassVar[str] = "field {0.name} is given up, and its values are kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRestored(FieldChange):
    """A field that was under `removed` and is back; where it is required, the rows are checked before anything changes."""

    words: ClassVar[str] = "field {0.name} is back, with its old values"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDropped(FieldRemoved):
    """A field that was under `removed` and is nowhere now."""

    words: ClassVar[str] = "field {0.name} was given up, and its values, which are kept, would go"
    remedy: ClassVar[str] = f"dropping it is {SOON}: write `removed: [{{0.field}}]` again"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptInTheWay(Change):
    """A field that wants the column, or an entity that wants the table, which is kept for a field under `removed`."""

    who: str
    what: str
    kept: str
    kind: ClassVar[Kind] = Kind.NEEDS_ANSWER
    words: ClassVar[str] = "{0.who} needs the {0.what}, which is kept for {0.kept}"
    remedy: ClassVar[str] = "name another {0.what}, or put {0.kept} back"


@dataclass(frozen=True, slots=True, kw_only=True)
class NeverThere(FieldChange):
    """A name under `removed` that no revision knows; `guess` is the nearest that it could be, if there is one."""

    guess: str = ""
    kind: ClassVar[Kind] = Kind.NEEDS_ANSWER
    words: ClassVar[str] = "no revision has a field {0.name}, so it cannot be given up"

    @property
    def cure(self) -> str:
        """Say what to write instead."""
        return f'did you mean "{self.guess}"?' if self.guess else f"take `{self.field}` out of `removed`"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldWidened(FieldChange):
    """A field that takes more than it took; what is stored fits."""

    how: str
    words: ClassVar[str] = "field {0.name} {0.how}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldNarrowed(FieldWidened):
    """A field that takes less than it took, or something else; what is stored may not fit."""

    kind: ClassVar[Kind] = Kind.NEEDS_ANSWER
    remedy: ClassVar[str] = f"a change that stored values may not fit is {SOON}: take it back, or add a new field"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkAdded(FieldChange):
    """A new many-to-many field, with its link table."""

    target: str
    words: ClassVar[str] = "new links {0.name} to {0.target}"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupChange(Change):
    """A change of a unique or index; `fields` with a leading `-` where descending."""

    fields: tuple[str, ...]

    @property
    def listed(self) -> str:
        """Return the fields as a text."""
        return ", ".join(self.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class UniqueAdded(GroupChange):
    """Values that may be there only once from now on; the rows are checked before anything changes."""

    words: ClassVar[str] = "unique in {0.entity}: {0.listed}"


@dataclass(frozen=True, slots=True, kw_only=True)
class UniqueRemoved(GroupChange):
    """Values that may repeat from now on."""

    words: ClassVar[str] = "no longer unique in {0.entity}: {0.listed}"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexAdded(GroupChange):
    """A new index."""

    words: ClassVar[str] = "new index in {0.entity}: {0.listed}"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRemoved(GroupChange):
    """An index that goes; no value does."""

    words: ClassVar[str] = "index of {0.entity} goes: {0.listed}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsChanged(Change):
    """Other rows that belong to the schema. The upgrade checks first that it overwrites nothing of anybody's and nothing is missed."""

    added: int
    changed: int
    gone: int
    words: ClassVar[str] = "rows of {0.entity}: {0.added} new, {0.changed} changed, {0.gone} gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsReleased(Change):
    """Rows that belonged to the schema, and stay as anybody's."""

    words: ClassVar[str] = "rows of {0.entity} belong to the schema no longer, and stay"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsTold(Change):
    """Rows that are told apart by another field than before."""

    old: str
    new: str
    kind: ClassVar[Kind] = Kind.NEEDS_ANSWER
    words: ClassVar[str] = "rows of {0.entity} are told apart by {0.new}, it was {0.old}"
    remedy: ClassVar[str] = f"changing it is {SOON}: write `key: {{0.old}}` again"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckChange(Change):
    """A change of a rule that tables hold."""

    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckAdded(CheckChange):
    """A rule that every row obeys from now on; the rows are checked before anything changes."""

    words: ClassVar[str] = "new check in {0.entity}: {0.rule}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRemoved(CheckChange):
    """A rule that the table holds no longer."""

    words: ClassVar[str] = "check of {0.entity} goes: {0.rule}"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnusedDropped(Change):
    """What --dev made at an earlier edit and drops again, since it never held a value: `what` is a field or an entity."""

    what: str
    words: ClassVar[str] = "{0.what} goes again; it held no value"

    @classmethod
    def of(cls, change: Change) -> "UnusedDropped":
        """Return what becomes of a removal once it is known that no value goes with it."""
        what = f"field {change.name}" if isinstance(change, FieldChange) else change.text.partition(",")[0].removesuffix(" is gone")
        return cls(entity=change.entity, at=change.at, what=what)

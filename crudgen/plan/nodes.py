"""Plans: frozen values that say what to read or write, with every name resolved to the Catalog's own objects.

Made by pure functions (`check`), executed by the store. A plan that exists has been authorised.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal, TypeAlias

from crudgen.schema.catalog import Entity, Field, Relation
from crudgen.schema.expression.tree import Expression

Key: TypeAlias = tuple[Any, ...]
"""The values of an entity's key fields, in order; of length one for a plain `id`."""

ONLY: Key = (1,)
"""The key of the one record of a `single` entity, which nobody outside sees."""


class Operator(StrEnum):
    """What a comparison does; the names are those of the URL grammar."""

    EQ = "eq"
    NE = "ne"
    LT = "lt"
    LTE = "lte"
    GT = "gt"
    GTE = "gte"
    IN = "in"
    NIN = "nin"
    CONTAINS = "contains"
    ICONTAINS = "icontains"
    STARTS = "starts"
    ENDS = "ends"
    BETWEEN = "between"
    NULL = "null"


@dataclass(frozen=True, slots=True)
class Path:
    """A field, reached over to-one relations from the plan's entity."""

    steps: tuple[Relation, ...]
    field: Field

    @property
    def name(self) -> str:
        """Return the dotted name."""
        return ".".join([*(step.name for step in self.steps), self.field.name])


@dataclass(frozen=True, slots=True)
class And:
    """True where every part is; with no parts, always."""

    parts: tuple["Condition", ...] = ()


@dataclass(frozen=True, slots=True)
class Or:
    """True where some part is; with no parts, never."""

    parts: tuple["Condition", ...] = ()


@dataclass(frozen=True, slots=True)
class Compare:
    """A condition on one path. `value` is typed by the field: one value, a tuple for IN, NIN and BETWEEN, a bool for NULL."""

    path: Path
    operator: Operator
    value: Any


@dataclass(frozen=True, slots=True)
class Links:
    """A condition on a to-many relation, own or inverse: EQ or IN hold where one of `keys` is linked, NULL where none is or any is.

    Only linked records for which `where` holds count; the others are as if they were not there.
    """

    relation: Relation
    operator: Operator
    value: Any
    where: "Condition" = And()


@dataclass(frozen=True, slots=True)
class Search:
    """True where one of the paths contains the text, ignoring case."""

    paths: tuple[Path, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Scalars:
    """Values to look for inside JSON, by their kind there; a flag is "true" or "false"."""

    texts: tuple[str, ...] = ()
    numbers: tuple[int | float, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Inside:
    """A condition on what stands at `place`, a JSON path, inside a JSON field or a list; for NULL `value` has one flag.

    EQ, NE, IN and NIN compare with any of the values; the others with a number where all are, else with texts;
    CONTAINS holds for a text with that part, and for a list with that item.
    """

    path: Path
    place: str
    operator: Operator
    value: Scalars


@dataclass(frozen=True, slots=True)
class Holds:
    """A condition in the expression language, compiled, true at the moment `now`. Rows are kept where it is true, not where it is null.

    `context` holds the values that are known beside the row, by dotted name: `user.id`, `old.status`, `input.total`.
    `rows` are conditions on the records that aggregates go over, by the dotted path to them from the row (`items`,
    `items.product`): the others are as if they were not there.
    """

    expression: Expression
    now: datetime
    context: Mapping[str, Any] = field(default_factory=dict)
    rows: Mapping[str, "Condition"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class At:
    """A condition on the record that to-one relations lead to; false where they lead to none."""

    steps: tuple[Relation, ...]
    condition: "Condition"


Condition: TypeAlias = Compare | Links | Search | Inside | Holds | At | And | Or


@dataclass(frozen=True, slots=True)
class Order:
    """One key of the sort; nulls come last in both directions."""

    path: Path
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Linked:
    """A many-to-many relation whose ids come along: those of the target's records for which `where` holds."""

    relation: Relation
    entity: Entity  # the target
    where: Condition = And()


@dataclass(frozen=True, slots=True)
class Mask:
    """Names of fields, links and expanded relations that are answered only on records for which `where` holds."""

    names: frozenset[str]
    where: Condition


@dataclass(frozen=True, slots=True)
class Expand:
    """A relation whose records come along whole, nested: those for which `where` holds."""

    relation: Relation
    entity: Entity  # the target
    fields: tuple[Field, ...]
    expand: tuple["Expand", ...] = ()
    where: Condition = And()
    masks: tuple[Mask, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """Records of one entity. `order` always ends with the key, so it is total.

    `fields` are the stored and computed fields answered (the key always among them); `links` the many-to-many fields
    answered as lists of ids. `after` is the cursor: the sort values of the last record seen, in `order`'s order.
    `asks` are further questions about each record: the value at a path, or whether a condition is true, false or null;
    `Record.answers` holds the answers in their order.
    """

    entity: Entity
    fields: tuple[Field, ...]
    links: tuple[Linked, ...] = ()
    where: Condition = And()
    order: tuple[Order, ...] = ()
    limit: int | None = None
    offset: int = 0
    after: tuple[Any, ...] | None = None
    count: Literal["exact", "estimated", "none", "auto"] = "none"
    expand: tuple[Expand, ...] = ()
    masks: tuple[Mask, ...] = ()
    asks: tuple[Condition | Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Insert:
    """A new record: `values` by field name, complete with defaults; `links` the ids of many-to-many fields."""

    entity: Entity
    values: Mapping[str, Any]
    links: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Update:
    """New values for the record at `key`; with `version`, only if it is still that. The version is raised by one."""

    entity: Entity
    key: Key
    values: Mapping[str, Any]
    links: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Delete:
    """The end of the record at `key`; with `version`, only if it is still that."""

    entity: Entity
    key: Key
    version: int | None = None


@dataclass(slots=True)
class Record:
    """What a read answers: Python values by field name, and beside them what is not a field.

    A reference is its id, or a Record (or None) when expanded; a many-to-many or inverse is a list of ids,
    or of Records when expanded; `truncated` names the expanded lists that are longer than what came.
    `answers` are those to the plan's `asks`. `is_seen` is false of a record just made that its maker may not read: it has its key alone.
    """

    entity: Entity
    key: Key
    version: int
    values: dict[str, Any]
    truncated: tuple[str, ...] = ()
    answers: tuple[Any, ...] = ()
    is_seen: bool = True


@dataclass(slots=True)
class Page:
    """A part of a list. `total` is None when not counted; `after` are the sort values of the last item if more follow.

    `next` is the signed cursor made of `after`; the service sets it.
    """

    items: list[Record]
    total: int | None = None
    total_is: Literal["exact", "estimated", "at_least", "none"] = "none"
    after: tuple[Any, ...] | None = None
    next: str | None = None

"""The Catalog: what the schema files say, complete, linked and frozen. Values only; loading is elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

from crudgen.schema.names import folded_name

if TYPE_CHECKING:
    from crudgen.schema.formulas import Formulas

Json: TypeAlias = "None | bool | int | float | str | list[Json] | dict[str, Json]"


class Action(StrEnum):
    """What a rule of `access` is about."""

    READ = "read"
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    RESTORE = "restore"
    EXPORT = "export"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file; lines and columns count from 1. The file is relative to the project's folder."""

    file: str = ""
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Text:
    """A text for people in one or several languages; `""` is the language of a plain string.

    >>> Text({"en": "Orders", "ru": "Заказы"}).to("ru")
    'Заказы'
    >>> Text({"": "Order"}).to("ru")
    'Order'
    """

    languages: Mapping[str, str] = field(default_factory=dict)

    def to(self, language: str) -> str:
        """Return the text in `language`, else the plain one, else English, else any; `""` when there is none."""
        texts = self.languages
        for key in (language, "", "en"):
            if key in texts:
                return texts[key]
        return next(iter(texts.values()), "")

    def __bool__(self) -> bool:
        return bool(self.languages)


@dataclass(frozen=True, slots=True)
class Default:
    """What a field holds when nothing is given: a literal in its JSON form, or a value made at the time."""

    kind: Literal["literal", "now", "today", "uuid", "user"] = "literal"
    value: Json = None


@dataclass(frozen=True, slots=True)
class EnumValue:
    """One allowed value of an `enum`."""

    name: str
    label: Text = Text()
    color: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """The table behind a many-to-many relation: `near` refers to the side it starts from, `far` to the target.

    `through` names the entity whose table it is, where the links are records with fields of their own.
    """

    table: str
    near: str
    far: str
    through: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """A way from one entity to another, as seen from `source`.

    A to-one relation has its `column` in the source's table; a to-many one in the target's table;
    a many-to-many one has a `link`. Exactly one of `column` and `link` is set. `field` is the declared
    field, which for the made other side belongs to the target. `inverse` names the way back, "" if it has no name.
    `part_of` is true of the way from a child to its parent, and of the way back, the parent's list of children.
    """

    name: str
    source: str
    target: str
    many: bool
    field: str
    column: str = ""
    link: Link | None = None
    on_delete: Literal["restrict", "cascade", "set_null"] = "restrict"
    inverse: str = ""
    part_of: bool = False

    @property
    def is_owned(self) -> bool:
        """Tell whether the source entity declares it (a reference or a many-to-many), so that writes may set it."""
        return not self.many or (self.link is not None and self.field == self.name)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an entity. `type` is a name of `schema.types.TYPES`; "reference" and "links" have a `relation`.

    Bounds (`min`, `max`) and defaults are in JSON form (a decimal or date is a string).
    """

    name: str
    type: str
    column: str = ""  # "" for a many-to-many field and a computed one, which have none
    required: bool = False
    default: Default | None = None
    unique: bool = False
    index: bool = False
    ci: bool = False  # equality, order and uniqueness ignore case
    min: Json = None
    max: Json = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str = ""
    message: Text = Text()
    precision: int = 0
    scale: int = 0
    of: str = ""
    values: tuple[EnumValue, ...] = ()
    relation: Relation | None = None
    readonly: bool = False
    hidden: bool = False
    write_only: bool = False
    set_once: bool = False
    source: str = ""  # of a slug: the field that it is made from
    sequence: str = ""  # the format of the number that a new record gets
    computed: str = ""  # the expression that its value always is; it has no column then
    required_if: str = ""  # the condition on its record under which it must have a value
    show_if: str = ""  # the condition on its record under which forms and pages show it
    options_filter: str = ""  # of a reference or links: the condition on a record of the target that can be chosen
    label: Text = Text()
    help: Text = Text()
    placeholder: Text = Text()
    widget: str = ""
    is_key: bool = False
    is_implicit: bool = False  # id, created_at, updated_at: made, not written
    is_builtin: bool = False  # comes with the package, so the package's own revisions migrate it
    is_removed: bool = False  # given up, its column kept: only in what migrations compare
    at: Location = field(default=Location(), compare=False)

    @property
    def is_column(self) -> bool:
        """Tell whether the entity's own table holds it."""
        return bool(self.column)

    @property
    def is_value(self) -> bool:
        """Tell whether a record has one value of it, be it stored or computed; a many-to-many list is none."""
        return bool(self.column or self.computed)

    @property
    def is_made(self) -> bool:
        """Tell whether the service makes a new record's value out of other things, when none is given."""
        return bool(self.source or self.sequence)

    @property
    def folded_column(self) -> str:
        """Return the column that keeps the text with case differences gone, by which it is compared; "" where there is none."""
        return folded_name(self.column) if self.ci and self.column else ""

    @property
    def is_readable(self) -> bool:
        """Tell whether anybody at all may read it."""
        return not (self.hidden or self.write_only)


@dataclass(frozen=True, slots=True)
class IndexColumn:
    """A field in an index, and its direction."""

    field: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """A rule that every record obeys: `rule` is a condition, which fails only when it is false; `field` is where it is told, or ""."""

    rule: str
    message: Text = Text()
    at: Location = field(default=Location(), compare=False)
    field: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of `access`: who (a role, or `public`, `authenticated`, `owner`, `nobody`), on which rows, and which fields.

    `when` is a condition, "" for every row. `fields` are the only fields that it is about, None for all; `excluded` those that
    it is not about.
    """

    role: str
    when: str = ""
    fields: tuple[str, ...] | None = None
    excluded: tuple[str, ...] = ()
    at: Location = field(default=Location(), compare=False)


@dataclass(frozen=True, slots=True)
class Removed:
    """The name of a field that is given up: nothing maps its column any more, which stays in the table."""

    name: str
    at: Location = field(default=Location(), compare=False)


@dataclass(frozen=True, slots=True)
class Rows:
    """Records that belong to the schema: for each the values of the fields that it gives, in JSON form. `key` tells them apart.

    `made` names the fields that get a moment or a UUID when a row is written, with the kind of their default.
    """

    key: str
    values: tuple[Mapping[str, Json], ...] = ()
    made: Mapping[str, str] = field(default_factory=dict)
    at: Location = field(default=Location(), compare=False)

    def find(self, key: Json) -> Mapping[str, Json]:
        """Return what the schema gives the record with this key in JSON form; nothing where the record is not the schema's."""
        return next((row for row in self.values if row[self.key] == key), {})


@dataclass(frozen=True, slots=True)
class SortKey:
    """A dotted path and its direction, as written: `-placed_at`, `customer.name`."""

    path: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class AdminOptions:
    """The `admin:` section: what the list shows, what it is filtered by, how it is sorted."""

    list: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    sort: tuple[SortKey, ...] = ()


@dataclass(frozen=True, slots=True)
class ApiOptions:
    """The `api:` section; a `None` takes the project's setting."""

    page_size: int | None = None
    max_page_size: int | None = None
    operations: tuple[str, ...] = ("list", "read", "create", "update", "delete")
    require_if_match: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """What a read-only entity shows: rows of the entity `source` for which `filter` holds, one by one or in groups.

    `values` are the expressions of its fields by name, about a row or, where `is_grouped`, about a group of rows. `group` names
    the fields that are alike in a group: the key; without them all rows are one group.
    """

    source: str
    values: Mapping[str, str]
    filter: str = ""
    is_grouped: bool = False
    group: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity. `fields` holds every field in the file's order, after the implicit `id` and before the timestamps.

    `key` names the key's fields: `("id",)`, or several for a composite key. `relations` holds every way to another
    entity by name: own references, own many-to-many fields and the made other sides.
    `title` alternates literal texts and dotted paths: `"{number} · {customer.name}"` is
    `("", "number", " · ", "customer.name", "")`; paths stand at the odd places.
    """

    name: str
    table: str
    path: str
    fields: Mapping[str, Field]
    key: tuple[str, ...]
    single: bool = False  # one record, always there, that no address or answer names by its key
    relations: Mapping[str, Relation] = field(default_factory=dict)
    label: Text = Text()
    plural: Text = Text()
    help: Text = Text()
    title: tuple[str, ...] = ()
    icon: str = ""
    group: Text = Text()
    timestamps: bool = True
    unique: tuple[tuple[str, ...], ...] = ()
    indexes: tuple[tuple[IndexColumn, ...], ...] = ()
    removed: tuple[Removed, ...] = ()
    rows: Rows | None = None
    search: tuple[str, ...] = ()
    owner: str = ""  # the path to the user whose record it is
    checks: tuple[Check, ...] = ()
    access: Mapping[Action, tuple[Rule, ...]] = field(default_factory=dict)
    admin: AdminOptions = AdminOptions()
    api: ApiOptions = ApiOptions()
    view: View | None = None  # of an entity without a table, which is only read
    is_builtin: bool = False
    at: Location = field(default=Location(), compare=False)

    @property
    def key_fields(self) -> tuple[Field, ...]:
        """Return the fields of the key, in order."""
        return tuple(self.fields[name] for name in self.key)

    @property
    def shown_key(self) -> tuple[str, ...]:
        """Return the names of the key's fields as addresses and answers have them: one record alone needs none."""
        return () if self.single else self.key

    @property
    def parent(self) -> Relation | None:
        """Return the way to the record that one of this entity is part of, None where it stands for itself."""
        return next((one for one in self.relations.values() if one.part_of and not one.many), None)

    @property
    def parts(self) -> Mapping[str, Relation]:
        """Return the lists of children that a record of this entity is written with, by name."""
        return {name: one for name, one in self.relations.items() if one.part_of and one.many}


@dataclass(frozen=True)
class Catalog:
    """Every entity by name, built-in ones included, in a stable order (built-ins first, then by name)."""

    entities: Mapping[str, Entity]
    roles: tuple[str, ...] = ("admin",)

    @cached_property
    def stored(self) -> "tuple[Entity, ...]":
        """Return the entities that have tables: all but views."""
        return tuple(entity for entity in self.entities.values() if entity.view is None)

    @cached_property
    def formulas(self) -> "Formulas":
        """Return the compiled expressions of its fields, checks and rules."""
        from crudgen.schema.formulas import Formulas  # above this module: an expression is checked against a Catalog

        return Formulas(self)

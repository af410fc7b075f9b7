"""Check `rows`: each is a record that its entity could hold, and no two have one key."""

from collections.abc import Iterator
from dataclasses import replace

from crudgen.document import Node, hint_name
from crudgen.errors import Diagnostic
from crudgen.schema.catalog import Field, Json, Location, Rows
from crudgen.schema.draft import Draft, EntityDraft, RowsDraft, Word, refuse, replace_entities
from crudgen.schema.literals import read_literal
from crudgen.schema.types import TYPES, BadValue

KEY_TYPES = frozenset("string slug int uuid enum email url phone color date".split())
GIVEN_IDS = frozenset({"string", "uuid"})
"""Types of an `id` that a row may give; an int is counted by the database."""

MADE = frozenset({"now", "today", "uuid"})

LATER = {"reference": "a reference", "links": "a many-to-many field", "password": "a password", "secret": "a secret"}


def check_rows(draft: Draft, problems: list[Diagnostic]) -> Draft:
    """Settle each entity's `rows`, in the JSON form of their fields."""
    changed = {name: _settle(entity, entity.rows, problems) for name, entity in draft.entities.items() if entity.rows is not None}
    return replace_entities(draft, changed)


def _settle(draft: EntityDraft, rows: RowsDraft, problems: list[Diagnostic]) -> EntityDraft:
    if rows.key is None or draft.entity.single or not _is_key(draft, rows.key, problems):
        return draft
    key, seen = rows.key.text, dict[Json, Location]()
    settled = []
    for node in rows.values:
        row = _Row(draft, key, rows.at.file, node, problems).read()
        settled.append(row)
        value = row.get(key)
        at = Location(rows.at.file, node.line, node.column)
        if value is not None and value in seen:
            message = f'"{key}" {value!r} is that of the row in line {seen[value].line}, too'
            refuse(problems, at, "duplicate_item", message, "give one of them another, or take it away")
        elif value is not None:
            seen[value] = at
    return replace(draft, entity=replace(draft.entity, rows=Rows(key, tuple(settled), dict(_find_made(draft)), rows.at)))


def _find_made(draft: EntityDraft) -> Iterator[tuple[str, str]]:
    for name, member in draft.fields.items():
        default = member.field.default
        if default is not None and default.kind in MADE:
            yield name, default.kind


def _is_key(draft: EntityDraft, word: Word, problems: list[Diagnostic]) -> bool:
    member = draft.fields.get(word.text)
    if member is None:
        if not draft.is_unread(word.text):
            message = f'"{draft.entity.name}" has no field "{word.text}"'
            refuse(problems, word.at, "unknown_name", message, hint_name(word.text, draft.fields))
        return False
    field = member.field
    cure = ""
    if field.type not in KEY_TYPES or field.is_made or (field.is_implicit and not field.is_key):
        cure = "take a field of its own, like code: {type: string, required: true, unique: true}"
    elif field.is_implicit and field.type not in GIVEN_IDS:
        cure = "the database counts it: take a field of its own, or write id: string"
    elif field.ci:
        cure = "take ci away from it: rows are told apart by case"
    elif not (field.is_key and len(draft.entity.key) == 1) and not (field.required and field.unique):
        cure = f"make {word.text} required and unique"
    if cure:
        refuse(problems, word.at, "key_field", f'"{word.text}" cannot tell rows apart', cure)
    return not cure


class _Row:
    """One row as written, and the mistakes in it."""

    def __init__(self, draft: EntityDraft, key: str, file: str, node: Node, problems: list[Diagnostic]) -> None:
        self.draft, self.key, self.file, self.node, self.problems = draft, key, file, node, problems
        self.members = node.value if isinstance(node.value, dict) else {}
        fields = [member.field for member in draft.fields.values()]
        stored = [one for one in fields if not (one.sequence or one.computed)]
        self.givable = frozenset(one.name for one in stored if not one.is_implicit or _is_given_id(one))

    def read(self) -> dict[str, Json]:
        """Return the values that are right, by field."""
        row: dict[str, Json] = {}
        for name, node in self.members.items():
            field = self._find(name)
            if field is not None:
                try:
                    row[name] = self._parse(field, node)
                except BadValue as error:
                    cure = "put it in quotes" if error.code == "type" and isinstance(node.value, int | float) else ""
                    self._refuse(Location(self.file, node.line, node.column), "value", f'"{name}" {error}', cure)
        for field in (member.field for member in self.draft.fields.values()):
            if field.name not in self.members and (field.name == self.key or _is_needed(field)):
                cure = "make it optional there" if field.type in LATER or field.name not in self.givable else f"add {field.name}: …"
                at = Location(self.file, self.node.line, self.node.column)
                self._refuse(at, "missing", f'the row has no "{field.name}", which is required', cure)
        return row

    def _find(self, name: str) -> Field | None:
        """Return the field that a row may give, else tell why there is none."""
        member, at = self.draft.fields.get(name), self._at_key(name)
        if member is None:
            if not self.draft.is_unread(name):
                text = f'"{self.draft.entity.name}" has no field "{name}"'
                self._refuse(at, "unknown_name", text, hint_name(name, self.givable))
        elif member.field.type in LATER:
            self._refuse(at, "not_supported", f'"{name}" cannot stand in rows: {LATER[member.field.type]} is not supported there yet')
        elif name not in self.givable:
            self._refuse(at, "unfit_key", f'"{name}" is made by crudgen itself', f"take {name} away")
        else:
            return member.field
        return None

    def _parse(self, field: Field, node: Node) -> Json:
        if node.value is None:
            if field.required:
                raise BadValue("required", "is required")
            return None
        kind = TYPES[field.type]
        return kind.to_json(field, kind.parse(field, read_literal(field, node)))

    def _at_key(self, name: str) -> Location:
        line, column = self.node.keys[name]
        return Location(self.file, line, column)

    def _refuse(self, at: Location, code: str, message: str, hint: str = "") -> None:
        refuse(self.problems, at, code, message, hint)


def _is_given_id(field: Field) -> bool:
    return field.is_key and field.type in GIVEN_IDS


def _is_needed(field: Field) -> bool:
    """Tell whether nothing but the row gives the field a value."""
    is_counted = field.is_implicit and field.is_key and field.type == "int"
    has_default = field.default is not None and field.default.kind != "user"
    return field.required and not has_default and not is_counted

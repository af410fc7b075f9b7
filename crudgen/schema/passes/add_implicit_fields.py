"""Add what every entity has without being asked: its id, when it was created, when it was changed."""

from dataclasses import replace

from crudgen.errors import Diagnostic
from crudgen.schema.catalog import Default, Field, Text
from crudgen.schema.draft import Draft, EntityDraft, FieldDraft, replace_entities

_LABELS = {
    "id": Text({"": "ID"}),
    "created_at": Text({"en": "Created", "ru": "Создано"}),
    "updated_at": Text({"en": "Changed", "ru": "Изменено"}),
}


def add_implicit_fields(draft: Draft, _problems: list[Diagnostic]) -> Draft:
    """Put `id` before the written fields and the timestamps after them; name the fields of the key."""
    return replace_entities(draft, {name: _complete(entity) for name, entity in draft.entities.items()})


def _complete(draft: EntityDraft) -> EntityDraft:
    entity = draft.entity
    if draft.view is not None:
        return draft  # its key is that of what it shows
    before = {} if draft.id.fields else {"id": _make_id(draft)}
    names = ("created_at", "updated_at") if entity.timestamps else ()
    after = {name: _make_timestamp(draft, name) for name in names}
    key = tuple(word.text for word in draft.id.fields) or ("id",)
    return replace(draft, fields={**before, **draft.fields, **after}, entity=replace(entity, key=key))


def _make_id(draft: EntityDraft) -> FieldDraft:
    key, is_text, is_single = draft.id, draft.id.type == "string", draft.entity.single
    field = Field(
        name="id",
        type=key.type,
        column=key.column,
        required=True,
        default=Default("uuid") if key.type == "uuid" else None,
        min_length=1 if is_text else None,
        max_length=(key.max_length or 255) if is_text else None,
        min=1 if is_single else None,  # the table itself takes no second record
        max=1 if is_single else None,
        hidden=is_single,
        label=_LABELS["id"],
        is_key=True,
        is_implicit=True,
        is_builtin=draft.entity.is_builtin,
        at=key.at if key.at.file else draft.entity.at,
    )
    return FieldDraft(field)


def _make_timestamp(draft: EntityDraft, name: str) -> FieldDraft:
    field = Field(
        name=name,
        type="datetime",
        column=name,
        required=True,
        default=Default("now"),
        readonly=True,
        label=_LABELS[name],
        is_implicit=True,
        is_builtin=draft.entity.is_builtin,
        at=draft.at("timestamps"),
    )
    return FieldDraft(field)

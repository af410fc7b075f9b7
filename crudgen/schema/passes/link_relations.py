"""Make a Relation of every reference and many-to-many field."""

from dataclasses import replace

from crudgen.errors import Diagnostic
from crudgen.schema.catalog import Link, Relation
from crudgen.schema.draft import Draft, EntityDraft, FieldDraft, Reference, keep_fields, refuse, replace_entities
from crudgen.schema.names import shorten
from crudgen.schema.passes.find_through import find_through


def link_relations(draft: Draft, problems: list[Diagnostic]) -> Draft:
    """Give each field that names an entity its relation, still without the other side's name."""
    changed: dict[str, EntityDraft] = {}
    for name, entity in draft.entities.items():
        fields = {}
        for field, member in entity.fields.items():
            if member.reference is None:
                fields[field] = member
            elif _is_linkable(draft, entity, member, member.reference, problems):
                linked = _link(draft, entity, member, member.reference, problems)
                fields |= {field: linked} if linked is not None else {}
        relations = {field: member.field.relation for field, member in fields.items() if member.field.relation is not None}
        if relations or len(fields) != len(entity.fields):
            changed[name] = replace(keep_fields(entity, fields), relations=relations)
    return replace_entities(draft, changed)


def _is_linkable(draft: Draft, entity: EntityDraft, member: FieldDraft, reference: Reference, problems: list[Diagnostic]) -> bool:
    target, field = draft.entities[reference.target], member.field
    if target.view is not None:
        source = target.view.source
        cure = f'refer to "{source.text}", which it is made from' if source is not None else ""
        refuse(problems, member.at("type"), "view", f'"{reference.target}" is a view, so nothing can refer to it', cure)
        return False
    if target.id.fields:
        message = f'"{reference.target}" has a key of several fields, so nothing can refer to it'
        refuse(problems, member.at("type"), "composite_reference", message, "give it id: int and unique: [[…]] for those fields")
        return False
    if reference.many and entity.id.fields:
        message = "an entity with a key of several fields has no many-to-many field"
        refuse(problems, member.at("type"), "composite_reference", message, "give it id: int and unique: [[…]] for those fields")
        return False
    if reference.on_delete == "set_null" and field.required:
        message = f'"{field.name}" is required, so it cannot be set to null'
        refuse(problems, member.at("on_delete"), "conflict", message, "use on_delete: cascade or restrict, or take required away")
    return True


def _link(draft: Draft, entity: EntityDraft, member: FieldDraft, reference: Reference, problems: list[Diagnostic]) -> FieldDraft | None:
    field, source = member.field, entity.entity
    link = make_link(source.table, source.name, field.name, reference.target) if reference.many else None
    if reference.through is not None:
        link = find_through(draft, entity, reference, reference.through, problems)
        if link is None:
            return None
    relation = Relation(
        name=field.name,
        source=source.name,
        target=reference.target,
        many=reference.many,
        field=field.name,
        column=field.column,
        link=link,
        on_delete=reference.on_delete,
        part_of=reference.part_of,
    )
    return replace(member, field=replace(field, relation=relation))


def make_link(table: str, source: str, field: str, target: str) -> Link:
    """Return the table behind a many-to-many field.

    >>> make_link("product", "product", "tags", "tag")
    Link(table='product_tags', near='product_id', far='tag_id', through='')
    >>> make_link("person", "person", "friends", "person")
    Link(table='person_friends', near='person_id', far='friends_id', through='')
    """
    near, far = f"{source}_id", f"{target}_id"
    if far == near:
        far = f"{field}_id" if field != source else f"other_{target}_id"
    return Link(shorten(f"{table}_{field}"), shorten(near), shorten(far))

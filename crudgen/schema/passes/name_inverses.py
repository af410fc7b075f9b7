"""Name the other side of every relation, and add it to the target."""

from collections import defaultdict
from dataclasses import replace

from crudgen.errors import Diagnostic
from crudgen.schema.catalog import Link, Location, Relation
from crudgen.schema.draft import Draft, EntityDraft, FieldDraft, refuse, replace_entities
from crudgen.schema.names import RESERVED_NAMES, check_name


def name_inverses(draft: Draft, problems: list[Diagnostic]) -> Draft:
    """Give each target the way back: named by `inverse`, else after the referring entity."""
    backward: dict[str, dict[str, Relation]] = defaultdict(dict)
    forward: dict[str, dict[str, FieldDraft]] = defaultdict(dict)
    for name, entity in draft.entities.items():
        for field, member in entity.fields.items():
            relation = member.field.relation
            if relation is None:
                continue
            inverse, at = _choose_name(member, relation)
            if _is_free(draft, backward[relation.target], relation, inverse, at, problems):
                named = replace(relation, inverse=inverse)
                backward[relation.target][inverse] = reverse(named)
                forward[name][field] = replace(member, field=replace(member.field, relation=named))
    return replace_entities(draft, {name: _complete(draft.entities[name], forward[name], backward[name]) for name in {*forward, *backward}})


def reverse(relation: Relation) -> Relation:
    """Return the same relation as its target sees it."""
    link = relation.link
    return Relation(
        name=relation.inverse,
        source=relation.target,
        target=relation.source,
        many=True,
        field=relation.field,
        column=relation.column,
        link=Link(link.table, link.far, link.near, link.through) if link else None,
        on_delete=relation.on_delete,
        inverse=relation.name,
        part_of=relation.part_of,
    )


def _complete(draft: EntityDraft, forward: dict[str, FieldDraft], backward: dict[str, Relation]) -> EntityDraft:
    own = {name: member.field.relation for name, member in forward.items() if member.field.relation is not None}
    return replace(draft, fields={**draft.fields, **forward}, relations={**draft.relations, **own, **backward})


def _choose_name(member: FieldDraft, relation: Relation) -> tuple[str, Location]:
    written = member.reference.inverse if member.reference is not None else None
    return (relation.source, member.at("type")) if written is None else (written.text, written.at)


def _is_free(draft: Draft, others: dict[str, Relation], relation: Relation, inverse: str, at: Location, problems: list[Diagnostic]) -> bool:
    target = draft.entities[relation.target]
    if problem := check_name(inverse):
        refuse(problems, at, "name", *problem)
    elif inverse in RESERVED_NAMES:
        refuse(problems, at, "reserved_name", f'the other side of "{relation.name}" cannot be named "{inverse}"', _cure(relation))
    elif inverse in others:
        other = others[inverse]
        message = f'"{relation.target}" already has "{inverse}", the other side of {other.target}.{other.field}'
        refuse(problems, at, "inverse", message, _cure(relation))
    elif inverse in target.fields:
        message = f'"{relation.target}" has a field "{inverse}", so the other side of "{relation.name}" needs another name'
        refuse(problems, at, "inverse", message, _cure(relation))
    elif relation.link is not None and inverse == relation.field:
        refuse(problems, at, "inverse", f'the other side of "{relation.name}" needs another name than the field', _cure(relation))
    else:
        return True
    return False


def _cure(relation: Relation) -> str:
    written = f"[{relation.target}]" if relation.many else relation.target
    return f"name it: {relation.name}: {{type: {written}, inverse: …}}"

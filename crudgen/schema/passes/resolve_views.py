"""Give the fields of views their types, which are those of their expressions, and find the keys of views."""

from collections.abc import Mapping
from dataclasses import replace

from crudgen.document import hint_name
from crudgen.errors import Diagnostic
from crudgen.schema.catalog import Catalog, Entity
from crudgen.schema.check_formulas import find_names
from crudgen.schema.draft import Draft, EntityDraft, ViewDraft, refuse, replace_entities
from crudgen.schema.freeze import freeze, freeze_entity
from crudgen.schema.passes.resolve_view import Resolver


def resolve_views(draft: Draft, problems: list[Diagnostic]) -> Draft:
    """Settle each view, those that others are made from before these."""
    views = {name: entity.view for name, entity in draft.entities.items() if entity.view is not None}
    if not views:
        return draft
    entities: dict[str, Entity] = dict(freeze(draft).entities)
    known = dict(draft.entities)
    for name in _order(views, problems):
        source = _find_source(known, views[name], problems)
        if source is None or source.unread is None:
            known[name] = _leave(known[name])  # what is wrong with it is told
        else:
            names = find_names(Draft(known))
            known[name] = Resolver(known[name], views[name], source, Catalog(entities), names, problems).resolve()
            entities[name] = freeze_entity(known[name])
    return replace_entities(draft, known)


def _leave(draft: EntityDraft) -> EntityDraft:
    """Return a view that cannot be settled, so that what is said about its fields is not called wrong."""
    return replace(draft, fields={}, unread=None)


def _find_source(known: Mapping[str, EntityDraft], view: ViewDraft, problems: list[Diagnostic]) -> EntityDraft | None:
    word = view.source
    if word is None:
        return None
    if word.text not in known:
        names = [name for name, one in known.items() if not one.entity.is_builtin]
        refuse(problems, word.at, "unknown_name", f'there is no entity "{word.text}"', hint_name(word.text, names))
    elif known[word.text].entity.single:
        refuse(problems, word.at, "single", f'"{word.text}" is one record alone, of which there is nothing to list', "name another entity")
        return None
    return known.get(word.text)


def _order(views: Mapping[str, ViewDraft], problems: list[Diagnostic]) -> list[str]:
    """Return the views, each after the one that it is made from; those of a circle, which is told, as they come."""
    ordered: dict[str, None] = {}
    for name in views:
        chain = _walk(views, name)
        last = views[chain[-1]].source
        if last is not None and last.text in chain and ordered.keys().isdisjoint(chain):
            circle = " → ".join([*chain[chain.index(last.text) :], last.text])
            refuse(problems, last.at, "view", f"a view cannot be made from itself: {circle}", "name an entity with a table")
        ordered |= dict.fromkeys(one for one in reversed(chain) if one not in ordered)
    return list(ordered)


def _walk(views: Mapping[str, ViewDraft], name: str) -> list[str]:
    """Return the views from `name` down to the last one that is made from a table, or from one before it."""
    chain = [name]
    while (word := views[chain[-1]].source) is not None and word.text in views and word.text not in chain:
        chain.append(word.text)
    return chain

"""Values that the service makes for new records out of other things: slugs from texts, and counted numbers."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection

from crudgen.plan.nodes import Compare, Operator, Path, Read
from crudgen.schema.catalog import Entity, Field
from crudgen.schema.sequence import read_format
from crudgen.service.slug import FreeSlugs, make_slug
from crudgen.service.validate import Draft
from crudgen.store import Store


def fill_made(store: Store, connection: Connection, entity: Entity, drafts: Sequence[Draft], now: datetime) -> None:
    """Give the drafts of new records the values that are made, in the transaction that stores them; given values stay, and count."""
    for field in entity.fields.values():
        if field.source:
            fill_slugs(store, connection, entity, field, drafts)
        if field.sequence:
            fill_numbers(store, connection, entity, field, drafts, now.year)


def fill_slugs(store: Store, connection: Connection, entity: Entity, field: Field, drafts: Sequence[Draft]) -> None:
    """Make each draft's slug from the text of its source; where it is unique, the first free one."""
    name, longest = field.name, field.max_length or 255

    def find_taken(slugs: Collection[str]) -> set[str]:
        where = Compare(Path((), field), Operator.IN, tuple(slugs))
        plan = Read(entity, (*entity.key_fields, field), where=where)
        return {record.values[name] for record in store.read(connection, plan).items} if slugs else set()

    free = FreeSlugs(find_taken, longest, {draft.values[name] for draft in drafts if draft.values.get(name) is not None})
    for draft in drafts:
        if draft.values.get(name) is None:
            text = draft.values.get(field.source)
            stem = None if text is None else make_slug(text, longest, entity.name.replace("_", "-"))
            draft.values[name] = free.take(stem) if stem is not None and field.unique else stem


def fill_numbers(store: Store, connection: Connection, entity: Entity, field: Field, drafts: Sequence[Draft], year: int) -> None:
    """Give each draft without a number the next one; numbers that an import brought move the counter on."""
    format, name = read_format(field.sequence), field.name
    highest: dict[str, int] = {}
    for draft in drafts:
        text = draft.values.get(name)
        found = format.read(text) if text is not None else None
        if found is not None:
            highest[found[0]] = max(found[1], highest.get(found[0], 0))
    for period, number in highest.items():
        head = format.head(int(period)) if period else format.head(year)
        store.advance_number(connection, entity, field, period, head, number)
    waiting = [draft for draft in drafts if draft.values.get(name) is None]
    if waiting:
        first = store.take_numbers(connection, entity, field, format.period(year), format.head(year), len(waiting))
        for place, draft in enumerate(waiting):
            draft.values[name] = format.write(year, first + place)

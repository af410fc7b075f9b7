"""What is asked of records once they are written, before the transaction ends: whether the caller may have written them, what
they must obey, what of them the caller sees, and the values that follow. One statement for each entity, none where nothing is
left to ask."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection

from crudgen.errors import FieldError, Forbidden
from crudgen.plan.check import key_order, where_keys
from crudgen.plan.nodes import Condition, Key, Mask, Path, Read, Record
from crudgen.plan.rights import Rights
from crudgen.plan.rows import ALL, Question, hold, masks, may_name, question, shown_names, visible
from crudgen.schema.catalog import Action, Entity, Field
from crudgen.service.batches import KEYS, batches
from crudgen.service.duties import CONTEXT, Duty, context_of, duties, standing_duties
from crudgen.service.part import Part
from crudgen.service.validate import FORBIDDEN, refuse_all, refuse_writing
from crudgen.store import Store


@dataclass(frozen=True, slots=True)
class Paper:
    """The questions about some written records of one entity, in the order of their answers."""

    entity: Entity
    made: Question | None
    sight: tuple[Condition, ...]
    masks: tuple[Mask, ...]
    duties: tuple[Duty, ...]
    values: tuple[Field, ...]
    computed: tuple[Field, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to ask."""
        is_granted = self.made is None or not (self.made.asks or any(not grant.names_all for grant in self.made.grants))
        return is_granted and not (self.sight or self.masks or self.duties or self.computed)


@dataclass(frozen=True, slots=True)
class Judge:
    """Asks, of records that this transaction wrote, what is left to ask. `made` is the action by which new ones came."""

    store: Store
    rights: Rights
    connection: Connection
    made: Action = Action.CREATE

    def accept(self, roots: Iterable[Part], rows: Iterable[Part] = ()) -> None:
        """Note what the caller sees of the records, and what was computed. Raises Forbidden or Invalid for what may not stay."""
        refuse_all(self.find_errors(roots, rows))

    def find_errors(self, roots: Iterable[Part], rows: Iterable[Part] = ()) -> list[FieldError]:
        """Return what is wrong with the records, all noted that `accept` notes.

        What is above them was asked before they were written (`permit.refuse_parents`).
        """
        errors: list[FieldError] = []
        ordered = sorted([*roots, *rows], key=_kind)
        for _, group in groupby(ordered, _kind):
            same = list(group)
            for some in batches(same, 1 if self._depends(same[0]) else KEYS):
                errors += self._judge_some(some)
        return errors

    def _depends(self, part: Part) -> bool:
        """Tell whether what is asked of such a record depends on its own draft, so that each is asked alone."""
        asked = [grant.when for grant in self.rights.grants(self.made, part.entity)] if part.stored is None else []
        asked += [duty.expression for duty in duties(self.rights.catalog, part.entity)]
        return any(one is not None and one.context & CONTEXT for one in asked)

    def _judge_some(self, parts: Sequence[Part]) -> list[FieldError]:
        first = parts[0]
        context = context_of(self.rights, first)
        pending = {(one.field, one.expression.text): one for part in parts for one in part.pending}
        paper = self._write_paper(first, tuple(pending.values()))
        if paper.is_empty:
            return []
        asks: list[Condition | Path] = [*(paper.made.asks if paper.made is not None else ()), *paper.sight]
        asks += [mask.where for mask in paper.masks]
        asks += [hold(self.rights, duty.expression, context) for duty in paper.duties]
        asks += [Path((), field) for field in paper.values]
        fields = (*paper.entity.key_fields, *paper.computed)
        where = where_keys(paper.entity, [part.key for part in parts])
        plan = Read(paper.entity, fields, where=where, order=key_order(paper.entity), asks=tuple(asks))
        found = {record.key: record for record in self.store.read(self.connection, plan).items}
        errors: list[FieldError] = []
        for part in parts:
            errors += self._take(paper, part, found[part.key])
        return errors

    def _write_paper(self, part: Part, pending: tuple[Duty, ...]) -> Paper:
        rights, entity = self.rights, part.entity
        is_new = part.stored is None
        sent = {name: part.draft.values.get(name) for name in part.draft.sent}
        seen = visible(rights, entity)
        shown = rights.fields(entity)
        return Paper(
            entity,
            question(rights, self.made, entity, sent, as_part=True) if is_new else None,
            () if seen == ALL or not shown else (seen,),
            masks(rights, entity, [*shown, *rights.relations(entity)]),
            pending,
            tuple(entity.fields[duty.field] for duty in pending if duty.field),
            tuple(field for field in shown.values() if field.computed),
        )

    def _take(self, paper: Paper, part: Part, record: Record) -> list[FieldError]:
        answers = list(record.answers)
        errors = self._check_made(paper, part, answers)
        if paper.sight and answers.pop(0) is not True:
            if part.stored is not None and part.is_touched:
                errors.append(FieldError(part.pointer, FORBIDDEN, "would be out of your sight"))
            part.is_seen = False
        told = [answers.pop(0) for _ in paper.masks]
        if paper.masks:
            part.shown = shown_names(self.rights, part.entity, paper.masks, told)
        part.computed = {field.name: record.values[field.name] for field in paper.computed}
        told = [answers.pop(0) for _ in paper.duties]
        values = {field.name: answers.pop(0) for field in paper.values}
        asked = zip(paper.duties, told, strict=True) if part.pending else ()  # the others obey already, or are not written
        return [*errors, *(duty.error(self.rights, part.pointer) for duty, one in asked if duty.is_broken(one, values.get(duty.field)))]

    def _check_made(self, paper: Paper, part: Part, answers: list[Any]) -> list[FieldError]:
        """Return what the caller may not have created, or given a value; take the answers about that from the list."""
        if paper.made is None:
            return []
        grants = paper.made.holding([answers.pop(0) for _ in paper.made.asks])
        if not grants:
            return [FieldError(part.pointer, FORBIDDEN, "may not be created by you")]
        always = {*part.entity.key, *(one.field for one in (part.entity.parent,) if one is not None)}
        return [refuse_writing(f"{part.pointer}/{name}") for name in part.draft.sent - always if not may_name(grants, name)]

    def accept_standing(self, entity: Entity, keys: Sequence[Key]) -> None:
        """Refuse records that stand as they were, but whose children changed, where they break a rule now."""
        asked = standing_duties(self.rights.catalog, entity)
        if not asked or not keys:
            return
        asks = tuple(hold(self.rights, duty.expression) for duty in asked)
        plan = Read(entity, entity.key_fields, where=where_keys(entity, keys), order=key_order(entity), asks=asks)
        for record in self.store.read(self.connection, plan).items:
            told = zip(asked, record.answers, strict=True)
            refuse_all([duty.error(self.rights, "") for duty, one in told if duty.is_broken(one, None)])


def _kind(part: Part) -> tuple[str, bool]:
    return part.entity.name, part.stored is None


def refuse_action(action: Action, entity: Entity) -> Forbidden:
    """Return the refusal of an action on a record that the caller sees."""
    return Forbidden(f'you may not {action} this record of "{entity.name}"')

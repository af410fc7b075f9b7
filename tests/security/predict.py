"""What SPEC 4 says of a write, in plain Python: whether it may be, and what is stored after it."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from crudgen.plan.actor import Actor
from crudgen.schema.catalog import Action, Entity, Relation
from tests.security.model import Model, Row, child_list, is_about

Rows = dict[str, dict[int, Row]]


class Refused(Exception):
    """The write must be refused; "unseen": as if there were no such record."""


@dataclass
class Write:
    """One write of an actor upon a model; what it comes to is in `after`."""

    model: Model
    actor: Actor
    after: Model

    @classmethod
    def of(cls, model: Model, actor: Actor) -> "Write":
        """Return a write that has changed nothing yet."""
        return cls(model, actor, Model(model.catalog, deepcopy(model.rows)))

    # --- what may be ------------------------------------------------------------------------------------------------------

    def need_parent(self, entity: Entity, parent_key: int | None) -> None:
        """Refuse a write to a child whose parent's list the actor may not update, as the parent is before."""
        if entity.parent is None or "admin" in self.actor.roles:
            return
        above = self.model.catalog.entities[entity.parent.target]
        row = self.model.rows[above.name].get(parent_key) if parent_key is not None else None
        if row is None or not self.model.may(self.actor, Action.UPDATE, above, row, name=child_list(above, entity)):
            raise Refused("parent")

    def need_names(self, model: Model, action: Action, entity: Entity, row: Row, sent: Mapping[str, Any]) -> None:
        """Refuse what the entity's own rules do not grant about a row, and the names sent."""
        if "admin" in self.actor.roles or (action not in entity.access and entity.parent is not None):
            return
        granting = model.granting(self.actor, action, entity, row, {name: sent[name] for name in sent if not isinstance(sent[name], list)})
        if not granting:
            raise Refused(f"no rule to {action}")
        for name in sent:
            is_always = name == "id" or (entity.parent is not None and name == entity.parent.name)
            if not is_always and not any(is_about(rule, name) for rule in granting):
                raise Refused(f"{name} may not be sent")

    def need_references(self, entity: Entity, body: Mapping[str, Any], before: Row | None) -> None:
        """Refuse ids of records that the actor does not see; what stands there already and is read may stay."""
        for name, value in body.items():
            one = entity.fields.get(name)
            if one is None or one.relation is None or value is None:
                continue
            target = self.model.catalog.entities[one.relation.target]
            is_kept = before is not None and not isinstance(value, list) and before[name] == value
            if is_kept and before is not None and self.model.reads(self.actor, entity, before, name):
                continue
            for key in value if isinstance(value, list) else [value]:
                row = self.model.rows[target.name].get(key)
                if row is None or not self.model.sees(self.actor, target, row):
                    raise Refused(f"{name} leads to what is not seen")

    def need_writable(self, entity: Entity, body: Mapping[str, Any]) -> None:
        """Refuse names that nobody may write."""
        for name, value in body.items():
            one = entity.fields.get(name)
            if one is not None and one.required and value is None:
                raise Refused(f"{name} is required")
            if one is not None and (one.hidden or one.computed or one.readonly or one.is_key):
                raise Refused(f"{name} is nobody's to write")
            if one is None and name not in entity.parts:
                raise Refused(f"{name} is unknown")

    # --- what comes of it -------------------------------------------------------------------------------------------------

    def create(self, entity: Entity, key: int, body: Mapping[str, Any]) -> None:
        """Make a record at a key that is known by now."""
        if not self.model.may_ever(self.actor, Action.CREATE, entity):
            raise Refused("create")
        self.need_parent(entity, body.get(entity.parent.name) if entity.parent is not None else None)
        self._make(entity, key, body)
        self._judge_new(entity, key, body)

    def _make(self, entity: Entity, key: int, body: Mapping[str, Any]) -> None:
        self.need_writable(entity, body)
        self.need_references(entity, body, None)
        row: Row = {name: [] if one.type == "links" else None for name, one in entity.fields.items() if not one.computed}
        if entity.owner in row and entity.fields[entity.owner].type == "reference":
            row[entity.owner] = self.actor.id
        row |= {name: sorted(set(value)) if isinstance(value, list) else value for name, value in body.items()} | {"id": key}
        self.after.rows[entity.name][key] = row

    def _judge_new(self, entity: Entity, key: int, body: Mapping[str, Any]) -> None:
        self.need_names(self.after, Action.CREATE, entity, self.after.rows[entity.name][key], body)

    def update(self, entity: Entity, key: int, body: Mapping[str, Any], fresh: list[int]) -> None:
        """Change a record; child lists in the body are written with it, their new rows at the `fresh` keys."""
        if not self.model.may_ever(self.actor, Action.UPDATE, entity):
            raise Refused("update")
        before = self._seen(entity, key)
        parent = entity.parent
        if parent is not None:
            self.need_parent(entity, before[parent.name])
            if parent.name in body and body[parent.name] != before[parent.name]:
                self.need_parent(entity, body[parent.name])
        self._change(entity, before, {name: value for name, value in body.items() if name not in entity.parts}, body)
        for name in body:
            if name in entity.parts:
                self._write_list(entity, key, entity.relations[name], body[name], fresh)
        self._stay(entity, key)

    def _seen(self, entity: Entity, key: int) -> Row:
        row = self.model.rows[entity.name].get(key)
        if row is None or not self.model.sees(self.actor, entity, row):
            raise Refused("unseen")
        return row

    def _change(self, entity: Entity, before: Row, values: Mapping[str, Any], sent: Mapping[str, Any]) -> None:
        self.need_writable(entity, sent)
        self.need_names(self.model, Action.UPDATE, entity, before, sent)
        self.need_references(entity, values, before)
        row = self.after.rows[entity.name][before["id"]]
        for name, value in values.items():
            if isinstance(value, list):
                target = self.model.catalog.entities[entity.relations[name].target]
                hidden = [one for one in before[name] if not self.model.sees(self.actor, target, self.model.rows[target.name][one])]
                row[name] = sorted({*value, *hidden})
            else:
                row[name] = value

    def _stay(self, entity: Entity, key: int) -> None:
        if not self.after.sees(self.actor, entity, self.after.rows[entity.name][key]):
            raise Refused("out of sight")

    def _write_list(self, entity: Entity, key: int, relation: Relation, rows: list[dict[str, Any]], fresh: list[int]) -> None:
        child = self.model.catalog.entities[relation.target]
        there = {each["id"]: each for _, each in self.model.reached(self.actor, entity, self.model.rows[entity.name][key], relation)}
        given = [one["id"] for one in rows if "id" in one]
        if any(one not in there for one in given):
            raise Refused("not in this list")
        for gone in [one for one in there if one not in given]:
            self.need_names(self.model, Action.DELETE, child, there[gone], {})
            self.after_delete(child, gone)
        made = []
        for one in rows:
            values = {name: value for name, value in one.items() if name != "id"}
            if "id" in one:
                changed = {name: value for name, value in values.items() if there[one["id"]].get(name) != value}
                if changed:
                    self._change(child, there[one["id"]], values, values)
                    self._stay(child, one["id"])
            else:
                new = fresh.pop(0)
                self.need_writable(child, values)
                self._make(child, new, {**values, relation.field: key})
                made.append((new, values))
        for new, values in made:
            self._judge_new(child, new, values)

    def delete(self, entity: Entity, key: int) -> None:
        """Delete a record."""
        if not self.model.may_ever(self.actor, Action.DELETE, entity):
            raise Refused("delete")
        row = self._seen(entity, key)
        self.need_parent(entity, row[entity.parent.name] if entity.parent is not None else None)
        self.need_names(self.model, Action.DELETE, entity, row, {})
        self.after_delete(entity, key)

    def after_delete(self, entity: Entity, key: int) -> None:
        """Take a record out with what hangs on it, whoever sees that."""
        doomed, clear = {(entity.name, key)}, []
        pending = [(entity, key)]
        held = []
        while pending:
            source, gone = pending.pop()
            for relation in source.relations.values():
                if not relation.many or relation.link is not None or relation.target.startswith("crudgen_"):
                    continue
                target = self.model.catalog.entities[relation.target]
                for each in self.after.rows[target.name].values():
                    if each[relation.field] != gone:
                        continue
                    if relation.on_delete == "restrict":
                        held.append((target.name, each["id"]))
                    elif relation.on_delete == "set_null":
                        clear.append((each, relation.field))
                    elif (target.name, each["id"]) not in doomed:
                        doomed.add((target.name, each["id"]))
                        pending.append((target, each["id"]))
        if any(one not in doomed for one in held):
            raise Refused("held")
        for each, name in clear:
            each[name] = None
        for name, gone in doomed:
            del self.after.rows[name][gone]
        self._unlink(doomed)

    def _unlink(self, doomed: set[tuple[str, int]]) -> None:
        for entity in self.model.catalog.entities.values():
            for name, one in entity.fields.items():
                if one.type == "links" and one.relation is not None and entity.name in self.after.rows:
                    for each in self.after.rows[entity.name].values():
                        each[name] = [key for key in each[name] if (one.relation.target, key) not in doomed]

"""What SPEC 4 says, in plain Python over rows in memory: slow, and written without a look at how the server does it.

A row is a dict of what is stored, many-to-many lists as sorted lists of ids. Every question is asked of one row at a time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from crudgen.plan.actor import Actor
from crudgen.schema.catalog import Action, Catalog, Entity, Field, Relation, Rule
from crudgen.schema.expression import BOOL, Expression, Scope, compile_expression, evaluate
from crudgen.schema.expression.tree import Typed, walk

Row = dict[str, Any]
NOW = datetime.now(UTC)


@dataclass
class Model:
    """All rows of a world, by entity and id, and what an actor may do with them."""

    catalog: Catalog
    rows: dict[str, dict[int, Row]]
    _answers: dict[Any, bool] = field(default_factory=dict)

    # --- values, as rules see them: everything ---------------------------------------------------------------------------

    def value(self, entity: Entity, row: Row, dotted: str, sent: Mapping[str, Any], actor: Actor) -> Any:
        """Return what an expression finds under a name, from a row."""
        first, _, rest = dotted.partition(".")
        if rest and first in ("user", "input"):
            return actor.context.get(dotted) if first == "user" else sent.get(rest)
        return self.at(entity, row, dotted, actor)

    def at(self, entity: Entity, row: Row, dotted: str, actor: Actor) -> Any:
        """Return what a path leads to from a row."""
        first, _, rest = dotted.partition(".")
        relation = entity.relations.get(first)
        if relation is not None and relation.many:
            return self.many(entity, row, dotted, actor)
        if not rest:
            one = entity.fields[first]
            return self.computed(entity, row, one) if one.computed else row[first]
        assert relation is not None
        target = self.catalog.entities[relation.target]
        there = self.rows[target.name].get(row[first]) if row[first] is not None else None
        if there is None:
            return [] if self._leads_to_many(target, rest) else None
        return self.at(target, there, rest, actor)

    def _leads_to_many(self, entity: Entity, dotted: str) -> bool:
        for name in dotted.split("."):
            relation = entity.relations.get(name)
            if relation is None:
                return False
            if relation.many:
                return True
            entity = self.catalog.entities[relation.target]
        return False

    def many(self, entity: Entity, row: Row, dotted: str, actor: Actor) -> list[Any]:
        """Return the rows of an aggregate, each as a look-up of its own."""
        found = [(entity, row)]
        for name in dotted.split("."):
            found = [one for here, each in found for one in self.follow(here, each, name)]
        return [lambda name, here=here, each=each: self.at(here, each, name, actor) for here, each in found]

    def follow(self, entity: Entity, row: Row, name: str) -> list[tuple[Entity, Row]]:
        """Return the rows that a relation leads to."""
        relation = entity.relations[name]
        target = self.catalog.entities[relation.target]
        rows = self.rows[target.name]
        if not relation.many:
            return [(target, rows[row[name]])] if row[name] is not None else []
        if relation.link is None:
            return [(target, each) for each in rows.values() if each[relation.field] == row["id"]]
        if relation.is_owned:
            return [(target, rows[key]) for key in row[name]]
        return [(target, each) for each in rows.values() if row["id"] in each[relation.field]]

    def computed(self, entity: Entity, row: Row, one: Field) -> Any:
        """Return a computed field's value: of all rows, whoever asks."""
        expression = self.catalog.formulas.computed(entity, one)
        return evaluate(expression, lambda name: self.value(entity, row, name, {}, Actor()), now=NOW)

    def holds(self, entity: Entity, row: Row, when: Expression, actor: Actor, sent: Mapping[str, Any]) -> bool:
        """Tell whether a condition is true; null is not."""
        return evaluate(when, lambda name: self.value(entity, row, name, sent, actor), now=NOW) is True

    # --- rules -----------------------------------------------------------------------------------------------------------

    def rules(self, actor: Actor, action: Action, entity: Entity) -> list[Rule] | None:
        """Return the entity's rules that speak of the actor, None where it has none of its own."""
        rules = entity.access.get(action)
        if rules is None:
            return None
        return [rule for rule in rules if speaks_of(rule, actor)]

    def granting(self, actor: Actor, action: Action, entity: Entity, row: Row, sent: Mapping[str, Any]) -> list[Rule]:
        """Return the entity's own rules that hold for a row."""
        return [rule for rule in self.rules(actor, action, entity) or () if self._grants(rule, actor, action, entity, row, sent)]

    def _grants(self, rule: Rule, actor: Actor, action: Action, entity: Entity, row: Row, sent: Mapping[str, Any]) -> bool:
        if rule.role == "owner" and self.at(entity, row, entity.owner, actor) != actor.id:
            return False
        if not rule.when:
            return True
        return self.holds(entity, row, self.catalog.formulas.condition(entity, action, rule.when), actor, sent)

    def may(self, actor: Actor, action: Action, entity: Entity, row: Row, sent: Mapping[str, Any] | None = None, name: str = "") -> bool:
        """Tell whether the actor may do something with a row, and about one field or list of it if `name` is given."""
        if "admin" in actor.roles:
            return True
        parent = entity.parent
        if parent is not None:
            above = self.catalog.entities[parent.target]
            there = self.rows[above.name].get(row[parent.name])
            outer = Action.READ if action is Action.READ else Action.UPDATE
            if there is None or not self.may(actor, outer, above, there, name=child_list(above, entity)):
                return False
            if action not in entity.access:
                return True
        granting = self.granting(actor, action, entity, row, sent or {})
        return any(not name or is_about(rule, name) for rule in granting)

    def may_ever(self, actor: Actor, action: Action, entity: Entity, name: str = "") -> bool:
        """Tell whether some rule lets the actor do something with some row, as far as roles alone tell."""
        if "admin" in actor.roles:
            return True
        if entity.parent is not None:
            above = self.catalog.entities[entity.parent.target]
            outer = Action.READ if action is Action.READ else Action.UPDATE
            if not self.may_ever(actor, outer, above, child_list(above, entity)):
                return False
        rules = self.rules(actor, action, entity)
        if rules is None:
            return entity.parent is not None
        return any(not name or is_about(rule, name) for rule in rules)

    def knows(self, actor: Actor, entity: Entity) -> bool:
        """Tell whether the entity exists for the actor."""
        return any(self.may_ever(actor, action, entity) for action in Action)

    # --- what is seen ----------------------------------------------------------------------------------------------------

    def sees(self, actor: Actor, entity: Entity, row: Row) -> bool:
        """Tell whether a row is there for the actor."""
        return self.may(actor, Action.READ, entity, row)

    def reads(self, actor: Actor, entity: Entity, row: Row, name: str) -> bool:
        """Tell whether a field is there for the actor on a row."""
        key = (actor.id, actor.roles, actor.is_authenticated, entity.name, row["id"], name)
        if key not in self._answers:
            one = entity.fields[name]
            self._answers[key] = is_open(one) and (
                self.sees(actor, entity, row) if one.is_key else self.may(actor, Action.READ, entity, row, name=name)
            )
        return self._answers[key]

    def reads_ever(self, actor: Actor, entity: Entity, name: str) -> bool:
        """Tell whether a field exists for the actor."""
        one = entity.fields.get(name)
        if one is None or not is_open(one):
            return False
        if one.type == "links" and not self.may_ever(actor, Action.READ, self.catalog.entities[one.relation.target]):  # type: ignore[union-attr]
            return False
        return self.may_ever(actor, Action.READ, entity, "" if one.is_key else name)

    def follows_ever(self, actor: Actor, entity: Entity, name: str) -> bool:
        """Tell whether a relation exists for the actor: its field, and what it leads to."""
        relation = entity.relations.get(name)
        if relation is None:
            return False
        target = self.catalog.entities[relation.target]
        if not (self.may_ever(actor, Action.READ, entity) and self.may_ever(actor, Action.READ, target)):
            return False
        if relation.is_owned:
            return self.reads_ever(actor, entity, relation.field)
        if relation.part_of and not self.may_ever(actor, Action.READ, entity, name):
            return False
        return self.reads_ever(actor, target, relation.field)

    def names_list(self, actor: Actor, entity: Entity, row: Row, relation: Relation) -> bool:
        """Tell whether a relation is there for the actor on a row."""
        if relation.is_owned:
            return self.reads(actor, entity, row, relation.field)
        if relation.part_of:
            return self.may(actor, Action.READ, entity, row, name=relation.name)
        return self.sees(actor, entity, row)

    def reached(self, actor: Actor, entity: Entity, row: Row, relation: Relation) -> list[tuple[Entity, Row]]:
        """Return the rows that the actor reaches over a relation from a row."""
        if not self.names_list(actor, entity, row, relation):
            return []
        found = [(target, each) for target, each in self.follow(entity, row, relation.name) if self.sees(actor, target, each)]
        if relation.is_owned:
            return found
        return [(target, each) for target, each in found if self.reads(actor, target, each, relation.field)]

    def reads_path(self, actor: Actor, entity: Entity, row: Row, steps: tuple[Relation, ...], name: str) -> bool:
        """Tell whether all of a path over references may be read from a row; one that ends early is null, and may be."""
        for step in steps:
            if not self.reads(actor, entity, row, step.name):
                return False
            if row[step.name] is None:
                return True
            found = self.reached(actor, entity, row, step)
            if not found:
                return False
            entity, row = found[0]
        return self.reads(actor, entity, row, name) if name else True

    # --- a request's expression, which sees what its author does ------------------------------------------------------------

    def filters(self, actor: Actor, entity: Entity, row: Row, expression: Expression) -> bool:
        """Tell whether a filter keeps a row: each path outside aggregates must be readable there; aggregates go over what is seen."""
        for node in outside(expression.tree):
            if node.op == "path" and not self.reads_path(actor, entity, row, node.value.steps, node.value.field.name):
                return False
            if node.op == "aggregate":
                first = next(place for place, step in enumerate(node.value.steps) if step.many)
                steps = node.value.steps[:first]
                if not self.reads_path(actor, entity, row, steps, ""):
                    return False
                ends = self._end(entity, row, steps)
                if ends is not None and not self.names_list(actor, *ends, node.value.steps[first]):
                    return False
        sight = {node.value.name: self._rows(actor, entity, row, node) for node in outside(expression.tree) if node.op == "aggregate"}

        def look(name: str) -> Any:
            return sight[name] if name in sight else self.value(entity, row, name, {}, actor)

        return evaluate(expression, look, now=NOW) is True

    def _end(self, entity: Entity, row: Row, steps: Iterable[Relation]) -> tuple[Entity, Row] | None:
        for step in steps:
            found = self.follow(entity, row, step.name)
            if not found:
                return None
            entity, row = found[0]
        return entity, row

    def _rows(self, actor: Actor, entity: Entity, row: Row, node: Typed) -> list[Any]:
        found = [(entity, row)]
        for step in node.value.steps:
            found = [one for here, each in found for one in self.reached(actor, here, each, step)]
        inner = [one.value for one in walk(node) if one.op == "path" and one.value.root == "each"]
        for place in inner:
            name = place.steps[0].name if place.steps else place.field.name
            found = [(here, each) for here, each in found if self.reads(actor, here, each, name)]
        return [lambda name, here=here, each=each: self._seen(actor, here, each, name) for here, each in found]

    def _seen(self, actor: Actor, entity: Entity, row: Row, dotted: str) -> Any:
        """Return the value at a path from an aggregate's row; null where it leads to what is not seen."""
        first, _, rest = dotted.partition(".")
        if not rest:
            return self.at(entity, row, first, actor) if self.reads(actor, entity, row, first) else None
        found = self.reached(actor, entity, row, entity.relations[first])
        return self._seen(actor, *found[0], rest) if found else None

    def allows_names(self, actor: Actor, expression: Expression) -> bool:
        """Tell whether every name of a filter exists for the actor."""
        for node in walk(expression.tree):
            if node.op == "path" and node.value.root in ("", "each"):
                entity = expression.entity if node.value.root == "" else self._each_entity(expression, node)
                if not self.allows_path(actor, entity, [step.name for step in node.value.steps], node.value.field.name):
                    return False
            if node.op == "aggregate" and not self.allows_path(actor, expression.entity, [step.name for step in node.value.steps], ""):
                return False
        return True

    def _each_entity(self, expression: Expression, place: Typed) -> Entity:
        around = next(one for one in walk(expression.tree) if one.op == "aggregate" and any(inner is place for inner in walk(one)))
        return self.catalog.entities[around.value.steps[-1].target]

    def allows_path(self, actor: Actor, entity: Entity, steps: Iterable[str], name: str) -> bool:
        """Tell whether a path exists for the actor."""
        for step in steps:
            if not self.follows_ever(actor, entity, step):
                return False
            entity = self.catalog.entities[entity.relations[step].target]
        return not name or self.reads_ever(actor, entity, name)

    def compile(self, entity: Entity, text: str) -> Expression:
        """Return a filter with every name of the schema."""
        return compile_expression(text, Scope(self.catalog, entity, expects=BOOL))

    # --- answers ---------------------------------------------------------------------------------------------------------

    def show(
        self, actor: Actor, entity: Entity, row: Row, names: Iterable[str] | None, tree: Mapping[str, Any], *, lists: bool = False
    ) -> dict[str, Any]:
        """Return a record as it is answered: the fields of `names` (None: all values), lists of ids, and what is expanded."""
        chosen = list(entity.fields) if names is None else list(names)
        seen: dict[str, Any] = {"id": row["id"]}
        for name, one in entity.fields.items():
            if name not in chosen or not self.reads_ever(actor, entity, name) or not self.reads(actor, entity, row, name):
                continue
            if one.type != "links":
                seen[name] = self.at(entity, row, name, actor)
            elif lists or names is not None:
                seen[name] = sorted(each["id"] for _, each in self.reached(actor, entity, row, entity.relations[name]))
        for name, below in tree.items():
            relation = entity.relations[name]
            if not self.names_list(actor, entity, row, relation):
                seen.pop(name, None)
                continue
            found = [self.show(actor, target, each, None, below) for target, each in self.reached(actor, entity, row, relation)]
            seen[name] = sorted(found, key=lambda each: each["id"]) if relation.many else (found[0] if found else None)
        return seen

    def title(self, actor: Actor, entity: Entity, row: Row) -> str:
        """Return how a record is named, of what may be read."""
        parts = list(entity.title)
        for place in range(1, len(parts), 2):
            *steps, name = parts[place].split(".")
            parts[place] = self._text(actor, entity, row, steps, name)
        return "".join(parts).strip(" ·-,") or str(row["id"])

    def _text(self, actor: Actor, entity: Entity, row: Row, steps: list[str], name: str) -> str:
        if not self.allows_path(actor, entity, steps, name):
            return ""
        for step in steps:
            found = self.reached(actor, entity, row, entity.relations[step])
            if not found:
                return ""
            entity, row = found[0]
        value = self.at(entity, row, name, actor) if self.reads(actor, entity, row, name) else None
        return "" if value is None else str(value)


def speaks_of(rule: Rule, actor: Actor) -> bool:
    """Tell whether a rule is for the actor, whatever the row."""
    match rule.role:
        case "public":
            return True
        case "authenticated":
            return actor.is_authenticated
        case "owner":
            return actor.id is not None
        case "nobody":
            return False
        case role:
            return role in actor.roles


def is_about(rule: Rule, name: str) -> bool:
    """Tell whether a rule names a field or list."""
    return name not in rule.excluded and (rule.fields is None or name in rule.fields)


def is_open(one: Field) -> bool:
    """Tell whether a field ever leaves the server."""
    return not (one.hidden or one.write_only or one.type == "password")


def child_list(parent: Entity, child: Entity) -> str:
    """Return the name of a parent's list of some children."""
    return next(one.name for one in parent.relations.values() if one.part_of and one.many and one.target == child.name)


def outside(tree: Typed) -> Iterable[Typed]:
    """Yield the nodes that are in no aggregate's argument."""
    yield tree
    if tree.op != "aggregate":
        for one in tree.args:
            yield from outside(one)

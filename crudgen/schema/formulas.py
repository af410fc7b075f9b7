"""The expressions of a Catalog, compiled: each when it is first asked for, and once.

What `schema.load` has accepted compiles; a Catalog made by hand may raise ExpressionError.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from crudgen.schema.catalog import Action, Catalog, Check, Entity, Field, Rule, View
from crudgen.schema.expression import BOOL, Expression, ExpressionError, Names, Scope, compile_expression, type_of
from crudgen.schema.expression.facts import both
from crudgen.schema.expression.nodes import Name
from crudgen.schema.expression.parse import parse
from crudgen.schema.expression.scope import EVERYTHING
from crudgen.schema.expression.tree import Place, reroot, walk

OWNER = "owner"
USER = "user"


class Formulas:
    """The compiled expressions of one Catalog. Threads may race here: at worst one is compiled twice."""

    def __init__(self, catalog: Catalog, names: Names = EVERYTHING) -> None:
        self._catalog = catalog
        self._names = names
        self._known: dict[tuple[str, str, str], Expression] = {}

    def computed(self, entity: Entity, field: Field) -> Expression:
        """Return what a computed field's value is, of the field's own type."""
        scope = self.computed_scope(entity, field)
        return self._compile("computed " + field.name, field.computed, scope)

    def computed_scope(self, entity: Entity, field: Field) -> Scope:
        """Return what the expression of a computed field may use."""
        return Scope(self._catalog, entity, names=self._names, expects=type_of(self._catalog, field))

    def checks(self, entity: Entity) -> Iterator[tuple[Check, Expression]]:
        """Yield the entity's checks with their conditions; such a rule is broken only where it is false."""
        return ((check, self.check(entity, check)) for check in entity.checks)

    def check(self, entity: Entity, check: Check) -> Expression:
        """Return the condition of a check."""
        return self._compile("check", check.rule, self.check_scope(entity))

    def check_scope(self, entity: Entity) -> Scope:
        """Return what the rule of a check, and `required_if`, may use."""
        return Scope(self._catalog, entity, user=True, old=True, input=True, expects=BOOL, names=self._names)

    def required_if(self, entity: Entity, field: Field) -> Expression | None:
        """Return the condition under which the field must have a value, None where it has none."""
        return self._compile("check", field.required_if, self.check_scope(entity)) if field.required_if else None

    def show_if(self, entity: Entity, field: Field) -> Expression | None:
        """Return the condition under which forms and pages show the field, None where they always do."""
        return self._compile("show_if", field.show_if, self.shown_scope(entity)) if field.show_if else None

    def shown_scope(self, entity: Entity) -> Scope:
        """Return what `show_if` may use."""
        return Scope(self._catalog, entity, user=True, expects=BOOL, names=self._names)

    def options(self, field: Field) -> Expression | None:
        """Return the condition on a record of the target that a reference or link may choose, None where it may choose any."""
        return self._compile("options", field.options_filter, self.options_scope(field)) if field.options_filter else None

    def options_scope(self, field: Field) -> Scope:
        """Return what `options_filter` may use: the names are those of the record to be chosen."""
        assert field.relation is not None  # noqa: S101 -- only such fields have it
        return Scope(self._catalog, self._catalog.entities[field.relation.target], user=True, expects=BOOL, names=self._names)

    def rule(self, entity: Entity, action: Action, rule: Rule) -> Expression | None:
        """Return the condition on the rows that a rule of `access` is about, `owner` included; None where it is about all."""
        mine = self.condition(entity, action, f"{entity.owner} = user.id") if rule.role == OWNER else None
        when = self.condition(entity, action, rule.when) if rule.when else None
        return both(mine, when) if mine and when else mine or when

    def condition(self, entity: Entity, action: Action, text: str) -> Expression:
        """Return the condition of a rule for an action."""
        made = self._compile(f"rule {action}", text, self.rule_scope(entity, action))
        return replace(made, tree=reroot(made.tree, "old", ""))  # the rule is asked before the row changes

    def owner(self, entity: Entity) -> Expression:
        """Return the path to the user whose record it is. Raises ExpressionError where it is none."""
        if not isinstance(parse(entity.owner), Name):
            raise ExpressionError("owner", "the owner is a path to a user, not an expression", "write owner: customer.user", 0)
        try:
            found = self._compile("owner", entity.owner, Scope(self._catalog, entity, names=self._names))
        except ExpressionError as error:
            if error.code != "expression_to_many":
                raise
            cure = "an owner is one user: end the path with a reference to one, over references alone"
            raise ExpressionError("owner", error.message, cure, error.offset) from None
        is_user = found.type.entity == USER or (entity.name == USER and found.paths == entity.key)
        if not is_user:
            message = f'"{entity.owner}" of "{entity.name}" does not lead to a user'
            raise ExpressionError("owner", message, "end the path with a reference to user", found.tree.offset)
        return found

    def rule_scope(self, entity: Entity, action: Action) -> Scope:
        """Return what the condition of a rule for an action may use."""
        writes = action in (Action.CREATE, Action.UPDATE, Action.IMPORT)
        scope = Scope(self._catalog, entity, user=True, input=writes, expects=BOOL, names=self._names)
        return replace(scope, old=True) if action in (Action.UPDATE, Action.DELETE, Action.RESTORE) else scope

    def view_filter(self, view: View) -> Expression | None:
        """Return the condition on the rows that a view is made of, None where it is made of all."""
        return self._compile("view", view.filter, replace(self.view_scope(view), group=False, expects=BOOL)) if view.filter else None

    def view_value(self, view: View, field: Field) -> Expression:
        """Return what a view's field is, of the field's own type."""
        scope = replace(self.view_scope(view), expects=type_of(self._catalog, field))
        return self._compile(f"view {field.name} {scope.expects!r}", view.values[field.name], scope)

    def view_scope(self, view: View) -> Scope:
        """Return what the expressions of a view's fields may use."""
        return Scope(self._catalog, self._catalog.entities[view.source], group=True)

    @cached_property
    def user_places(self) -> tuple[Place, ...]:
        """Return what all these expressions ask of the user who acts, beside the id and the roles, that every caller has."""
        found: dict[str, Place] = {}
        for entity in self._catalog.entities.values():
            for expression in self._about(entity):
                places = [node.value for node in walk(expression.tree) if node.op == "path"]
                found |= {place.name: place for place in places if place.root == "user"}
        return tuple(place for name, place in found.items() if name not in ("user.id", "user.roles"))

    def _about(self, entity: Entity) -> Iterator[Expression]:
        for _, expression in self.checks(entity):
            yield expression
        for action, rules in entity.access.items():
            yield from (made for rule in rules if (made := self.rule(entity, action, rule)) is not None)
        for field in entity.fields.values():
            options = self.options(field) if field.options_filter else None
            yield from (made for made in (self.required_if(entity, field), self.show_if(entity, field), options) if made is not None)

    def _compile(self, kind: str, text: str, scope: Scope) -> Expression:
        key = (kind, scope.entity.name, text)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = compile_expression(text, scope)
        return known

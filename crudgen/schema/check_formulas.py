"""Check every expression of the files against the Catalog, each mistake at its own character.

It runs once the passes have settled the draft: an expression may name fields of every file. What depends on a name that
has a mistake of its own isn't judged.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from crudgen.errors import Diagnostic
from crudgen.schema.catalog import Catalog, Entity, Field, Relation
from crudgen.schema.draft import Draft, EntityDraft, FieldDraft, Formula, refuse
from crudgen.schema.expression import Expression, ExpressionError
from crudgen.schema.expression.scope import EVERYTHING, Names
from crudgen.schema.expression.tree import Place, walk
from crudgen.schema.formula_uses import Node, check_uses
from crudgen.schema.formulas import Formulas
from crudgen.schema.paths import Unread

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Written:
    """An expression of the files, what compiles it, and what judges it when it is compiled."""

    formula: Formula
    entity: Entity
    compile: Callable[[], Expression]
    judge: Callable[[Expression], None]
    field: str = ""
    """The field whose value it is, "" for a condition."""


def check_formulas(draft: Draft, catalog: Catalog, problems: list[Diagnostic]) -> None:
    """Compile every expression of the Catalog, which is made of the draft, and add each mistake to `problems`."""
    names = find_names(draft)
    formulas = catalog.formulas if names is EVERYTHING else Formulas(catalog, names)
    compiled = []
    for name, entity in draft.entities.items():
        for written in _find_written(entity, catalog.entities[name], formulas):
            expression = _compile(written, problems)
            if expression is not None:
                compiled.append(Node(written.entity.name, written.field, written.formula, expression))
    check_uses(compiled, problems)


def _compile(written: Written, problems: list[Diagnostic]) -> Expression | None:
    try:
        expression = written.compile()
        written.judge(expression)
    except Unread:
        return None
    except ExpressionError as error:
        refuse(problems, written.formula.at(error.offset), error.code, error.message, error.hint)
        return None
    return expression


def _find_written(draft: EntityDraft, entity: Entity, formulas: Formulas) -> Iterator[Written]:
    for name, member in draft.fields.items():
        yield from _of_field(member, entity, entity.fields[name], formulas)
    for one in draft.checks:
        as_written = replace(one.check, rule=one.rule.text)
        yield Written(one.rule, entity, _bind(formulas.check, entity, as_written), _judge_condition("take the check away"))
    if draft.owner is not None:
        yield Written(draft.owner, entity, _bind(formulas.owner, entity), _ignore)
    for action, rules in draft.access.items():
        for rule in rules:
            if rule.when is not None:
                compile_rule = _bind(formulas.condition, entity, action, rule.when.text)
                yield Written(rule.when, entity, compile_rule, _judge_condition("leave when out, or take the rule away"))


def _of_field(member: FieldDraft, entity: Entity, field: Field, formulas: Formulas) -> Iterator[Written]:
    if field.computed:
        yield Written(member.formula("computed"), entity, _bind(formulas.computed, entity, field), _ignore, field.name)
    if field.required_if:
        compile_it = _bind(formulas.required_if, entity, field)
        yield Written(member.formula("required_if"), entity, compile_it, _judge_condition("write required: true, or take it away"))
    if field.show_if:
        yield Written(member.formula("show_if"), entity, _bind(formulas.show_if, entity, field), _judge_shown)
    if field.options_filter and field.relation is not None:
        compile_it = _bind(formulas.options, field)
        yield Written(member.formula("options_filter"), entity, compile_it, _judge_condition("take options_filter away"))


def _bind(compile_it: Callable[..., Expression | None], *arguments: Any) -> Callable[[], Expression]:
    def compile_bound() -> Expression:
        made = compile_it(*arguments)
        assert made is not None  # noqa: S101 -- asked for what is written
        return made

    return compile_bound


def _ignore(_expression: Expression) -> None:
    """Find nothing wrong."""


def _judge_condition(cure: str) -> Callable[[Expression], None]:
    def judge(expression: Expression) -> None:
        if all(node.op not in ("path", "clock", "aggregate") for node in walk(expression.tree)):
            raise ExpressionError("expression_constant", "the condition names nothing, so it is always the same", cure, 0)

    return judge


def _judge_shown(expression: Expression) -> None:
    """Refuse what a form doesn't know while somebody fills it in."""
    for node in walk(expression.tree):
        if node.op == "aggregate":
            raise _unknown_to_forms(node.value.name, "is a list of records", node.offset)
        if node.op == "path" and (reason := _find_reason(node.value)):
            raise _unknown_to_forms(node.value.name, reason, node.offset)
    _judge_condition("take show_if away, or hide the field from all")(expression)


def _find_reason(place: Place) -> str:
    if place.root == "user":
        return "" if not place.steps and place.field.name in ("id", "roles") else "is of the user's record"
    if place.steps:
        return "is of another record"
    if place.field.computed:
        return "is computed on the server"
    return "" if place.field.is_readable else "is never shown"


def _unknown_to_forms(name: str, reason: str, offset: int) -> ExpressionError:
    cure = "name the record's own stored fields, user.id, user.roles or the clock"
    return ExpressionError("expression_form", f'"{name}" {reason}, which a form does not know', cure, offset)


def find_names(draft: Draft) -> Names:
    """Return the names that expressions may use: all, but that those with a mistake of their own are passed over."""
    if all(entity.unread == frozenset() for entity in draft.entities.values()):
        return EVERYTHING
    return _Told(draft)


class _Told:
    """The names of a draft in which some are missing, whose mistakes are told already: to ask for one raises Unread."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.is_blank = any(entity.unread is None for entity in draft.entities.values())
        self.lost = frozenset().union(*(entity.lost for entity in draft.entities.values()))

    def fields(self, entity: Entity) -> Mapping[str, Field]:
        return _Known(entity.fields, self.draft.entities[entity.name].is_unread)

    def relations(self, entity: Entity) -> Mapping[str, Relation]:
        own = self.draft.entities[entity.name]
        return _Known(entity.relations, lambda name: self.is_blank or name in self.lost or own.is_unread(name))


class _Known(Mapping[str, T]):
    def __init__(self, known: Mapping[str, T], is_unread: Callable[[str], bool]) -> None:
        self.known, self.is_unread = known, is_unread

    def __getitem__(self, name: str) -> T:
        if name not in self.known and self.is_unread(name):
            raise Unread(name)
        return self.known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.known)

    def __len__(self) -> int:
        return len(self.known)

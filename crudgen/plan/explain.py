"""Explain: what must be allowed for an action, which rules of `access` speak for the caller, and what decided. Pure.

It asks the same `Rights` and the same conditions as every plan does; `sentences` puts the result into words.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from crudgen.plan.nodes import At, Condition, Path
from crudgen.plan.rights import READS, Grant, Rights, above_of, find_rules, is_always, is_writable, list_of
from crudgen.plan.rows import hold
from crudgen.schema.catalog import Action, Entity, Field, Relation, Rule
from crudgen.schema.expression.facts import without
from crudgen.schema.expression.tree import Place, walk
from crudgen.schema.keys.access import ACCESS

WRITES = frozenset({Action.CREATE, Action.UPDATE, Action.IMPORT})
MAKES = frozenset({Action.CREATE, Action.IMPORT})
BUILT = tuple(Action(name) for name in ACCESS.shapes)
"""The actions that `access` takes rules for by now."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One rule, and what became of it. `grant` is None where it speaks for somebody else; `rule` where no rule is needed.

    `names` tells whether it is about the field or list in question. `holds` is None as long as that is not known: where no record
    was asked, or where it depends on what will be sent. `values` are those that its condition looked at, by dotted name.
    """

    rule: Rule | None
    condition: str = ""
    grant: Grant | None = None
    names: bool = True
    holds: bool | None = None
    values: Mapping[str, Any] | None = None

    @property
    def told(self) -> bool | None:
        """Tell whether it lets the caller pass, None where that is not known."""
        return self.holds if self.grant is not None and self.names else False


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing that must be allowed: an action on the record, or, over `steps`, on one that it is part of, about the list `name`."""

    entity: Entity
    action: Action
    voices: tuple[Voice, ...]
    steps: tuple[Relation, ...] = ()
    name: str = ""

    @property
    def told(self) -> bool | None:
        """Tell whether some rule allows it, None where that is not known."""
        return _any(voice.told for voice in self.voices)

    @property
    def passing(self) -> tuple[Voice, ...]:
        """Return the rules that let the caller pass, or may do so; those alone that surely do, where there are such."""
        sure = tuple(voice for voice in self.voices if voice.told)
        return sure or tuple(voice for voice in self.voices if voice.told is None)


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was found: the demands, first whether the record is seen, and which fields (and lists of children) the action may name.

    `asked` tells whether a record has been asked. `refused` are fields that some rule could grant, `never` those that none can,
    with the reason.
    """

    entity: Entity
    action: Action
    demands: tuple[Demand, ...]
    asked: bool
    granted: tuple[str, ...]
    refused: tuple[str, ...]
    never: Mapping[str, str]

    @property
    def aim(self) -> tuple[Demand, ...]:
        """Return the demands of the action itself: on the record, then on those that it is part of."""
        place = next(place for place, one in enumerate(self.demands) if one.action is self.action and not one.steps)
        return self.demands[place:]

    @property
    def told(self) -> bool | None:
        """Tell whether the caller may, None where it depends on the record, or on what is sent."""
        every = [demand.told for demand in self.demands]
        return False if False in every else None if None in every else True


def explain(rights: Rights, action: Action, entity: Entity) -> Explanation:
    """Return what the rules say of an action, whatever the record."""
    return _settle(rights, action, entity, tuple(_demands(rights, action, entity)), asked=False)


def questions(rights: Rights, explanation: Explanation) -> tuple[Condition | Path, ...]:
    """Return what to ask of a record, for `answer`."""
    return tuple(ask for demand in explanation.demands for voice in demand.voices for ask in _ask(rights, demand, voice))


def answer(rights: Rights, explanation: Explanation, answers: Sequence[Any]) -> Explanation:
    """Return the explanation for the record that gave these answers to `questions`."""
    told = list(answers)
    demands = tuple(
        replace(demand, voices=tuple(_hear(rights, demand, voice, told) for voice in demand.voices)) for demand in explanation.demands
    )
    return _settle(rights, explanation.action, explanation.entity, demands, asked=True)


def condition_of(entity: Entity, rule: Rule) -> str:
    """Return the condition of a rule as one would write it, what `owner` means included; "" for every record."""
    mine = f"{entity.owner} = user.id" if rule.role == "owner" else ""
    return f"{mine} and ({rule.when})" if mine and rule.when else mine or rule.when


def _demands(rights: Rights, action: Action, entity: Entity) -> Iterator[Demand]:
    """Yield what must be allowed: the sight of what is there already, then the action itself."""
    parent = entity.parent
    if action in MAKES and parent is not None and not rights.is_admin:
        yield from _chain(rights, Action.READ, rights.catalog.entities[parent.target], (parent,), "")
    elif action not in MAKES and action not in READS:
        yield from _chain(rights, Action.READ, entity, (), "")
    yield from _chain(rights, action, entity, (), "")


def _chain(rights: Rights, action: Action, entity: Entity, steps: tuple[Relation, ...], name: str) -> Iterator[Demand]:
    voices = tuple(_voices(rights, action, entity, name))
    yield Demand(entity, action, voices, steps, name)
    parent, step = rights.parent(entity), entity.parent
    if parent is not None and step is not None and not rights.is_admin:
        yield from _chain(rights, above_of(action), parent, (*steps, step), list_of(rights.catalog, entity))


def _voices(rights: Rights, action: Action, entity: Entity, name: str) -> Iterator[Voice]:
    grants = rights.grants(action, entity)
    rules = () if rights.is_admin else find_rules(entity, action) or ()
    yield from (Voice(None, grant=grant, holds=True) for grant in grants if grant.rule is None)
    for rule in rules:
        grant = next((one for one in grants if one.rule is rule), None)
        names = grant is None or not name or grant.names(name)
        holds = None if grant is None or grant.when is not None else True
        yield Voice(rule, condition_of(entity, rule), grant, names, holds)


def _ask(rights: Rights, demand: Demand, voice: Voice) -> Iterator[Condition | Path]:
    if voice.grant is None or voice.grant.when is None:
        return
    known = without(voice.grant.when, "input")
    if known is not None:
        holds = hold(rights, known)
        yield At(demand.steps, holds) if demand.steps else holds
    for place in _places(voice.grant):
        yield Path((*demand.steps, *place.steps), place.field)


def _hear(rights: Rights, demand: Demand, voice: Voice, told: list[Any]) -> Voice:
    """Return the rule with the record's answers, which are taken off the list."""
    if voice.grant is None or voice.grant.when is None:
        return voice
    whole = voice.grant.when
    known = without(whole, "input")
    holds = known is None or told.pop(0) is True
    values = {place.name: told.pop(0) for place in _places(voice.grant)}
    asked = [node.value for node in walk(whole.tree) if node.op == "path" and node.value.root == "user"]
    values |= {place.name: rights.context.get(place.name) for place in asked}
    depends = "input" in whole.context and holds
    return replace(voice, holds=None if depends else holds, values=values)


def _places(grant: Grant) -> tuple[Place, ...]:
    """Return what a condition reads of the record itself, but for what nobody may see."""
    assert grant.when is not None  # noqa: S101 -- asked only of such
    nodes = walk(grant.when.tree)
    places = {node.value.name: node.value for node in nodes if node.op == "path" and node.value.root == ""}
    return tuple(one for one in places.values() if not one.field.hidden)


def _settle(rights: Rights, action: Action, entity: Entity, demands: tuple[Demand, ...], *, asked: bool) -> Explanation:
    own = next(demand for demand in demands if demand.action is action and not demand.steps)
    grants = [voice.grant for voice in own.voices if voice.grant is not None and voice.told is not False]
    able = nameable(rights, action, entity) if all(demand.told is not False for demand in demands) else {}
    granted = tuple(name for name, always in able.items() if always or any(grant.names(name) for grant in grants))
    never = {name: why for name, field in entity.fields.items() if (why := why_never(field, action))}
    every = [*entity.fields, *entity.parts] if action in READS | WRITES else []
    refused = tuple(name for name in every if name not in granted and name not in never)
    return Explanation(entity, action, demands, asked, granted, refused, never if every else {})


def nameable(rights: Rights, action: Action, entity: Entity) -> dict[str, bool]:
    """Return the fields and lists of children that the action may name on some record, and whether every rule is about them."""
    if action in READS:
        lists = [name for name in entity.parts if name in rights.relations(entity)]
        return {**{name: field.is_key for name, field in rights.fields(entity).items()}, **dict.fromkeys(lists, False)}
    if action in WRITES:
        lists = [] if action is Action.IMPORT else list(rights.parts(entity, action))
        fields = rights.writable(entity, action).items()
        return {**{name: is_always(field) for name, field in fields}, **dict.fromkeys(lists, False)}
    return {}


def why_never(field: Field, action: Action) -> str:
    """Return why no rule can grant an action on a field, an administrator's included; "" where one can."""
    if field.hidden:
        return "hidden"
    if action in READS:
        return "write_only" if field.write_only else ""
    if action not in WRITES or is_writable(field, action):
        return ""
    return "computed" if field.computed else "set by the server" if field.is_implicit else "readonly"


def _any(told: Iterator[bool | None]) -> bool | None:
    every = list(told)
    return True if True in every else None if None in every else False

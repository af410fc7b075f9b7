"""Sentences: an explanation in words for people, and as JSON for programs. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from crudgen.plan.actor import Actor
from crudgen.plan.explain import MAKES, Demand, Explanation, Voice, condition_of
from crudgen.plan.rights import is_kept
from crudgen.schema.catalog import Json, Location, Rule

MARKS = {True: "holds", False: "does not hold", None: "depends"}
MOST = 60
"""How long a text may be that is shown of a record."""


@dataclass(frozen=True, slots=True)
class Telling:
    """An explanation, who it is about, and the record's id as it was given, "" for none."""

    actor: Actor
    found: Explanation
    id: str = ""

    @property
    def who(self) -> str:
        """Return the caller in words."""
        return self.actor.login or roles_text(self.actor)

    @property
    def what(self) -> str:
        """Return the record, or the entity, in words."""
        name = self.found.entity.name
        if self.found.action in MAKES:
            return f"{name} with the values of {self.id}" if self.id else name
        return f"{name} {self.id}" if self.id else name

    @property
    def verdict(self) -> str:
        """Return the answer in one sentence, which begins with yes or no."""
        return self._refuse() if self.found.told is False else self._allow()

    def _allow(self) -> str:
        if self.actor.is_admin:
            reason = "an administrator passes every rule of access"
        else:
            places = [place_of(voice) for demand in reversed(self.found.demands) for voice in demand.passing if voice.rule]
            reason = ", ".join(dict.fromkeys(places))
        start, fields = ("yes" if self.found.told else f"yes, {self._proviso()}"), ", ".join(self.found.granted)
        about = f" ({fields if self.found.refused else 'all fields'})" if fields else ""
        return f"{start}: {self.who} may {self.found.action} {self.what}{about}: {reason}"

    def _proviso(self) -> str:
        if self.found.asked:
            return "if what is sent fits"
        return "if the values fit" if self.found.action in MAKES else "some records"

    def _refuse(self) -> str:
        demand = next(one for one in self.found.demands if one.told is False)
        need = "" if demand in self.found.aim[:1] else f" that needs {demand.action} {_named(demand)};"
        return f"no: {self.who} may not {self.found.action} {self.what}:{need} {self._why_not(demand)}"

    def _why_not(self, demand: Demand) -> str:
        if not demand.voices:
            return _no_rule(demand)
        heard = [voice for voice in demand.voices if voice.grant is not None]
        if not heard:
            roles = ", ".join(dict.fromkeys(place_of(voice) for voice in demand.voices))
            person = f"{self.who} ({roles_text(self.actor)})" if self.actor.login else self.who
            return f"no rule of {demand.action} {demand.entity.name} speaks for {person}: {roles}"
        if not any(voice.names for voice in heard):
            return f"no rule of {demand.action} {demand.entity.name} is about {demand.name}: {place_of(heard[0])}"
        return "; ".join(f"{place_of(voice)} asks {voice.condition}{_but(voice)}" for voice in heard if voice.names)

    def lines(self) -> Iterator[str]:
        """Yield the verdict, every rule with what became of it, and the fields."""
        yield self.verdict
        for demand in self.found.demands:
            yield ""
            yield f"{demand.action} {_named(demand)}"
            yield from self._rules(demand)
        yield from [""] if self.found.granted or self.found.refused else []
        never = [f"{name} ({why})" for name, why in self.found.never.items()]
        fields = {"fields": self.found.granted, "not granted": self.found.refused, "never": never}
        yield from (f"{label}: {', '.join(names)}" for label, names in fields.items() if names)

    def _rules(self, demand: Demand) -> Iterator[str]:
        if not demand.voices:
            yield f"  {_no_rule(demand)}"
        for voice in demand.voices:
            if voice.rule is None:
                yield f"  {'an administrator passes every rule' if self.actor.is_admin else 'no rule of its own: as its parent'}"
            else:
                yield f"  {place_of(voice)}  {voice.rule.role}{_fields(voice.rule)}: {self._became(demand, voice)}"

    def _became(self, demand: Demand, voice: Voice) -> str:
        where = f"where {voice.condition}" if voice.condition else "every record"
        if voice.grant is None:
            return f"{where}; does not speak for {self.who}"
        if not voice.names:
            return f"{where}; is not about {demand.name}"
        if not voice.condition:
            return where
        if not self.found.asked:
            return f"{where}{'; depends on what is sent' if 'input.' in voice.condition else ''}"
        sent = " on what is sent" if voice.holds is None else ""
        return f"{MARKS[voice.holds]}{sent}, {where}{_values(voice)}"

    def as_json(self) -> dict[str, Json]:
        """Return all of it as JSON."""
        found = self.found
        return {
            "user": self.actor.login or None,
            "roles": [*sorted(self.actor.roles)],
            "action": found.action.value,
            "entity": found.entity.name,
            "id": self.id or None,
            "allowed": found.told is not False,
            "depends": found.told is None,
            "verdict": self.verdict,
            "rules": [_voice_json(demand, voice) for demand in found.demands for voice in demand.voices],
            "fields": {"granted": [*found.granted], "refused": [*found.refused], "never": {**found.never}},
        }


def roles_text(actor: Actor) -> str:
    """Return a caller's roles in words."""
    roles = sorted(actor.roles)
    if roles:
        return f"the role {roles[0]}" if len(roles) == 1 else f"the roles {', '.join(roles)}"
    return "somebody without a role" if actor.is_authenticated else "somebody who is not signed in"


def place_text(at: Location) -> str:
    """Return a place as every message of crudgen's writes it."""
    return f"{at.file}:{at.line}:{at.column}"


def place_of(voice: Voice) -> str:
    """Return where a rule stands; "" where none is needed."""
    return place_text(voice.rule.at) if voice.rule is not None else ""


def _no_rule(demand: Demand) -> str:
    if is_kept(demand.entity, demand.action):
        return f"the server alone does that with {demand.entity.name}"
    return f"{place_text(demand.entity.at)} has no rule for {demand.action}, so administrators alone may"


def _named(demand: Demand) -> str:
    return f"{demand.entity.name} ({demand.name})" if demand.name else demand.entity.name


def _fields(rule: Rule) -> str:
    if rule.fields is not None:
        return f" ({', '.join(rule.fields)})"
    return f" (all but {', '.join(rule.excluded)})" if rule.excluded else ""


def _but(voice: Voice) -> str:
    found = _values(voice)
    return f", but {found[2:-1]}" if found else ""


def _values(voice: Voice) -> str:
    values: Mapping[str, Any] = voice.values or {}
    told = " and ".join(f"{name} is {spell(value)}" for name, value in values.items())
    return f" ({told})" if told else ""


def spell(value: Any) -> str:
    """Return a value as an expression would write it, long ones cut.

    >>> spell("it's"), spell(None), spell(True), spell(["a", 1])
    ("'it''s'", 'null', 'true', "['a', 1]")
    """
    match value:
        case None | True | False:
            return {None: "null", True: "true", False: "false"}[value]
        case list() | tuple():
            return f"[{', '.join(spell(one) for one in value)}]"
        case str():
            clipped = value if len(value) <= MOST else value[: MOST - 1] + "…"
            return "'" + clipped.replace("'", "''") + "'"
        case _:
            return str(value)


def _voice_json(demand: Demand, voice: Voice) -> dict[str, Json]:
    rule = voice.rule
    return {
        "entity": demand.entity.name,
        "action": demand.action.value,
        "list": demand.name or None,
        "role": rule.role if rule else None,
        "place": place_of(voice) or None,
        "when": condition_of(demand.entity, rule) or None if rule else None,
        "fields": None if rule is None or rule.fields is None else [*rule.fields],
        "except": [] if rule is None else [*rule.excluded],
        "speaks": voice.grant is not None,
        "names": voice.names,
        "holds": voice.holds,
        "values": {name: None if value is None else value if isinstance(value, bool | int | str) else spell(value)
                   for name, value in (voice.values or {}).items()},
    }  # fmt: skip

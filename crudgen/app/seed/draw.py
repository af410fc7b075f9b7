"""One record in the making: its own luck, and the person, place and time that its fields agree on."""

import string
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from random import Random

from crudgen.app.seed.words import load_words
from crudgen.schema.catalog import Entity, Json

NOW = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
"""Rows are dated before this moment, never before the clock's: the same seed gives the same rows on any day."""

DAYS_BACK = 730


@dataclass(frozen=True, slots=True)
class Place:
    """An address that hangs together."""

    street: str
    city: str
    country: str
    postal_code: str


@dataclass
class Draw:
    """One record in the making. `index` counts its entity's records from 1, `attempt` the tries at this one from 0.

    `body` is what has been decided so far, in JSON form; later fields may look at earlier ones.
    """

    random: Random
    entity: Entity
    index: int
    attempt: int = 0
    body: dict[str, Json] = field(default_factory=dict)
    clock: datetime | None = None

    def pick(self, words: str) -> str:
        """Return one entry of a word list."""
        return self.random.choice(load_words(words))

    def happens(self, chance: float) -> bool:
        """Return True with a chance between 0 and 1."""
        return self.random.random() < chance

    @cached_property
    def first_name(self) -> str:
        """Return the given name of the record's person."""
        return self.pick("first_names")

    @cached_property
    def last_name(self) -> str:
        """Return the family name of the record's person, in the letters of the given name."""
        is_latin = self.first_name[0] < "\u0400"
        return self.random.choice([name for name in load_words("last_names") if (name[0] < "\u0400") is is_latin])

    @cached_property
    def company(self) -> str:
        """Return the name of the record's company."""
        return f"{self.pick('company_heads')} {self.pick('company_tails')}"

    @cached_property
    def place(self) -> Place:
        """Return the record's address."""
        city, country, code = self.pick("places").split(";")
        street = f"{self.pick('streets')} {self.random.randint(1, 140)}"
        return Place(street, city, country, fill_code(self.random, code))

    def next_moment(self) -> datetime:
        """Return a moment in the past two years in shop hours; each later one of the same record follows it by hours or days."""
        if self.clock is None:
            day = NOW - timedelta(days=self.random.randint(3, DAYS_BACK))
            self.clock = day.replace(hour=self.random.randint(7, 19), minute=self.random.randint(0, 59), second=self.random.randint(0, 59))
        else:
            self.clock += timedelta(minutes=self.random.randint(45, 3 * 24 * 60))
        return self.clock


def fill_code(random: Random, form: str) -> str:
    """Return the form with each `#` a digit and each `@` a capital letter.

    >>> fill_code(Random(1), "BA# #@@")
    'BA2 9ZY'
    """
    letters = {"#": string.digits, "@": string.ascii_uppercase}
    return "".join(random.choice(letters[sign]) if sign in letters else sign for sign in form)

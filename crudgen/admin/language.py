"""The panel's words in one language: translation, plural forms, numbers, dates. The words are in `languages/*.json`."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files

from babel import Locale
from babel.dates import format_date, format_datetime, format_time

from crudgen.schema.catalog import Text

FALLBACK = "en"


def pick_english(number: int) -> int:
    """Return which English form goes with `number`: 0 for one, 1 for many."""
    return 0 if number == 1 else 1


def pick_russian(number: int) -> int:
    """Return which Russian form goes with `number`.

    >>> [pick_russian(n) for n in (1, 21, 11, 3, 24, 13, 5, 100)]
    [0, 0, 2, 1, 1, 2, 2, 2]
    """
    if number % 10 == 1 and number % 100 != 11:
        return 0
    return 1 if 2 <= number % 10 <= 4 and not 12 <= number % 100 <= 14 else 2


PLURALS: Mapping[str, Callable[[int], int]] = {"en": pick_english, "ru": pick_russian}

DAYS: Mapping[str, str] = {"ru": "d MMM y"}
"""How a day is written where the locale's medium form is wordier than a table has room for."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the panel. `texts` are keyed by the English template, `plurals` by its form for one."""

    code: str
    name: str
    texts: Mapping[str, str]
    plurals: Mapping[str, tuple[str, ...]]
    decimal_sign: str
    group_sign: str

    def text(self, template: str, /, **params: object) -> str:
        """Return the translation of an English template, its parameters filled in."""
        return fill(self.texts.get(template, template), params)

    def count(self, template: str, number: int, /, **params: object) -> str:
        """Return a template that counts, in the form that `number` needs; `{count}` is the number as people write it."""
        forms = self.plurals.get(template, (template,))
        form = forms[min(PLURALS[self.code](number), len(forms) - 1)]
        return fill(form, {"count": self.number(number), **params})

    def of(self, text: Text) -> str:
        """Return a text of the schema in this language."""
        return text.to(self.code)

    def number(self, value: int | Decimal | float) -> str:
        """Return a number with this language's signs: `1,234.50`, `1 234,50`."""
        plain = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
        return plain.translate({ord(","): self.group_sign, ord("."): self.decimal_sign})

    def date(self, value: date) -> str:
        """Return a day as people write it."""
        return str(format_date(value, DAYS.get(self.code, "medium"), locale=self.code))

    def time(self, value: time) -> str:
        """Return a time of day, with seconds and their fraction only where there are some."""
        shown = str(format_time(value, "medium" if value.second or value.microsecond else "short", locale=self.code))
        return add_fraction(shown, value.microsecond, self.decimal_sign)

    def moment(self, value: datetime) -> str:
        """Return a day and time, to the minute; the caller has put it into the zone to show."""
        return f"{self.date(value)}, {format_datetime(value, 'HH:mm', locale=self.code)}"

    def exact_moment(self, value: datetime) -> str:
        """Return a day and time, with seconds and their fraction where there are some."""
        clock = format_datetime(value, "HH:mm:ss" if value.second or value.microsecond else "HH:mm", locale=self.code)
        return f"{self.date(value)}, {add_fraction(str(clock), value.microsecond, self.decimal_sign)}"

    def span(self, value: timedelta) -> str:
        """Return a duration in its largest units: `1 d 2 h 30 min`."""
        seconds, fraction = divmod(abs(value) // timedelta(microseconds=1), 1_000_000)
        point = f"{self.decimal_sign}{fraction:06d}".rstrip("0") if fraction else ""
        whole = ((seconds // 86400, "d"), (seconds // 3600 % 24, "h"), (seconds // 60 % 60, "min"))
        parts = [(str(number), unit) for number, unit in whole if number]
        parts += [(f"{seconds % 60}{point}", "s")] if seconds % 60 or fraction else []
        shown = " ".join(f"{number}\N{NO-BREAK SPACE}{self.text(unit)}" for number, unit in parts)
        return ("−" if value < timedelta() else "") + (shown or f"0\N{NO-BREAK SPACE}{self.text('s')}")


def add_fraction(shown: str, microsecond: int, sign: str) -> str:
    """Return a time as shown with the fraction behind its seconds, which no locale writes.

    >>> add_fraction("9:05:07 PM", 250_000, ".")
    '9:05:07.25 PM'
    """
    fraction = f"{microsecond:06d}".rstrip("0")
    return re.sub(r"(:\d\d:\d\d)", rf"\g<1>{sign}{fraction}", shown, count=1) if fraction else shown


def fill(template: str, params: Mapping[str, object]) -> str:
    """Return the template with its parameters; a brace that names none of them stays as it is written."""
    for name, value in params.items():
        template = template.replace("{" + name + "}", str(value))
    return template


@cache
def load_language(code: str) -> Language:
    """Return the language `code`, read once. Raises FileNotFoundError where the panel does not speak it."""
    document = json.loads(files("crudgen.admin").joinpath("languages", f"{code}.json").read_text("utf-8"))
    signs = Locale(code).number_symbols["latn"]
    group = signs["group"] if code != "ru" else "\N{NO-BREAK SPACE}"
    plurals = {key: tuple(forms) for key, forms in document["plurals"].items()}
    return Language(code, document["name"], document["texts"], plurals, signs["decimal"], group)


def choose_language(offered: tuple[str, ...], wanted: Iterable[str]) -> Language:
    """Return the first wanted language that is offered, else the first offered one."""
    spoken = [code for code in offered if code in PLURALS] or [FALLBACK]
    return load_language(next((code for code in wanted if code in spoken), spoken[0]))


def read_accept_language(header: str) -> list[str]:
    """Return the languages of an `Accept-Language` header, best first.

    >>> read_accept_language("de;q=0.5, ru-RU, en;q=0.9")
    ['ru', 'en', 'de']
    """
    found = []
    for part in header[:500].split(","):
        tag, _, quality = part.strip().partition(";q=")
        found.append((-_read_quality(quality), tag.split("-")[0].lower()))
    return [tag for _, tag in sorted(found, key=lambda pair: pair[0])]


def _read_quality(text: str) -> float:
    try:
        return float(text or 1)
    except ValueError:
        return 0.0

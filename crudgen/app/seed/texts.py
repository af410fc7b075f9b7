"""Texts by what a field is called: a city for `city` and `billing_city`, a name that suits the entity for `name`."""

import re
import unicodedata
from collections.abc import Callable
from typing import TypeAlias, TypeVar

from crudgen.app.seed.draw import Draw, fill_code
from crudgen.app.seed.pattern import match_text
from crudgen.app.seed.words import load_words
from crudgen.errors import UserError
from crudgen.schema.catalog import Field
from crudgen.schema.types.base import BadValue
from crudgen.schema.types.check import check_pattern

T = TypeVar("T")
Maker: TypeAlias = Callable[[Draw], str]

PEOPLE = frozenset(
    "author artist buyer client colleague contact customer doctor driver employee guest host manager member owner patient person player"
    " reader reporter seller student subscriber teacher user visitor worker".split()
)
COMPANIES = frozenset(
    "agency brand business club company dealer firm manufacturer organisation organization partner publisher school shop store supplier"
    " team vendor".split()
)
GROUPS = frozenset("category collection department genre group kind section topic type".split())
TAGS = frozenset("keyword label tag".split())
GOODS = frozenset("article good item product".split())
OPINIONS = frozenset("comment feedback opinion rating review".split())
GARDEN_ICONS = frozenset("leaf plant plant-2 seedling tree".split())
"""An entity with one of these icons is about plants."""


def suffix_of(name: str, table: dict[str, T]) -> T | None:
    """Return the entry for the longest ending of a snake_case name that the table has.

    >>> suffix_of("billing_postal_code", {"code": 1, "postal_code": 2})
    2
    """
    parts = name.split("_")
    endings = ("_".join(parts[start:]) for start in range(len(parts)))
    return next((table[ending] for ending in endings if ending in table), None)


def make_text(draw: Draw, field: Field, otherwise: Maker | None = None) -> str:
    """Return a text that suits the field's name, within its lengths and its pattern; `otherwise` makes it where the name says nothing."""
    maker = suffix_of(field.name, TEXTS) or otherwise or _phrase
    return fit_text(draw, field, maker(draw))


def fit_text(draw: Draw, field: Field, text: str) -> str:
    """Return the text made distinct where earlier tries met a taken value, and within the field's lengths and pattern."""
    if draw.attempt > 1:
        text = number_text(text, str(draw.index + draw.attempt // 8), field.max_length)
    text = text[: field.max_length].rstrip() if field.max_length is not None else text
    while len(text) < (field.min_length or 0):
        text += draw.random.choice("aeioklmnrst")
    if _matches(field, text):
        return text
    try:
        return match_text(draw.random, field.pattern)
    except ValueError as exc:
        name = draw.entity.name
        raise UserError(f"cannot make up values of {name}.{field.name}: {exc}; leave it out with --rows {name}=0") from exc


def _matches(field: Field, text: str) -> bool:
    try:
        check_pattern(field, text)
    except BadValue:
        return False
    return True


def number_text(text: str, number: str, max_length: int | None) -> str:
    """Return the text with a number in it that keeps its form, within `max_length`.

    >>> number_text("ann@example.org", "7", None), number_text("aloe-vera", "7", None), number_text("Aloe Vera", "7", 9)
    ('ann7@example.org', 'aloe-vera-7', 'Aloe Ve 7')
    """
    head, at, tail = text.partition("@")
    mark = "" if at else " " if " " in text or text[:1].isupper() else "-"
    room = None if max_length is None else max_length - len(mark + number + at + tail)
    return f"{head[:room]}{mark}{number}{at}{tail}"


def slugify(text: str) -> str:
    """Return the text in small ASCII letters, digits and dashes; "" if it has none.

    >>> slugify("Café au lait, 2 cups")
    'cafe-au-lait-2-cups'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def name_record(draw: Draw) -> str:
    """Return a name that suits the entity: of a person, a company, a category, a tag, a product or a thing."""
    word = draw.entity.name.rpartition("_")[2]
    garden = draw.entity.icon in GARDEN_ICONS
    if word in PEOPLE:
        return f"{draw.first_name} {draw.last_name}"
    if word in COMPANIES:
        return draw.company
    if word in GROUPS:
        return _turn(draw, "garden_categories" if garden else "categories")
    if word in TAGS:
        return _turn(draw, "tags")
    if garden:
        return f"{draw.pick('plants')} “{_phrase(draw)}”"
    if word in GOODS or "price" in draw.entity.fields:
        return f"{draw.pick('adjectives')} {draw.pick('goods')}"
    return f"{draw.first_name} {draw.last_name}" if "email" in draw.entity.fields else _phrase(draw)


def _turn(draw: Draw, words: str) -> str:
    """Return the entries one after the other, so that a short list repeats none."""
    entries = load_words(words)
    return entries[(draw.index - 1 + draw.attempt) % len(entries)]


def _phrase(draw: Draw) -> str:
    return f"{draw.pick('adjectives')} {draw.pick('nouns')}"


def _note(draw: Draw) -> str:
    return draw.pick("notes")


def write_sentences(draw: Draw) -> str:
    """Return one to four different sentences: opinions for a review, else what something is like."""
    words = "opinions" if draw.entity.name.rpartition("_")[2] in OPINIONS else "descriptions"
    return " ".join(draw.random.sample(load_words(words), draw.random.randint(1, 4)))


def _title(draw: Draw) -> str:
    return draw.pick("jobs") if draw.entity.name.rpartition("_")[2] in PEOPLE else _phrase(draw)


def _code(draw: Draw) -> str:
    letters = re.sub("[^A-Z]", "", slugify(draw.entity.name).upper())[:3] or "NR"
    return f"{letters}-{draw.index + draw.attempt:05}"


def _login(draw: Draw) -> str:
    return f"{slugify(draw.first_name) or 'reader'}.{slugify(draw.last_name) or draw.index}"


def make_email(draw: Draw) -> str:
    """Return an address of the record's person, or company, at a domain that belongs to nobody."""
    if draw.entity.name.rpartition("_")[2] in COMPANIES:
        return f"office@{slugify(draw.company)}.example.com"
    return f"{_login(draw)}@example.{draw.random.choice(('com', 'net', 'org'))}"


def make_phone(draw: Draw) -> str:
    """Return a number of a range that is kept free for stories."""
    return fill_code(draw.random, draw.random.choice(("+44 7700 900###", "+1 202 555 01##", "+33 6 39 98 ## ##")))


def make_url(draw: Draw) -> str:
    """Return an address on the web that belongs to nobody."""
    about = draw.company if draw.entity.name.rpartition("_")[2] in COMPANIES else str(draw.body.get("name") or _phrase(draw))
    return f"https://www.example.com/{slugify(about) or draw.index}"


TEXTS: dict[str, Maker] = {
    "name": name_record,
    "first_name": lambda draw: draw.first_name,
    "given_name": lambda draw: draw.first_name,
    "last_name": lambda draw: draw.last_name,
    "surname": lambda draw: draw.last_name,
    "family_name": lambda draw: draw.last_name,
    "full_name": lambda draw: f"{draw.first_name} {draw.last_name}",
    "login": _login,
    "username": _login,
    "author": lambda draw: f"{draw.first_name} {draw.last_name}",
    "composer": lambda draw: f"{draw.first_name} {draw.last_name}",
    "contact": lambda draw: f"{draw.first_name} {draw.last_name}",
    "company": lambda draw: draw.company,
    "brand": lambda draw: draw.pick("company_heads"),
    "email": make_email,
    "phone": make_phone,
    "mobile": make_phone,
    "fax": make_phone,
    "website": make_url,
    "url": make_url,
    "job": lambda draw: draw.pick("jobs"),
    "job_title": lambda draw: draw.pick("jobs"),
    "position": lambda draw: draw.pick("jobs"),
    "profession": lambda draw: draw.pick("jobs"),
    "street": lambda draw: draw.place.street,
    "address": lambda draw: draw.place.street,
    "city": lambda draw: draw.place.city,
    "town": lambda draw: draw.place.city,
    "country": lambda draw: draw.place.country,
    "postal_code": lambda draw: draw.place.postal_code,
    "postcode": lambda draw: draw.place.postal_code,
    "zip": lambda draw: draw.place.postal_code,
    "zip_code": lambda draw: draw.place.postal_code,
    "headline": lambda draw: draw.pick("headlines"),
    "subject": lambda draw: draw.pick("headlines"),
    "title": _title,
    "note": _note,
    "notes": _note,
    "comment": _note,
    "remark": _note,
    "reason": _note,
    "summary": lambda draw: draw.pick("descriptions"),
    "state": lambda draw: draw.random.choice(("North", "South", "East", "West", "Centre")),
    "region": lambda draw: draw.random.choice(("North", "South", "East", "West", "Centre")),
    "description": write_sentences,
    "body": write_sentences,
    "text": write_sentences,
    "sku": _code,
    "code": _code,
    "number": _code,
    "reference": _code,
    "barcode": lambda draw: fill_code(draw.random, "2############"),
    "language": lambda draw: draw.random.choice(("en", "de", "fr", "ru", "es")),
    "languages": lambda draw: draw.random.choice(("en", "de", "fr", "ru", "es")),
    "currency": lambda draw: draw.random.choice(("EUR", "USD", "GBP")),
    "color": lambda draw: draw.pick("adjectives").lower(),
}
"""How a text is made, by the ending of the field's name."""

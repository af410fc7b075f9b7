"""Cells: values as people read them. Data for the templates, no HTML."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from crudgen.admin.language import Language
from crudgen.admin.words import value_name
from crudgen.admin.zones import in_zone
from crudgen.schema.catalog import Field

COLORS = ("grey", "blue", "green", "red", "yellow", "orange", "purple", "teal", "pink", "cyan", "lime", "indigo")
LONG = 140
GROUPED_FROM = 10_000
"""Whole numbers below this are written without a sign between thousands: they may be years."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One value to show. `kind` picks the look, `href` makes it a link, `items` are the parts of a list."""

    kind: str
    text: str = ""
    href: str = ""
    color: str = ""
    full: str = ""
    items: tuple["Cell", ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """What values are shown in: the language, the zone, and whether long texts are cut."""

    language: Language
    zone: ZoneInfo
    is_short: bool = True


EMPTY = Cell("empty")
Show: TypeAlias = Callable[[Scene, Field, Any], Cell]


def show_value(scene: Scene, field: Field, value: Any) -> Cell:
    """Return a field's value as a cell. References are not shown here: they need titles."""
    if value is None or value == "" or value == []:
        return EMPTY
    return SHOWS.get(field.type, show_text)(scene, field, value)


def show_text(scene: Scene, field: Field, value: Any) -> Cell:
    """Show a text; a long one is cut where the scene is short of room."""
    text = str(value)
    if scene.is_short and len(text) > LONG:
        return Cell("text", text[:LONG].rstrip() + "…", full=text[:1000])
    return Cell("text", text)


def show_prose(scene: Scene, field: Field, value: Any) -> Cell:
    """Show a text of several lines: on one line in a table, with its lines kept elsewhere."""
    if scene.is_short:
        return show_text(scene, field, " ".join(str(value).split()))
    return Cell("prose", str(value))


def show_int(scene: Scene, field: Field, value: int) -> Cell:
    """Show a whole number; keys and small numbers are written plainly."""
    plain = field.is_key or abs(value) < GROUPED_FROM
    return Cell("number", str(value) if plain else scene.language.number(value))


def show_number(scene: Scene, field: Field, value: Decimal | float) -> Cell:
    """Show a decimal or a float with the language's signs."""
    return Cell("number", scene.language.number(value))


def show_bool(scene: Scene, field: Field, value: bool) -> Cell:
    """Show yes or no."""
    return Cell("yes", scene.language.text("Yes")) if value else Cell("no", scene.language.text("No"))


def show_date(scene: Scene, field: Field, value: date) -> Cell:
    """Show a day."""
    return Cell("time", scene.language.date(value))


def show_time(scene: Scene, field: Field, value: time) -> Cell:
    """Show a time of day."""
    return Cell("time", scene.language.time(value))


def show_moment(scene: Scene, field: Field, value: datetime) -> Cell:
    """Show an instant in the panel's zone."""
    local = in_zone(value, scene.zone)
    full = f"{local.replace(tzinfo=None)} {local.tzname()}"
    return Cell("time", scene.language.moment(local) if scene.is_short else scene.language.exact_moment(local), full=full)


def show_span(scene: Scene, field: Field, value: timedelta) -> Cell:
    """Show a duration."""
    return Cell("number", scene.language.span(value))


def show_enum(scene: Scene, field: Field, value: str) -> Cell:
    """Show one of the allowed values as a badge."""
    known = next((one for one in field.values if one.name == value), None)
    if known is None:
        return Cell("badge", value, color="grey")
    return Cell("badge", value_name(scene.language, known), color=known.color if known.color in COLORS else "grey")


def show_json(scene: Scene, field: Field, value: Any) -> Cell:
    """Show JSON: on one line in a table, indented elsewhere."""
    if scene.is_short:
        return replace(show_text(scene, field, json.dumps(value, ensure_ascii=False)), kind="code")
    return Cell("codeblock", json.dumps(value, ensure_ascii=False, indent=2))


def show_list(scene: Scene, field: Field, value: list[Any]) -> Cell:
    """Show the parts of a list as tags."""
    return Cell("list", items=tuple(Cell("tag", item if isinstance(item, str) else json.dumps(item)) for item in value))


def show_color(scene: Scene, field: Field, value: str) -> Cell:
    """Show a colour with its name."""
    return Cell("color", value)


def show_email(scene: Scene, field: Field, value: str) -> Cell:
    """Show an address to write to."""
    return Cell("link", value, href=f"mailto:{value}")


def show_phone(scene: Scene, field: Field, value: str) -> Cell:
    """Show a number to call."""
    return Cell("link", value, href="tel:" + "".join(sign for sign in value if sign in "+0123456789"))


def show_url(scene: Scene, field: Field, value: str) -> Cell:
    """Show a link that leaves the panel; only web addresses are linked."""
    href = value if value.startswith(("http://", "https://")) else ""
    return replace(show_text(scene, field, value), kind="away" if href else "text", href=href)


def show_secret(scene: Scene, field: Field, value: str) -> Cell:
    """Show that there is a secret."""
    return Cell("secret", value)


SHOWS: Mapping[str, Show] = {
    "text": show_prose,
    "markdown": show_prose,
    "int": show_int,
    "float": show_number,
    "decimal": show_number,
    "bool": show_bool,
    "date": show_date,
    "time": show_time,
    "datetime": show_moment,
    "duration": show_span,
    "enum": show_enum,
    "json": show_json,
    "list": show_list,
    "color": show_color,
    "email": show_email,
    "phone": show_phone,
    "url": show_url,
    "secret": show_secret,
}
"""How each type is shown; a type that is not named here is shown as a text."""

NUMERIC = frozenset({"int", "float", "decimal", "duration"})
"""Types whose cells stand at the right of their column."""

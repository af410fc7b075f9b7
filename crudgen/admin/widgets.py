"""Widgets: how a field is typed into a form, and how what was typed becomes JSON again."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from crudgen.admin.keys import read_reference
from crudgen.admin.language import Language
from crudgen.admin.numbers import read_number
from crudgen.admin.references import key_of
from crudgen.admin.spans import read_span, write_span
from crudgen.admin.zones import in_zone
from crudgen.plan.keys import write_part
from crudgen.schema import TYPES
from crudgen.schema.catalog import Catalog, Field, Json
from crudgen.schema.types import BadValue, item_field
from crudgen.schema.types.codes import DATETIME_RANGE, ITEM


@dataclass(frozen=True, slots=True)
class Desk:
    """What typed values are read with. `roles` names every role, in words."""

    catalog: Catalog
    language: Language
    zone: ZoneInfo
    roles: Mapping[str, str]


Write: TypeAlias = Callable[[Desk, Field, Any], str]
Read: TypeAlias = Callable[[Desk, Field, str], Json]


@dataclass(frozen=True, slots=True)
class Widget:
    """One kind of input. `kind` names the template's macro; `write` makes the text that is shown of a value; `read` makes
    JSON of a text that is not empty, raising BadValue. A `is_multiple` input sends several texts of one name; a `is_hidden` one
    never holds what is stored, so that empty it means: as it is."""

    kind: str
    write: Write
    read: Read
    input_type: str = "text"
    input_mode: str = ""
    is_wide: bool = False
    is_multiple: bool = False
    is_hidden: bool = False


def write_plain(desk: Desk, field: Field, value: Any) -> str:
    """Return a value as its JSON form reads."""
    stored = TYPES[field.type].to_json(field, value)
    return "" if stored is None else str(stored)


def read_plain(desk: Desk, field: Field, text: str) -> Json:
    """Take a text as it is."""
    return text


def read_lines(desk: Desk, field: Field, text: str) -> Json:
    """Take a text that may have several lines; browsers send another line end than people mean."""
    return text.replace("\r\n", "\n")


def write_number(desk: Desk, field: Field, value: Any) -> str:
    """Return a number to edit: with the language's decimal sign, without signs between thousands."""
    plain = f"{value:.{field.scale}f}" if field.type == "decimal" else str(value)
    return plain.replace(".", desk.language.decimal_sign)


def read_typed(desk: Desk, field: Field, text: str) -> Json:
    """Read a number as people type it, by the field's own type."""
    kind = TYPES[field.type]
    return kind.to_json(field, kind.read(field, read_number(desk.language, text)))


def write_flag(desk: Desk, field: Field, value: Any) -> str:
    """Return "true" or "false"."""
    return "true" if value else "false"


def read_flag(desk: Desk, field: Field, text: str) -> Json:
    """Read what a switch or a choice of yes and no sends."""
    return text in ("true", "on")


def write_time(desk: Desk, field: Field, value: time) -> str:
    """Return a time as the browser's input takes it."""
    return value.isoformat(_precision(value))


def _precision(value: time | datetime) -> str:
    """Return how fine a time is written: as coarse as it is, since browsers know no microseconds."""
    if value.microsecond:
        return "microseconds" if value.microsecond % 1000 else "milliseconds"
    return "seconds" if value.second else "minutes"


def write_date(desk: Desk, field: Field, value: date) -> str:
    """Return a day as the browser's input takes it."""
    return value.isoformat()


def write_moment(desk: Desk, field: Field, value: datetime) -> str:
    """Return an instant in the panel's zone, as the browser's input takes it; with its offset where the zone has none such or two."""
    local = in_zone(value, desk.zone)
    is_plain = local.tzinfo is desk.zone and not local.fold
    return (local.replace(tzinfo=None) if is_plain else local).isoformat("T", _precision(local))


def read_moment(desk: Desk, field: Field, text: str) -> Json:
    """Read what the browser's input sends, taken in the panel's zone unless it has an offset of its own."""
    kind, plain = TYPES["datetime"], text.replace(" ", "T", 1)
    try:
        typed: datetime = kind.read(field, plain if _OFFSET.search(plain) else f"{plain}Z")
    except BadValue as exc:
        raise BadValue("type", MOMENT) if exc.code == "format" else exc from None
    return kind.to_json(field, typed if _OFFSET.search(plain) else _place(typed.replace(tzinfo=None), desk.zone))


MOMENT = "must be a day and a time, such as 2026-11-22 14:30"
_OFFSET = re.compile(r"Z$|[-+]\d\d:\d\d$")


def _place(local: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant of a zone's day and time. Raises BadValue where the clocks there skip it."""
    try:
        instant = local.replace(tzinfo=zone).astimezone(UTC)
    except OverflowError:
        raise BadValue("range", DATETIME_RANGE) from None
    if in_zone(instant, zone).replace(tzinfo=None) != local:
        raise BadValue("range", "does not exist: the clocks are put forward over it")
    return instant


def write_json(desk: Desk, field: Field, value: Any) -> str:
    """Return JSON, indented."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def read_json(desk: Desk, field: Field, text: str) -> Json:
    """Read JSON."""
    json_value: Json = TYPES["json"].read(field, text)
    return json_value


def write_list(desk: Desk, field: Field, value: list[Any]) -> str:
    """Return the parts of a list, one a line; a text that would not come back from its line stands as JSON, in quotes."""
    return "\n".join(item if isinstance(item, str) and _is_line(item) else json.dumps(item, ensure_ascii=False) for item in value)


def _is_line(text: str) -> bool:
    return bool(text) and text == text.strip() and not text.startswith('"') and "\n" not in text and "\r" not in text


def read_list(desk: Desk, field: Field, text: str) -> Json:
    """Read one part a line; empty lines are nothing."""
    lines = [line.strip() for line in text.replace("\r", "\n").split("\n") if line.strip()]
    return [_read_item(desk, field, index, line) for index, line in enumerate(lines)]


def _read_item(desk: Desk, field: Field, index: int, line: str) -> Json:
    item = item_field(field)
    try:
        if item.type in _NUMBERS:
            return read_typed(desk, item, line)
        if item.type == "bool":
            return TYPES["bool"].to_json(item, TYPES["bool"].read(item, line.lower()))
        return read_json(desk, field, line) if line.startswith('"') else line
    except BadValue as exc:
        raise BadValue(exc.code, ITEM, index=str(index), problem=str(exc)) from None


_NUMBERS = frozenset({"int", "float", "decimal"})


def write_reference(desk: Desk, field: Field, value: Any) -> str:
    """Return the id of the record referred to."""
    return write_part(desk.catalog, field, key_of(value)[0])


def read_choice(desk: Desk, field: Field, text: str) -> Json:
    """Read the id that a picker sends."""
    return read_reference(desk.catalog, field, text)


def write_duration(desk: Desk, field: Field, value: timedelta) -> str:
    """Return a duration in words."""
    return write_span(desk.language, field, value)


def read_duration(desk: Desk, field: Field, text: str) -> Json:
    """Read a duration in words, as a clock shows it, or in ISO 8601."""
    return read_span(field, text)


def hide_value(desk: Desk, field: Field, value: Any) -> str:
    """Return nothing: what is written only is never shown."""
    return ""


def read_veiled(desk: Desk, field: Field, text: str) -> Json:
    """Take a text of one or several lines, such as a key, without the line ends that were pasted around it."""
    return text.replace("\r\n", "\n").strip("\n")


def write_role(desk: Desk, field: Field, value: Any) -> str:
    """Return the name of a role."""
    return str(value)


ROLES = Widget("checks", write_role, read_plain, is_multiple=True)
"""The roles of a user, to be ticked."""

LINE = Widget("line", write_plain, read_lines)
PROSE = Widget("prose", write_plain, read_lines, is_wide=True)

WIDGETS: Mapping[str, Widget] = {
    "string": LINE,
    "slug": LINE,
    "uuid": LINE,
    "email": Widget("line", write_plain, read_plain, "email", "email"),
    "url": Widget("line", write_plain, read_plain, "url", "url"),
    "phone": Widget("line", write_plain, read_plain, "tel", "tel"),
    "color": Widget("color", write_plain, read_plain),
    "text": PROSE,
    "markdown": PROSE,
    "int": Widget("line", write_number, read_typed, input_mode="numeric"),
    "float": Widget("line", write_number, read_typed, input_mode="decimal"),
    "decimal": Widget("line", write_number, read_typed, input_mode="decimal"),
    "bool": Widget("flag", write_flag, read_flag),
    "date": Widget("line", write_date, read_plain, "date"),
    "time": Widget("line", write_time, read_plain, "time"),
    "datetime": Widget("line", write_moment, read_moment, "datetime-local"),
    "duration": Widget("line", write_duration, read_duration),
    "enum": Widget("choice", write_plain, read_plain),
    "json": Widget("code", write_json, read_json, is_wide=True),
    "list": Widget("lines", write_list, read_list),
    "password": Widget("password", hide_value, read_plain, "password", is_hidden=True),
    "secret": Widget("veiled", hide_value, read_veiled, is_hidden=True),
    "reference": Widget("pick", write_reference, read_choice),
    "links": Widget("picks", write_reference, read_choice, is_wide=True, is_multiple=True),
}
"""The widget of each type."""

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
from crudgen.plan.keys import write_part
from crudgen.schema import TYPES
from crudgen.schema.catalog import Catalog, Field, Json
from crudgen.schema.types import BadValue


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
    JSON of a text that is not empty, raising BadValue. A `is_multiple` input sends several texts of one name."""

    kind: str
    write: Write
    read: Read
    input_type: str = "text"
    input_mode: str = ""
    is_wide: bool = False
    is_multiple: bool = False


def write_plain(desk: Desk, field: Field, value: Any) -> str:
    """Return a value as its JSON form reads."""
    stored = TYPES[field.type].to_json(field, value)
    return "" if stored is None else str(stored)


def read_plain(desk: Desk, field: Field, text: str) -> Json:
    """Take a text as it is."""
    return text


def read_lines(desk: Desk, field: Field, text: str) -> Json:
    """Take a text of several lines; browsers send another line end than people mean."""
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
    return value.isoformat("auto" if value.microsecond else "seconds" if value.second else "minutes")


def read_time(desk: Desk, field: Field, text: str) -> Json:
    """Read what the browser's time input sends."""
    try:
        return time.fromisoformat(text).isoformat()
    except ValueError as exc:
        raise BadValue("type", "must be a time of day, such as 14:30") from exc


def write_date(desk: Desk, field: Field, value: date) -> str:
    """Return a day as the browser's input takes it."""
    return value.isoformat()


def write_moment(desk: Desk, field: Field, value: datetime) -> str:
    """Return an instant in the panel's zone, as the browser's input takes it."""
    local = value.astimezone(desk.zone).replace(tzinfo=None)
    return local.isoformat("T", "milliseconds" if local.microsecond else "seconds" if local.second else "minutes")


def read_moment(desk: Desk, field: Field, text: str) -> Json:
    """Read what the browser's input sends, taken in the panel's zone."""
    try:
        local = datetime.fromisoformat(text)
    except ValueError as exc:
        raise BadValue("type", "must be a day and a time, such as 2026-11-22 14:30") from exc
    aware = local if local.tzinfo else local.replace(tzinfo=desk.zone)
    try:
        return aware.astimezone(UTC).isoformat().replace("+00:00", "Z")
    except OverflowError as exc:
        raise BadValue("type", "must be a day and a time, such as 2026-11-22 14:30") from exc


def write_json(desk: Desk, field: Field, value: Any) -> str:
    """Return JSON, indented."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def read_json(desk: Desk, field: Field, text: str) -> Json:
    """Read JSON."""
    try:
        return json.loads(text)  # type: ignore[no-any-return]
    except (ValueError, RecursionError) as exc:
        raise BadValue("type", "is not valid JSON") from exc


def write_list(desk: Desk, field: Field, value: list[Any]) -> str:
    """Return the parts of a list, one a line."""
    return "\n".join(item if isinstance(item, str) else json.dumps(item) for item in value)


def read_list(desk: Desk, field: Field, text: str) -> Json:
    """Read one part a line; empty lines are nothing."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [_read_item(desk, field.of, line) for line in lines]


def _read_item(desk: Desk, of: str, line: str) -> Json:
    match of:
        case "int":
            plain = read_number(desk.language, line)
            return int(plain) if re.fullmatch(r"-?\d{1,20}", plain) else line
        case "float":
            plain = read_number(desk.language, line)
            return float(plain) if re.fullmatch(r"-?\d+(\.\d+)?(e-?\d{1,3})?", plain) else line
        case "decimal":
            return read_number(desk.language, line)
        case "bool":
            return {"true": True, "false": False}.get(line.lower(), line)
        case _:
            return line


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


def write_role(desk: Desk, field: Field, value: Any) -> str:
    """Return the name of a role."""
    return str(value)


ROLES = Widget("checks", write_role, read_plain, is_multiple=True)
"""The roles of a user, to be ticked."""

LINE = Widget("line", write_plain, read_plain)
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
    "time": Widget("line", write_time, read_time, "time"),
    "datetime": Widget("line", write_moment, read_moment, "datetime-local"),
    "duration": Widget("line", write_duration, read_duration),
    "enum": Widget("choice", write_plain, read_plain),
    "json": Widget("code", write_json, read_json, is_wide=True),
    "list": Widget("lines", write_list, read_list),
    "password": Widget("password", hide_value, read_plain, "password"),
    "reference": Widget("pick", write_reference, read_choice),
    "links": Widget("picks", write_reference, read_choice, is_wide=True, is_multiple=True),
}
"""The widget of each type."""

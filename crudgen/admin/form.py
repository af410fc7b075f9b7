"""Forms: the inputs of a record, and the body that a sent form stands for. No data is read or written here."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2s
from typing import Any

from crudgen.admin.cells import EMPTY, Cell
from crudgen.admin.conditions import find_facts, send_condition
from crudgen.admin.visit import Visit
from crudgen.admin.widgets import ROLES, WIDGETS, Desk, Widget
from crudgen.admin.words import field_name, value_name
from crudgen.errors import FieldError
from crudgen.plan.nodes import Record
from crudgen.schema import TYPES
from crudgen.schema.catalog import Action, Entity, Field, Json
from crudgen.schema.types import BadValue
from crudgen.service.fixed import fixed_fields
from crudgen.service.permit import Permit

CLEAR = "_clear."
"""Before a field's name: the tick that takes away a value that is not shown."""

SEEN = "_seen."
"""Before a field's name: the hidden input that says the field was shown, and what it held then."""

_LINE_END = re.compile(r"[\r\n]")
_BEYOND_BROWSERS = re.compile(r"\.[0-9]{4}|[-+Z](?:[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?$")

Sent = Mapping[str, Sequence[str]]
"""A form as sent: every text of every name."""


@dataclass(frozen=True, slots=True)
class Input:
    """One input of a form. `texts` is what it holds, several where it is a multiple picker; `seen` marks what it held when first
    shown; `options` are (value, label) to choose from, or the picked records; `theirs` is what somebody else saved meanwhile.

    `show_if` and `required_if` are conditions for the browser. One that `is_fixed` cannot be typed into: its `value` is shown, as
    `cell` once titles are known.
    """

    field: Field
    widget: Widget
    name: str
    label: str
    help: str
    placeholder: str
    texts: tuple[str, ...]
    seen: str
    is_required: bool
    options: tuple[tuple[str, str], ...] = ()
    lookup: str = ""
    errors: tuple[str, ...] = ()
    theirs: tuple[str, ...] | None = None
    theirs_label: str = ""
    is_cell: bool = False
    may_clear: bool = False
    is_cleared: bool = False
    is_fixed: bool = False
    value: Any = None
    cell: Cell = EMPTY
    show_if: Mapping[str, Json] | None = None
    required_if: Mapping[str, Json] | None = None

    @property
    def is_lost(self) -> bool:
        """Tell whether something was typed that the page cannot give back, since what is hidden never leaves the server."""
        return self.widget.is_hidden and bool(self.text)

    @property
    def text(self) -> str:
        """Return the one text of the input."""
        return self.texts[0] if self.texts else ""

    @property
    def kind(self) -> str:
        """Return the macro that draws it: a yes or no that may also be unknown is a choice; a line would lose line ends."""
        if self.is_fixed:
            return "fixed"
        if self.widget.kind == "flag" and not is_switch(self.field, self.text):
            return "maybe"
        if self.widget.kind == "line" and _LINE_END.search(self.text):
            return "prose"
        return self.widget.kind

    @property
    def input_type(self) -> str:
        """Return the kind of a line: a plain text where the browser's own input for times would drop what it holds."""
        is_clock = self.widget.input_type in ("time", "datetime-local")
        return "text" if is_clock and _BEYOND_BROWSERS.search(self.text) else self.widget.input_type


def is_switch(field: Field, text: str) -> bool:
    """Tell whether a yes or no can be a switch: only where nothing between the two is to be kept."""
    return bool(text) and (field.required or field.default is not None)


def mark(texts: Sequence[str]) -> str:
    """Return the mark of what an input holds; line ends do not count, since browsers change them."""
    joined = "\x1f".join(text.replace("\r\n", "\n").replace("\r", "\n") for text in texts if text)
    return blake2s(joined.encode("utf-8", "replace"), digest_size=8).hexdigest()


def typed_fields(visit: Visit, entity: Entity, record: Record | None, permit: Permit | None, *, as_part: bool) -> dict[str, Field]:
    """Return the fields of a form that can be typed into: what may be sent, of this record too, and has a widget."""
    writable = visit.rights.writable(entity, Action.CREATE if record is None else Action.UPDATE, as_part=as_part)
    found = {name: one for name, one in writable.items() if one.type in WIDGETS and _can_pick(visit, one)}
    if record is None:
        return found
    fixed = fixed_fields(entity, record.values)
    kept = {name for name, one in found.items() if name in fixed or (one.set_once and record.values.get(name) is not None)}
    return {name: one for name, one in found.items() if name not in kept and (permit is None or name in permit.names)}


def _can_pick(visit: Visit, one: Field) -> bool:
    return one.relation is None or visit.rights.may(Action.READ, visit.rights.catalog.entities[one.relation.target])


def widget_of(entity: Entity, field: Field) -> Widget:
    """Return the widget of a field: its type's, but for a user's roles, which are ticked."""
    is_roles = entity.is_builtin and (entity.name, field.name) == ("user", "roles")
    return ROLES if is_roles else WIDGETS[field.type]


def texts_of(desk: Desk, widget: Widget, field: Field, value: Any) -> tuple[str, ...]:
    """Return the texts that the field's input holds for a value."""
    if value is None:
        return ()
    values = value if widget.is_multiple else [value]
    return tuple(widget.write(desk, field, item) for item in values)


def default_texts(desk: Desk, widget: Widget, field: Field) -> tuple[str, ...]:
    """Return what the input of a new record holds: a literal default, or "no" for a yes or no that needs one."""
    if field.default is not None and field.default.kind == "literal" and field.default.value is not None:
        return texts_of(desk, widget, field, TYPES[field.type].parse(field, field.default.value))
    return ("false",) if field.type == "bool" and field.required else ()


def make_inputs(
    visit: Visit, desk: Desk, entity: Entity, record: Record | None, permit: Permit | None = None, *, as_part: bool = False
) -> list[Input]:
    """Return the inputs of a form, filled from a record, or with defaults for a new one; what may only be read is among them, fixed.

    `permit` says what may be done with this record, None for all that the rights name. `as_part`: of a row in its parent's form.
    """
    typed = typed_fields(visit, entity, record, permit, as_part=as_part)
    facts = find_facts(desk.catalog, entity, typed.values(), record)
    formulas = desk.catalog.formulas
    inputs = []
    for name, one in entity.fields.items():
        if name in typed:
            made = _make_typed(visit, desk, entity, one, record)
        elif record is not None and name in record.values and not one.is_implicit:
            made = make_fixed(visit, one, record.values[name])
        else:
            continue
        required_if = send_condition(facts, formulas.required_if(entity, one)) if not made.is_fixed else None
        inputs.append(replace(made, show_if=send_condition(facts, formulas.show_if(entity, one)), required_if=required_if))
    return inputs


def _make_typed(visit: Visit, desk: Desk, entity: Entity, one: Field, record: Record | None) -> Input:
    widget = widget_of(entity, one)
    if record is None:
        return make_input(visit, desk, widget, one, default_texts(desk, widget, one), is_new=True)
    texts = texts_of(desk, widget, one, record.values.get(one.name))
    made = make_input(visit, desk, widget, one, texts, is_new=False)
    is_unseen = one.is_readable and one.name not in record.values  # it may be written here, and not read
    return replace(made, is_required=False) if is_unseen else made


def make_fixed(visit: Visit, one: Field, value: Any) -> Input:
    """Return the input of a field that may only be read: it sends nothing."""
    label, text = field_name(visit.language, one), visit.language.of(one.help)
    widget = WIDGETS.get(one.type, WIDGETS["string"])
    return Input(one, widget, one.name, label, text, "", (), "", is_required=False, is_fixed=True, value=value)


def make_input(visit: Visit, desk: Desk, widget: Widget, one: Field, texts: tuple[str, ...], *, is_new: bool) -> Input:
    """Return the input of one field."""
    language = visit.language
    options: tuple[tuple[str, str], ...] = tuple((value.name, value_name(language, value)) for value in one.values)
    if widget is ROLES:
        options = tuple(desk.roles.items())
    may_be_empty = one.is_made if is_new else widget.is_hidden
    is_there = bool(texts) or not one.is_readable
    return Input(
        field=one,
        widget=widget,
        name=one.name,
        label=field_name(language, one),
        help=language.of(one.help) or _help(visit, one, is_new=is_new),
        placeholder=language.of(one.placeholder) or _placeholder(visit, one, is_new=is_new, is_there=is_there),
        texts=texts,
        seen=mark(texts),
        is_required=one.required and (one.default is None or one.default.kind == "literal" or not is_new) and not may_be_empty,
        options=options,
        may_clear=one.type == "secret" and not one.required and not is_new and is_there,
    )


def _placeholder(visit: Visit, one: Field, *, is_new: bool, is_there: bool) -> str:
    if is_there and not is_new and TYPES[one.type].is_secret:
        return visit.language.text("Leave empty to keep the present one")
    if one.type == "duration":
        return visit.language.text("for example 1 d 2 h 30 min")
    return ""


def _help(visit: Visit, one: Field, *, is_new: bool) -> str:
    is_made = one.is_made or (one.default is not None and one.default.kind != "literal")
    return visit.language.text("Filled in when saved, if left empty.") if is_new and is_made else ""


def refill(inputs: Sequence[Input], sent: Sent) -> list[Input]:
    """Return the inputs holding what was typed, so that nothing is lost."""
    filled = []
    for one in inputs:
        texts = sent_texts(one, sent)
        filled.append(
            replace(one, texts=tuple(texts), seen=seen_of(one, sent), is_cleared=is_cleared(one, sent)) if texts is not None else one
        )
    return filled


def sent_texts(one: Input, sent: Sent) -> Sequence[str] | None:
    """Return what was typed into an input, None where it was not in the form. An unticked switch sends nothing at all."""
    if one.is_fixed:
        return None
    texts = [text for text in sent.get(one.name, ()) if text]
    if one.name in sent:
        return texts
    if SEEN + one.name not in sent or one.widget.kind not in ("flag", "picks", "pick", "checks"):
        return None
    return ["false"] if one.widget.kind == "flag" and is_switch(one.field, one.text or "false") else []


def is_cleared(one: Input, sent: Sent) -> bool:
    """Tell whether the value was ticked to go, and no other was typed."""
    return one.may_clear and CLEAR + one.name in sent and not any(sent.get(one.name, ()))


def seen_of(one: Input, sent: Sent) -> str:
    """Return the mark of what the input held when its form was made; without one, nothing equals it."""
    return next(iter(sent.get(SEEN + one.name, ())), "")


def read_body(desk: Desk, inputs: Sequence[Input], sent: Sent, *, is_new: bool) -> tuple[dict[str, Json], list[FieldError]]:
    """Return the body in JSON form of all that was shown, sent and changed, and what could not be read.

    On a new record, what holds a value without being the field's default is sent too, changed or not.
    """
    body: dict[str, Json] = {}
    errors: list[FieldError] = []
    for one in inputs:
        texts = sent_texts(one, sent)
        if is_cleared(one, sent):
            body[one.field.name] = None
            continue
        if texts is None or (one.widget.is_hidden and not any(map(str.strip, texts))):
            continue
        is_untouched = seen_of(one, sent) == mark(texts)
        if is_untouched and not (is_new and texts and one.field.default is None):
            continue
        try:
            body[one.field.name] = read_texts(desk, one, texts)
        except BadValue as exc:
            errors.append(FieldError(f"/{one.field.name}", exc.code, exc.template, exc.params))
    return body, errors


def missing(inputs: Sequence[Input], errors: Sequence[FieldError]) -> list[FieldError]:
    """Return what else is missing where something cannot be read, so that people see all mistakes at once."""
    told = {error.pointer for error in errors}
    empty = [one for one in inputs if one.is_required and not one.texts and not one.widget.is_multiple]
    return [FieldError(f"/{one.field.name}", "required", "is required") for one in empty if f"/{one.field.name}" not in told]


def read_texts(desk: Desk, one: Input, texts: Sequence[str]) -> Json:
    """Return the JSON form of what was typed into one input; nothing typed is null. Raises BadValue."""
    if one.widget.is_multiple:
        return [one.widget.read(desk, one.field, text) for text in texts]
    stripped = texts[0].strip() if texts else ""
    if not stripped:
        return None
    return one.widget.read(desk, one.field, texts[0] if one.widget.is_hidden or one.kind == "prose" else stripped)

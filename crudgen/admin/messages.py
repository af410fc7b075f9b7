"""Refusals in people's words: messages at the fields, a summary, and the text of an error page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from crudgen.admin.form import Input
from crudgen.admin.grid import Grid, GridRow
from crudgen.admin.language import Language
from crudgen.admin.words import entity_name, entity_plural, humanize
from crudgen.errors import FieldError, Refusal

PAGES = {
    400: ("This address is not right", "Something in the address cannot be read. Go back and try another way."),
    401: ("Please sign in", "Your session has ended. Sign in again."),
    403: ("Not allowed", "Your role does not allow this. Ask an administrator if you need it."),
    404: ("Nothing here", "There is no such page or record. It may have been deleted, or the link is wrong."),
    405: ("This cannot be done here", "Go back and try another way."),
    409: ("This cannot be done now", "Another record stands in the way."),
    412: ("The record has changed", "Somebody else changed it in the meantime. Open it again and look at it first."),
    413: ("That is too much at once", "The form is larger than the server takes. Shorten the texts and try again."),
    429: ("Too many tries", "Wait {seconds} seconds and try again."),
    500: ("Something went wrong on the server", "It is not your fault. Try again; if it stays, tell your administrator the number below."),
    503: ("The database is busy or away", "Nothing was saved. Wait a moment and try again."),
}
OLD_FORM = ("This form is too old", "Nothing was saved. Go back, reload the page and try again.")


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of a form's summary: `name` is the input that it leads to, "" for the whole form."""

    name: str
    label: str
    text: str


def field_message(language: Language, one: Input | None, error: FieldError) -> str:
    """Return one mistake in words; those of checks and patterns may be the schema's own."""
    if error.own is not None:
        return error.own.to(language.code)
    if one is not None and error.code == "pattern" and one.field.message:
        return language.of(one.field.message)
    text = language.text(error.template, **error.params)
    return text[:1].upper() + text[1:]


def name_of(error: FieldError) -> str:
    """Return the field that an error is about.

    >>> name_of(FieldError("/tags/3", "reference", "there is no record {id}"))
    'tags'
    """
    return error.pointer.removeprefix("/").split("/", 1)[0].replace("~1", "/").replace("~0", "~")


def show_errors(
    language: Language, inputs: Sequence[Input], errors: Sequence[FieldError], otherwise: str
) -> tuple[list[Input], list[Problem]]:
    """Return the inputs with their mistakes, and the summary of all of them; where there is none, it says `otherwise`."""
    known = {one.name: one for one in inputs}
    found: dict[str, list[str]] = {}
    problems = []
    for error in errors:
        name = name_of(error)
        text = field_message(language, known.get(name), error)
        found.setdefault(name, []).append(text)
        label = known[name].label if name in known else humanize(name)
        problems.append(Problem(name if name in known else "", label, text))
    if not errors:
        problems.append(Problem("", "", otherwise))
    order = {one.name: place for place, one in enumerate(inputs)}
    problems.sort(key=lambda problem: order.get(problem.name, -1))
    return [replace(one, errors=tuple(dict.fromkeys(found.get(one.name, ())))) for one in inputs], problems


def show_all(
    language: Language, inputs: Sequence[Input], grids: Sequence[Grid], refusal: Refusal
) -> tuple[list[Input], list[Grid], list[Problem]]:
    """Return the inputs and the rows of child lists with their mistakes, and the summary of all of them."""
    names = {grid.name for grid in grids}
    own = tuple(error for error in refusal.errors if name_of(error) not in names)
    problems: list[Problem] = []
    shown = list(inputs)
    if own or not refusal.errors:
        shown, problems = show_errors(language, inputs, own, refusal_text(language, refusal))
    marked = []
    for grid in grids:
        one, told = _show_grid(language, grid, [error for error in refusal.errors if name_of(error) == grid.name])
        marked.append(one)
        problems += told
    return shown, marked, problems


def _show_grid(language: Language, grid: Grid, errors: Sequence[FieldError]) -> tuple[Grid, list[Problem]]:
    label = entity_name(language, grid.entity)
    rows: list[GridRow] = []
    problems: list[Problem] = []
    for number, row in enumerate(grid.rows, 1):
        start = f"/{grid.name}/{row.place}"
        own = [error for error in errors if row.place is not None and (error.pointer == start or error.pointer.startswith(f"{start}/"))]
        marked, told = _show_row(language, row, [replace(error, pointer=error.pointer.removeprefix(start)) for error in own])
        rows.append(marked)
        problems += [replace(one, label=f"{label} {number}" + (f" › {one.label}" if one.label else "")) for one in told]
    whole = [field_message(language, None, error) for error in errors if error.pointer == f"/{grid.name}"]
    problems += [Problem("", entity_plural(language, grid.entity), text) for text in whole]
    return replace(grid, rows=rows, errors=tuple(whole)), problems


def _show_row(language: Language, row: GridRow, errors: Sequence[FieldError]) -> tuple[GridRow, list[Problem]]:
    texts: dict[str, list[str]] = {}
    problems = []
    for error in errors:
        one = row.inputs.get(name_of(error))
        text = field_message(language, one, error)
        texts.setdefault(one.field.name if one is not None else "", []).append(text)
        problems.append(Problem(one.name if one is not None else "", one.label if one is not None else "", text))
    inputs = {name: replace(one, errors=tuple(dict.fromkeys(texts.get(name, ())))) for name, one in row.inputs.items()}
    return replace(row, inputs=inputs, errors=tuple(texts.get("", ()))), problems


def refusal_text(language: Language, refusal: Refusal) -> str:
    """Return a refusal in words: its own where they are translated, else what its status means."""
    own = language.texts.get(refusal.detail)
    if own is not None or language.code == "en":
        return own or refusal.detail[:1].upper() + refusal.detail[1:]
    return language.text(PAGES.get(refusal.status, PAGES[400])[1])

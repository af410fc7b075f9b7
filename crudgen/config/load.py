"""From config.yaml and the environment to the frozen Settings, with every mistake at once."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from crudgen.config.later import refuse_later
from crudgen.config.overrides import apply_overrides
from crudgen.config.settings import Options, Settings
from crudgen.config.source import Source
from crudgen.config.values import BadSetting
from crudgen.document import hint_name, load
from crudgen.document.load import MAX_BYTES
from crudgen.errors import SchemaError

FILE = "config.yaml"

_EXPECTED = {
    "string_type": "a text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "list_type": "a list",
    "tuple_type": "a list",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "dict_type": "a mapping",
    "mapping_type": "a mapping",
}


def load_settings(root: Path, environ: Mapping[str, str]) -> Settings:
    """Return the settings of the project in the folder `root`; without a config.yaml they are the defaults.

    `environ` gives the values of `${ENV}` and the overrides. Raises SchemaError with every mistake.
    """
    source = Source()
    _read_file(source, root / FILE, environ)
    apply_overrides(source, environ)
    refused = refuse_later(source)
    try:
        options = Options.model_validate(source.values)
    except ValidationError as error:
        for details in error.errors(include_url=False, include_input=False):
            if not any(details["loc"][: len(path)] == path for path in (*refused, *source.unset)):
                _refuse(source, details)
    else:
        _check_together(source, options)
    if source.problems:
        raise SchemaError(tuple(sorted(source.problems, key=lambda one: (one.file, one.line, one.column))))
    return Settings(root=root.absolute(), **{name: getattr(options, name) for name in Options.model_fields})


def _read_file(source: Source, path: Path, environ: Mapping[str, str]) -> None:
    if path.exists() and not path.is_file():
        source.refuse((FILE, 1, 1), "not_a_file", "this is no ordinary file")
        return
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return
    except OSError as error:
        source.refuse((FILE, 1, 1), "unreadable", f"the file cannot be read: {error.strerror}")
        return
    try:
        node = load(content, FILE)
    except SchemaError as error:
        if [one.code for one in error.diagnostics] != ["empty"]:
            source.problems.extend(error.diagnostics)
        return
    values = source.read(node, (), FILE, environ)
    if isinstance(values, dict):
        source.values = values
    else:
        source.refuse((FILE, node.line, node.column), "expected", "expected a mapping of settings", "write title: My project")


def _check_together(source: Source, options: Options) -> None:
    """Refuse settings that are right each by itself and wrong together."""
    api, admin = options.api, options.admin
    if f"{api.prefix}/".startswith(f"{admin.prefix}/") or f"{admin.prefix}/".startswith(f"{api.prefix}/"):
        path = ("admin", "prefix") if ("admin", "prefix") in source.places else ("api", "prefix")
        message = f'the paths "{api.prefix}" and "{admin.prefix}" lie in one another'
        source.refuse(source.place(path), "conflict", message, "choose api.prefix and admin.prefix apart")
    if api.page_size > api.max_page_size:
        path = ("api", "page_size") if ("api", "page_size") in source.places else ("api", "max_page_size")
        message = f"api.page_size {api.page_size} is above api.max_page_size {api.max_page_size}"
        source.refuse(source.place(path), "bounds", message)


def _refuse(source: Source, details: ErrorDetails) -> None:
    location, kind = tuple(details["loc"]), details["type"]
    error = (details.get("ctx") or {}).get("error")
    if kind == "extra_forbidden":
        section = ".".join(map(str, location[:-1])) or "config.yaml"
        place = source.keys.get(location) or source.place(location)
        source.refuse(place, "unknown_key", f'unknown key "{location[-1]}" in {section}', hint_name(str(location[-1]), _known(location)))
    elif isinstance(error, BadSetting):
        is_key = location[-1:] == ("[key]",)
        place = source.keys[location[:-1]] if is_key else source.place(location)
        source.refuse(place, error.code, str(error) if is_key else f"{_name(location)}{error}", error.hint)
    elif kind in _EXPECTED:
        hint = "put it in quotes" if kind == "string_type" else ""
        source.refuse(source.place(location), "expected", f"{_name(location)}expected {_EXPECTED[kind]}", hint)
    else:
        source.refuse(source.place(location), "value", f"{_name(location)}{_lower(details['msg'])}")


def _name(location: tuple[str | int, ...]) -> str:
    named = ".".join(str(part) for part in location if isinstance(part, str))
    return f"{named}: " if named else ""


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _known(location: tuple[str | int, ...]) -> list[str]:
    """Return the keys that are known where an unknown one stands."""
    kind: Any = Options
    for key in location[:-1]:
        field = kind.model_fields.get(str(key)) if isinstance(kind, type) and issubclass(kind, BaseModel) else None
        kind = field.annotation if field is not None else kind
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return list(kind.model_fields)
    return ["label", "admin"]

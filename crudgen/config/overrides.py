"""Environment variables over config.yaml: CRUDGEN_<SECTION>__<KEY>, and CRUDGEN_<KEY> for what has no section."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from crudgen.config.settings import Options, RoleOptions
from crudgen.config.source import Path, Source
from crudgen.document import hint_name, load, nearest
from crudgen.errors import SchemaError

PREFIX = "CRUDGEN_"


def apply_overrides(source: Source, environ: Mapping[str, str]) -> None:
    """Put the values of variables into the source. A variable that names no key of a known section is a mistake."""
    for name in sorted(environ):
        if name.startswith(PREFIX) and (path := _find_path(source, name)):
            _put(source, name, path, environ[name])


def _find_path(source: Source, name: str) -> tuple[str, ...]:
    """Return the path of keys that a variable names, empty when it is no setting."""
    section, *rest = name.removeprefix(PREFIX).lower().split("__")
    kind = Options.model_fields[section].annotation if section in Options.model_fields else None
    if not rest:
        return (section,) if kind is not None and not _is_section(kind) and section != "roles" else ()
    if kind is None:
        if nearest(section, Options.model_fields):
            _refuse(source, name, f'there is no section "{section}"', hint_name(section, Options.model_fields))
        return ()
    if section == "roles":
        return _check_key(source, name, (section, *rest), RoleOptions, rest[1:])
    if not _is_section(kind):
        _refuse(source, name, f'"{section}" has no keys', f"write {PREFIX}{section.upper()}")
        return ()
    return _check_key(source, name, (section, *rest), kind, rest)


def _check_key(source: Source, name: str, path: tuple[str, ...], kind: Any, keys: list[str]) -> tuple[str, ...]:
    if len(keys) > 1 or (keys and keys[0] not in kind.model_fields):
        unknown = keys[-1]
        _refuse(source, name, f'there is no setting "{".".join(path)}"', hint_name(unknown, kind.model_fields))
        return ()
    return path


def _is_section(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _refuse(source: Source, name: str, message: str, hint: str) -> None:
    source.refuse((f"${name}", 1, 1), "unknown_key", message, hint)


def _put(source: Source, name: str, path: tuple[str, ...], text: str) -> None:
    value = text if _is_text(path) else _parse(source, name, path, text)
    holder: dict[str, Any] = source.values
    for depth, key in enumerate(path[:-1], 1):
        inner = holder.get(key)
        if not isinstance(inner, dict):
            inner = holder[key] = {}
            source.places.setdefault(path[:depth], (f"${name}", 1, 1))
        holder = inner
    holder[path[-1]] = value
    source.places[path] = source.keys[path] = (f"${name}", 1, 1)


def _is_text(path: tuple[str, ...]) -> bool:
    """Tell whether the setting is a text, so that `007` in a variable stays one."""
    kind: Any = Options
    for key in path:
        known = kind.model_fields.get(key) if _is_section(kind) else None
        kind = known.annotation if known is not None else None
    return kind is str


def _parse(source: Source, name: str, path: Path, text: str) -> Any:
    if not text.strip():
        return ""
    try:
        return source.read(load(text.encode("utf-8", "surrogateescape"), f"${name}"), path, f"${name}", {})
    except SchemaError as error:
        source.problems.extend(error.diagnostics)
        return None

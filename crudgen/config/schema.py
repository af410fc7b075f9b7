"""The JSON Schema of config.yaml, for editors: made of the settings themselves, and never stricter than their loader."""

from collections.abc import Mapping
from typing import Any

import orjson

from crudgen.config.later import LATER
from crudgen.config.settings import Options

_VARIABLE = {"type": "string", "pattern": r"\$\{"}
_SPELLED = {"type": "string", "pattern": r"\$\{|^(-?[0-9]+|true|false)$"}
"""What may stand for a number or for true and false: a variable, or the word that a variable would hold."""

_BOUNDS = frozenset({"enum", "pattern", "minLength", "maxLength"})
_MEANINGLESS = frozenset({"title", "default", "examples", "description", "ge", "le", "$defs"})


def write_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft-07) of config.yaml."""
    written = Options.model_json_schema()
    schema = _convert(written, written["$defs"], "")
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": "crudgen: settings", **schema}


def _convert(schema: Mapping[str, Any], definitions: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return pydantic's schema of the setting `name` in draft-07, with its references put in and its texts for hovering."""
    if "$ref" in schema:
        target = definitions[schema["$ref"].rpartition("/")[2]]
        return _convert({**target, **{key: value for key, value in schema.items() if key != "$ref"}}, definitions, name)
    plain = {key: value for key, value in schema.items() if key not in _MEANINGLESS} | _describe(schema)
    if "properties" in schema:
        prefix = f"{name}." if name else ""
        members = {key: _convert_member(member, definitions, prefix + key) for key, member in schema["properties"].items()}
        return {**plain, "properties": members}
    if isinstance(schema.get("additionalProperties"), dict):
        return {**plain, "additionalProperties": _convert(schema["additionalProperties"], definitions, name)}
    return _allow_variables(plain, schema)


def _convert_member(schema: Mapping[str, Any], definitions: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return the schema of one setting; one that isn't supported yet takes its default alone and isn't offered."""
    if name in LATER:
        default = LATER[name][0]
        return {"enum": list(dict.fromkeys((default, str(default))) if isinstance(default, int | str) else [default]), "doNotSuggest": True}
    return _convert(schema, definitions, name)


def _allow_variables(plain: dict[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of a value that a variable or its word may stand for, too."""
    bounds = {new: schema[old] for old, new in (("ge", "minimum"), ("le", "maximum")) if old in schema}
    texts: dict[str, Any] = {key: plain.pop(key) for key in ("description", "markdownDescription") if key in plain}
    strict = {**plain, **bounds}
    kind = strict.get("type", "any")
    if "anyOf" in strict or kind in ("array", "object", "any") or ("string" in kind and not _BOUNDS & strict.keys()):
        return {**strict, **texts}
    return {"anyOf": [strict, _VARIABLE if kind == "string" else _SPELLED], **texts}


def _describe(schema: Mapping[str, Any]) -> dict[str, str]:
    """Return the hover texts of a setting: plain and in Markdown, with its default and another value as an example."""
    text = schema.get("description", "").partition(". ")[0].rstrip(".")
    if not text:
        return {}
    text = f"{text[:1].upper()}{text[1:]}."
    for word, value in (("Default", schema.get("default")), ("Example", schema.get("examples", [None])[0])):
        text += "" if value is None else f"\n\n{word}: `{orjson.dumps(value).decode()}`"
    return {"description": text.replace("`", ""), "markdownDescription": text}

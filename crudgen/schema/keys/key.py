"""What a key of the language is: one value that the loader, the editors' JSON Schema, `crudgen fmt` and docs/schema.md all read.

A key exists only when it is described here: `Reader.section` knows no other keys than those of a Section.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from crudgen.document import Node
    from crudgen.schema.reader import Reader

JsonSchema: TypeAlias = Mapping[str, Any]
"""A draft-07 schema; what `#/definitions/…` hold is said by `crudgen.schema.editor`."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a key takes, for the loader (`read`) and for an editor (`schema`): two sayings of one thing."""

    read: "Callable[[Reader, Node], Any]"
    schema: JsonSchema


@dataclass(frozen=True, slots=True)
class Key:
    """One key.

    - `takes`: what it takes; None for a key that crudgen knows and does not support yet.
    - `help`: what it means, in a sentence of English that begins in small letters; Markdown.
    - `example`: one line of YAML, as it stands in an entity or, for keys of a field, under `fields`; a test loads it.
    - `default`: what holds when it is not written, in words; Markdown.
    """

    name: str
    takes: Shape | None
    help: str
    example: str
    default: str = ""


@dataclass(frozen=True)
class Section:
    """The keys that a mapping takes, in house order. `what` names the mapping in messages: "an entity"."""

    what: str
    keys: tuple[Key, ...]

    @cached_property
    def shapes(self) -> dict[str, Shape]:
        """Return what each supported key takes."""
        return {key.name: key.takes for key in self.keys if key.takes is not None}

    @cached_property
    def later(self) -> frozenset[str]:
        """Return the keys that crudgen knows and does not support yet."""
        return frozenset(key.name for key in self.keys if key.takes is None)

    def schema(self, **more: Any) -> dict[str, Any]:
        """Return the JSON Schema of the mapping, with `more` keywords of it."""
        properties = {key.name: describe(key) | _embed(key.takes.schema) for key in self.keys if key.takes is not None}
        return {"type": "object", "properties": properties, "additionalProperties": False, **more}


def _embed(schema: JsonSchema) -> dict[str, Any]:
    """Return a schema that can stand beside a description: draft-07 ignores all that stands beside a `$ref`."""
    return {"allOf": [schema]} if "$ref" in schema else dict(schema)


def describe(key: Key) -> dict[str, str]:
    """Return the hover texts of a key: plain and in Markdown, with its default and its example."""
    text = key.help[:1].upper() + key.help[1:]
    default = f"\n\nWithout it: {key.default}." if key.default else ""
    plain = f"{text}.{default}".replace("`", "")
    return {"description": plain, "markdownDescription": f"{text}.{default}\n\n```yaml\n{key.example}\n```"}

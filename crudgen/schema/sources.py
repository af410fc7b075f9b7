"""Where each entity is declared: in a file of its own name, or with others under `entities` of one file."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from crudgen.document import Node, load
from crudgen.errors import Diagnostic, SchemaError
from crudgen.schema.catalog import Location
from crudgen.schema.draft import refuse
from crudgen.schema.files import SchemaFile, check_file_name, read_file
from crudgen.schema.keys.file import FILE
from crudgen.schema.reader import Reader

_SEVERAL = re.compile(rb"^entities:[ \t]*(?:#.*)?\r?\n(?:[ \t]*(?:#.*)?\r?\n)*(?P<indent> +)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Source:
    """One entity as written. `node` is None where its file cannot be read; `at` is where its name stands.

    `is_file` tells that the file's name is the entity's.
    """

    entity: str
    label: str
    node: Node | None
    at: Location
    is_file: bool = True


def read_sources(files: Iterable[SchemaFile], problems: list[Diagnostic]) -> list[Source]:
    """Return every entity that the files declare, each once; a second one of the same name is told."""
    sources: dict[str, Source] = {}
    for file in files:
        for source in _read_file(file, problems):
            first = sources.setdefault(source.entity, source)
            if first is not source:
                place = f"{first.at.file}:{first.at.line}:{first.at.column}"
                refuse(problems, source.at, "duplicate_entity", f'the entity "{source.entity}" is at {place}, too', "rename one of them")
    return list(sources.values())


def read_document(file: SchemaFile, problems: list[Diagnostic]) -> tuple[bytes, Node | None]:
    """Return the bytes of a file and what they say; None, and the mistakes, where they say nothing."""
    content = read_file(file, problems)
    if content is None:
        return b"", None
    try:
        return content, load(content, file.label)
    except SchemaError as error:
        problems.extend(error.diagnostics)
        return content, None


def _read_file(file: SchemaFile, problems: list[Diagnostic]) -> Iterator[Source]:
    content, node = read_document(file, problems)
    if isinstance(node, Node) and isinstance(node.value, dict) and "entities" in node.value:
        yield from _read_several(file, node, problems)
        return
    start = Location(file.label, 1, 1)
    several = guess_names(content) if node is None else ()
    if several:
        yield from (Source(name, file.label, None, start, is_file=False) for name in several)
    elif wrong := check_file_name(file):
        problems.append(wrong)
    else:
        yield Source(file.entity, file.label, node, start)


def _read_several(file: SchemaFile, node: Node, problems: list[Diagnostic]) -> Iterator[Source]:
    reader = Reader(file.label, problems)
    parsed: dict[str, Any] = reader.attempt(lambda reader, node: reader.section(node, FILE), node, {})
    for name, (member, at) in parsed.get("entities", {}).items():
        yield Source(name, file.label, member, at, is_file=False)


def guess_names(content: bytes) -> tuple[str, ...]:
    r"""Return the names that seem to stand under `entities` of a file that cannot be read, so that references to them aren't called wrong.

    >>> guess_names(b"entities:\n  size:\n    fields: {\n  colour:\n")
    ('size', 'colour')
    """
    found = _SEVERAL.search(content)
    if found is None:
        return ()
    names = re.findall(rb"^" + found["indent"] + rb"([a-z][a-z0-9_]*):", content[found.start("indent") :], re.MULTILINE)
    return tuple(dict.fromkeys(name.decode() for name in names))

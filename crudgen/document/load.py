"""From the bytes of a file to its Node: the limits, the encoding, then the builder."""

import re

import yaml

from crudgen.document.build import build
from crudgen.document.node import Node
from crudgen.document.slips import explain
from crudgen.errors import Diagnostic, SchemaError

MAX_BYTES = 1_000_000

_BREAK = re.compile(r"\r\n|\r|\n")
# What libyaml's reader refuses with an offset only, and the line breaks of YAML 1.1 that no editor counts.
_ILLEGAL = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def load(text: bytes, file: str) -> Node:
    """Return the value of a YAML file.

    `file` is only named in messages. Raises SchemaError with every mistake found; a syntax error is the last of them.
    """
    decoded = _decode(text, file)
    lines = _BREAK.split(decoded)
    problems: list[Diagnostic] = []
    try:
        node = build(decoded, lines, file, problems)
    except yaml.MarkedYAMLError as error:
        if all(problem.code != "hash" for problem in problems):  # a bracket behind a # is not closed, but that is no news
            problems.append(explain(error, lines, file))
        node = None
    if node is None and not problems:
        problems.append(Diagnostic(file, 1, 1, "empty", "the file is empty"))
    if node is None or problems:
        raise SchemaError(tuple(problems))
    return node


def _decode(data: bytes, file: str) -> str:
    if len(data) > MAX_BYTES:
        message = f"the file has {len(data):,} bytes, more than {MAX_BYTES:,}"
        raise _failure(file, "", "too_large", message)
    text = data.removeprefix(b"\xef\xbb\xbf")
    try:
        decoded = text.decode("utf-8")
    except UnicodeDecodeError as error:
        before = text[: error.start].decode("utf-8")
        if b"\0" in data:
            raise _failure(file, before, "binary", "the file is not text", "save it as UTF-8 text") from None
        message = f"the byte 0x{text[error.start]:02x} is not UTF-8"
        raise _failure(file, before, "encoding", message, "save the file as UTF-8") from None
    if illegal := _ILLEGAL.search(decoded):
        raise _failure(file, decoded[: illegal.start()], "binary", *_describe(illegal[0]))
    return decoded


def _describe(character: str) -> tuple[str, str]:
    if character == "\0":
        return "the file is not text (it holds a NUL)", "save it as UTF-8 text"
    return f"the invisible character U+{ord(character):04X} is not allowed", f'write "\\u{ord(character):04x}" in double quotes'


def _failure(file: str, before: str, code: str, message: str, hint: str = "") -> SchemaError:
    lines = _BREAK.split(before)
    return SchemaError((Diagnostic(file, len(lines), len(lines[-1]) + 1, code, message, hint),))

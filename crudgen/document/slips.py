"""What the YAML parser gave up on, said in the words of the person who wrote the line."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import yaml

from crudgen.errors import Diagnostic

_MISSING_SPACE = re.compile(r"^\s*(?:- )?([A-Za-z_]\w*):(?![\s/]|$)(\S*)")
_HASH = re.compile(r"[:,\[]\s+(#\S.*)$")
_BRACKET_TEXT = re.compile(r"""^\s*(?:- )?[\w"']+:\s+([{\[][^}\]]*[}\]]\s*[^\s,#}\]].*)$""")
_NO_COLON = re.compile(r"^(\s*[A-Za-z_]\w*)(?!\w|:)[ ]*([^:]*)$")
_QUOTED_PART = re.compile(r"""^\s*(?:- )?[\w"']+:\s+("[^"]*"|'[^']*')\s*[^\s,#}\]]""")


@dataclass(frozen=True, slots=True)
class _Failure:
    """Where and why the parser stopped; lines and columns count from 0. `opened` is where the construct began."""

    problem: str
    context: str
    lines: Sequence[str]
    line: int
    column: int
    opened: tuple[int, int] | None

    def text(self, line: int) -> str:
        return self.lines[line] if 0 <= line < len(self.lines) else ""


_Slip: TypeAlias = tuple[int, int, str, str, str]
"""Line and column from 1, code, message, hint."""


def explain(error: yaml.MarkedYAMLError, lines: Sequence[str], file: str) -> Diagnostic:
    """Return the parser's error as a Diagnostic, with the cure where the slip is a usual one."""
    mark, opened = error.problem_mark or error.context_mark, error.context_mark
    failure = _Failure(
        problem=error.problem or "syntax error",
        context=error.context or "",
        lines=lines,
        line=mark.line if mark else 0,
        column=mark.column if mark else 0,
        opened=(opened.line, opened.column) if opened else None,
    )
    for recognise in _SLIPS:
        if slip := recognise(failure):
            return Diagnostic(file, *slip)
    return Diagnostic(file, failure.line + 1, failure.column + 1, "syntax", f"the YAML cannot be read here: {failure.problem}")


def _find_tab(failure: _Failure) -> _Slip | None:
    line, column, text = failure.line, failure.column, failure.text(failure.line)
    indent = text[: len(text) - len(text.lstrip())]
    if "\t" in indent and column <= len(indent):
        return line + 1, indent.index("\t") + 1, "tab", "a tab cannot indent", "use two spaces for each level"
    if text[column : column + 1] == "\t":
        return line + 1, column + 1, "tab", "a tab cannot stand here", "use spaces"
    return None


def _find_unclosed_quote(failure: _Failure) -> _Slip | None:
    if failure.context != "while scanning a quoted scalar" or failure.opened is None:
        return None
    line, column = failure.opened
    quote = failure.text(line)[column : column + 1]
    return line + 1, column + 1, "unclosed", f"the quote {quote} is never closed", f"end the text with {quote}"


def _find_unclosed_bracket(failure: _Failure) -> _Slip | None:
    if not failure.context.startswith("while parsing a flow ") or failure.opened is None:
        return None
    if not failure.problem.startswith("did not find expected ','"):
        return None
    line, column = failure.opened
    bracket = failure.text(line)[column : column + 1]
    message = f"the {bracket} is not closed with {']' if bracket == '[' else '}'}, or a comma is missing"
    return line + 1, column + 1, "unclosed", message, "a text that holds a bracket needs quotes"


def hint_hash(text: str) -> str:
    """Return the cure for a # that cuts a text short; brackets that were meant to close something are left out.

    >>> hint_hash("#fff}")
    "write '#fff', or a space after the # of a comment"
    """
    whole = text.strip() if "{" in text or "[" in text else text.rstrip(" }],")
    return f"write '{whole}', or a space after the # of a comment"


def _find_hash(failure: _Failure) -> _Slip | None:
    """Find a # after a colon, which took the closing bracket of the line with it."""
    if not failure.context.startswith("while parsing a flow ") or failure.opened is None:
        return None
    for line in range(min(failure.opened[0], failure.line - 1), failure.line + 1):
        if found := _HASH.search(failure.text(line)):
            message = "the # begins a comment and cuts the rest of the line off"
            return line + 1, found.start(1) + 1, "hash", message, hint_hash(found[1])
    return None


def _find_bracket_text(failure: _Failure) -> _Slip | None:
    found = _BRACKET_TEXT.match(failure.text(failure.line))
    if found is None:
        return None
    value = found[1].rstrip()
    quoted = f"'{value}'" if '"' in value else f'"{value}"'
    return failure.line + 1, found.start(1) + 1, "unquoted", f"a text that begins with {value[0]} needs quotes", f"write {quoted}"


def _find_quoted_part(failure: _Failure) -> _Slip | None:
    found = _QUOTED_PART.match(failure.text(failure.line))
    if found is None:
        return None
    message = "the text goes on after its closing quote"
    return failure.line + 1, found.start(1) + 1, "unquoted", message, "put the whole text in quotes of the other kind"


def _find_missing_space(failure: _Failure) -> _Slip | None:
    for line in (failure.line, failure.line - 1):
        if found := _MISSING_SPACE.match(failure.text(line)):
            hint = f"write {found[1]}: {found[2]}"
            return line + 1, found.end(1) + 1, "colon_space", "a space is missing after the colon", hint
    return None


def _find_reserved(failure: _Failure) -> _Slip | None:
    if failure.problem != "found character that cannot start any token":
        return None
    character = failure.text(failure.line)[failure.column : failure.column + 1]
    return failure.line + 1, failure.column + 1, "unquoted", f"a text cannot begin with {character}", "put it in quotes"


def _find_missing_colon(failure: _Failure) -> _Slip | None:
    """Find the line that is a key without its colon: the last written one before the parser noticed."""
    if not failure.problem.startswith(("mapping values are not allowed", "could not find expected ':'")):
        return None
    if ":" in failure.text(failure.line)[: failure.column]:
        return None
    line = next((line for line in range(failure.line - 1, -1, -1) if failure.text(line).strip()), -1)
    found = _NO_COLON.match(failure.text(line))
    if found is None:
        return None
    return line + 1, found.end(1) + 1, "colon_space", "a colon is missing after the key", f"write {found[1].strip()}: {found[2]}".rstrip()


def _find_missing_value(failure: _Failure) -> _Slip | None:
    if failure.problem != "did not find expected node content":
        return None
    return (
        failure.line + 1,
        failure.column + 1,
        "syntax",
        "a value is expected here",
        "a comma or bracket is one too many, or one is missing",
    )


def _find_colon(failure: _Failure) -> _Slip | None:
    if not failure.problem.startswith("mapping values are not allowed"):
        return None
    before = failure.text(failure.line)[: failure.column]
    if ": " in before:
        message = "a text that holds a colon and a space needs quotes"
        return failure.line + 1, failure.column + 1, "unquoted", message, "put the whole text in quotes"
    column = len(before) - len(before.lstrip()) + 1
    message = "this line is indented deeper than the one before"
    return failure.line + 1, column, "indentation", message, "begin it in the column of its neighbours"


def _find_indentation(failure: _Failure) -> _Slip | None:
    expected = {"while parsing a block mapping": "key: value", "while parsing a block collection": "- item"}.get(failure.context)
    if expected is None or failure.text(failure.line)[: failure.column].strip():
        return None
    message = f'a line "{expected}" is expected here'
    return failure.line + 1, failure.column + 1, "indentation", message, "begin it in the column of its neighbours"


def _find_escape(failure: _Failure) -> _Slip | None:
    if "escape character" not in failure.problem:
        return None
    message = "the backslash begins an unknown escape"
    return failure.line + 1, failure.column + 1, "syntax", message, "use single quotes, or write two backslashes"


_SLIPS: tuple[Callable[[_Failure], _Slip | None], ...] = (
    _find_tab,
    _find_unclosed_quote,
    _find_hash,
    _find_bracket_text,
    _find_quoted_part,
    _find_unclosed_bracket,
    _find_missing_space,
    _find_reserved,
    _find_missing_colon,
    _find_missing_value,
    _find_colon,
    _find_indentation,
    _find_escape,
)

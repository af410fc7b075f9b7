"""Reading Nodes: the shapes that the schema language is made of, each refusing anything else with its place."""

import re
from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

from crudgen.document import Node, hint_name, nearest
from crudgen.errors import Diagnostic
from crudgen.schema.catalog import Location, Text
from crudgen.schema.draft import Formula, Word
from crudgen.schema.keys.key import Section

T = TypeVar("T")

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_KINDS: dict[type, str] = {
    dict: "a mapping",
    tuple: "a list",
    str: "a text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    type(None): "nothing",
}


class Wrong(Exception):
    """A value that cannot be read; `section` collects it and reads on."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(str(diagnostic))
        self.diagnostic = diagnostic


class Reader:
    """The mistakes of one file, and the ways to read a value of it. `entities` are the names that a type may have."""

    def __init__(self, file: str, problems: list[Diagnostic], entities: frozenset[str] = frozenset()) -> None:
        self.file, self.problems, self.entities = file, problems, entities

    def at(self, node: Node) -> Location:
        """Return where a value stands."""
        return Location(self.file, node.line, node.column)

    def at_key(self, node: Node, key: str) -> Location:
        """Return where a key of a mapping stands."""
        line, column = node.keys[key]
        return Location(self.file, line, column)

    def refuse(self, at: Location, code: str, message: str, hint: str = "") -> None:
        """Add a mistake, and go on."""
        self.problems.append(Diagnostic(at.file, at.line, at.column, code, message, hint))

    def wrong(self, node: Node, code: str, message: str, hint: str = "") -> Wrong:
        """Return the exception that says what is wrong with a value."""
        return Wrong(Diagnostic(self.file, node.line, node.column, code, message, hint))

    def unexpected(self, node: Node, expected: str, hint: str = "") -> Wrong:
        """Return the exception that says what kind of value belongs here."""
        return self.wrong(node, "expected", f"expected {expected}, not {describe(node)}", hint)

    def attempt(self, read: "Parser", node: Node, fallback: T) -> Any | T:
        """Return what `read` makes of a value; a mistake is collected and `fallback` returned."""
        try:
            return read(self, node)
        except Wrong as wrong:
            self.problems.append(wrong.diagnostic)
            return fallback

    def section(self, node: Node, section: Section) -> dict[str, Any]:
        """Return the parsed values of a mapping's known keys; unknown and later keys, and wrong values, are collected."""
        parsed: dict[str, Any] = {}
        for key, member in self.members(node, section.what).items():
            if key in section.shapes:
                value = self.attempt(section.shapes[key].read, member, _NOTHING)
                if value is not _NOTHING:
                    parsed[key] = value
            else:
                self.refuse_key(self.at_key(node, key), key, section)
        return parsed

    def refuse_key(self, at: Location, key: str, section: Section) -> None:
        """Add the mistake of a key that is unknown, or known for later."""
        supported, later = section.shapes, section.later
        if key in later:
            self.refuse(at, "not_supported", f'"{key}" is not supported yet')
            return
        known = later if nearest(key, supported) is None and nearest(key, later) is not None else supported
        self.refuse(at, "unknown_key", f'unknown key "{clip(key)}" in {section.what}', hint_name(key, known))

    def members(self, node: Node, what: str) -> dict[str, Node]:
        """Return the members of a mapping."""
        if isinstance(node.value, dict):
            return node.value
        raise self.unexpected(node, f"a mapping ({what})", _hint_colon(node))

    def items(self, node: Node) -> tuple[Node, ...]:
        """Return the items of a list."""
        if isinstance(node.value, tuple):
            return node.value
        raise self.unexpected(node, "a list", "write it as [a, b]")


Parser: TypeAlias = Callable[[Reader, Node], Any]
_NOTHING = object()


def describe(node: Node) -> str:
    """Return what kind of value a node is, in words."""
    kind = _KINDS[type(node.value)]
    return f'the text "{clip(node.value)}"' if isinstance(node.value, str) else kind


def clip(text: str) -> str:
    """Return a text short enough for a message, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59] + "…"


def _hint_colon(node: Node) -> str:
    if isinstance(node.value, str) and re.match(r"\w+:\S", node.value):
        return "a space is missing after the colon"
    return ""


def read_text(reader: Reader, node: Node) -> str:
    """Return a text that is not empty."""
    if not isinstance(node.value, str):
        raise reader.unexpected(node, "a text", _hint_quotes(node))
    if not node.value.strip():
        raise reader.wrong(node, "empty", "the text is empty")
    return node.value


def _hint_quotes(node: Node) -> str:
    match node.value:
        case bool() | int() | float():
            return "put it in quotes"
        case dict() as members if members and all(member.value is None for member in members.values()):
            return "a text that begins with { needs quotes"
        case tuple():
            return "a text that begins with [ needs quotes"
    return ""


def read_flag(reader: Reader, node: Node) -> bool:
    """Return true or false."""
    if not isinstance(node.value, bool):
        hint = "write true or false" if node.value in ("yes", "no", "on", "off", 0, 1) else ""
        raise reader.unexpected(node, "true or false", hint)
    return node.value


def read_count(low: int, high: int) -> Parser:
    """Return the parser of a whole number between two bounds, both allowed."""

    def read(reader: Reader, node: Node) -> int:
        if type(node.value) is not int:
            raise reader.unexpected(node, "a whole number", "write it without quotes" if isinstance(node.value, str) else "")
        if not low <= node.value <= high:
            raise reader.wrong(node, "value", f"{node.value} is not between {low} and {high}")
        return node.value

    return read


def read_choice(*choices: str) -> Parser:
    """Return the parser of one of a few words."""

    def read(reader: Reader, node: Node) -> str:
        word = read_text(reader, node)
        if word not in choices:
            hint = hint_name(word, choices)
            raise reader.wrong(node, "value", f'"{clip(word)}" is not one of {", ".join(choices)}', hint if "did" in hint else "")
        return word

    return read


def read_label(reader: Reader, node: Node) -> Text:
    """Return a text for people: one text, or one for each language."""
    if not isinstance(node.value, dict):
        return Text({"": read_text(reader, node)})
    if hint := _hint_quotes(node):
        raise reader.unexpected(node, "a text, or texts by language", hint)
    if not node.value:
        raise reader.wrong(node, "empty", "no language is given", "write {en: …, ru: …}")
    for language in node.value:
        if not _LANGUAGE.fullmatch(language):
            at = reader.at_key(node, language)
            message = f'"{clip(language)}" is not the code of a language'
            hint = "a text that holds a comma needs quotes here" if node.value[language].value is None else "write {en: …, ru: …}"
            raise Wrong(Diagnostic(at.file, at.line, at.column, "value", message, hint))
    return Text({language: read_text(reader, text) for language, text in node.value.items()})


def read_formula(reader: Reader, node: Node) -> Formula:
    """Return an expression, still unread, with its place."""
    if not isinstance(node.value, str):
        raise reader.unexpected(node, "an expression", _hint_quotes(node) or "write one, as in \"total > 0\"")
    if not node.value.strip():
        raise reader.wrong(node, "empty", "the expression is empty", "write one, as in total > 0")
    return Formula(node, reader.file)


def read_word(reader: Reader, node: Node) -> Word:
    """Return a text with its place."""
    return Word(read_text(reader, node), reader.at(node))


def read_words(reader: Reader, node: Node) -> tuple[Word, ...]:
    """Return the names of a list, each once."""
    words: dict[str, Word] = {}
    for item in reader.items(node):
        word = reader.attempt(read_word, item, None)
        if word is None:
            continue
        if word.text in words:
            reader.refuse(word.at, "duplicate_item", f'"{clip(word.text)}" stands twice in the list', "take one of them away")
        words[word.text] = word
    return tuple(words.values())


def read_word_or_words(reader: Reader, node: Node) -> tuple[Word, ...]:
    """Return the names of a list, or the one that stands for a list of one."""
    return (read_word(reader, node),) if isinstance(node.value, str) else read_words(reader, node)


def read_groups(reader: Reader, node: Node) -> tuple[tuple[Word, ...], ...]:
    """Return a list of lists of names, with a hint for the list that forgot its inner one."""
    items = reader.items(node)
    if items and all(isinstance(item.value, str) for item in items):
        names = ", ".join(str(item.value) for item in items)
        raise reader.wrong(node, "nesting", "expected a list of lists of fields", f"write [[{clip(names)}]]")
    groups: list[tuple[Word, ...]] = []
    for item in items:
        words = reader.attempt(read_words, item, ())
        if isinstance(item.value, tuple) and not item.value:
            reader.refuse(reader.at(item), "empty", "the list of fields is empty")
        if words:
            groups.append(words)
    return tuple(groups)

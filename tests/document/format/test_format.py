"""Files in house order and style: what moves, what stays, and that nothing is ever lost."""

import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crudgen.document import load, plain
from crudgen.document.format import Layout, format_file
from crudgen.document.format.layout import arrange_plain
from crudgen.document.format.spot import find_comments, find_spots
from crudgen.errors import SchemaError

VALUE = Layout(("label", "color"))
FIELD = Layout(("type", "values", "required", "label"), {"values": Layout(each=VALUE)})
LAYOUT = Layout(("label", "title", "fields", "access"), {"fields": Layout(each=FIELD), "access": Layout(("read", "update"))})


def formatted(text: str) -> str:
    return format_file(text.encode(), "order.yaml", LAYOUT).decode()


GOLDEN = [
    ("keys move to their places", "fields: {a: string}\nlabel: Order\n", "label: Order\nfields: {a: string}\n"),
    ("an unknown key stays behind", "x: 1\nlabel: Order\ny: 2\n", "label: Order\nx: 1\ny: 2\n"),
    (
        "keys in braces move too",
        "fields: {a: {label: A,  required:   true, type: string}}\n",
        "fields: {a: {type: string, required: true, label: A}}\n",
    ),
    ("names keep their order", "fields: {b: string, a: string}\n", "fields: {b: string, a: string}\n"),
    (
        "every level is indented by two",
        "fields:\n      a:\n          required: true\n          type: string\n",
        "fields:\n  a:\n    type: string\n    required: true\n",
    ),
    (
        "a list is indented, too",
        "access:\n    read:\n    - a\n    -   b: 1\n        c: 2\n",
        "access:\n  read:\n    - a\n    - b: 1\n      c: 2\n",
    ),
    (
        "a comment moves with the line below it",
        "# the file\n\n# about fields\nfields: {a: string}\n# about label\nlabel: Order\n",
        "# the file\n\n# about label\nlabel: Order\n# about fields\nfields: {a: string}\n",
    ),
    (
        "a comment moves with the line that it stands beside",
        "fields: {a: string} # two\nlabel: Order   # one\n",
        "label: Order  # one\nfields: {a: string}  # two\n",
    ),
    (
        "a comment deep inside stays inside",
        "fields:\n    a: string\n    # b: int\naccess: {}\nlabel: Order\n# the end\n",
        "label: Order\nfields:\n  a: string\n  # b: int\naccess: {}\n# the end\n",
    ),
    (
        "the first comment stays at the top",
        "# modeline\nfields: {a: string}\nlabel: Order\n",
        "# modeline\nlabel: Order\nfields: {a: string}\n",
    ),
    (
        "blank lines become one",
        "\n\nlabel: Order\n\n\n\nfields:\n\n  a: string\n\n\n  b: int\n\n\n",
        "label: Order\n\nfields:\n  a: string\n\n  b: int\n",
    ),
    ("no line ends with a space", "label: Order   \nfields:   \n  a: string \n", "label: Order\nfields:\n  a: string\n"),
    (
        "lines in braces stay lines",
        "fields:\n    a: {label: A,\n        type: string}\nlabel: x\n",
        "label: x\nfields:\n  a: {type: string,\n      label: A}\n",
    ),
    ("braces with a comment inside stay as they are", "fields:\n  a: {label: A, # why\n    type: string}\n", None),
    ("a text of several lines is moved as a whole", "label: |\n    a\n      # b\n\n    c\nx: 1\n", None),
    ("a text keeps its quotes and its spelling", "label: 'Order'\ntitle: \"x\"\na: 007\nb: 0x1F\nc: ~\nd:\ne: 1.10\nf: yes\n", None),
    ("a value below its key stays there", "label:\n    Order\n", "label:\n  Order\n"),
    ("an anchor stays where it is", "fields: &x\n    a: &y string\n    b: *y\n", "fields: &x\n  a: &y string\n  b: *y\n"),
    ("an alias never comes before its anchor", "fields: {a: &x Order}\nlabel: *x\n", None),
    ("a key with a question mark is left alone", "fields:\n    ? a\n    : string\nlabel: x\n", None),
    ("blank lines that a text keeps are left alone", "fields:\n    a: string\nx: |+\n  a\n\n\nlabel: x\n", None),
    ("lines end as they did", "fields: {a: string}\r\nlabel: Order\r\n", "label: Order\r\nfields: {a: string}\r\n"),
    ("a list alone is left alone", "- b\n-   a\n", None),
]


@pytest.mark.parametrize(("claim", "text", "wanted"), GOLDEN, ids=[claim for claim, _, _ in GOLDEN])
def test_the_house_style(claim: str, text: str, wanted: str | None) -> None:
    assert formatted(text) == (text if wanted is None else wanted)


def test_a_file_that_cannot_be_read_is_told() -> None:
    with pytest.raises(SchemaError, match=r"order.yaml:1:8"):
        formatted("label: 'Order")


class Scribe:
    """Writes a document down in one of the many ways that say the same."""

    def __init__(self, number: int) -> None:
        self.chance = random.Random(number)
        self.comments = 0

    def write(self, value: dict[str, Any]) -> str:
        return "\n".join([*self.gap(0), *self.mapping(value, 0), *self.gap(0)]) + "\n"

    def mapping(self, value: dict[str, Any], indent: int) -> list[str]:
        lines: list[str] = []
        for key, member in value.items():
            head = f"{' ' * indent}{self.scalar(key)}:"
            lines += self.gap(indent)
            if isinstance(member, dict) and member and self.chance.random() < 0.6:
                deeper = indent + self.chance.choice((1, 2, 4))
                lines += [head + self.beside(), *self.mapping(member, deeper), *self.gap(deeper)]
            elif isinstance(member, list) and member and self.chance.random() < 0.5:
                deeper = indent + self.chance.choice((0, 2, 3))
                lines += [head + self.beside(), *(f"{' ' * deeper}- {self.flow(item)}{self.beside()}" for item in member)]
            else:
                lines.append(f"{head} {self.flow(member)}{self.beside()}")
        return lines

    def flow(self, value: Any) -> str:
        space = " " * self.chance.choice((0, 0, 1, 2))
        match value:
            case dict():
                return "{" + f",{space} ".join(f"{self.scalar(key)}: {space}{self.flow(member)}" for key, member in value.items()) + "}"
            case list():
                return "[" + f",{space}".join(map(self.flow, value)) + space + "]"
            case _:
                return self.scalar(value)

    def scalar(self, value: Any) -> str:
        text = json.dumps(value, ensure_ascii=False)
        return value if isinstance(value, str) and value.isidentifier() and value.isascii() and self.chance.random() < 0.7 else text

    def gap(self, indent: int) -> list[str]:
        return [self.chance.choice(("", " " * indent + self.comment())) for _ in range(self.chance.choice((0, 0, 0, 1, 2)))]

    def beside(self) -> str:
        return f"{' ' * self.chance.choice((1, 3))}{self.comment()}" if self.chance.random() < 0.2 else ""

    def comment(self) -> str:
        self.comments += 1
        return f"# comment {self.comments}: not a key"


TEXTS = st.text(alphabet="abк '\"#:{}[]-,|&*", max_size=6)
WORDS = st.sampled_from(["label", "title", "fields", "access", "type", "values", "required", "read", "update", "color", "x", "y"])
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(-5, 5), TEXTS, WORDS)
VALUES = st.recursive(
    LEAVES, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(WORDS, inner, max_size=4)), max_leaves=12
)
DOCUMENTS = st.dictionaries(WORDS, VALUES, min_size=1, max_size=6)


@settings(max_examples=300, deadline=None)
@given(DOCUMENTS, st.integers(0, 10**6))
def test_a_file_comes_into_order_and_says_the_same(document: dict[str, Any], number: int) -> None:
    text = Scribe(number).write(document)
    before = plain(load(text.encode(), "f"))
    assert before == document
    after = formatted(text)
    assert json.dumps(plain(load(after.encode(), "f"))) == json.dumps(arrange_plain(document, LAYOUT))
    assert find_comments(after, find_spots(after)) == find_comments(text, find_spots(text))
    assert formatted(after) == after


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab:{}[]&*!|>'\"%@#-?, \n\n\\0", max_size=60))
def test_no_text_ever_changes_its_meaning(text: str) -> None:
    try:
        before = plain(load(text.encode(), "f"))
    except SchemaError:
        return
    after = formatted(text)
    assert arrange_plain(plain(load(after.encode(), "f")), LAYOUT) == arrange_plain(before, LAYOUT)
    assert formatted(after) == after

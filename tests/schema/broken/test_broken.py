"""Every usual mistake once: its place, its code and its cure. A `§` in a text marks where the mistake is told.

The file is `order.yaml` beside a right `customer.yaml`, `tag.yaml` and `item.yaml`, whose key is made of two fields.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crudgen.document import load
from crudgen.document.codes import CODES
from crudgen.errors import Diagnostic, SchemaError
from crudgen.schema import load_catalog
from crudgen.schema.keys.registry import SECTIONS

NEIGHBOURS = {
    "customer": "fields:\n  name: string!\n  code: {type: string, hidden: true}\n",
    "tag": "fields:\n  name: string\n",
    "item": "id: [one, two]\nfields:\n  one: int!\n  two: int!\n",
}


class Case(NamedTuple):
    mistake: str
    text: str
    code: str
    hint: str = ""


def entity(extra: str) -> str:
    """Return an entity that is right but for `extra`."""
    return f"fields: {{name: string, total: decimal, customer: customer}}\n{extra}\n"


def field(spelling: str) -> str:
    """Return an entity with one field that is wrong."""
    return f"fields:\n  name: string\n  x: {spelling}\n"


ITEMS = "bool, color, date, datetime, decimal, duration, email, float, int, markdown, phone, slug, string, text, time, url, uuid"

YAML = (
    Case("a tab indents", "fields:\n§\tname: string\n", "tab", "use two spaces for each level"),
    Case("a key stands twice", "fields:\n  name: string\n  §name: text\n", "duplicate_key", "it stands in line 2 already"),
    Case("a quote is not closed", "label: §'Order\nfields:\n  name: string\n", "unclosed", "end the text with '"),
    Case(
        "a bracket is not closed", "fields:\n  a: string\nsearch: §[a\nlabel: b\n", "unclosed", "a text that holds a bracket needs quotes"
    ),
    Case("a brace begins a text", "title: §{name} · x\nfields: {name: string}\n", "unquoted", 'write "{name} · x"'),
    Case("a hash cuts a text", entity("label: Order §#1"), "hash", "write 'Order #1', or a space after the # of a comment"),
    Case("a hash empties a value", field("{type: color, default: §#fff\n  }"), "hash", "write '#fff', or a space after the # of a comment"),
    Case(
        "a hash takes the bracket along",
        field("{type: color, default: §#fff}"),
        "hash",
        "write '#fff', or a space after the # of a comment",
    ),
    Case(
        "a hash cuts a text in brackets", entity("label: {en: Order §#1}"), "hash", "write 'Order #1', or a space after the # of a comment"
    ),
    Case("no space after a colon", "fields:\n  name§:string\n  mail: email\n", "colon_space", "write name: string"),
    Case("no space in a flow mapping", "fields: {§name:string}\n", "colon_space", "write name: string"),
    Case("a key without its colon", "fields§\n  name: string\n", "colon_space", "write fields:"),
    Case("a field without its colon", "fields:\n  name§ string\n  mail: email\n", "colon_space", "write name: string"),
    Case("a name alone at the end", "fields:\n  name: string\n  mail§\n", "colon_space", "write mail:"),
    Case(
        "a comma too many",
        "fields: {name: string}\nsearch: [name,§, name]\n",
        "syntax",
        "a comma or bracket is one too many, or one is missing",
    ),
    Case("a colon inside a text", entity("label: Order§: big"), "unquoted", "put the whole text in quotes"),
    Case("a text begins with @", entity("label: §@x"), "unquoted", "put it in quotes"),
    Case("a text goes on after its quote", entity('label: §"Big" order'), "unquoted", "put the whole text in quotes of the other kind"),
    Case("a line is indented too deep", "fields:\n  a: string\n   §b: string\n", "indentation", "begin it in the column of its neighbours"),
    Case("a line is indented too little", "fields:\n  a: string\n §b: string\n", "indentation", "begin it in the column of its neighbours"),
    Case("an unknown escape", entity('label: "§\\q"'), "syntax", "use single quotes, or write two backslashes"),
    Case("a tag", entity("label: §!!python/name:os.system x"), "tag", "a text that begins with ! needs quotes"),
    Case("a merge key", entity("admin: {§<<: {list: [name]}}"), "merge_key", "write the keys out"),
    Case("an alias of nothing", entity("label: §*x"), "alias", "a text that begins with * needs quotes"),
    Case("an alias of itself", entity("search: &a [§*a]"), "alias", "a text that begins with * needs quotes"),
    Case("a list as a key", "? §[a]\n: b\n", "key", "a text that begins with [ or { needs quotes"),
    Case("two documents", entity("§---\nlabel: x"), "documents", "take away the line ---"),
    Case("a number too large", field("{type: float, max: §1e999}"), "number", "write it in quotes if it is a text"),
    Case("a number too long", field(f"{{type: int, max: §{'9' * 200}}}"), "number", "write it in quotes if it is a text"),
    Case("a NUL by escape", entity('label: §"a\\0b"'), "binary", "take the \\0 away"),
    Case("an invisible character", entity("label: a§\u0007b"), "binary", 'write "\\u0007" in double quotes'),
    Case("an empty file", "§", "empty"),
    Case("comments alone", "§# nothing yet\n", "empty"),
)

ENTITY = (
    Case("a list for an entity", "§- a\n", "expected"),
    Case("a text for an entity", "§name:string\n", "expected", "a space is missing after the colon"),
    Case("no fields", "§label: Order\n", "missing", "add fields: with at least one field"),
    Case("empty fields", "fields:§\n", "empty", "write name: string under it"),
    Case("an unknown key", entity("§lable: Order"), "unknown_key", 'did you mean "label"?'),
    Case("an unknown key near a later one", entity("§histry: true"), "unknown_key", 'did you mean "history"?'),
    Case("a number for a text", entity("label: §5"), "expected", "put it in quotes"),
    Case("a brace text alone", entity("title: §{name}"), "expected", "a text that begins with { needs quotes"),
    Case("an empty text", entity('label: §""'), "empty"),
    Case("no code of a language", entity("label: {§english: Order}"), "value", "write {en: …, ru: …}"),
    Case("a comma in a flow text", entity("help: {en: One, §two.}"), "value", "a text that holds a comma needs quotes here"),
    Case("a word for true", entity("timestamps: §no"), "expected", "write true or false"),
    Case("an unknown kind of id", entity("id: §uid"), "value", 'did you mean "uuid"?'),
    Case("an unknown key of id", entity("id: {type: int, §colum: n}"), "unknown_key", 'did you mean "column"?'),
    Case("a key of one field", entity("id: §[name]"), "value", "write id: string, and unique: true at name"),
    Case("a key of no such field", entity("id: [name, §totl]").replace("string", "string!"), "unknown_name", 'did you mean "total"?'),
    Case("a key of an optional field", "id: [a, b]\nfields: {a: int!, b: §int}\n", "key_field", "make it required"),
    Case("a key of a list", "id: [a, §b]\nfields: {a: int!, b: {type: json, required: true}}\n", "key_field"),
    Case("a taken table", entity("table: §sqlite_master"), "reserved_name", "choose another name"),
    Case("a table of others", entity("table: §Customer"), "duplicate_table", "add table: with another name"),
    Case("a malformed table", entity("table: §or-der"), "name"),
    Case("a taken path", entity("path: §auth"), "reserved_name"),
    Case("a path of others", entity("path: §tag"), "duplicate_path", "add path: with another one"),
    Case("a malformed path", entity("path: §or/der"), "name"),
    Case("a malformed icon", entity("icon: §Cart!"), "name", "names are like shopping-cart"),
    Case("a flat list of uniques", entity("unique: §[name, total]"), "nesting", "write [[name, total]]"),
    Case("a flat list of indexes", entity("indexes: §[name]"), "nesting", "write [[name]]"),
    Case("a unique of no field", entity("unique: [[§nam]]"), "unknown_name", 'did you mean "name"?'),
    Case("an index of no field", entity("indexes: [[-§x]]").replace("-§x", "§-nam"), "unknown_name", 'did you mean "name"?'),
    Case("a unique twice", entity("unique: [[name, total], [§name, total]]"), "duplicate_item"),
    Case("a field twice in a unique", entity("unique: [[name, §name]]"), "duplicate_item", "take one of them away"),
    Case("an index of links", "fields: {tags: [tag]}\nindexes: [[§tags]]\n", "unfit_key"),
    Case("a search of no field", entity("search: [§nam]"), "path", 'did you mean "name"?'),
    Case("a search of a number", entity("search: [§total]"), "unfit_key"),
    Case("a search of what is hidden", entity("search: [§customer.code]"), "path"),
    Case("a path over no reference", entity("search: [§name.first]"), "path"),
    Case("a title of no field", entity('title: §"{nam}"'), "path", 'did you mean "name"?'),
    Case("a title of no field at all", entity("title: §Order"), "title", 'write title: "{name}"'),
    Case("a title with a lone brace", entity('title: §"{name"'), "title"),
    Case("a title of a whole record", entity('title: §"{customer}"'), "path", "name a field of it, like {customer.name}"),
    Case("a list of no field", entity("admin: {list: [§nmae]}"), "unknown_name", 'did you mean "name"?'),
    Case("a filter of no field", entity("admin: {filters: [§nmae]}"), "unknown_name", 'did you mean "name"?'),
    Case("a sort by no field", entity("admin: {sort: §-nmae}"), "path", 'did you mean "name"?'),
    Case("a sort by links", "fields: {tags: [tag]}\nadmin: {sort: §tags}\n", "unfit_key"),
    Case("an unknown role", entity("access: {read: [§clrk]}"), "unknown_name", 'did you mean "clerk"?; roles are named in config.yaml'),
    Case("an unknown action", entity("access: {§raed: clerk}"), "unknown_key", 'did you mean "read"?'),
    Case("nobody and somebody", entity("access: {read: [§nobody, clerk]}"), "conflict", "take it or the others away"),
    Case("a rule twice", entity("access: {read: [clerk, §clerk]}"), "duplicate_item", "take one of them away"),
    Case("a page above the largest", entity("api: §{page_size: 9, max_page_size: 3}"), "bounds"),
    Case("a page of nothing", entity("api: {page_size: §0}"), "value"),
    Case("an unknown operation", entity("api: {operations: [§delte]}"), "value", 'did you mean "delete"?'),
)

FIELD = (
    Case("an unknown type", field("§decimel"), "unknown_type", 'did you mean "decimal"?'),
    Case("a reference to nowhere", field("§custmer"), "unknown_type", 'did you mean "customer"?'),
    Case("links to nowhere", field("[§tgs]"), "unknown_type", 'did you mean "tag"?'),
    Case("links of a scalar", field("[§string]"), "unknown_type", "for a list of values write {type: list, of: string}"),
    Case("two in the brackets", field("§[tag, customer]"), "expected", "write [tag]"),
    Case("a required many-to-many", field("[§tag!]"), "unfit_key", "leave the ! out"),
    Case("a question mark", field("§string?"), "unknown_type", "fields are optional anyway: leave the ? out"),
    Case("no type", "fields:\n  name:§\n", "missing", "write name: string"),
    Case("a mapping without type", field("§{label: X}"), "missing", "write {type: string, …}"),
    Case("a number for a type", field("§5"), "expected"),
    Case("both spellings mixed", field("{type: §string!, label: X}"), "unknown_type", "write required: true"),
    Case("an unknown key", field("{type: string, §uniqe: true}"), "unknown_key", 'did you mean "unique"?'),
    Case("a key of other types", field("{type: string, §precision: 3}"), "unfit_key", "it goes with decimal"),
    Case("a unique long text", field("{type: text, §unique: true}"), "unfit_key", "use string, which every database can index"),
    Case(
        "a name in capitals",
        "fields: {§orderDate: date}\n",
        "name",
        "write order_date, with column: orderDate where the table has that name",
    ),
    Case("a name in Cyrillic", "fields: {§цена: int}\n", "name"),
    Case("a name of SQLAlchemy", "fields: {§metadata: json}\n", "reserved_name", "choose another name"),
    Case("a name of Python", "fields: {§__class__: string}\n", "name", "write class, with column: __class__ where the table has that name"),
    Case("a field named id", "fields: {§id: int}\n", "reserved_name", "every entity has an id; its type is set by id: beside fields:"),
    Case(
        "a timestamp by hand",
        "fields: {§created_at: datetime}\n",
        "reserved_name",
        "it is made by itself; write timestamps: false to declare your own",
    ),
    Case("a long name", f"fields: {{§{'x' * 64}: int}}\n", "name", "shorten it; `label:` holds the long name"),
    Case("two fields of one column", "fields: {a: int, b: {type: int, column: §A}}\n", "duplicate_column", "give b another column"),
    Case("a column of crudgen", field("{type: int, column: §_version}"), "reserved_name"),
    Case("a malformed column", field('{type: int, column: §"x; drop table y--"}'), "name"),
    Case("an enum without values", field("{type: §enum}"), "missing", "add values: [draft, done]"),
    Case("an enum of numbers", field("{type: enum, values: [§1]}"), "expected", "put it in quotes"),
    Case("an enum value twice", field("{type: enum, values: [a, §a]}"), "duplicate_item"),
    Case("an enum of nothing", field("{type: enum, values: §[]}"), "empty"),
    Case("an unknown colour", field("{type: enum, values: {a: {color: §gren}}}"), "value", 'did you mean "green"?'),
    Case("a list of nothing said", field("{type: §list}"), "missing", "add of: string"),
    Case("a list of an enum", field("{type: list, of: §enum}"), "unknown_type", f"known: {ITEMS}"),
    Case("a list of records", field("{type: list, of: §tag}"), "unknown_type", "write [tag]"),
    Case("a broken pattern", field('{type: string, pattern: §"(a"}'), "pattern", ""),
    Case(
        "a pattern with look-ahead",
        field('{type: string, pattern: §"(?=a)b"}'),
        "pattern",
        "the engine is linear-time: it has neither look-around nor back-references",
    ),
    Case("a message without pattern", field("{type: string, §message: No}"), "conflict", "add pattern, or take it away"),
    Case("a scale above the precision", field("{type: decimal, precision: 2, scale: §3}"), "bounds"),
    Case("a min above the max", field("{type: int, min: §5, max: 3}"), "bounds"),
    Case("a min of another type", field("{type: date, min: §yesterday}"), "bounds"),
    Case("a min_length above the max_length", field("{type: string, min_length: §5, max_length: 3}"), "bounds"),
    Case("a string too long", field("{type: string, max_length: §20000}"), "value", "use text for more"),
    Case("a default of another type", field("{type: string, default: §5}"), "default", "put it in quotes"),
    Case("a default out of bounds", field("{type: int, max: 3, default: §5}"), "default", ""),
    Case("a default of no value", field("{type: enum, values: [draft], default: §darft}"), "default", 'did you mean "draft"?'),
    Case("a null default", field("{type: int, default: §null}"), "default", "leave it out"),
    Case("now on a date", field("{type: date, default: §now}"), "default", "this type has the special default today"),
    Case("user on another reference", field("{type: customer, default: §user}"), "default", ""),
    Case("a default on links", field("{type: [tag], §default: [1]}"), "unfit_key", "take default away"),
    Case("a default password", field("{type: password, §default: secret}"), "unfit_key", "take default away"),
    Case("a default secret", field("{type: secret, §default: x}"), "unfit_key", "take default away"),
    Case("a unique secret", field("{type: secret, §unique: true}"), "unfit_key", "take unique away"),
    Case("an indexed secret", field("{type: secret, §index: true}"), "unfit_key", "take index away"),
    Case("a list of secrets", field("{type: list, of: §secret}"), "unknown_type", f"known: {ITEMS}"),
    Case("a title of a secret", f'{field("secret")}title: §"{{x}}"\n', "path"),
    Case("a search in secrets", f"{field('secret')}search: [§x]\n", "unfit_key"),
    Case("a sort by secrets", f"{field('secret')}admin: {{sort: §x}}\n", "unfit_key"),
    Case("an index of secrets", f"{field('secret')}indexes: [[§x]]\n", "unfit_key"),
    Case("hidden and write_only", field("{type: string, hidden: true, §write_only: true}"), "conflict", "take write_only away"),
    Case(
        "null on a required reference",
        field("{type: customer, required: true, on_delete: §set_null}"),
        "conflict",
        "use on_delete: cascade or restrict, or take required away",
    ),
    Case("an unknown on_delete", field("{type: customer, on_delete: §cascad}"), "value", 'did you mean "cascade"?'),
    Case("a reference to a composite key", field("§item"), "composite_reference", "give it id: int and unique: [[…]] for those fields"),
    Case(
        "a second reference without inverse",
        "fields:\n  a: customer\n  b: §customer\n",
        "inverse",
        "name it: b: {type: customer, inverse: …}",
    ),
    Case("an inverse that is a field", field("{type: customer, inverse: §name}"), "inverse", "name it: x: {type: customer, inverse: …}"),
    Case(
        "a part that may stand alone",
        field("{type: customer, part_of: true, §required: false}"),
        "conflict",
        "take required away, or part_of",
    ),
    Case(
        "a part that outlives its parent",
        field("{type: customer, part_of: true, §on_delete: restrict}"),
        "conflict",
        "take on_delete away, or part_of",
    ),
    Case("a part whose parent is hidden", field("{type: customer, part_of: true, §hidden: true}"), "conflict", "take hidden away"),
    Case("a part of many", field("{type: [tag], §part_of: true}"), "unfit_key", "it goes with references"),
    Case("a part of no entity", field("{type: string, §part_of: true}"), "unfit_key", "it goes with references"),
    Case("a part of itself", field("{type: order, inverse: parts, part_of: §true}"), "part_of", "for a tree use a plain reference"),
    Case("a malformed inverse", field("{type: customer, inverse: §Orders}"), "name", "write orders"),
)

LATER_ENTITY, LATER_FIELD = sorted(SECTIONS["entity"].later), sorted(SECTIONS["field"].later)

LATER = (
    *(Case(f"{key} of an entity", entity(f"§{key}: x"), "not_supported") for key in LATER_ENTITY),
    *(Case(f"{key} of a field", field(f"{{type: string, §{key}: x}}"), "not_supported") for key in LATER_FIELD),
    *(Case(f"the type {name}", field(f"§{name}"), "not_supported") for name in ("file", "image")),
    Case("a mapping under search", entity("search: §{fields: [name]}"), "not_supported", "write search: [name]"),
    Case("a right to restore", entity("access: {§restore: clerk}"), "not_supported"),
    Case("sections of a form", entity("admin: {§form: []}"), "not_supported"),
    Case("saved views", entity("admin: {§views: {}}"), "not_supported"),
    Case("layouts", entity("admin: {§layouts: [table]}"), "not_supported"),
)

CASES = (*YAML, *ENTITY, *FIELD, *LATER)


def diagnose(root: Path, files: dict[str, str | bytes]) -> tuple[Diagnostic, ...]:
    """Return the mistakes of a project made of files under schemas/."""
    (root / "schemas").mkdir(exist_ok=True)
    for name, content in files.items():
        (root / "schemas" / name).write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(SchemaError) as caught:
        load_catalog(root, ["clerk"])
    return caught.value.diagnostics


def diagnose_order(root: Path, text: str, beside: Mapping[str, str] = NEIGHBOURS) -> tuple[tuple[Diagnostic, ...], str]:
    """Return the mistakes of a project whose order.yaml is `text`, with other entities beside it, and the place of the § in it."""
    before, _, after = text.partition("§")
    found = diagnose(root, {**{f"{name}.yaml": other for name, other in beside.items()}, "order.yaml": before + after})
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return found, f"schemas/order.yaml:{line}:{column}"


def place_of(one: Diagnostic) -> str:
    """Return where a mistake is told."""
    return f"{one.file}:{one.line}:{one.column}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.mistake)
def test_a_mistake_is_told_at_its_place_with_its_code_and_cure(case: Case, tmp_path: Path) -> None:
    found, place = diagnose_order(tmp_path, case.text)
    assert [(place_of(one), one.code, one.hint) for one in found] == [(place, case.code, case.hint)]


def test_every_mistake_has_its_own_case() -> None:
    names = [case.mistake for case in (*YAML, *ENTITY, *FIELD)]
    assert len(names) >= 40
    assert len({(case.text) for case in CASES}) == len(CASES)


NESTED = "fields: " + "[" * 500
BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
LARGE: tuple[tuple[str, Callable[[], str | bytes], str, str], ...] = (
    ("a file of 5 MB", lambda: b"# x\n" * 1_250_000, "1:1", "too_large"),
    ("a binary file", lambda: b"\x89PNG\r\n\x1a\n\0\0", "1:1", "binary"),
    ("UTF-16", lambda: "fields: {}".encode("utf-16"), "1:1", "binary"),
    ("Latin-1", lambda: "label: Caf\xe9\n".encode("latin-1"), "1:11", "encoding"),
    ("a NUL", lambda: b"fields:\n  a: b\0\n", "2:7", "binary"),
    ("500 levels", lambda: NESTED, "1:40", "depth"),
    ("an alias bomb", lambda: BOMB, "3:40", "alias_budget"),
    ("levels by aliases", lambda: "a: &a0 [x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}]\n" for i in range(1, 40)), "32:12", "depth"),
)


@pytest.mark.parametrize(("content", "place", "code"), [case[1:] for case in LARGE], ids=[case[0] for case in LARGE])
def test_what_could_hurt_is_told_at_its_place(content: Callable[[], str | bytes], place: str, code: str, tmp_path: Path) -> None:
    (found,) = diagnose(tmp_path, {"order.yaml": content()})
    assert f"{found.file}:{found.line}:{found.column}" == f"schemas/order.yaml:{place}"
    assert found.code == code


RIGHT = "fields: {name: string}\n"


@pytest.mark.parametrize(
    ("name", "code", "hint"),
    [
        ("string.yaml", "reserved_name", "rename the file"),
        ("image.yaml", "reserved_name", "rename the file"),
        ("metadata.yaml", "reserved_name", "rename the file"),
        ("crudgen_thing.yaml", "reserved_name", "rename the file"),
        ("crudgen_session.yaml", "builtin", "rename the file; user alone can be extended"),
        ("docs.yaml", "reserved_name", "add path: with another one"),
        ("Order.yaml", "file_name", "rename the file to order.yaml"),
        ("my-order.yaml", "file_name", "rename the file to my_order.yaml"),
        ("заказ.yaml", "file_name", "name it after its entity, in small Latin letters"),
        ("order.yml", "file_name", "rename it to order.yaml"),
        ("a b\n.yaml", "file_name", "rename the file to a_b.yaml"),
    ],
)
def test_a_name_that_is_taken_or_malformed_is_told(name: str, code: str, hint: str, tmp_path: Path) -> None:
    (found,) = diagnose(tmp_path, {name: RIGHT})
    assert (found.line, found.column, found.code, found.hint) == (1, 1, code, hint)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.binary(max_size=60), st.text(alphabet="ab:{}[]&*!|>'\"%@`#-?, \n\t\\0.", max_size=60).map(str.encode)))
def test_no_bytes_end_in_a_traceback(content: bytes) -> None:
    told: tuple[Diagnostic, ...] = ()
    try:
        load(content, "order.yaml")
    except SchemaError as error:
        told = error.diagnostics
    assert all(one.line >= 1 and one.column >= 1 and one.message for one in told)


PIECES = st.sampled_from(
    "fields name type string! {type: } [ ] { } : , - order [tag] customer required true null 5 0x1 default now id [a,b] "
    'label title "{x}" access read public unique [[a]] values enum list of \n \n\x20\x20 \n\x20\x20\x20\x20'.split(" ")
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(PIECES, max_size=25))
def test_no_words_of_the_language_end_in_a_traceback(pieces: list[str], tmp_path: Path) -> None:
    (tmp_path / "schemas").mkdir(exist_ok=True)
    (tmp_path / "schemas" / "order.yaml").write_text("fields:\n  " + " ".join(pieces))
    told: tuple[Diagnostic, ...] = ()
    try:
        load_catalog(tmp_path, [])
    except SchemaError as error:
        told = error.diagnostics
    assert all(one.file == "schemas/order.yaml" and one.code in CODES for one in told)

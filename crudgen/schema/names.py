"""Names: which are allowed, which are taken, and what people see when nothing else is said."""

import hashlib
import re
from collections.abc import Callable

MAX_BYTES = 63
"""The longest name that every database takes."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_COLUMN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_PATH = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")

RESERVED_PATHS = frozenset({"auth", "batch", "events", "meta", "docs", "upload", "openapi.json"})
"""First segments under `api.prefix` that are not entities."""

RESERVED_NAMES = frozenset({"metadata", "registry", "query"})
"""Attributes that SQLAlchemy's mapped classes have already."""

RESERVED_COLUMNS = frozenset({"_version"})

RESERVED_TABLES = re.compile(r"(?:crudgen_|sqlite_|alembic_version)", re.IGNORECASE)

ACRONYMS = frozenset({"id", "url", "sku", "vat", "ip", "api", "html", "pdf", "ean", "isbn", "uuid", "csv"})


def check_name(name: str) -> tuple[str, str] | None:
    """Return what is wrong with a name of an entity, field or relation, and the cure; None when nothing is.

    >>> check_name("order_item") is None
    True
    >>> check_name("orderDate")
    ('"orderDate" is not a name: small letters, digits and _ only, a letter first', 'write order_date')
    """
    if len(name.encode()) > MAX_BYTES:
        return f'"{name[:20]}…" is longer than {MAX_BYTES} bytes', "shorten it; `label:` holds the long name"
    if not _NAME.fullmatch(name):
        better = snake_case(name)
        return f'"{name}" is not a name: small letters, digits and _ only, a letter first', f"write {better}" if better else ""
    return None


def check_column(name: str) -> str | None:
    """Return what is wrong with the name of a table or column, None when nothing is."""
    if len(name) > MAX_BYTES or not _COLUMN.fullmatch(name):
        return f'"{name[:MAX_BYTES]}" is not a name: letters, digits and _ only, at most {MAX_BYTES}, no digit first'
    return None


def check_path(path: str) -> str | None:
    """Return what is wrong with an entity's URL segment, None when nothing is."""
    if path in RESERVED_PATHS:
        return f'the path "{path}" is taken by crudgen itself'
    if len(path) > MAX_BYTES or not _PATH.fullmatch(path):
        return f'"{path[:MAX_BYTES]}" is not a path: letters, digits, - and _ only, at most {MAX_BYTES}'
    return None


def snake_case(name: str) -> str:
    """Return the nearest allowed name, or `""` when nothing is left of it.

    >>> snake_case("Order Item"), snake_case("unitPrice"), snake_case("Цена")
    ('order_item', 'unit_price', '')
    """
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    words = re.sub(r"[^a-z0-9]+", "_", spaced.lower()).strip("_")
    return words.lstrip("0123456789_")[:MAX_BYTES]


def shorten(name: str) -> str:
    """Return a name of at most 63 bytes: itself, or its beginning with a digest of the whole.

    >>> shorten("order_tags")
    'order_tags'
    >>> len(shorten("x" * 64))
    63
    """
    if len(name.encode()) <= MAX_BYTES:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{name[: MAX_BYTES - 9]}_{digest}"


def folded_name(column: str) -> str:
    """Return the column beside `column` that keeps its text with case differences gone.

    >>> folded_name("login")
    'login_folded'
    """
    return shorten(f"{column}_folded")


def humanise(name: str) -> str:
    """Return a name as people read it.

    >>> humanise("order_item"), humanise("invoice_pdf_url")
    ('Order item', 'Invoice PDF URL')
    """
    words = [word.upper() if word in ACRONYMS else word for word in name.split("_") if word]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def pluralise(noun: str) -> str:
    """Return the English plural of a noun or of a phrase that ends with one.

    >>> [pluralise(noun) for noun in ("Order item", "Category", "Box", "Day", "Child", "Person", "News")]
    ['Order items', 'Categories', 'Boxes', 'Days', 'Children', 'People', 'News']
    """
    head, _, last = noun.rpartition(" ")
    before = f"{head} " if head else ""
    lower = last.lower()
    if lower in _IRREGULAR:
        plural = _IRREGULAR[lower]
        return before + (last[:1] + plural[1:])
    for pattern, change in _RULES:
        if pattern.search(lower):
            return before + change(last)
    return before + last + "s"


_PAIRS = (
    "child:children person:people man:men woman:women mouse:mice foot:feet tooth:teeth leaf:leaves shelf:shelves half:halves "
    "life:lives knife:knives wife:wives quiz:quizzes hero:heroes potato:potatoes tomato:tomatoes datum:data medium:media "
    "criterion:criteria"
)
_IRREGULAR = {
    **{word: word for word in ("news", "series", "species", "equipment", "information", "staff", "fish", "sheep", "money")},
    **dict(pair.split(":") for pair in _PAIRS.split()),
}
_RULES: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = (
    (re.compile(r"[^aeiou]y$"), lambda word: word[:-1] + "ies"),
    (re.compile(r"(?:analys|bas|cris|thes|hypothes|diagnos)is$"), lambda word: word[:-2] + "es"),
    (re.compile(r"(?:s|x|z|ch|sh)$"), lambda word: word + "es"),
)

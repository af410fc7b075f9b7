"""Numbers as people type them."""

import re

from crudgen.admin.language import Language

SPACES = re.compile(r"[\s\u00a0\u202f']")
THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d*)?")


def read_number(language: Language, text: str) -> str:
    """Return a typed number as a program writes it; what is not one comes back as it is, for the field to refuse.

    >>> from crudgen.admin.language import load_language
    >>> [read_number(load_language("ru"), text) for text in ("1 234,50", "1.5", "1.234,5")]
    ['1234.50', '1.5', '1234.5']
    >>> [read_number(load_language("en"), text) for text in ("1,234.50", "12,5", "1,234")]
    ['1234.50', '12.5', '1234']
    """
    text = SPACES.sub("", text.strip()).replace("\N{MINUS SIGN}", "-")
    if "," not in text:
        return text
    if language.decimal_sign == "." and THOUSANDS.fullmatch(text):
        return text.replace(",", "")
    if "." in text and text.rfind(",") < text.rfind("."):
        return text.replace(",", "")
    return text.replace(".", "").replace(",", ".")

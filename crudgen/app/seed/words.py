"""The word lists beside this module: plain files, one entry a line, `#` begins a note."""

from functools import cache
from importlib.resources import files


@cache
def load_words(name: str) -> tuple[str, ...]:
    """Return the entries of `words/<name>.txt`, in the file's order.

    >>> load_words("company_tails")[:2]
    ('& Daughters', '& Sons')
    """
    text = files("crudgen.app.seed").joinpath("words", f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))

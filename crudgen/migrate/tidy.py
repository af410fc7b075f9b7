"""Lay out the code that Alembic renders: no banners, indented arguments, double quotes. Pure."""

import re
from collections.abc import Iterable, Iterator

OPENING, CLOSING = frozenset("([{"), frozenset(")]}")
TOKEN = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[()\[\]{}]""")


def tidy(code: str) -> str:
    """Return the body of a revision's function as a person would write it; its meaning is the same.

    >>> print(tidy("op.create_table('a',\\nsa.Column('id', sa.Integer())\\n)"))
    op.create_table(
        "a",
        sa.Column("id", sa.Integer())
    )
    """
    lines = (_requote(line) for line in code.splitlines() if not line.lstrip().startswith("# ###"))
    return "\n".join(_indent(part for line in lines for part in _spread(line))).strip()


def _spread(line: str) -> list[str]:
    """Give the first argument of a call that goes on over several lines a line of its own, and the bracket that ends it too."""
    if match := re.fullmatch(r"(\s*(?:batch_)?op\.\w+\()(\S.*,)", line):
        return [match[1], match[2]]
    if line.endswith(")") and line.count(")") == line.count("(") + 1 and line.strip() != ")":
        return [line[:-1], ")"]
    return [line]


def _requote(line: str) -> str:
    """Give every plain text double quotes."""
    return TOKEN.sub(_requote_token, line)


def _requote_token(match: re.Match[str]) -> str:
    text = match[0]
    return f'"{text[1:-1]}"' if text.startswith("'") and '"' not in text and "\\" not in text else text


def _indent(lines: Iterable[str]) -> Iterator[str]:
    """Indent the lines inside brackets by four for each bracket."""
    depth, base = 0, ""
    for line in lines:
        text = line.strip()
        if depth == 0:
            base = line[: len(line) - len(line.lstrip())]
        is_end = depth > 0 and text[:1] in CLOSING
        yield f"{base}{'    ' * (depth - is_end)}{text}" if text else ""
        tokens = TOKEN.findall(text)
        depth += sum(token in OPENING for token in tokens) - sum(token in CLOSING for token in tokens)


def quote_doc(text: str) -> str:
    """Return a text that means itself inside a docstring.

    >>> quote_doc('a \\\\ b')
    'a \\\\\\\\ b'
    """
    return text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')


def merge_imports(imports: str) -> str:
    """Return the imports as one line for each module.

    >>> merge_imports("from crudgen.model import checks\\nfrom crudgen.model import types")
    'from crudgen.model import checks, types'
    """
    modules: dict[str, list[str]] = {}
    for line in sorted(set(imports.splitlines())):
        module, _, name = line.partition(" import ")
        modules.setdefault(module, []).append(name)
    return "\n".join(f"{module} import {', '.join(names)}" if names != [""] else module for module, names in modules.items())

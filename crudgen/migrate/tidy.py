"""Lay out the code that Alembic renders: no banners, indented arguments, double quotes. Pure."""

import io
import re
import tokenize

OPENING, CLOSING = frozenset("([{"), frozenset(")]}")


def tidy(code: str) -> str:
    """Return the body of a revision's function as a person would write it; its meaning is the same.

    >>> print(tidy("op.create_table('a',\\nsa.Column('id', sa.Integer())\\n)"))
    op.create_table(
        "a",
        sa.Column("id", sa.Integer())
    )
    """
    lines = [line for line in code.splitlines() if not line.lstrip().startswith("# ###")]
    spread = (part for line in _requote("\n".join(lines)).splitlines() for part in _spread(line))
    return "\n".join(_indent(list(spread))).strip()


def _spread(line: str) -> list[str]:
    """Give the first argument of a call that goes on over several lines a line of its own, and the bracket that ends it too."""
    if match := re.fullmatch(r"(\s*(?:batch_)?op\.\w+\()(\S.*,)", line):
        return [match[1], match[2]]
    if line.endswith(")") and line.count(")") == line.count("(") + 1 and line.strip() != ")":
        return [line[:-1], ")"]
    return [line]


def _requote(code: str) -> str:
    """Give every plain text double quotes."""
    lines = code.splitlines()
    strings = [token for token in _tokens(code) if token.type == tokenize.STRING]
    for token in reversed(strings):
        text = token.string
        if text.startswith("'") and not text.startswith("'''") and '"' not in text and "\\" not in text:
            row, start = token.start[0] - 1, token.start[1]
            lines[row] = f'{lines[row][:start]}"{text[1:-1]}"{lines[row][token.end[1] :]}'
    return "\n".join(lines)


def _indent(lines: list[str]) -> list[str]:
    """Indent the lines inside brackets by four for each bracket."""
    depths, base, result = _depths(lines), "", []
    for line, depth in zip(lines, depths, strict=True):
        text = line.strip()
        if depth == 0:
            base = line[: len(line) - len(line.lstrip())]
        is_end = depth > 0 and text[:1] in CLOSING
        result.append(f"{base}{'    ' * (depth - is_end)}{text}" if text else "")
    return result


def _depths(lines: list[str]) -> list[int]:
    """Return how many brackets are open where each line begins."""
    changes = [0] * (len(lines) + 1)
    for token in _tokens("\n".join(lines)):
        if token.type == tokenize.OP and token.string in OPENING | CLOSING:
            changes[token.start[0]] += 1 if token.string in OPENING else -1
    depth, depths = 0, []
    for index in range(len(lines)):
        depths.append(depth)
        depth += changes[index + 1]
    return depths


def _tokens(code: str) -> list[tokenize.TokenInfo]:
    """Return the tokens of a function's body. A bracket around it makes its indentation free; rows count from 1."""
    inner = list(tokenize.generate_tokens(io.StringIO(f"(\n{code}\n)").readline))
    brackets = [token for token in inner if token.type == tokenize.OP and token.string in OPENING | CLOSING]
    outer = {id(brackets[0]), id(brackets[-1])}
    return [_move(token) for token in inner if id(token) not in outer]


def _move(token: tokenize.TokenInfo) -> tokenize.TokenInfo:
    return token._replace(start=(token.start[0] - 1, token.start[1]), end=(token.end[0] - 1, token.end[1]))


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

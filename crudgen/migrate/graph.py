"""Which revision follows which, read from the files without running them: a start must not compile every revision there is."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from crudgen.errors import UserError

ASSIGNMENT = re.compile(r"^(revision|down_revision|written_by)\b[^=\n]*=\s*(.+)$", re.MULTILINE)
HEAD_BYTES = 100_000  # the names stand before the functions


@dataclass(frozen=True, slots=True)
class Revision:
    """One file: its id, the ids it comes after, and whether `serve --dev` wrote it."""

    id: str
    parents: tuple[str, ...]
    path: Path
    is_dev: bool

    @property
    def parent(self) -> str | None:
        """Return the one revision it comes after; UserError where it joins several."""
        if len(self.parents) > 1:
            raise UserError(f"{self.path} joins several revisions; merging is not supported yet")
        return self.parents[0] if self.parents else None


def read_graph(folder: Path) -> dict[str, Revision]:
    """Return the revisions in `folder` by id; none where there is no such folder."""
    revisions = [_read(path) for path in sorted(folder.glob("*.py"))] if folder.is_dir() else []
    return {revision.id: revision for revision in revisions if revision is not None}


def find_heads(graph: Mapping[str, Revision]) -> list[str]:
    """Return the revisions that nothing comes after."""
    parents = {parent for revision in graph.values() for parent in revision.parents}
    return sorted(revision for revision in graph if revision not in parents)


def walk_back(graph: Mapping[str, Revision], start: str | None) -> Iterator[Revision]:
    """Yield the revision `start` and those before it, one after the other; ends where a file is missing."""
    while start is not None and start in graph:
        yield graph[start]
        start = graph[start].parent


def _read(path: Path) -> Revision | None:
    """Return what a file says of itself, or None if it is no revision."""
    with path.open(encoding="utf-8") as file:
        names = dict(ASSIGNMENT.findall(file.read(HEAD_BYTES)))
    try:
        values = {name: ast.literal_eval(text.partition("#")[0].strip()) for name, text in names.items()}
    except (SyntaxError, ValueError) as error:
        raise UserError(f"{path}: `revision` and `down_revision` must be plain texts on one line") from error
    if "revision" not in values:
        return None
    down = values.get("down_revision")
    parents = (down,) if isinstance(down, str) else tuple(down or ())
    return Revision(values["revision"], parents, path, "written_by" in values)

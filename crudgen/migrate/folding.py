"""The revision files that `serve --dev` wrote and nobody committed: which they are, and their end."""

import subprocess
from collections.abc import Iterable
from pathlib import Path

import sqlalchemy as sa

from crudgen.migrate.apply import applied_revisions
from crudgen.migrate.graph import Revision, find_heads, walk_back
from crudgen.migrate.scripts import Scripts

GIT_SECONDS = 10


def find_dev_tail(scripts: Scripts) -> tuple[list[str], str | None]:
    """Return the revisions at the end of the stream that --dev wrote and git doesn't track, and the revision before them."""
    tracked = tracked_files(scripts.folder)
    tail: list[str] = []
    for step in walk_back(scripts.graph(), scripts.head()):
        if not is_disposable(step, tracked):
            return tail, step.id
        tail.append(step.id)
    return tail, None


def forget_strays(connection: sa.Connection, scripts: Scripts) -> None:
    """Delete what an edit that was cut off left behind: a last revision of --dev that the database doesn't have, beside another."""
    graph = scripts.graph()
    heads = find_heads(graph)
    if len(heads) > 1:
        tracked, applied = tracked_files(scripts.folder), applied_revisions(connection, scripts)
        strays = [head for head in heads if head not in applied and is_disposable(graph[head], tracked)]
        delete_revisions(scripts, strays[: len(heads) - 1])


def is_disposable(revision: Revision, tracked: frozenset[Path]) -> bool:
    """Tell whether --dev may replace a file: it wrote it, and git doesn't track it."""
    return revision.is_dev and revision.path.resolve() not in tracked


def tracked_files(folder: Path) -> frozenset[Path]:
    """Return the files below `folder` that git tracks; none where there is no git."""
    command = ["git", "-C", str(folder), "ls-files", "-z", "--full-name", "--", "versions"]
    top = _git(["git", "-C", str(folder), "rev-parse", "--show-toplevel"])
    names = _git(command).split("\0") if top else []
    return frozenset(Path(top.strip(), name).resolve() for name in names if name)


def _git(command: list[str]) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=GIT_SECONDS, check=True).stdout  # noqa: S603 -- fixed words
    except (OSError, subprocess.SubprocessError):
        return ""  # no git, or not a repository


def delete_revisions(scripts: Scripts, revisions: Iterable[str]) -> None:
    """Delete the files and snapshots of revisions."""
    for revision in revisions:
        for path in (*(scripts.folder / "versions").glob(f"{revision}_*.py"), scripts.snapshot_path(revision)):
            path.unlink(missing_ok=True)


def revision_of(path: Path) -> str:
    """Return the revision that a file is named after."""
    return path.name.partition("_")[0]

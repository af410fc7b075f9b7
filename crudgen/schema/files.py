"""Finding and opening schema files, without following a link out, hanging on a pipe, or reading without bound."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from crudgen.document.load import MAX_BYTES
from crudgen.errors import Diagnostic
from crudgen.schema.names import check_name, snake_case

MAX_FILES = 5_000

MIXINS = "schemas/_mixins"
"""The folder of mixins, as it is called in messages."""

_IGNORED_ENDINGS = ("~", ".swp", ".swo", ".tmp", ".bak", ".orig", ".md", ".txt")


@dataclass(frozen=True, slots=True)
class SchemaFile:
    """A file of schemas: its stem, which names its entity if it holds one alone, where it is, and how it is called in messages."""

    entity: str
    path: Path
    label: str


def find_files(folder: Path, problems: list[Diagnostic], label: str = "") -> list[SchemaFile]:
    """Return the schema files of a folder by name; what stands there and is none is told. `label` is how the folder is called."""
    label = label or folder.name
    try:
        names = sorted(os.listdir(folder))
    except FileNotFoundError:
        return []
    except OSError as error:
        problems.append(_refuse(label, "unreadable", f"the folder cannot be read: {error.strerror}"))
        return []
    found = [one for name in names if not _is_ignored(name) and (one := _find_file(folder, label, name, problems))]
    if len(found) > MAX_FILES:
        problems.append(_refuse(label, "too_large", f"{len(found)} schema files are more than {MAX_FILES}"))
        return []
    return found


def _is_ignored(name: str) -> bool:
    return name.startswith((".", "#")) or name.endswith(_IGNORED_ENDINGS)


def _find_file(folder: Path, parent: str, name: str, problems: list[Diagnostic]) -> SchemaFile | None:
    path, label = folder / name, f"{parent}/{printable(name)}"
    stem, dot, ending = name.rpartition(".")
    if path.is_dir():
        if label != MIXINS and any(path.glob("*.y*ml")):
            problems.append(_refuse(label, "not_a_file", f"folders under {parent}/ are not read", "move its files up"))
        return None
    if ending == "yml" and dot:
        problems.append(_refuse(label, "file_name", "a schema file ends with .yaml", f"rename it to {printable(stem)}.yaml"))
        return None
    if ending != "yaml" or not dot:
        return None
    return SchemaFile(stem, path, label)


def check_file_name(file: SchemaFile) -> Diagnostic | None:
    """Return what is wrong with the name of a file that names what it holds, None when nothing is."""
    stem = file.entity
    wrong = check_name(stem) if stem.isprintable() and stem.isascii() else (f'"{printable(stem)}" is not a name', "")
    if wrong is None:
        return None
    better = snake_case(stem)
    hint = f"rename the file to {better}.yaml" if better else "name it after its entity, in small Latin letters"
    return _refuse(file.label, "file_name", f"the file's name is the entity's: {wrong[0]}", hint)


def printable(name: str) -> str:
    """Return a file's name fit for a message."""
    return name.encode("ascii", "backslashreplace").decode() if not name.isprintable() else name


def read_file(file: SchemaFile, problems: list[Diagnostic]) -> bytes | None:
    """Return the bytes of a file, at most one more than the limit; None when it is none or cannot be read."""
    if file.path.is_symlink() and not file.path.resolve().is_relative_to(file.path.parent.resolve()):
        problems.append(_refuse(file.label, "not_a_file", "the link leads out of schemas/", "copy the file"))
        return None
    try:
        handle = os.open(file.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        problems.append(_refuse(file.label, "unreadable", f"the file cannot be read: {error.strerror}"))
        return None
    with open(handle, "rb") as opened:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            problems.append(_refuse(file.label, "not_a_file", "this is no ordinary file"))
            return None
        if status.st_size > MAX_BYTES:
            message = f"the file has {status.st_size:,} bytes, more than {MAX_BYTES:,}"
            problems.append(_refuse(file.label, "too_large", message))
            return None
        return opened.read(MAX_BYTES + 1)


def _refuse(label: str, code: str, message: str, hint: str = "") -> Diagnostic:
    return Diagnostic(label, 1, 1, code, message, hint)

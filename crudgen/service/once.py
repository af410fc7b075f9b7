"""Fields that are set once: on creation, or later while they are null; never changed after that."""

from collections.abc import Iterable

from crudgen.errors import FieldError
from crudgen.service.part import Part

MESSAGE = "has been set already, and cannot be changed"


def refuse_resetting(parts: Iterable[Part]) -> None:
    """Add an error to the draft of each stored record that would give a `set_once` field another value than it has."""
    for part in parts:
        if part.before is not None:
            known, changed = part.before.values, part.changes()
            names = [name for name in changed if part.entity.fields[name].set_once]
            wrong = [name for name in names if known[name] is not None and known[name] != changed[name]]
            part.draft.errors.extend(FieldError(f"{part.pointer}/{name}", "set_once", MESSAGE) for name in wrong)

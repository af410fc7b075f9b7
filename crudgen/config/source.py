"""What is written, as plain values with the place of each: config.yaml, then the variables that override it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from crudgen.config.interpolate import Unset, interpolate
from crudgen.document import Node
from crudgen.errors import Diagnostic

Path: TypeAlias = tuple[str | int, ...]
Place: TypeAlias = tuple[str, int, int]
"""File, line and column."""


@dataclass(slots=True)
class Source:
    """The values so far, where each and each key stands, and the mistakes."""

    values: dict[str, Any] = field(default_factory=dict)
    places: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)
    unset: set[Path] = field(default_factory=set)
    """Paths whose variable is missing, so that nothing more is said of them."""

    def refuse(self, place: Place, code: str, message: str, hint: str = "") -> None:
        """Add one mistake."""
        self.problems.append(Diagnostic(*place, code, message, hint))

    def place(self, path: Path) -> Place:
        """Return where a value stands, or the nearest thing around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, ("config.yaml", 1, 1))

    def read(self, node: Node, path: Path, file: str, environ: Mapping[str, str]) -> Any:
        """Return a node's plain value with its variables filled in, and note where everything stands."""
        self.places[path] = (file, node.line, node.column)
        match node.value:
            case dict() as members:
                self.keys |= {(*path, key): (file, *at) for key, at in node.keys.items()}
                return {key: self.read(member, (*path, key), file, environ) for key, member in members.items()}
            case tuple() as items:
                return [self.read(item, (*path, index), file, environ) for index, item in enumerate(items)]
            case str() as text if "${" in text:
                return self._fill(text, path, environ)
            case scalar:
                return scalar

    def _fill(self, text: str, path: Path, environ: Mapping[str, str]) -> str:
        place = self.places[path]
        try:
            return interpolate(text, environ)
        except Unset as error:
            self.refuse(place, "environment", str(error), "set it, or give it a default: ${NAME:default}")
        except ValueError as error:
            self.refuse(place, "value", str(error), "write ${NAME} or ${NAME:default}")
        self.unset.add(path)
        return ""

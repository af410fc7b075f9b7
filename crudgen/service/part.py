"""Records that one request writes together: the one that it names, and the rows of its child lists, at any depth. Values only."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crudgen.plan.nodes import Key, Record
from crudgen.plan.rights import Rights
from crudgen.schema.catalog import Action, Entity, Relation
from crudgen.schema.types import conceal
from crudgen.service.stored import Stored
from crudgen.service.validate import Draft

if TYPE_CHECKING:
    from crudgen.service.duties import Duty


@dataclass(slots=True)
class Part:
    """One record to be written. `stored` is what is there already, None for a new one; `key` is () until it is known.

    `pointer` leads to it in the body; `version` is what it comes to have. `shown` names what the caller may read of it once it
    is written, None where that is all that the rights name; `computed` are the values that followed from the write, `pending` what
    it must obey and only the database can tell.
    """

    entity: Entity
    draft: Draft
    pointer: str = ""
    stored: Stored | None = None
    key: Key = ()
    version: int = 1
    lists: "list[PartList]" = field(default_factory=list)
    shown: frozenset[str] | None = None
    is_seen: bool = True
    computed: Mapping[str, Any] = field(default_factory=dict)
    pending: "list[Duty]" = field(default_factory=list)

    @property
    def before(self) -> Record | None:
        """Return the record as it was, None where it is new."""
        return self.stored.record if self.stored is not None else None

    def links(self) -> dict[str, tuple[Any, ...]]:
        """Return the many-to-many lists as they are to be stored: those sent, and the ids that the caller does not see."""
        hidden = self.stored.hidden if self.stored is not None else {}
        return {name: (*ids, *hidden.get(name, ())) for name, ids in self.draft.links.items()}

    def changes(self) -> dict[str, Any]:
        """Return the values that differ from what is stored."""
        known = self.before.values if self.before is not None else {}
        return {name: value for name, value in self.draft.values.items() if name not in known or not _is_same(known[name], value)}

    def new_links(self) -> dict[str, tuple[Any, ...]]:
        """Return the many-to-many lists that differ from what is stored."""
        known = self.before.values if self.before is not None else {}
        return {name: ids for name, ids in self.draft.links.items() if sorted(ids) != known.get(name)}

    @property
    def is_touched(self) -> bool:
        """Tell whether it, or anything below it, differs from what is stored."""
        return self.before is None or bool(self.changes() or self.new_links()) or any(one.is_touched for one in self.lists)


def _is_same(known: Any, value: Any) -> bool:
    """Tell whether nothing changed; in JSON, Python would take `true` and 1.0 for 1, and heed no order of keys."""
    return bool(known == value) and type(known) is type(value) and (not isinstance(value, list | dict) or repr(known) == repr(value))


@dataclass(slots=True)
class PartList:
    """One child list as it is to be: its rows in the order of the body, and the stored ones that it leaves out."""

    relation: Relation
    owner: Part
    rows: list[Part] = field(default_factory=list)
    removed: list[Key] = field(default_factory=list)

    @property
    def pointer(self) -> str:
        """Return where it stands in the body."""
        return f"{self.owner.pointer}/{self.relation.name}"

    @property
    def is_touched(self) -> bool:
        """Tell whether anything in it differs from what is stored."""
        return bool(self.removed) or any(row.is_touched for row in self.rows)


def levels(roots: Sequence[Part]) -> Iterator[list[list[PartList]]]:
    """Yield, level by level, the lists below the records, those over one relation together."""
    layer = list(roots)
    while layer:
        groups: dict[tuple[str, str], list[PartList]] = {}
        for one in layer:
            for children in one.lists:
                groups.setdefault((children.relation.source, children.relation.name), []).append(children)
        if groups:
            yield list(groups.values())
        layer = [row for group in groups.values() for children in group for row in children.rows]


def show(rights: Rights, part: Part) -> Record:
    """Return the record that was written, with the child lists that were, as the caller may see them."""
    if not (part.is_seen and rights.may(Action.READ, part.entity)):
        return Record(part.entity, part.key, part.version, dict(zip(part.entity.key, part.key, strict=True)), is_seen=False)
    known: Mapping[str, Any] = part.before.values if part.before is not None else {}
    fields = part.entity.fields
    links = {name: value for name, value in known.items() if name in fields and fields[name].type == "links"} | part.draft.links
    record = _shown(rights, part, {**known, **part.draft.values, **part.computed}, links)
    for one in part.lists:
        if one.relation.name in rights.relations(part.entity) and _is_shown(part, one.relation.name):
            record.values[one.relation.name] = [show(rights, row) for row in one.rows if row.is_seen and _is_shown(row, one.relation.field)]
    return record


def _is_shown(part: Part, name: str) -> bool:
    return part.shown is None or name in part.shown


def _shown(rights: Rights, part: Part, values: Mapping[str, Any], links: Mapping[str, Any]) -> Record:
    values = {**values, **dict(zip(part.entity.key, part.key, strict=True))}
    readable: dict[str, Any] = {}
    for name, one in rights.fields(part.entity).items():
        if _is_shown(part, name) or one.is_key:
            readable[name] = conceal(values.get(name)) if one.is_value else sorted(links.get(name, ()))
    return Record(part.entity, part.key, part.version, readable)

"""What deleting a record would meet: who refers to it, and whether they stand in the way."""

from collections.abc import Sequence
from dataclasses import dataclass

from crudgen.admin.keys import write_key
from crudgen.admin.sidebar import home_url
from crudgen.admin.visit import Visit
from crudgen.admin.words import entity_plural, field_name
from crudgen.plan.nodes import Record
from crudgen.service.service import Service


@dataclass(frozen=True, slots=True)
class Dependent:
    """Records that refer to the one to delete: `fate` is what its deletion does to them, as in `on_delete`."""

    label: str
    field: str
    count: int
    fate: str
    url: str


@dataclass(frozen=True, slots=True)
class Removal:
    """The whole of it."""

    dependents: Sequence[Dependent]

    @property
    def is_blocked(self) -> bool:
        """Tell whether something stands in the way."""
        return any(one.fate == "restrict" for one in self.dependents)


async def load_removal(service: Service, visit: Visit, record: Record) -> Removal:
    """Return what deleting the record would meet."""
    here = write_key(service.catalog, record.entity, record.key)
    found = []
    for source, relation, count, blocks in await service.dependents(visit.actor, record.entity, record.key):
        fate = "restrict" if blocks else relation.on_delete
        declared = source.fields[relation.field]
        narrowed = home_url(visit, source) if source.single else f"{visit.url(source.name, 'list')}?{relation.field}[in]={here}"
        url = narrowed if declared.is_readable else ""
        found.append(Dependent(entity_plural(visit.language, source), field_name(visit.language, declared), count, fate, url))
    return Removal(sorted(found, key=lambda one: (one.fate != "restrict", one.label)))

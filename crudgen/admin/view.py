"""EntityView: sqladmin's view of one entity, with every read and write going to the service."""

from typing import Any, ClassVar, NoReturn

from sqladmin import ModelView
from sqladmin.authorization import Action as Asked
from sqladmin.authorization import AuthorizationBackend
from sqladmin.models import ModelViewMeta
from sqlalchemy.orm import registry
from starlette.requests import Request

from crudgen.admin.cells import Scene
from crudgen.admin.keys import split_key
from crudgen.admin.listing import Listing, load_listing
from crudgen.admin.query import read_query
from crudgen.admin.shadow import make_shadow
from crudgen.admin.visit import Visit, visit_of
from crudgen.plan.nodes import Key, Record
from crudgen.schema.catalog import Action, Entity, Json
from crudgen.service.context import Context
from crudgen.service.permit import NOTHING, Permit

ACTIONS = {
    Asked.LIST: Action.READ,
    Asked.DETAILS: Action.READ,
    Asked.CREATE: Action.CREATE,
    Asked.EDIT: Action.UPDATE,
    Asked.DELETE: Action.DELETE,
}
"""What sqladmin asks, in the schema's words. Its export and import are not opened: they would read and write on their own."""


class SessionOpenedError(RuntimeError):
    """sqladmin tried to reach a database on its own; everything goes through the service."""


def refuse_session(*args: object, **kwargs: object) -> NoReturn:
    """Stand where sqladmin would open a session."""
    raise SessionOpenedError("the panel reads and writes through the service only")


class NoSession:
    """What sqladmin takes for its maker of sessions; it makes none."""

    class_ = object

    def configure(self, **options: object) -> None:
        """Take the options that sqladmin sets on every maker."""

    def __call__(self, **options: object) -> NoReturn:
        """Refuse to open a session."""
        refuse_session()


class Authority(AuthorizationBackend):
    """sqladmin's questions about rights, answered by the one engine."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def has_permission(self, request: Request, identity: str, action: str, obj: Any | None = None) -> bool:
        """Tell whether the visitor may do what sqladmin asks on the entity `identity`."""
        entity = self.context.service.catalog.entities.get(identity)
        wanted = ACTIONS.get(Asked(action)) if action in ACTIONS else None
        return entity is not None and wanted is not None and visit_of(self.context, request).rights.may(wanted, entity)


class EntityView(ModelView):
    """One entity in the panel. sqladmin's own ways to a database are tripwires."""

    entity: ClassVar[Entity]
    context: ClassVar[Context]
    can_export = False
    can_import = False

    _run_query = refuse_session
    _run_query_sync = refuse_session
    _run_arbitrary_query = refuse_session
    _run_arbitrary_query_sync = refuse_session
    get_model_objects = refuse_session
    get_object_for_delete = refuse_session  # it is not given the request, so it cannot know who asks
    get_form_data_for_edit = refuse_session
    scaffold_form = refuse_session
    export_data = refuse_session

    def visit(self, request: Request) -> Visit:
        """Return who asks."""
        return visit_of(self.context, request)

    def key(self, request: Request) -> Key:
        """Return the key that the address ends with. Raises NotFound."""
        raw: bytes = request.scope.get("raw_path") or request.url.path.encode()
        path = raw.partition(b"?")[0].decode("ascii", "replace")
        return self.context.service.read_key(self.entity, split_key(path, self.visit(request).base))

    async def list(self, request: Request, scene: Scene) -> Listing:  # type: ignore[override]  # our pages, not sqladmin's
        """Return the page of the list that the address asks for."""
        query = read_query(request.query_params.multi_items())
        return await load_listing(self.context.service, self.visit(request), scene, self.entity, query)

    async def get_object_for_details(self, request: Request) -> Record:
        """Return the record that the address names. Raises NotFound."""
        return await self.context.service.get(self.visit(request).actor, self.entity, self.key(request))

    async def get_object_for_edit(self, request: Request) -> Record:
        """Return the record that the address names. Raises NotFound."""
        return await self.get_object_for_details(request)

    async def permit(self, request: Request, record: Record) -> Permit:
        """Return what the visitor may do with a record."""
        found = await self.context.service.permits(self.visit(request).actor, self.entity, [record.key])
        return found.get(record.key, NOTHING)

    async def insert_model(self, request: Request, data: dict[str, Json]) -> Record:
        """Create a record from a body in JSON form."""
        return await self.context.service.create(self.visit(request).actor, self.entity, data)

    async def update_model(  # type: ignore[override]  # a parsed key, not a text
        self, request: Request, pk: Key, data: dict[str, Json], version: int | None = None
    ) -> Record:
        """Change the record at `pk`, if it is still `version`."""
        return await self.context.service.update(self.visit(request).actor, self.entity, pk, data, version)

    async def delete_model(self, request: Request, pk: Key, version: int | None = None) -> None:
        """Delete the record at `pk`, if it is still `version`."""
        await self.context.service.delete(self.visit(request).actor, self.entity, pk, version)


def make_view(mappers: registry, context: Context, entity: Entity) -> type[EntityView]:
    """Return the view class of an entity, on a shadow model of its own."""
    attributes = {"entity": entity, "context": context, "name": entity.name, "name_plural": entity.name, "__module__": __name__}
    view: type[EntityView] = ModelViewMeta(entity.name, (EntityView,), attributes, model=make_shadow(mappers, entity))
    view.identity = entity.name
    return view

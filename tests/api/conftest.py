from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crudgen.service.context import Context
from tests.api.world import CONFIG, Api, build_api, build_context

SCHEMAS = {
    "doc": """
        label: Document
        help: What the office writes.
        search: [title]
        fields:
          title: {type: string, required: true, max_length: 80}
          number: {type: string, max_length: 20, unique: true}
          body: text
          price: {type: decimal, min: '0'}
          stock: int
          status: {type: enum, values: [draft, placed, paid], default: draft}
          meta: json
          due: datetime
          secret_note: {type: text, hidden: true}
          pin: password
          folder: {type: folder, inverse: docs}
          tags: [tag]
        access: {read: [clerk, manager], create: [clerk, manager, guest], update: [clerk, manager], delete: manager}
    """,
    "folder": """
        fields: {name: string!, parent: {type: folder, inverse: children}}
        access: {read: [clerk, manager], create: manager, update: manager, delete: manager}
    """,
    "tag": """
        fields: {name: string!}
        access: {read: public, create: clerk}
    """,
    "vault": """
        fields: {content: string!}
    """,
    "place": """
        id: string
        fields: {name: string!, size: int}
        access: {read: public, create: clerk, update: clerk, delete: clerk}
        api: {require_if_match: true}
    """,
    "cell": """
        id: [row, column]
        fields: {row: int!, column: string!, value: string}
        access: {read: public, create: clerk, update: clerk, delete: clerk}
    """,
    "log": """
        fields: {text: string!}
        access: {read: public, create: public, update: clerk}
        api: {operations: [list, read, create]}
    """,
}


@pytest.fixture
def make_context(tmp_path: Path) -> Iterator[Callable[..., Context]]:
    """Return what makes the context of a project, by schemas and config."""
    made: list[Context] = []

    def make(schemas: dict[str, str] = SCHEMAS, config: str = CONFIG) -> Context:
        made.append(build_context(tmp_path / str(len(made)), schemas, config))
        return made[-1]

    yield make
    for context in made:
        context.service.database.close_now()


@pytest.fixture
def make(make_context: Callable[..., Context]) -> Callable[..., Api]:
    """Return what makes the API of a project, by schemas and config."""

    def build(*arguments: object) -> Api:
        return build_api(make_context(*arguments))

    return build


@pytest.fixture
def api(make: Callable[..., Api]) -> Api:
    """Return the API of the office that the tables of these tests are about."""
    return make()

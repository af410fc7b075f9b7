"""The section `api` of an entity: what of it the API has."""

from crudgen.document import Node
from crudgen.schema.catalog import ApiOptions
from crudgen.schema.keys.key import Key, Section, Shape
from crudgen.schema.keys.shapes import FLAG, count
from crudgen.schema.reader import Reader, read_choice

OPERATIONS = ("list", "read", "create", "update", "delete")


def read_api(reader: Reader, node: Node) -> ApiOptions:
    """Return the options of an entity in the API."""
    parsed = reader.section(node, API)
    size, largest = parsed.get("page_size"), parsed.get("max_page_size")
    if size is not None and largest is not None and size > largest:
        raise reader.wrong(node, "bounds", f"page_size {size} is above max_page_size {largest}")
    return ApiOptions(**parsed)


def _read_operations(reader: Reader, node: Node) -> tuple[str, ...]:
    choose = read_choice(*OPERATIONS)
    chosen = [reader.attempt(choose, item, None) for item in reader.items(node)]
    return tuple(operation for operation in OPERATIONS if operation in chosen)


_SIZE = count(1, 10_000)
_OPERATIONS = Shape(_read_operations, {"type": "array", "items": {"enum": list(OPERATIONS)}})

API = Section(
    "api",
    (
        Key("page_size", _SIZE, "how many records a list answers with", "api: {page_size: 20}", "`api.page_size` of `config.yaml`"),
        Key("max_page_size", _SIZE, "the largest `limit`", "api: {max_page_size: 500}", "`api.max_page_size` of `config.yaml`"),
        Key("operations", _OPERATIONS, "which operations exist", "api: {operations: [list, read]}", "all"),
        Key("require_if_match", FLAG, "whether changes need the header `If-Match`", "api: {require_if_match: true}", "`false`"),
    ),
)

API_SHAPE = Shape(read_api, API.schema())

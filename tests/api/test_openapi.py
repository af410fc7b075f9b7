"""The OpenAPI document and the model: valid, complete, no more than the caller may see, and quick."""

import json
import time

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from crudgen.api.codes import CODES
from crudgen.api.openapi import write_openapi
from crudgen.config import load_settings
from crudgen.plan.rights import Rights
from tests.api.conftest import SCHEMAS
from tests.api.world import Api
from tests.catalogs import catalog, entity, field, reference

TYPES = {
    "many": """
        label: {en: Everything, ru: Всё}
        help: Every type once.
        group: Tests
        fields:
          a_string: {type: string, max_length: 9, pattern: "[a-z]+", required: true, label: A text, help: Short.}
          a_text: text
          a_slug: slug
          an_email: email
          a_url: url
          a_phone: phone
          a_color: color
          an_int: {type: int, min: 1, max: 9, default: 3}
          a_float: float
          a_decimal: {type: decimal, precision: 8, scale: 3}
          a_bool: bool
          a_date: date
          a_time: time
          a_datetime: datetime
          a_duration: duration
          a_uuid: uuid
          an_enum: {type: enum, values: [x, y]}
          a_json: json
          a_list: {type: list, of: string}
          a_password: password
          limit: int
          parent: {type: many, inverse: parts}
          friends: {type: [many], inverse: friend_of}
    """,
    "keyed": "id: uuid\nfields: {name: string!}\n",
}


async def document(api: Api, role: str | None) -> dict:
    answer = await api.call("GET /api/openapi.json", as_=role)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("role", [None, "guest", "clerk", "manager", "admin"])
async def test_the_document_is_valid_for_everybody(api: Api, role):
    OpenAPIV31SpecValidator(await document(api, role)).validate()


async def test_every_type_has_a_valid_schema(make):
    shown = await document(make(TYPES), "admin")
    OpenAPIV31SpecValidator(shown).validate()
    read, create = (shown["components"]["schemas"][name]["properties"] for name in ("many", "many.create"))
    assert read["a_string"] == {"type": "string", "title": "A text", "description": "Short."} | {
        name: read["a_string"][name] for name in ("maxLength", "pattern")
    }
    assert create["an_int"]["default"] == 3
    assert read["an_enum"]["enum"] == ["x", "y", None]
    assert "a_password" not in read
    assert create["a_password"]["writeOnly"] is True
    assert read["id"]["readOnly"] is True
    assert "id" not in create
    assert "created_at" not in create
    assert shown["components"]["schemas"]["many.create"]["required"] == ["a_string"]
    assert "required" not in shown["components"]["schemas"]["many.update"]
    assert read["parent"]["anyOf"][1:] == [{"$ref": "#/components/schemas/many"}, {"type": "null"}]
    assert read["parts"]["items"] == {"$ref": "#/components/schemas/many"}
    tag = shown["tags"][[one["name"] for one in shown["tags"]].index("many")]
    assert tag["description"] == "Every type once."
    assert tag["x-group"] == "Tests"


async def test_every_filter_is_a_parameter_and_works(make):
    api = make(TYPES)
    shown = await document(api, "admin")
    names = [one["name"] for one in shown["paths"]["/api/many"]["get"]["parameters"] if "name" in one]
    assert {"an_enum", "an_enum[in]", "a_decimal[gte]", "a_string[icontains]", "parent[null]", "friends[in]", "limit[eq]"} <= set(names)
    assert "limit" not in names  # it is the shared one
    assert [one for one in names if "password" in one] == []
    samples = {"integer": "1", "boolean": "true", "number": "1.5", "string": "x"}
    formats = {"date": "2026-01-01", "time": "10:00", "date-time": "2026-01-01T00:00:00Z", "duration": "P1D", "decimal": "1.5",
               "uuid": "0193562e-7d3a-7c1b-9c55-0f5a3b6c7d8e"}  # fmt: skip
    for one in shown["paths"]["/api/many"]["get"]["parameters"]:
        if one.get("name") in (None, "sort", "fields", "expand"):
            continue
        schema = one["schema"].get("items", one["schema"])
        value = schema["enum"][0] if "enum" in schema else formats.get(schema.get("format", ""), samples[schema["type"]])
        value = f"{value},{value}" if one["name"].endswith("[between]") else value
        answer = await api.call(f"GET /api/many?{one['name']}={value.replace('+', '%2B')}", as_="admin")
        assert answer.status_code == 200, (one, answer.text)


async def test_what_one_may_not_see_is_not_described(api: Api):
    for role, hidden in (
        (None, ("doc", "vault", "folder", "secret_note", "pin")),
        ("clerk", ("vault", "secret_note")),
        ("admin", ("secret_note",)),
    ):
        for path in ("openapi.json", "meta"):
            text = (await api.call(f"GET /api/{path}", as_=role)).text
            assert [name for name in hidden if f'"{name}' in text or f"/{name}" in text] == [], (role, path)


async def test_only_what_one_may_do_is_described(api: Api):
    clerk, nobody, guest = [(await document(api, role))["paths"] for role in ("clerk", None, "guest")]
    assert set(clerk["/api/doc/{id}"]) == {"get", "patch", "put", "parameters"}
    assert set(nobody["/api/tag"]) == {"get"}
    assert set(guest["/api/doc"]) == {"post"}
    assert "/api/doc/{id}" not in guest
    assert set(clerk["/api/log"]) == {"get", "post"}
    assert set(clerk["/api/log/{id}"]) == {"get", "parameters"}
    assert "/api/cell/{row},{column}" in clerk
    assert nobody["/api/tag"]["get"]["security"] == [{}, {"bearer": []}]
    assert "201" in clerk["/api/place/{id}"]["put"]["responses"]
    assert "201" not in clerk["/api/doc/{id}"]["put"]["responses"]


async def test_the_bytes_are_the_same_every_time(make):
    first, second = make(SCHEMAS), make(SCHEMAS)
    one = await first.call("GET /api/openapi.json", as_="clerk")
    assert (await first.call("GET /api/openapi.json", as_="clerk")).content == one.content
    assert (await second.call("GET /api/openapi.json", as_="clerk")).content == one.content
    assert one.headers["cache-control"] == "no-store"


async def test_every_documented_operation_answers(api: Api):
    """No operation of the document is unknown to the server."""
    for path, item in (await document(api, "admin"))["paths"].items():
        address = path.replace("{id}", "1").replace("{row},{column}", "1,x")
        for method in item.keys() - {"parameters"}:
            answer = await api.call(f"{method.upper()} {address}", as_="admin")
            assert answer.status_code not in (405, 500), (method, path, answer.text)


async def test_the_model_says_what_one_may_do(api: Api):
    model = (await api.call("GET /api/meta", as_="clerk")).json()
    doc = next(one for one in model["entities"] if one["name"] == "doc")
    assert (doc["path"], doc["label"], doc["key"], doc["search"]) == ("doc", "Document", ["id"], ["title"])
    assert doc["actions"] == ["read", "create", "update"]
    fields = {one["name"]: one for one in doc["fields"]}
    assert (fields["id"]["read"], fields["id"]["create"], fields["pin"]["read"], fields["pin"]["create"]) == (True, False, False, True)
    assert [one["name"] for one in fields["status"]["values"]] == ["draft", "placed", "paid"]
    assert {"name": "folder", "target": "folder", "path": "folder", "many": False} in doc["relations"]


async def test_the_model_of_nothing_is_for_nobody(make):
    api = make({"vault": SCHEMAS["vault"]})
    assert (await api.call("GET /api/meta")).status_code == 401
    shown = await document(api, None)
    assert [tag["name"] for tag in shown["tags"]] == ["auth", "server"]
    assert "vault" not in json.dumps(shown)


async def test_an_address_without_parameters_takes_none(api: Api):
    assert (await api.call("GET /api/openapi.json?x=1")).status_code == 400
    assert (await api.call("POST /api/openapi.json")).status_code == 405


async def test_the_codes_are_listed(api: Api):
    assert (await document(api, None))["x-problem-codes"] == CODES


def test_a_thousand_entities_are_described_in_seconds(tmp_path):
    kinds = "string text int decimal bool date datetime enum float uuid email url json time slug phone color duration".split()
    plain = [field(f"f{number}", kind, **({"values": ("a", "b")} if kind == "enum" else {})) for number, kind in enumerate(kinds)]
    entities = [entity(f"e{number}", *plain, reference("r", f"e{(number + 1) % 1000}", inverse="back")) for number in range(1000)]
    rights = Rights(catalog(*entities), frozenset({"admin"}), is_authenticated=True)
    settings = load_settings(tmp_path, {})
    begun = time.process_time()
    written = write_openapi(rights, settings)
    assert time.process_time() - begun < 9  # three times what is promised: machines differ
    assert len(json.loads(written)["paths"]) > 2000


async def test_the_model_does_not_name_what_one_may_not_know(make):
    api = make(
        {
            "order": """
                search: [customer.name]
                fields: {customer: customer, code: {type: string, write_only: true}}
                access: {read: clerk, create: clerk}
            """,
            "customer": "fields: {name: string!}",
        }
    )
    models = {role: (await api.call("GET /api/meta", as_=role)).json()["entities"] for role in ("clerk", "admin")}
    shown = {role: next(one for one in model if one["name"] == "order") for role, model in models.items()}
    fields = {role: {one["name"]: one for one in entity["fields"]} for role, entity in shown.items()}
    assert "target" not in fields["clerk"]["customer"]
    assert fields["admin"]["customer"]["target"] == "customer"
    assert (shown["admin"]["search"], shown["clerk"].get("search")) == (["customer.name"], None)
    assert "operators" not in fields["clerk"]["code"]
    assert '"#/components/parameters/q"' not in json.dumps((await document(api, "clerk"))["paths"]["/api/order"])


RULED = {
    "order": """
        fields:
          number: string!
          status: {type: enum, values: [draft, paid], default: draft}
          paid_at: {type: date, show_if: "status = 'paid'", required_if: "status = 'paid'"}
          margin: int
          bonus: {type: int, show_if: "margin > 3", required_if: "margin > 5"}
          twice: {type: int, computed: "margin * 2"}
        checks:
          - {rule: "paid_at is null or status = 'paid'", message: {en: Not paid., ru: Не оплачен.}, field: paid_at}
          - {rule: "margin > 0", message: No profit., field: margin}
        access:
          read: [{role: clerk, when: "status = 'draft'", except: [margin]}, {role: clerk, fields: [number, status, paid_at]}, manager]
          create: [clerk, manager]
    """,
}


async def test_computed_fields_are_read_only_and_what_some_rows_hide_is_not_promised(make):
    schemas = (await document(make(RULED), "clerk"))["components"]["schemas"]
    order = schemas["order"]
    assert order["required"] == ["id"]
    assert order["properties"]["twice"]["readOnly"] is True
    assert "twice" not in schemas["order.create"]["properties"]
    assert "some records only" in order["properties"]["bonus"]["description"]
    assert "description" not in order["properties"]["number"]
    assert "margin" not in order["properties"]


async def test_conditions_and_checks_are_described_as_far_as_their_fields_may_be_seen(make):
    api = make(RULED)
    for role, rules, is_told in (("clerk", 1, False), ("manager", 2, True)):
        create = (await document(api, role))["components"]["schemas"]["order.create"]
        assert create["properties"]["paid_at"]["description"] == "required where status = 'paid'"
        assert create["description"].count("\n- ") == rules
        assert ("required where margin > 5" in json.dumps(create)) is is_told
        model = next(one for one in (await api.call("GET /api/meta", as_=role)).json()["entities"] if one["name"] == "order")
        fields = {one["name"]: one for one in model["fields"]}
        assert fields["paid_at"]["show_if"]["op"] == fields["paid_at"]["required_if"]["op"] == "eq"
        assert fields["twice"]["computed"] is True
        assert ("show_if" in fields["bonus"], "required_if" in fields["bonus"]) == (is_told, is_told)
        assert [one["message"] for one in model["checks"]] == [{"en": "Not paid.", "ru": "Не оплачен."}, "No profit."][:rules]
        assert model["checks"][0]["rule"]["op"] == "or"


async def test_a_computed_field_is_read_filtered_and_sorted_by_and_never_sent(make):
    api = make({"order": "fields: {price: decimal, name: string, gross: {type: decimal, computed: price * 2}}\n"})
    shown = await document(api, "admin")
    OpenAPIV31SpecValidator(shown).validate()
    schemas = shown["components"]["schemas"]
    assert schemas["order"]["properties"]["gross"]["readOnly"] is True
    assert [name for name in ("order.create", "order.update") if "gross" in schemas[name]["properties"]] == []
    parameters = {one["name"]: one for one in shown["paths"]["/api/order"]["get"]["parameters"] if "name" in one}
    assert "gross[gte]" in parameters
    assert "gross" in parameters["sort"]["description"]
    model = (await api.call("GET /api/meta", as_="admin")).json()
    fields = {one["name"]: one for order in model["entities"] if order["name"] == "order" for one in order["fields"]}
    assert (fields["gross"]["computed"], fields["gross"]["create"], fields["gross"]["update"]) == (True, False, False)
    assert "computed" not in fields["price"]
    assert "price * 2" not in json.dumps(model)  # it may name what the caller may not read
    made = await api.call("POST /api/order", {"price": "1.50"}, as_="admin")
    assert (made.status_code, made.json()["gross"]) == (201, "3.00")

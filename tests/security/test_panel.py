"""The admin panel is a door like the others: names that may not be read are unknown there, and no page holds what may not be seen."""

import re
from collections.abc import Iterator

import pytest

from tests.security.doors import Target
from tests.security.test_names import actor_of, catalog, closed_fields, own_entities, unknown
from tests.security.watch import Watch
from tests.security.model import Model

PANEL = ("panel:ann", "panel:vic")


def addresses(to: Target) -> Iterator[str]:
    """Yield every address of the panel in which a name can stand."""
    base = f"/admin/{to.entity.path}"
    for query in (
        f"sort={to.name}", f"sort=-{to.name}", f"{to.name}=canar", f"{to.name}[eq]=1", f"{to.name}[null]=true", f"{to.name}[icontains]=canar",
        f"filter={to.name}%20is%20null", f"columns={to.name}", f"fields={to.name}", f"sortBy={to.name}&sort=desc", f"search=canar&searchBy={to.name}",
    ):  # fmt: skip
        yield f"{base}/list?{query}"
    yield f"{base}/ajax/lookup?name={to.name}&term=a"
    yield f"{base}/create?{to.name}=x"


def page(text: str, *names: str) -> str:
    """Return a page without what is each request's own, and without the echoed names."""
    text = re.sub(r'(nonce|value|content)="[A-Za-z0-9_.\-]{16,}"', "", text)
    text = re.sub(r"nonce-[A-Za-z0-9_\-]+", "", text)
    for name in names:
        text = re.sub(name.replace("_", "[_ ]"), "NAME", text, flags=re.IGNORECASE)
    return re.sub(r"(; )?did you mean [^?]*\?", "", text)


@pytest.mark.parametrize("who", PANEL)
def test_s015_s016_a_name_that_may_not_be_read_is_unknown(watch: Watch, who: str) -> None:
    for target in closed_fields(who):
        other = Target(target.catalog, target.entity, unknown(target.name))
        for closed, missing in zip(addresses(target), addresses(other), strict=True):
            first, second = watch.ask(who, f"GET {closed}"), watch.ask(who, f"GET {missing}")
            assert first.status_code == second.status_code, closed
            names = (target.name, other.name)
            assert page(first.text, *names) == page(second.text, *names), closed


@pytest.mark.parametrize("who", PANEL)
def test_no_page_holds_what_may_not_be_seen(watch: Watch, who: str) -> None:
    """The client looks for canaries in each."""
    seen = 0
    for entity in own_entities():
        base = f"/admin/{entity.path}"
        for address in (f"{base}/list", f"{base}/list?q=a", f"{base}/create"):
            seen += watch.ask(who, f"GET {address}").status_code == 200
        for key in range(1, 7):
            for page_name in ("details", "edit", "delete"):
                seen += watch.ask(who, f"GET {base}/{page_name}/{key}").status_code == 200
        for name, one in entity.fields.items():
            if one.relation is not None:
                seen += watch.ask(who, f"GET {base}/ajax/lookup?name={name}&term=").status_code == 200
    assert seen > 10
    assert watch.ask(who, "GET /admin/").status_code == 200


@pytest.mark.parametrize("who", PANEL)
def test_an_entity_that_one_may_not_read_has_no_pages(watch: Watch, who: str) -> None:
    model, actor = Model(catalog(), {}), actor_of(who)
    for entity in own_entities():
        if not model.knows(actor, entity):
            for rest in ("list", "create", "details/1", "edit/1", "delete/1", "ajax/lookup?name=doc"):
                first = watch.ask(who, f"GET /admin/{entity.path}/{rest}")
                second = watch.ask(who, f"GET /admin/{unknown(entity.path)}/{rest}")
                assert (first.status_code, page(first.text, entity.path)) == (second.status_code, page(second.text, unknown(entity.path)))
                assert first.status_code == 404


def test_s049_rights_in_the_api_are_not_the_panel(watch: Watch) -> None:
    for entity in own_entities():
        response = watch.ask("writer", f"GET /admin/{entity.path}/list")
        assert response.status_code in (302, 303, 307, 401, 403, 404)



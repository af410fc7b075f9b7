"""The API's page: nothing from elsewhere, nothing inline, and it works."""

import asyncio
import re
from importlib.resources import files

import pytest
import uvicorn

from crudgen.api.docs import FILES
from tests.api.world import Api

PLACE = files("crudgen.api").joinpath("static", "docs")


@pytest.mark.parametrize("path", FILES)
async def test_every_file_is_served_with_a_strict_policy(api: Api, path):
    answer = await api.call(f"GET /api/{path}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == FILES[path][1]
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert (await api.call(f"HEAD /api/{path}")).content == b""
    assert (await api.call(f"POST /api/{path}")).status_code == 405


def test_every_file_there_is_is_one_that_is_served():
    assert {one.name for one in PLACE.iterdir()} == {name for name, _ in FILES.values()}


def test_the_page_holds_nothing_inline_and_nothing_from_elsewhere():
    page = PLACE.joinpath("index.html").read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", page)
    for one in PLACE.iterdir():
        addresses = re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", one.read_text(encoding="utf-8"))
        assert set(addresses) <= {"http://www.w3.org", "https://example.com"}, one.name


def test_the_page_never_makes_markup_of_texts():
    for one in PLACE.iterdir():
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", one.read_text(encoding="utf-8")), one.name


@pytest.mark.parametrize("path", ["docs/nothing.js", "docs/../mount.py", "docs/%2e%2e/mount.py", "docs/", "docs/page.js/", "docs//page.js"])
async def test_no_other_file_is(api: Api, path):
    status, _ = await api.call_raw("GET", f"/api/{path}".encode())
    assert status in (401, 404)


@pytest.mark.browser
async def test_the_page_shows_what_a_pasted_key_may_see_and_sends_requests(api: Api):
    playwright = pytest.importorskip("playwright.async_api")
    await api.call("POST /api/doc", {"title": "<img src=x onerror=alert(1)>", "stock": 2**62 + 1}, as_="clerk")
    key, complaints = await api.key("clerk"), []
    server = uvicorn.Server(uvicorn.Config(api.app, port=0, log_level="error", lifespan="off", ws="none"))
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    async with playwright.async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = await browser.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        await page.goto(f"http://127.0.0.1:{port}/api/docs")
        await page.wait_for_selector("nav >> text=Tags")
        assert await page.locator("nav >> text=Documents").count() == 0
        await page.click("#sign")
        await page.fill("input[name=token]", key)
        await page.click("text=Use this token")
        await page.click("nav >> text=Documents")
        await page.click("#list_doc > summary")
        await page.click("#list_doc button.main")
        await page.wait_for_selector("#list_doc .outcome pre")
        answer = await page.inner_text("#list_doc .outcome .code pre")
        await browser.close()
    server.should_exit = True
    await serving
    assert "<img src=x onerror=alert(1)>" in answer
    assert str(2**62 + 1) in answer
    assert complaints == []

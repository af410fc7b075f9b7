"""A tab of a real browser, and the shop on a port for it."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette

from tests.admin.conftest import CHROMIUM, PASSWORD

playwright = pytest.importorskip("playwright.sync_api")
needs_chromium = [pytest.mark.browser, pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs Chromium")]


@contextmanager
def serving(app: Starlette) -> Iterator[str]:
    """Serve a panel on a free port, and give its address."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/admin"
    server.should_exit = True
    thread.join(timeout=10)


class Tab:
    """A tab that is signed in and notes what its console complains of."""

    def __init__(self, browser: "playwright.Browser", address: str, size: tuple[int, int], language: str, name: str = "ann") -> None:
        self.address = address
        self.complaints: list[str] = []
        self.context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale=language, reduced_motion="reduce")
        self.context.set_default_timeout(10_000)
        self.page = self.context.new_page()
        self.page.on("console", lambda message: self._note(message.type, message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.go("/login")
        self.page.fill("#login", name)
        self.page.fill("#password", PASSWORD)
        self.page.click("button.primary")
        self.page.wait_for_url("**/admin/")

    def _note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and "status of 4" not in text:
            self.complaints.append(text)

    def go(self, path: str) -> None:
        """Open a page, and see that it is no wider than the screen."""
        self.page.goto(self.address + path)
        width = self.page.viewport_size["width"]
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width, path

    def pick(self, field: str, text: str) -> None:
        """Choose a record in a picker by typing."""
        picker = self.page.locator(f"[data-field={field}] .ts-control")
        picker.click()
        self.page.keyboard.type(text)
        self.page.locator(f"[data-field={field}] .ts-dropdown .option", has_text=text).first.click()

    def save(self) -> None:
        """Save by the keyboard."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Control+s")

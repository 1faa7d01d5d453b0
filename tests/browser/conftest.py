"""Real Chromium against the real site, on a database of its own."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from config.settings import base
from tests.browser.site import served, sign_in
from tests.browser.tablet import prepare

CHROMIUM = "/usr/bin/chromium"


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    connections.close_all()  # Playwright's loop takes this thread over, and Django will open others
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # that loop runs none of our code
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Static files named by their content and compressed, once for all browser tests."""
    folder = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=folder, STORAGES=base.STORAGES):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


@pytest.fixture
def site(own_database, collected: Path) -> Iterator[str]:
    """The address of the site; a test that needs people also asks for `cast`."""
    with override_settings(STATIC_ROOT=collected, STORAGES=base.STORAGES), served() as address:
        yield address


@pytest.fixture
def visitor(chromium: Browser, site: str) -> Iterator[BrowserContext]:
    """A visitor with a cheap phone and nothing kept from before."""
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="fr-FR", base_url=site)
    yield context
    context.close()


@pytest.fixture
def page(visitor: BrowserContext) -> Page:
    return visitor.new_page()


@pytest.fixture
def tablet(chromium, site, cast, tmp_path) -> Iterator[Callable[[], BrowserContext]]:
    """A tablet that keeps its profile: each call kills the browser and starts it again, at the site or at `address`."""
    launched: list[BrowserContext] = []

    def start(address: str = site) -> BrowserContext:
        for old in launched:
            kill(old, tmp_path)
        launched[:] = [
            chromium.browser_type.launch_persistent_context(
                tmp_path, executable_path=CHROMIUM, args=["--no-sandbox"], base_url=address, locale="fr-FR",
                viewport={"width": 320, "height": 640},
            )
        ]  # fmt: skip
        return launched[0]

    yield start
    for old in launched:
        old.close()


def kill(context: BrowserContext, profile: Path) -> None:
    """As the system kills what uses too much memory: the browser of this profile has no time to save anything."""
    ours = f"--user-data-dir={profile}".encode()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(FileNotFoundError, ProcessLookupError):
            told = (process / "cmdline").read_bytes()
            if ours in told and b"--type=" not in told:
                os.kill(int(process.name), signal.SIGKILL)
    context.wait_for_event("close")


@pytest.fixture
def prepared(tablet, site, cast) -> BrowserContext:
    """Yao's tablet, prepared at the office."""
    context = tablet()
    sign_in(context, site, cast.yao)
    prepare(context)
    return context

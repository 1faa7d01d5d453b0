"""What a prepared tablet says of what it keeps."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.core.handlers.wsgi import WSGIHandler
from playwright.sync_api import BrowserContext, Page, expect

HOME = "/hors-ligne/"


def prepare(context: BrowserContext) -> Page:
    """At the office: the device is enrolled and keeps its pages."""
    page = context.new_page()
    page.goto(HOME)
    page.fill("[data-enrol] [name=name]", "Tablette 2")
    page.click("[data-enrol] button")
    page.wait_for_selector("[data-ready]:visible", timeout=120_000)
    return page


def kept(page: Page, count: int, seconds: float = 30) -> None:
    words = {0: "Rien à envoyer", 1: "1 saisie gardée sur cet appareil"}
    expect(page.locator("[data-count]")).to_have_text(
        words.get(count, f"{count} saisies gardées sur cet appareil"), timeout=seconds * 1000
    )


def wait_for(what: Callable[[], bool], seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.1)


def out_of_order(handler, environ, start_response) -> list[bytes]:
    """What a proxy answers when nobody is behind it."""
    start_response("503 Service Unavailable", [("Retry-After", "5")])
    return [b"en panne"]


@contextmanager
def out_of_reach(*contexts: BrowserContext) -> Iterator[Callable[[BrowserContext], None]]:
    """No network for these browsers, nor for those started meanwhile; a worker that starts before its browser is cut
    off finds nobody either."""
    cut = [*contexts]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WSGIHandler, "__call__", out_of_order)
        for context in contexts:
            context.set_offline(True)

        def also(context: BrowserContext) -> None:
            cut.append(context)
            context.set_offline(True)

        yield also
    for context in cut[-1:]:
        context.set_offline(False)

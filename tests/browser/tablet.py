"""What a prepared tablet says of what it keeps."""

import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

HOME = "/hors-ligne/"


def kept(page: Page, count: int) -> None:
    words = {0: "Rien à envoyer", 1: "1 saisie gardée sur cet appareil"}
    expect(page.locator("[data-count]")).to_have_text(
        words.get(count, f"{count} saisies gardées sur cet appareil"), timeout=30_000
    )


def wait_for(what: Callable[[], bool], seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.1)

"""`make demo`: two sovereign agencies by one command, stopped in the middle, started again, stopped."""

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.demonstration import folder, free_ports, launch, stopped, told

pytestmark = [pytest.mark.servers, pytest.mark.hostile, pytest.mark.enable_socket]  # slow


@pytest.fixture
def home() -> Iterator[Path]:
    with folder() as home:
        yield home


def read(agency: str, port: int, path: str) -> tuple[str, str]:
    """(body, cookie) of a page."""
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": f"{agency}.localhost:{port}"})
    with urllib.request.urlopen(asked, timeout=30) as answer:
        return answer.read().decode(), answer.headers.get("Set-Cookie", "").partition("=")[0]


def test_two_agencies_live_side_by_side(home):
    port = free_ports()
    begun = launch(home, port)
    told(begun, "Vague")
    assert stopped(begun) != 0  # in the middle of their lives: nothing half made stays
    for say in ("échange prêt", "Ctrl-C"):
        running = launch(home, port)
        lines = "".join(told(running, "Ctrl-C"))
        assert say in lines
        assert "@anvt.tg.example" in lines and "@pnvb.bf.example" in lines
        assert [read(code, port + n, "/")[1] for n, code in enumerate(("tg", "bf"))] == [
            "teriya_tg_csrf",
            "teriya_bf_csrf",
        ]
        cards = [json.loads(read(code, port + n, "/echange/v1/")[0]) for n, code in enumerate(("tg", "bf"))]
        assert [card["agency"] for card in cards] == ["tg", "bf"]
        assert cards[0]["kid"] != cards[1]["kid"]
        assert stopped(running) == 0
    assert "échange prêt" not in lines  # the second time, what lives goes on

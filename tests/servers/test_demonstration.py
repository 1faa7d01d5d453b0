"""`make demo`, whole: two sovereign agencies by one command, stopped in the middle, started again, stopped."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.launch import KEYS
from config.postgres import Cluster

pytestmark = [pytest.mark.servers, pytest.mark.hostile, pytest.mark.enable_socket]  # slow
OURS = ("DATABASE_", "TERIYA_", "DJANGO_", "AGENCY", "SITE", *KEYS)


@pytest.fixture
def home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="teriya-two-", dir="/tmp"))
    folder.chmod(0o711)
    yield folder
    Cluster(folder / "postgres").destroy()
    shutil.rmtree(folder)


def free_ports() -> int:
    """The first of two that nobody holds."""
    for port in range(18_100, 18_400, 2):
        try:
            for one in (port, port + 1):
                socket.create_server(("127.0.0.1", one)).close()
        except OSError:
            continue
        return port
    raise AssertionError("no free port")


def launch(home: Path, port: int) -> subprocess.Popen[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    own = {"TERIYA_DATA": str(home), "PORT": str(port)}
    command = [sys.executable, "-m", "config.launch", "demo"]
    return subprocess.Popen(command, env=kept | own, text=True, stdout=subprocess.PIPE)


def told(running: subprocess.Popen[str], word: str) -> list[str]:
    """All that it says up to the line with this word."""
    lines = []
    for line in running.stdout:
        lines.append(line)
        if word in line:
            return lines
    raise AssertionError("".join(lines))


def stopped(running: subprocess.Popen[str]) -> int:
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=60)
    return running.returncode


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

"""`make demo`, whole, in a folder of its own: two agencies that really run, and what they say on the way."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.launch import KEYS
from config.postgres import Cluster

OURS = ("DATABASE_", "TERIYA_", "DJANGO_", "AGENCY", "SITE", *KEYS)


@contextmanager
def folder() -> Iterator[Path]:
    home = Path(tempfile.mkdtemp(prefix="teriya-two-", dir="/tmp"))
    home.chmod(0o711)
    try:
        yield home
    finally:
        Cluster(home / "postgres").destroy()
        shutil.rmtree(home)


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

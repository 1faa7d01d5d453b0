"""The server as the demonstration runs it, on a free port, with its gate or without."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from config.launch import ROOT

GATED, OPEN = "config.wsgi", "bench.ungated"


@contextmanager
def serving(application: str, **settings: str) -> Iterator[int]:
    """`settings` go into its environment; `{port}` in them is the port that it got."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", application, "-k", "gthread", "-w", "4", "--threads", "48", "--log-level", "error",
               "-b", f"127.0.0.1:{port}"]  # fmt: skip
    with subprocess.Popen(
        command,
        env=os.environ | {"SLOTS": "1"} | {name: value.format(port=port) for name, value in settings.items()},
        cwd=ROOT,
    ) as server:
        try:
            _wait(port)
            yield port
        finally:
            server.terminate()


def _wait(port: int) -> None:
    for _ in range(200):
        with socket.socket() as door:
            if door.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the site did not come up")

"""The way between two installations: it loses, doubles and reorders what passes, and can be cut. It counts what it did."""

import threading
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random

FAULTS = {"lost": 10, "doubled": 10, "reordered": 10}  # of a hundred


class Proxy(ThreadingHTTPServer):
    """Stands at `url`, carries to `target` (a port of this machine). Its faults follow its seed."""

    daemon_threads = True

    def __init__(self, seed: int, faults: dict[str, int]) -> None:
        super().__init__(("127.0.0.1", 0), _Door)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.target, self.is_cut = 0, False
        self.did: Counter[str] = Counter()
        self.carried: list[bytes] = []  # every body that was let in
        self._chance, self._lock = Random(seed), threading.Lock()
        self._faults = [name for name, share in faults.items() for _ in range(share)]
        self._late: list[tuple[bytes, dict]] = []

    def fate(self) -> str:
        with self._lock:
            place = self._chance.randrange(100)
            found = self._faults[place] if place < len(self._faults) else "carried"
            self.did["cut" if self.is_cut else found] += 1
            return "cut" if self.is_cut else found

    def carry(self, path: str, body: bytes, headers: dict) -> tuple[int, bytes]:
        request = urllib.request.Request(f"http://127.0.0.1:{self.target}{path}", data=body, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as no:
            return no.code, no.read()

    def keep_for_later(self, body: bytes, headers: dict) -> None:
        with self._lock:
            self._late.append((body, headers))

    def take_late(self) -> list[tuple[bytes, dict]]:
        with self._lock:
            late, self._late = self._late, []
        return late


class _Door(BaseHTTPRequestHandler):
    server: Proxy

    def do_POST(self) -> None:
        proxy, body = self.server, self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name: value for name, value in self.headers.items() if name.lower() not in {"host", "connection", "content-length", "accept-encoding"}}  # fmt: skip
        fate = proxy.fate()
        if fate == "cut":
            self.connection.close()
            return
        proxy.carried.append(body)
        try:
            if fate == "reordered":  # it arrives after the next one, and nobody hears the answer
                proxy.keep_for_later(body, headers)
                self.connection.close()
                return
            if fate == "lost" and len(body) % 2:  # on the way there
                self.connection.close()
                return
            status, answer = proxy.carry(self.path, body, headers)
            for late, its in proxy.take_late():
                proxy.carry(self.path, late, its)
            if fate == "lost":  # on the way back
                self.connection.close()
                return
            if fate == "doubled":
                status, answer = proxy.carry(self.path, body, headers)
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)
        except OSError:  # the installation was killed
            self.connection.close()

    def log_message(self, *_: object) -> None:
        """Quiet."""


@contextmanager
def way(seed: int, faults: dict[str, int] | None = None) -> Iterator[Proxy]:
    proxy = Proxy(seed, FAULTS if faults is None else faults)
    thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield proxy
    finally:
        proxy.shutdown()
        thread.join()
        proxy.server_close()

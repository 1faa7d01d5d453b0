"""The network between two agencies of one machine: what is signed names the site, and the knock finds it."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from teriya.exchange.wire import carrying
from teriya.exchange.wire.actions.sending import Undelivered

pytestmark = pytest.mark.enable_socket


class Door(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.headers["Host"].encode())

    def log_message(self, *_: object) -> None:
        """Quiet."""


def test_name_under_localhost_is_this_machine(burkina):
    with HTTPServer(("127.0.0.1", 0), Door) as door:
        threading.Thread(target=door.handle_request).start()
        burkina.row.address = f"http://bf.localhost:{door.server_port}"
        assert carrying.post(burkina.row, b"{}").decode() == f"bf.localhost:{door.server_port}"


def test_name_that_nobody_holds_is_not_reached(burkina):
    burkina.row.address = "http://nobody.invalid"
    with pytest.raises(Undelivered):
        carrying.post(burkina.row, b"{}")

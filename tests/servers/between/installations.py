"""An installation: a database of its own, keys of its own, a site on a port, and a program that says and carries."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.conf import settings as house
from django.db import connection

from tests.servers.between.proxy import Proxy
from tests.servers.gateway import free_ports, wait_for


class Installation:
    """`code` is its agency; `way` is the proxy that stands before its site: its public address."""

    def __init__(self, code: str, way: Proxy, folder: Path) -> None:
        self.code, self.way, self.folder = code, way, folder
        self.database = f"{connection.settings_dict['NAME']}_{code}"
        (self.port,) = free_ports(1)
        way.target = self.port
        dsn = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{self.database}").geturl()
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.servers.between.settings", "DATABASE_URL": dsn, "TERIYA_DATA": str(folder / code),
            "AGENCY": code, "SITE": way.url, "WIRE_KEY": f"secret of {code}", "JOURNAL_KEY": house.JOURNAL_KEY,
            "CERTIFICATE_KEY": house.CERTIFICATE_KEY,
        }  # fmt: skip
        self.site: subprocess.Popen | None = None

    def make(self) -> None:
        """A copy of the tests' database: its tables, no message."""
        connection.close()
        with psycopg.connect(os.environ["TERIYA_TEST_OWNER"], autocommit=True) as owner:
            owner.execute(f"DROP DATABASE IF EXISTS {self.database} WITH (FORCE)")
            owner.execute(f"CREATE DATABASE {self.database} TEMPLATE {connection.settings_dict['NAME']}")

    def drop(self) -> None:
        with psycopg.connect(os.environ["TERIYA_TEST_ADMIN"], autocommit=True) as owner:
            owner.execute(f"DROP DATABASE IF EXISTS {self.database} WITH (FORCE)")

    def open(self) -> None:
        """Its site comes up, and answers."""
        self.start()
        wait_for(self._answers, 30)

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "config.wsgi", "-k", "gthread", "-w", "1", "--threads", "8", "--log-level", "critical",
                   "-b", f"127.0.0.1:{self.port}"]  # fmt: skip
        self.site = subprocess.Popen(
            command, env=self.environment | {"SLOTS": "1"}, cwd=house.ROOT, start_new_session=True
        )

    def _answers(self) -> bool:
        with socket.socket() as door:
            return door.connect_ex(("127.0.0.1", self.port)) == 0

    def kill(self) -> None:
        """kill -9, its workers with it."""
        if self.site:
            os.killpg(self.site.pid, signal.SIGKILL)
            self.site.wait()
            self.site = None

    def speak(self, other: str, many: int, hours: float = 0) -> subprocess.Popen:
        command = [sys.executable, "-m", "tests.servers.between.speaker", other, str(many), str(hours)]
        return subprocess.Popen(
            command, env=self.environment, cwd=house.ROOT, stdout=subprocess.PIPE, start_new_session=True
        )

    def ask(self, code: str) -> Any:
        """What this piece of Python answers (`answer`), run in the installation."""
        program = f"import django, json; django.setup()\n{code}\nprint(json.dumps(answer))"
        done = subprocess.run(
            [sys.executable, "-c", program], env=self.environment, cwd=house.ROOT, stdout=subprocess.PIPE, check=True
        )
        return json.loads(done.stdout)

    def card(self) -> str:
        return self.ask("from teriya.exchange.wire import own\nanswer = own.signed_card()")

    def know(self, card: str) -> None:
        """Pin the card of the other one, as two officers do."""
        self.ask(f"from tests.servers.between.seen import know\nanswer = know({card!r})")

    def heard_from(self, other: str) -> dict:
        """The digest of all that stands between both; the numbers of the words heard, in order; what waits, each way."""
        return self.ask(f"from tests.servers.between.seen import seen\nanswer = seen({other!r})")


@contextmanager
def two(folder: Path, here: Proxy, there: Proxy) -> Iterator[tuple[Installation, Installation]]:
    """Togo's and Burkina Faso's, which know one another and whose sites are up; both are gone afterwards."""
    both = Installation("tg", here, folder), Installation("bf", there, folder)
    try:
        for one in both:
            one.make()
        for one in both:
            one.start()
        with ThreadPoolExecutor(2) as together:
            cards = list(together.map(Installation.card, both))
            list(together.map(Installation.know, both, cards[::-1]))
        for one in both:
            wait_for(one._answers, 30)
        yield both
    finally:
        for one in both:
            one.kill()
            one.drop()

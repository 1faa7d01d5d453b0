"""The worker as a program of its own: it seals, it sends once, it stops when told, and a killed one repeats nothing."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.conf import settings as house
from django.db import connection

from teriya.foundation.journal import chain
from teriya.foundation.journal.actions import write
from teriya.foundation.journal.models import Seal
from teriya.foundation.messages.actions import queue
from teriya.foundation.messages.models import Message
from tests.servers.gateway import wait_for

pytestmark = pytest.mark.servers


class Worker:
    """`manage.py worker` beside this test's database and folder."""

    def __init__(self, folder: Path) -> None:
        dsn = urlsplit(os.environ["DATABASE_URL"])._replace(path=connection.settings_dict["NAME"]).geturl()
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "config.settings.base", "DATABASE_URL": dsn, "TERIYA_DATA": str(folder),
            "JOURNAL_KEY": house.JOURNAL_KEY, "CERTIFICATE_KEY": house.CERTIFICATE_KEY,
        }  # fmt: skip
        self.program: subprocess.Popen | None = None

    def start(self, **environment: str) -> None:
        command = [sys.executable, "manage.py", "worker"]
        self.program = subprocess.Popen(command, env=self.environment | environment, cwd=house.ROOT)

    def kill(self) -> None:
        if self.program:
            self.program.kill()
            self.program.wait()


@pytest.fixture
def worker(own_database, settings, tmp_path) -> Iterator[Worker]:
    settings.DATA = tmp_path
    worker = Worker(tmp_path)
    yield worker
    worker.kill()


class Gateway(ThreadingHTTPServer):
    """Takes an SMS as Kannel does, notes who it is for, and says nothing while it is `held`."""

    daemon_threads = True

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.open = threading.Event()
        super().__init__(("127.0.0.1", 0), Answer)
        self.environment = {
            "SMS_GATEWAY": "kannel", "KANNEL_PASSWORD": "secret", "KANNEL_URL": f"http://127.0.0.1:{self.server_port}/",
        }  # fmt: skip


class Answer(BaseHTTPRequestHandler):
    server: Gateway

    def do_GET(self) -> None:
        self.server.taken += parse_qs(urlsplit(self.path).query)["to"]
        if self.server.open.wait(60):
            self.send_response(202)
            self.end_headers()

    def log_message(self, *_: object) -> None:
        """The test's output stays short."""


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    gateway = Gateway()
    thread = threading.Thread(target=gateway.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield gateway
    gateway.open.set()
    gateway.shutdown()
    thread.join()
    gateway.server_close()


def sms(*numbers: str) -> None:
    for to in numbers:
        context = {"agency": "ANVT", "code": "123456", "host": "tg.localhost"}
        queue(channel="sms", to=to, template="sign_in_code", context=context, key=str(uuid4()))


def state_of(to: str) -> str:
    return Message.objects.get(to=to).state


def is_sealed(entry) -> bool:
    return Seal.objects.filter(entry_id=entry.pk).exists()


def test_what_is_written_is_sealed_while_life_goes_on(worker):
    before = write("test.done", "thing", 1, by=None)
    worker.start()
    wait_for(lambda: is_sealed(before), 30)
    after = write("test.done", "thing", 2, by=None)
    wait_for(lambda: is_sealed(after))
    assert list(chain.verify()) == []


def test_a_queued_sms_is_handed_over_once(worker, tmp_path):
    sms("+22890000001")
    worker.start()
    wait_for(lambda: state_of("+22890000001") == "sent", 30)
    sms("+22890000002")
    wait_for(lambda: state_of("+22890000002") == "sent")
    lines = (tmp_path / "sms.log").read_text().splitlines()
    assert [line.split("\t")[0] for line in lines] == ["+22890000001", "+22890000002"]


@pytest.mark.parametrize("order", [signal.SIGTERM, signal.SIGINT])
def test_an_order_to_stop_ends_it_cleanly(worker, order):
    entry = write("test.done", "thing", 1, by=None)
    worker.start()
    wait_for(lambda: is_sealed(entry), 30)
    worker.program.send_signal(order)
    assert worker.program.wait(15) == 0


@pytest.mark.hostile  # slow
def test_a_killed_worker_has_nothing_sent_twice(worker, gateway):
    sms("+22890000001")
    worker.start(**gateway.environment)
    wait_for(lambda: gateway.taken, 30)
    worker.kill()  # the gateway took it, and nobody heard so
    gateway.open.set()
    sms("+22890000002")
    worker.start(**gateway.environment)
    wait_for(lambda: state_of("+22890000002") == "sent", 30)
    assert gateway.taken == ["+22890000001", "+22890000002"]
    assert state_of("+22890000001") == "sending"  # after ten minutes a person is asked


def test_a_gateway_that_hangs_does_not_hold_the_seals_up(worker, gateway):
    sms(*(f"+2289000000{n}" for n in range(5)))
    worker.start(**gateway.environment)
    wait_for(lambda: gateway.taken, 30)
    entry = write("test.done", "thing", 1, by=None)
    wait_for(lambda: is_sealed(entry))


DYING = """
WITH dead AS (INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id)
INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id, attempts)
SELECT 'default', 'teriya.service.missions.jobs.apply_terms', '{"timestamp": 0}', 'doing', id, attempts FROM dead, unnest(%s::int[]) AS attempts
RETURNING id
"""


@pytest.mark.hostile  # slow: it is looked at every minute
def test_what_a_dead_worker_was_doing_is_done_again_but_not_for_ever(worker):
    with connection.cursor() as cursor:
        cursor.execute(DYING, [[0, 3]])
        first, third = sorted(pk for (pk,) in cursor.fetchall())
    worker.start()

    def states() -> dict[int, str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, status::text FROM procrastinate_jobs WHERE id IN (%s, %s)", [first, third])
            return dict(cursor.fetchall())

    wait_for(lambda: states() == {first: "succeeded", third: "failed"}, 120)

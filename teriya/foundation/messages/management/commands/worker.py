"""The worker: seals the journal, empties the outbox every second, and runs the queued jobs."""

import logging
import signal
import threading
from collections.abc import Callable

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections
from procrastinate.contrib.django import app

from teriya.foundation.core import beats
from teriya.foundation.journal.chain import ChainBroken, seal
from teriya.foundation.messages.jobs import send_queued

BEAT = 1.0  # seconds
log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Scelle le journal, envoie les messages et exécute les travaux en attente."

    def handle(self, **options):
        stop = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
        hearts = [
            threading.Thread(target=_beat, args=(work, stop), daemon=True) for work in (_seal, _send, *beats.all())
        ]
        for heart in hearts:  # a gateway that hangs holds no seal up
            heart.start()
        try:
            app.with_connector(app.connector.get_worker_connector()).run_worker(concurrency=1)
        finally:
            stop.set()
            for heart in hearts:
                heart.join(5)


def _beat(work: Callable[[], None], stop: threading.Event) -> None:
    while not stop.wait(BEAT):
        try:
            work()
        except OperationalError:  # the database is away: the next beat finds it again
            log.warning("worker: database unavailable")
        close_old_connections()


def _send() -> None:
    while send_queued():
        pass


def _seal() -> None:
    """A chain that somebody broke stops the sealing, and nothing else."""
    try:
        seal()
    except ChainBroken:
        log.error("journal: the chain does not continue from the kept seal; run « teriya journal verify »")

"""R18 to R21: two installations on two ports, behind a way that loses, doubles, reorders and can be cut."""

import json
import os
import signal
import subprocess
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random

import pytest

from tests.servers.between.installations import Installation, two
from tests.servers.between.proxy import FAULTS, way

pytestmark = pytest.mark.servers


@pytest.fixture
def both(own_database, tmp_path):
    with way(1) as here, way(2) as there, two(tmp_path, here, there) as installations:
        yield installations


def told(program) -> dict:
    out, _ = program.communicate(timeout=900)
    assert program.returncode == 0
    return json.loads(out)


def exchange(both, many: int) -> None:
    """Each side says so many words to the other, at once."""
    tg, bf = both
    programs = [tg.speak("bf", many), bf.speak("tg", many)]
    for program in programs:
        told(program)


def check_equal(both, many: int) -> None:
    """Each message applied once and in order, nothing left waiting, the same digest on both sides."""
    tg, bf = both
    seen_by = {"tg": tg.heard_from("bf"), "bf": bf.heard_from("tg")}
    for seen in seen_by.values():
        assert seen["heard"] == list(range(many))
        assert (seen["waiting"], seen["parked"]) == (0, 0)
    assert seen_by["tg"]["digest"] == seen_by["bf"]["digest"]


def cut(both) -> None:
    """72 hours of the clock of one side with the way cut: it tries at longer and longer times, and no more than that."""
    tg, bf = both
    bf.way.is_cut = True
    told_at_end = told(tg.speak("bf", 100, hours=72))
    assert told_at_end["waited_hours"] >= 72
    assert told_at_end["tries"] < 100  # once an hour at the most, after the first minutes
    bf.way.is_cut = False


def test_two_ends_say_the_same_after_losses_doubles_disorder_and_a_cut(both):
    cut(both)
    exchange(both, 300)
    check_equal(both, 300)
    for one in both:
        assert all(one.way.did[fault] for fault in FAULTS)  # the way did its worst


@pytest.mark.hostile  # slow
def test_ten_thousand_messages_and_both_ends_killed_at_random(both):
    cut(both)
    chance, done = Random(7), threading.Event()
    speakers: dict[str, subprocess.Popen] = {}

    def speak(one: Installation, other: str) -> None:
        while not done.is_set():
            program = speakers[one.code] = one.speak(other, 5_000)
            program.communicate()
            if program.returncode == 0:
                return

    threads = [threading.Thread(target=speak, args=args) for args in ((both[0], "bf"), (both[1], "tg"))]
    for thread in threads:
        thread.start()
    kills = 0
    while any(thread.is_alive() for thread in threads):
        time.sleep(chance.uniform(4, 9))
        one = chance.choice(both)
        if chance.random() < 0.5:
            one.kill()
            one.open()
        elif (speaker := speakers.get(one.code)) and speaker.poll() is None:
            os.killpg(speaker.pid, signal.SIGKILL)
        kills += 1
    for thread in threads:
        thread.join()
    assert kills > 5
    check_equal(both, 5_000)


class Naive(BaseHTTPRequestHandler):
    """A receiver that writes down whatever comes, as it comes."""

    def do_POST(self) -> None:
        self.server.heard.append(int(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def naive():
    """A receiver without ids nor ranks, behind the same way: `say(tries)` sends it 200 words, each until it is answered."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Naive)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()

    def say(tries: int) -> list[int]:
        server.heard = []
        with way(1) as between:
            between.target = server.server_port
            for n in range(200):
                _insist(between.url, n, tries)
        return server.heard

    yield say
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_same_way_spoils_what_is_sent_without_ids_ranks_and_receipts(naive):
    """The control: sent once, words are lost and change places; sent until they are answered, they come twice."""
    once = naive(1)
    assert len(set(once)) < 200 and once != sorted(once)
    assert len(naive(20)) > 200


def _insist(url: str, n: int, tries: int) -> None:
    for _ in range(tries):
        try:
            urllib.request.urlopen(urllib.request.Request(url, data=b"%d" % n), timeout=5).close()
            return
        except OSError:
            continue


@pytest.mark.hostile  # slow; the guard itself is tried each day in tests/exchange/wire
def test_not_a_byte_about_a_person_leaves_without_authorisation_and_consent(both):
    tg, bf = both
    assert tg.ask("from tests.servers.between.seen import try_all_that_lacks\nanswer = try_all_that_lacks()") == 11
    assert bf.way.carried == []
    # the control: allowed, it leaves, and is read by nobody on the way; the other side, where nothing is authorised, keeps nothing
    tg.ask("from tests.servers.between.seen import let_it_leave\nanswer = let_it_leave()")
    assert sum(map(len, bf.way.carried)) > 0
    assert not any(b"QUACHIE" in body for body in bf.way.carried)


@pytest.mark.hostile  # slow
def test_an_agency_that_is_gone_for_ever_stops_nothing_here(both):
    tg, bf = both
    bf.kill()
    month = 24 * 30
    told_at_end = told(tg.speak("bf", 600, hours=month))
    assert month <= told_at_end["waited_hours"] and told_at_end["tries"] <= month + 20
    left = tg.heard_from("bf")
    assert left["waiting"] == 600 and 0 < left["signed"] <= 50  # one bundle is signed, and carried again
    assert "injoignable" in left["error"]
    with urllib.request.urlopen(f"http://127.0.0.1:{tg.port}/echange/v1/") as answer:
        assert answer.status == 200

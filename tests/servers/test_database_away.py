"""R4: the database dies under the site. Visitors are told to come back; the site comes back by itself."""

import os
import signal
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest

from bench.serving import GATED, serving
from config.launch import as_owner, database, manage

pytestmark = [pytest.mark.servers, pytest.mark.hostile]  # slow


@pytest.fixture
def served(monkeypatch):
    """The product as it is served, on a cluster that can be killed."""
    with database(apart=True) as (environment, cluster):
        environment |= {"DJANGO_SETTINGS_MODULE": "config.settings.base", "AGENCY": "tg"}
        manage(as_owner(environment), "migrate", "--no-input", "-v", "0")
        manage(environment, "collectstatic", "--no-input", "-v", "0")
        manage(environment, "load_pack", "tg")
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        with serving(GATED) as port:
            yield cluster, port


ASKED = count(1)


def ask(port: int) -> tuple[int, str]:
    """A page that nobody has read in the last seconds: it needs the database."""
    address = f"http://127.0.0.1:{port}/appels/?page={next(ASKED)}"
    page = urllib.request.Request(address, headers={"Host": "tg.localhost:8000"})
    try:
        with urllib.request.urlopen(page, timeout=30) as answer:
            return answer.status, ""
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers.get("Retry-After", "")


def test_a_site_whose_database_was_killed_says_so_and_comes_back(served):
    cluster, port = served
    with ThreadPoolExecutor(16) as crowd:  # every connection that the site may hold is held
        assert set(crowd.map(ask, [port] * 48)) == {(200, "")}
    postmaster = int((Path(cluster.data) / "postmaster.pid").read_text().split()[0])
    backends = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    for process in (postmaster, *map(int, backends)):  # left alone, a backend may answer for a moment more
        os.kill(process, signal.SIGKILL)
    answers = (ask(port) for _ in range(100))
    assert next(answer for answer in answers if answer != (200, "")) == (503, "10")
    cluster.start()
    told = [ask(port)[0] for _ in range(60)]  # enough for each process to be met
    assert set(told) <= {200, 503} and told.count(503) <= 4  # one for each process, which then looks at all it holds
    assert told[-4:] == [200] * 4

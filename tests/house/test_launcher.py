"""The embedded PostgreSQL and what starts it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from config.launch import KEYS, data_folder, keys_of
from config.packages import NEEDS, absent_markers
from config.postgres import OWNER, Cluster, ClusterError

pytestmark = pytest.mark.servers
OURS = ("DATABASE_", "TERIYA_", "AGENCY", "SITE", *KEYS)  # what the launcher that runs these tests has set


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="teriya-launch-", dir="/tmp"))
    folder.chmod(0o711)  # as root the server is nobody, who must get through
    yield folder
    Cluster(folder / "postgres").destroy()
    shutil.rmtree(folder)


@pytest.fixture
def cluster(home: Path) -> Iterator[Cluster]:
    with Cluster(home / "postgres") as cluster:
        yield cluster


def ask(dsn: str, question: str) -> str:
    with psycopg.connect(dsn, autocommit=True) as connection:
        return connection.execute(question).fetchone()[0]


def tell(dsn: str, *orders: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        for order in orders:
            connection.execute(order)


def postmaster(cluster: Cluster) -> int:
    return int((cluster.data / "postmaster.pid").read_text().split()[0])


def launch(home: Path, *words: str, **more: str) -> subprocess.Popen[str]:
    own = {"TERIYA_DATA": str(home), **more}
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    command = [sys.executable, "-m", "config.launch", *words]
    return subprocess.Popen(command, env=kept | own, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_second_start_joins_and_the_last_to_leave_stops(cluster):
    other = Cluster(cluster.folder)
    assert other.start() == cluster.dsn()
    cluster.stop()
    assert ask(other.dsn(), "select 1") == 1
    other.stop()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(other.dsn())


def test_killed_server_comes_back_with_its_data(cluster):
    tell(cluster.dsn(OWNER), "create table kept (word text)", "insert into kept values ('ici')")
    number = postmaster(cluster)
    os.kill(number, signal.SIGKILL)
    while Path(f"/proc/{number}/cwd").exists():
        time.sleep(0.01)
    cluster.start()
    assert ask(cluster.dsn(OWNER), "select word from kept") == "ici"


@pytest.mark.parametrize("left", ["{number}\n{data}\n1\n5432\n{server}\n\n1 1\nready\n", ""])
def test_pid_file_of_a_crash_does_not_stop_the_start(cluster, left):
    cluster.stop()
    identity = {"user": "nobody", "extra_groups": []} if os.geteuid() == 0 else {}
    other = subprocess.Popen(["sleep", "60"], **identity)
    text = left.format(number=other.pid, data=cluster.data, server=cluster.server)
    for name in ("data/postmaster.pid", ".s.PGSQL.5432.lock"):
        (cluster.server / name).write_text(text)
        shutil.copystat(cluster.data / "PG_VERSION", cluster.server / name)
        os.chown(cluster.server / name, cluster.data.stat().st_uid, -1)
    cluster.start()
    other.kill()
    other.wait()
    assert ask(cluster.dsn(), "select 1") == 1


@pytest.mark.parametrize("order", ["create table mine (x int)", "create database mine", "create role mine"])
def test_application_role_creates_nothing(cluster, order):
    with pytest.raises(InsufficientPrivilege):
        tell(cluster.dsn(), order)


def test_owner_creates_databases_but_is_no_superuser(cluster):
    tell(cluster.dsn(OWNER), "create database test_house", "drop database test_house")
    assert ask(cluster.dsn(OWNER), "select rolsuper from pg_roles where rolname = current_user") is False


def test_passwords_and_data_are_private(cluster):
    private = [cluster.folder / "passwords.json", cluster.server, cluster.data, cluster.server / "log"]
    assert [oct(path.stat().st_mode & 0o077) for path in private] == ["0o0"] * 4
    assert cluster.folder.stat().st_mode & 0o066 == 0
    assert not (cluster.server / "password").exists()


def test_wrong_password_is_refused(cluster):
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(cluster.dsn(), password="wrong")


def test_nothing_listens_on_the_network(cluster):
    open_files = Path(f"/proc/{postmaster(cluster)}/fd").iterdir()
    tables = [Path("/proc/net", name).read_text().splitlines()[1:] for name in ("tcp", "tcp6")]
    network = {f"socket:[{line.split()[9]}]" for lines in tables for line in lines}
    assert {os.readlink(file) for file in open_files}.isdisjoint(network)


def test_text_sorts_the_same_everywhere(cluster):
    how = "select datlocprovider::text || ' ' || datlocale from pg_database where datname = 'teriya'"
    assert ask(cluster.dsn(), how) == "b C.UTF-8"
    assert ask(cluster.dsn(), "show data_checksums") == "on"


def test_long_path_is_refused_in_one_sentence(tmp_path):
    with pytest.raises(ClusterError, match="trop long"):
        Cluster(tmp_path / ("x" * 90)).start()


def test_temporary_cluster_left_by_a_killed_process_is_removed():
    killed = (
        "from config.postgres import *; c = Cluster.temporary(); c.start(); print(c.folder); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-uc", killed], stdout=subprocess.PIPE, text=True)
    left = Path(done.stdout.strip())
    assert left.exists()
    fresh = Cluster.temporary()
    fresh.destroy()
    assert not left.exists()


def test_each_checkout_has_its_own_data(monkeypatch):
    monkeypatch.delenv("TERIYA_DATA", raising=False)
    here = data_folder()
    monkeypatch.setattr("config.launch.ROOT", Path("/elsewhere"))
    assert data_folder() != here and data_folder().parent == here.parent


def test_key_that_a_new_version_asks_for_joins_the_others(tmp_path):
    (tmp_path / "keys.json").write_text('{"SECRET_KEY": "kept"}')
    keys = keys_of(tmp_path)
    assert keys["SECRET_KEY"] == "kept"
    assert keys["CERTIFICATE_KEY"]
    assert keys_of(tmp_path) == keys
    assert [file.name for file in tmp_path.iterdir()] == ["keys.json"]


def test_certificate_is_checked_without_a_database(tmp_path):
    command = [sys.executable, "-m", "config.launch", "teriya", "verify", "absent.pdf", "--keys", "absent"]
    empty = {"PATH": os.environ["PATH"], "TERIYA_DATA": str(tmp_path / "none"), "PYTHONPATH": "."}
    done = subprocess.run(command, env=empty, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (1, "« absent » ne se lit pas : vérifiez le nom du fichier.\n")
    assert not (tmp_path / "none").exists()


def test_command_runs_beside_the_data_with_keys_that_stay(cluster, home):
    show = "import os; print(os.environ['SECRET_KEY'], os.environ['DATABASE_URL'])"
    first, second = (launch(home, "run", "python", "-c", show).communicate()[0] for _ in range(2))
    assert first == second
    assert first.split()[1] == cluster.dsn()
    assert (home / "keys.json").stat().st_mode & 0o077 == 0


def test_each_agency_has_its_own_database_keys_and_folder(cluster, home):
    """And what the second one has is there from the first time that it is asked for."""
    show = (
        "import os, psycopg; base = psycopg.connect(os.environ['DATABASE_OWNER_URL']).info.dbname;"
        "print(base, *(os.environ[name] for name in ('AGENCY', 'SITE', 'TERIYA_DATA', 'SECRET_KEY', 'JOURNAL_KEY')))"
    )
    done = [launch(home, "run", "python", "-c", show, AGENCY=agency, PORT="8100") for agency in ("tg", "bf", "bf")]
    tg, bf, again = (running.communicate()[0].split() for running in done)
    assert tg[:4] == ["teriya", "tg", "http://tg.localhost:8100", str(home)]
    assert bf[:4] == ["teriya_bf", "bf", "http://bf.localhost:8101", str(home / "bf")]
    assert not set(tg) & set(bf)
    assert bf == again


def test_terminated_command_takes_its_throw_away_database_along(home):
    shown = "import os, time; print(os.environ['TERIYA_DATA'], flush=True); time.sleep(60)"
    running = launch(home, "apart", "python", "-c", shown)
    folder = Path(running.stdout.readline().strip())
    assert folder.exists()
    running.terminate()
    running.communicate()
    assert running.returncode == 143
    assert not folder.exists()


def refusal(running: subprocess.Popen[str]) -> str:
    """What a launch that fails says: one line."""
    _, said = running.communicate()
    assert running.returncode == 1
    (line,) = said.splitlines()
    return line


def test_folder_that_cannot_be_written_is_said_in_one_line():
    assert "TERIYA_DATA" in refusal(launch(Path("/proc/teriya"), "run", "true"))


@pytest.mark.enable_socket
def test_taken_port_is_said_in_one_line(home):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert f"Le port {port} est pris" in refusal(launch(home, "demo", PORT=port))
        assert f"Le port {port} est pris" in refusal(launch(home, "demo", PORT=str(int(port) - 1)))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"PORT": "abc"}, "PORT=abc n’est pas un port"),
        ({"PORT": "65535"}, "PORT=65535 n’est pas un port"),  # the second agency takes the next
        ({"AGENCY": "ml"}, "AGENCY=ml n’a pas de démonstration : donnez tg ou bf."),
        ({"PORT": "8977", "DATABASE_URL": "postgresql://a:b@127.0.0.1:1/x"}, "La base que donne DATABASE_URL ne répond pas"),
    ],
)  # fmt: skip
def test_what_cannot_serve_is_said_in_one_line(home, given, said):
    program = launch(home, "demo", **given)
    _, told = program.communicate()
    assert program.returncode == 1
    assert told.startswith(said) and told.count("\n") == 1


def test_fresh_start_spares_a_database_that_is_not_ours(home):
    running = launch(home, "demo", PORT="8978", FRESH="1", DATABASE_URL="postgresql://elsewhere/db")
    assert "DATABASE_URL" in refusal(running)


def test_tests_without_their_program_are_left_out_aloud(monkeypatch, capsys):
    monkeypatch.setitem(NEEDS, "browser", (("chromium",), Path("/nowhere")))
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.delenv("CI", raising=False)
    assert "browser" in absent_markers()
    assert "apt install chromium" in capsys.readouterr().err


def test_continuous_integration_leaves_no_test_out(monkeypatch):
    monkeypatch.setitem(NEEDS, "browser", (("chromium",), Path("/nowhere")))
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(SystemExit):
        absent_markers()

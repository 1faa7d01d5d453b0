"""Start what a command needs, run it, stop it cleanly: the demonstration, the tests, one command.

python -m config.launch demo               the demonstration agency; PORT=8000, FRESH=1 starts over
python -m config.launch run COMMAND…       a command beside the demonstration's data (python manage.py shell)
python -m config.launch apart COMMAND…     a command on an empty database that is thrown away afterwards
python -m config.launch test [ARGUMENTS…]  pytest, apart; test-hostile for the slow tests
python -m config.launch teriya …           the product's command line; `teriya trial` runs apart
"""

import hashlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psycopg

from config.packages import absent_markers
from config.postgres import ADMINISTRATOR, OWNER, Cluster, ClusterError, unusable, write_private
from config.translations import compile_catalogues

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
KEYS = ("SECRET_KEY", "JOURNAL_KEY", "PERSON_KEY", "CERTIFICATE_KEY", "WIRE_KEY")
STOP_SECONDS = 10

Environment = dict[str, str]


def data_folder() -> Path:
    """Where this checkout keeps its data: TERIYA_DATA, else a folder named after the checkout's path."""
    if given := os.environ.get("TERIYA_DATA"):
        return Path(given).resolve()
    shared = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share")
    base = Path("/var/lib") if os.geteuid() == 0 else shared
    return base / "teriya" / hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]


@contextmanager
def database(*, apart: bool = False) -> Iterator[tuple[Environment, Cluster | None]]:
    """A database that answers and the environment of the Django processes that use it.

    The cluster is None where DATABASE_URL names another server; `apart` is an empty one, thrown away afterwards.
    """
    given = os.environ.get("DATABASE_URL")
    if given and not apart:
        _refuse_silent(given)
        yield _environment(data_folder(), given, os.environ.get("DATABASE_OWNER_URL", given)), None
        return
    with Cluster.temporary() if apart else Cluster(data_folder() / "postgres") as cluster:
        folder = cluster.folder if apart else data_folder()
        yield _environment(folder, cluster.dsn(), cluster.dsn(OWNER)), cluster


def _environment(folder: Path, application: str, owner: str) -> Environment:
    path = f"{Path(PYTHON).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    names = {"TERIYA_DATA": str(folder), "DATABASE_URL": application, "DATABASE_OWNER_URL": owner, "PATH": path}
    return keys_of(folder) | os.environ | names


def keys_of(folder: Path) -> Environment:
    """The secrets of this installation, each drawn once; one that a new version asks for joins the others."""
    file = folder / "keys.json"
    try:
        known = json.loads(file.read_text()) if file.exists() else {}
        if drawn := {name: secrets.token_urlsafe(48) for name in KEYS if name not in known}:
            folder.mkdir(parents=True, exist_ok=True)
            whole = folder / "keys.json.new"  # then renamed: a stop in the middle loses no key
            write_private(whole, json.dumps(known | drawn))
            whole.replace(file)
        return known | drawn
    except OSError as error:
        raise ClusterError(unusable(folder, error)) from error


def as_owner(environment: Environment) -> Environment:
    return environment | {"DATABASE_URL": environment["DATABASE_OWNER_URL"]}


def manage(environment: Environment, *words: str) -> None:
    done = subprocess.run([PYTHON, ROOT / "manage.py", *words], env=environment)  # noqa: S603 our own words
    if done.returncode:
        sys.exit(f"L’étape « {words[0]} » a échoué (code {done.returncode}) : le message est ci-dessus.")


def demo() -> int:
    """Bring up the demonstration agency; return when someone stops it or when one of its programs dies."""
    port, agency = _port(os.environ.get("PORT", "8000")), os.environ.get("AGENCY", "tg")
    if not (ROOT / "countries" / agency / "agency.toml").exists():
        sys.exit(f"AGENCY={agency} n’est pas un pays de countries/ : donnez tg, bf ou ml.")
    address = f"http://{agency}.localhost:{port}"
    _refuse_taken(port)
    if os.environ.get("FRESH") == "1":
        _start_over()
    with database() as (found, cluster), ExitStack() as programs:
        environment = {"AGENCY": agency, "SITE": address} | found
        compile_catalogues()
        manage(as_owner(environment), "migrate", "--no-input", "-v", "0")
        manage(environment, "collectstatic", "--no-input", "-v", "0")
        manage(environment, "load_pack", agency)
        manage(environment, "load_claims", agency)
        manage(environment | {"TAKE_ON": "1"}, "demo")
        # many threads hold the connections of slow telephones; SLOTS of them are at work in each process (admission.py)
        site = f"-m gunicorn config.wsgi -k gthread -w 4 --threads 48 --log-level warning -b 127.0.0.1:{port}"
        children = {
            "Le travail de fond": programs.enter_context(_program(environment, "manage.py", "worker")),
            "Le site": programs.enter_context(_program(environment | {"SLOTS": "1"}, *site.split())),
        }
        manage(environment, "print_accounts")
        print(f"\n{address}   (Ctrl-C pour arrêter)", flush=True)  # noqa: T201
        _watch(children, cluster)
    return 0


def _start_over() -> None:
    if os.environ.get("DATABASE_URL"):
        sys.exit("FRESH=1 n’efface pas la base que donne DATABASE_URL : videz-la vous-même.")
    Cluster(data_folder() / "postgres").destroy()
    for name in ("keys.json", "journal.head", "sms.log"):  # they speak of the old database
        (data_folder() / name).unlink(missing_ok=True)
    for name in ("files", "mail"):
        shutil.rmtree(data_folder() / name, ignore_errors=True)


def _port(written: str) -> int:
    if not written.isdecimal() or not 0 < int(written) < 65_536:
        sys.exit(f"PORT={written} n’est pas un port : donnez un nombre, par exemple PORT=8010.")
    return int(written)


def _refuse_silent(address: str) -> None:
    """Another PostgreSQL must answer before anything is asked of it."""
    try:
        psycopg.connect(address, connect_timeout=5).close()
    except psycopg.Error as error:
        said = " ".join(str(error).split())[:120]
        sys.exit(f"La base que donne DATABASE_URL ne répond pas ({said}) : corrigez l’adresse, ou ôtez DATABASE_URL.")


def _refuse_taken(port: int) -> None:
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("127.0.0.1", port))
        except OSError:
            sys.exit(f"Le port {port} est pris : arrêtez l’autre programme, ou lancez make demo PORT={port + 10}.")


@contextmanager
def _program(environment: Environment, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """A program in a session of its own: Ctrl-C reaches us alone, and we stop it in order."""
    child = subprocess.Popen([PYTHON, *words], env=environment, cwd=ROOT, start_new_session=True)  # noqa: S603
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _watch(children: dict[str, subprocess.Popen[bytes]], cluster: Cluster | None) -> None:
    """Wait for ever; a database that was killed comes back, a program that died takes the others along."""
    with suppress(KeyboardInterrupt):
        while True:
            for name, child in children.items():
                if child.poll() is not None:
                    sys.exit(f"{name} s’est arrêté (code {child.returncode}). Tout est arrêté : relancez make demo.")
            if cluster:
                cluster.start()
            time.sleep(0.5)


def run(*command: str, apart: bool = False, migrated: bool = False) -> int:
    """Run a command with its database; its exit code is ours."""
    with database(apart=apart) as (environment, cluster):
        if apart:  # config/settings/test.py
            environment |= {"TERIYA_TEST_OWNER": cluster.dsn(OWNER), "TERIYA_TEST_ADMIN": cluster.dsn(ADMINISTRATOR)}
        if migrated:
            manage(as_owner(environment), "migrate", "--no-input", "-v", "0")
        child = subprocess.Popen(command, env=environment)  # noqa: S603 the user's own command
        signal.signal(signal.SIGINT, lambda *_: None)  # the terminal tells the command too; it decides
        signal.signal(signal.SIGTERM, lambda *_: child.terminate())
        code = child.wait()
        return code if code >= 0 else 128 - code


def test(suite: str, *arguments: str) -> int:
    """Run pytest on the everyday tests or on the hostile ones, without those that this machine has no program for.

    The whole suite runs in as many processes as there are cores; chosen tests run in one.
    """
    compile_catalogues()
    together = [] if arguments else ["-n", "logical", "--maxprocesses", "4", "--dist", "worksteal"]
    wanted = ["hostile" if suite == "test-hostile" else "not hostile", *(f"not {name}" for name in absent_markers())]
    return run(PYTHON, "-m", "pytest", "-m", " and ".join(wanted), *together, *arguments, apart=True)


def main(words: list[str]) -> int:
    os.umask(0o077)  # uploads and keys are nobody else's
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    match words:
        case ["demo"]:
            return demo()
        case ["run", *command] if command:
            return run(*command)
        case ["apart", *command] if command:
            return run(*command, apart=True)
        case ["test" | "test-hostile" as suite, *arguments]:
            return test(suite, *arguments)
        case ["teriya", "verify", *_]:  # asks nothing of this installation, not even its database
            return subprocess.run([PYTHON, "-P", "-m", "teriya.portals.cli", *words[1:]]).returncode  # noqa: S603
        case ["teriya", *arguments]:
            trial = arguments[:1] == ["trial"]
            return run(PYTHON, "-P", "-m", "teriya.portals.cli", *arguments, apart=trial, migrated=trial)
    sys.exit(__doc__)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except ClusterError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)

"""Start what a command needs, run it, stop it cleanly: the demonstration, the tests, one command.

python -m config.launch demo               two agencies, on PORT=8000 and the next; AGENCY=bf one alone, FRESH=1 starts over
python -m config.launch run COMMAND…       a command beside the first agency's data (python manage.py shell); AGENCY=bf the other's
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
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psycopg

from config.packages import absent_markers
from config.postgres import ADMINISTRATOR, DATABASE, OWNER, Cluster, ClusterError, unusable, write_private
from config.translations import compile_catalogues

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
KEYS = ("SECRET_KEY", "JOURNAL_KEY", "PERSON_KEY", "CERTIFICATE_KEY", "WIRE_KEY")
AGENCIES = ("tg", "bf")  # of the demonstration; all but the first keep a folder, a database and a port beside its own
LAST_PORT = 65_535 - len(AGENCIES) + 1  # of the first
PROCESSES = 4  # that serve pages, in all
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
def database(agency: str = "", *, apart: bool = False) -> Iterator[tuple[Environment, Cluster | None]]:
    """A database that answers and the environment of the Django processes that use it, for one agency.

    The cluster is None where DATABASE_URL names another server; `apart` is an empty one, thrown away afterwards.
    """
    agency = agency or os.environ.get("AGENCY", AGENCIES[0])
    given = os.environ.get("DATABASE_URL")
    if given and not apart:
        _refuse_silent(given)
        yield _environment(agency, data_folder(), given, os.environ.get("DATABASE_OWNER_URL", given)), None
        return
    with Cluster.temporary() if apart else Cluster(data_folder() / "postgres") as cluster:
        folder, name = cluster.folder if apart else data_folder(), DATABASE
        if agency in AGENCIES[1:] and not apart:
            folder, name = folder / agency, f"{DATABASE}_{agency}"
            cluster.add(name)
        yield _environment(agency, folder, cluster.dsn(database=name), cluster.dsn(OWNER, name)), cluster


def _environment(agency: str, folder: Path, application: str, owner: str) -> Environment:
    path = f"{Path(PYTHON).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    names = {"TERIYA_DATA": str(folder), "DATABASE_URL": application, "DATABASE_OWNER_URL": owner, "PATH": path}
    site = {"AGENCY": agency, "SITE": f"http://{agency}.localhost:{port_of(agency)}"}
    return keys_of(folder) | site | os.environ | names


def port_of(agency: str) -> int:
    """PORT for the first agency and for one that is no part of the demonstration, the next for the second."""
    written = os.environ.get("PORT", "8000")
    if not written.isdecimal() or not 0 < int(written) <= LAST_PORT:
        sys.exit(f"PORT={written} n’est pas un port : donnez un nombre, par exemple PORT=8010.")
    return int(written) + (AGENCIES.index(agency) if agency in AGENCIES else 0)


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
    _manage_all([environment], *words)


def _manage_all(environments: Sequence[Environment], *words: str) -> None:
    """A step of the preparation, in every agency at once; the first that fails stops all."""
    with ExitStack() as steps:
        running = [steps.enter_context(_program(environment, "manage.py", *words)) for environment in environments]
        while None in (codes := [child.poll() for child in running]) or any(codes):
            if failed := [code for code in codes if code]:
                sys.exit(f"L’étape « {words[0]} » a échoué (code {failed[0]}) : le message est ci-dessus.")
            time.sleep(0.02)


def demo() -> int:
    """Bring up the agencies of the demonstration; return when someone stops it or when one of its programs dies."""
    agencies = _wanted()
    for agency in agencies:
        _refuse_taken(port_of(agency))
    if os.environ.get("FRESH") == "1":
        _start_over()
    with ExitStack() as programs:
        found = {agency: programs.enter_context(database(agency)) for agency in agencies}
        environments = {agency: environment for agency, (environment, _cluster) in found.items()}
        _prepare(list(environments.values()))
        children, each = {}, PROCESSES // len(agencies)
        for agency, environment in environments.items():
            # many threads hold the connections of slow telephones; SLOTS of them are at work in each process (admission.py)
            site = f"-m gunicorn config.wsgi -k gthread -w {each} --threads 48 --log-level warning -b 127.0.0.1:{port_of(agency)}"
            for name, program in (
                ("Le travail de fond", _program(environment, "manage.py", "worker")),
                ("Le site", _program(environment | {"SLOTS": "1"}, *site.split())),
            ):
                children[f"{name} de {environment['SITE']}"] = programs.enter_context(program)
        programs.callback(
            lambda: [child.terminate() for child in children.values()]
        )  # all at once, then each is awaited
        for environment in environments.values():
            manage(environment, "print_accounts")
        addresses = "   ".join(environment["SITE"] for environment in environments.values())
        print(f"\n{addresses}   (Ctrl-C pour arrêter)", flush=True)  # noqa: T201
        _watch(children, found[agencies[0]][1])
    return 0


def _prepare(agencies: Sequence[Environment]) -> None:
    """Tables, pages, pack and life of every agency."""
    compile_catalogues()
    _manage_all([as_owner(agency) for agency in agencies], "migrate", "--no-input", "-v", "0")
    _manage_all(agencies, "collectstatic", "--no-input", "-v", "0")
    _manage_all(agencies, "load_pack")
    _manage_all(agencies, "load_claims")
    past = [agency | {"TAKE_ON": "1"} for agency in agencies]
    _manage_all(past, "demo")
    if len(agencies) > 1:
        with tempfile.TemporaryDirectory(dir=data_folder()) as stick:
            _manage_all(past, "demo_exchange", stick)


def _wanted() -> Sequence[str]:
    """All, or the one that AGENCY names; a database that DATABASE_URL names serves one."""
    named = os.environ.get("AGENCY") or (AGENCIES[0] if os.environ.get("DATABASE_URL") else "")
    if named and named not in AGENCIES:
        sys.exit(f"AGENCY={named} n’a pas de démonstration : donnez {' ou '.join(AGENCIES)}.")
    return (named,) if named else AGENCIES


def _start_over() -> None:
    if os.environ.get("DATABASE_URL"):
        sys.exit("FRESH=1 n’efface pas la base que donne DATABASE_URL : videz-la vous-même.")
    Cluster(data_folder() / "postgres").destroy()
    for name in ("keys.json", "journal.head", "sms.log"):  # they speak of the old database
        (data_folder() / name).unlink(missing_ok=True)
    for name in ("files", "mail", *AGENCIES[1:]):
        shutil.rmtree(data_folder() / name, ignore_errors=True)


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

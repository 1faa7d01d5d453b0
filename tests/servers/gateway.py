"""Debian's Kannel on free ports of this machine, with a pretended operator that prints what it receives."""

import re
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

BEARERBOX, SMSBOX, OPERATOR = "/usr/sbin/bearerbox", "/usr/sbin/smsbox", "/usr/lib/kannel/test/fakesmsc"
CONFIGURATION = """
group = core
admin-port = {admin}
admin-interface = 127.0.0.1
admin-password = status
admin-allow-ip = 127.0.0.1
smsbox-port = {box}
smsbox-interface = 127.0.0.1
box-allow-ip = 127.0.0.1

group = smsc
smsc = fake
port = {operator}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {door}
sendsms-interface = 127.0.0.1

group = sendsms-user
username = teriya
password = secret
"""
INBOUND = """
group = sms-service
keyword = default
catch-all = true
get-url = "{address}"
"""
ONLINE = re.compile(r"smsbox:.*on-line.*FAKE:\d+ \(online", re.DOTALL)


class Kannel:
    """Three programs: `bearerbox` speaks with operators, `smsbox` answers over HTTP, `fakesmsc` plays an operator."""

    def __init__(self, folder: Path, *, inbound: str = "") -> None:
        """`inbound` is the address that it asks for the answer to an SMS, in Kannel's own words (%p, %I, %a)."""
        self.file, self.log = folder / "kannel.conf", folder / "fakesmsc.log"
        self.ports = dict(zip(("admin", "box", "operator", "door"), free_ports(4), strict=True))
        services = INBOUND.format(address=inbound) if inbound else ""
        self.file.write_text(CONFIGURATION.format(**self.ports) + services)
        self.url = f"http://127.0.0.1:{self.ports['door']}/cgi-bin/sendsms"
        self.programs: dict[str, subprocess.Popen] = {}

    def start(self, says: str = "") -> None:
        """`says` is what a telephone sends through the operator, once: « sender receiver text words »."""
        self._run(BEARERBOX, str(self.file))
        wait_for(self._status)
        self._run(SMSBOX, str(self.file))
        self._connect(says)

    def say(self, says: str) -> None:
        """Another SMS that a telephone sends, once: the operator comes back with it."""
        self.programs[OPERATOR].kill()
        self.programs[OPERATOR].wait()
        wait_for(lambda: not ONLINE.search(self._status()))
        self._connect(says)

    def _connect(self, says: str) -> None:
        sends = str(int(bool(says)))
        self._run(OPERATOR, "-H", "127.0.0.1", "-r", str(self.ports["operator"]), "-m", sends, says or "1 2 text none")
        wait_for(lambda: ONLINE.search(self._status()))

    def stop(self) -> None:
        """At once, as a machine loses its power."""
        for program in self.programs.values():
            program.kill()
            program.wait()
        self.programs.clear()

    def hang(self) -> None:
        """The door takes messages, and does not say so before `resume`."""
        self.programs[BEARERBOX].send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        self.programs[BEARERBOX].send_signal(signal.SIGCONT)

    def received(self) -> list[str]:
        """What reached the operator: « sender receiver text words », the first line of each SMS."""
        return re.findall(r"Got message \d+: <(\w+ \S+ text .+)>", self.log.read_text(errors="replace"))

    def _status(self) -> str:
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{self.ports['admin']}/status.txt?password=status"
            ) as answer:
                return answer.read().decode()
        except OSError:
            return ""

    def _run(self, *words: str) -> None:
        """A program that ends with us, whatever ends us."""
        with (self.file.parent / f"{Path(words[0]).name}.log").open("a") as log:
            command = ["setpriv", "--pdeathsig", "KILL", "--", *words]
            self.programs[words[0]] = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.file.parent)


def free_ports(count: int) -> list[int]:
    doors = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [door.getsockname()[1] for door in doors]
    for door in doors:
        door.close()
    return ports


def wait_for(condition, seconds: float = 15):
    """What the condition gives, once it gives something."""
    until = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < until, "nothing came in time"
        time.sleep(0.05)
    return found

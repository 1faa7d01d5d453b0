"""Two agencies of the demonstration live their exchange together: each in a process of its own, with files between them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from time import monotonic, sleep

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone

from teriya.exchange.wire import files
from teriya.exchange.wire.models import Agency
from teriya.foundation.accounts.models import User
from teriya.foundation.core.periods import add_months
from teriya.portals.demo.staff import ROSTERS

PATIENCE = 120  # seconds
Act = Callable[["Side", date], None]
ALONE = "L’autre agence n’a rien remis : relancez make demo FRESH=1."


@dataclass
class Side:
    """One of the two, seen from its own process. `stick` is a folder that both open, as a stick that travels."""

    today: date
    stick: Path
    code: str = settings.AGENCY
    turns: int = 0

    @property
    def other(self) -> str:
        return next(code for code in ROSTERS if code != self.code)

    @property
    def agency(self) -> Agency:
        """The other one, as our register knows it."""
        return Agency.objects.get(code=self.other)

    def ago(self, months: int, days: int = 0) -> date:
        return add_months(self.today, -months) - timedelta(days)

    def by(self, role: str) -> User:
        return User.objects.get(email=f"{role}@{ROSTERS[self.code].domain}")

    def hand(self, name: str, content: bytes) -> None:
        """Put a file on the stick, whole."""
        half = self.stick / f"{self.code}-{name}.new"
        half.write_bytes(content)
        half.rename(self.stick / f"{self.code}-{name}")

    def take(self, name: str) -> bytes:
        """What the other one put there, once it has."""
        file, limit = self.stick / f"{self.other}-{name}", monotonic() + PATIENCE
        while not file.exists():
            if monotonic() > limit:
                raise CommandError(ALONE)
            sleep(0.02)
        return file.read_bytes()

    def turn(self, of: str, day: date, act: Act) -> None:
        """One of them acts that day, and its messages reach the other before night: signed, closed, by file."""
        self.turns += 1
        name, night = f"{self.turns:02}.json", timezone.make_aware(datetime.combine(day, time(18)))
        if of == self.code:
            act(self, day)
            self.hand(name, files.written(self.agency, night))
        else:
            files.read(self.take(name), night)

    def acknowledge(self) -> None:
        """What each last heard is acknowledged."""
        for code in ROSTERS:
            self.turn(code, self.today, lambda side, day: None)

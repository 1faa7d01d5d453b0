"""Two forms that work without network, one that adds and one that edits, and a device that sends them."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID, uuid4

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from teriya.foundation.accounts import actions as accounts
from teriya.foundation.accounts.forms import LanguageForm
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.offline import actions, kinds
from teriya.foundation.offline.engine.entries import Entry
from teriya.foundation.offline.models import Deposit, Device
from teriya.people import counter

SECRET = "s" * 43
REGISTER, LANGUAGE = "/personnes/inscrire/", "/compte/"
TODAY = timezone.localdate()


def _choose(form, *, by, on):
    return {"done": accounts.choose_language(user=by, **form.values())}


KINDS = (
    counter.KIND,
    kinds.Kind(
        "accounts:mine", "Langue", "accounts.choose_language", P.OFFLINE_USE, lambda user: [("Langue", LANGUAGE)],
        lambda data, files, *, by: LanguageForm(data), _choose, lambda *, by: {"language": _language_of(by)},
    ),
)  # fmt: skip


def _language_of(user: User) -> str:
    return User.objects.get(pk=user.pk).language


@contextmanager
def marked() -> Iterator[None]:
    """The two forms work without network, for the time of a test."""
    others = dict(kinds.KINDS)
    kinds.KINDS.clear()
    for kind in KINDS:
        kinds.register(kind)
    try:
        yield
    finally:
        kinds.KINDS.clear()
        kinds.KINDS.update(others)


def device_of(user: User, secret: str = SECRET) -> Device:
    return actions.enrol(id=uuid4(), name="Tablette 2", secret=secret, by=user, on=TODAY)


def woman(n: int = 1, **changes: str) -> list[list[str]]:
    """The fields of somebody at the counter, each woman another: names that share no syllable."""
    letters = (
        hashlib.sha256(str(n).encode()).hexdigest().translate(str.maketrans("0123456789abcdef", "BADEFIGOKULAMENU"))
    )
    fields = {"family": letters[:8], "given": letters[8:14].title(), "married": "", "sex": "F",
              "birth": f"{n % 28 + 1:02}/{n % 12 + 1:02}/{1985 + n % 17}", "commune": "Haho 1", "phone": f"90{n * 7919 % 1_000_000:06}",
              "paper_kind": "", "paper_number": "", "seen": ""}  # fmt: skip
    return [list(pair) for pair in (fields | changes).items()]


def typed(fields: list[list[str]], path: str = REGISTER, id: UUID | None = None, ago: timedelta = timedelta()) -> dict:
    """An entry as a device sends it."""
    id = id or uuid4()
    return {"id": str(id), "path": path, "fields": [["receipt", str(id)], *fields], "typed_at": (timezone.now() - ago).isoformat()}  # fmt: skip


def language(code: str, before: str = "fr", **how) -> dict:
    return typed([["language", code], ["before", json.dumps({"language": before})]], LANGUAGE, **how)


def entry_of(sent: dict) -> Entry:
    return Entry(UUID(sent["id"]), sent["path"], timezone.now(), [tuple(pair) for pair in sent["fields"]])


def bring(client: Client, *sent: dict, secret: str = SECRET, **changes):
    body = {"sent_at": timezone.now().isoformat(), "entries": sent} | changes
    return client.post(reverse("offline:send"), body, content_type="application/json", headers={"Authorization": f"Device {secret}"})  # fmt: skip


def states(answer) -> list[str]:
    return [told["state"] for told in answer.json()["entries"]]


def deposit(sent: dict) -> Deposit:
    return Deposit.objects.get(receipt=sent["id"])

"""Devices, and what they send: received once, written by the room's own action, or kept until somebody says."""

import hashlib
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.http import Http404
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_other_person
from teriya.foundation.core.receipts import digest_of, given, once
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.core.sealing import seal
from teriya.foundation.core.states import move
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents import pieces
from teriya.foundation.journal import actions as journal
from teriya.foundation.offline import contents, kinds
from teriya.foundation.offline.engine.entries import Entry, File
from teriya.foundation.offline.models import SEALED, Conflict, Deposit, Device
from teriya.foundation.offline.states import DEPOSIT_LIFE, DepositState

MOST_OPEN = 2_000  # deposits of one device that wait for something: a stolen secret fills no disk


def digest_of_secret(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def enrol(*, id: UUID, name: str, secret: str, by: User, on: date) -> Device:
    """Make this browser one of the person's devices. The secret is the browser's; the agency keeps its digest only."""
    require(by, P.OFFLINE_USE)
    try:
        with transaction.atomic():
            device = Device.objects.create(id=id, account=by, name=name, secret=digest_of_secret(secret))
    except IntegrityError as error:
        raise Refusal("device_known", _("Cet appareil est déjà préparé. Rechargez la page.")) from error
    journal.write("offline.enrol", "device", device.pk, by=by, on=on, permission=P.OFFLINE_USE)
    return device


@transaction.atomic
def revoke(*, device: Device, reason: str, by: User, on: date) -> Device:
    """Close a device: lost, stolen, handed on. What it still sends is received and held for a decision."""
    permission = P.OFFLINE_USE if device.account_id == by.pk else P.ACCOUNTS_MANAGE
    require(by, permission)
    locked = Device.objects.select_for_update().get(pk=device.pk)
    if locked.revoked_at:
        raise Refusal("device_revoked", _("Cet appareil est déjà révoqué."))
    locked.revoked_at = timezone.now()
    locked.save(update_fields=["revoked_at"])
    journal.write("offline.revoke", "device", locked.pk, by=by, on=on, reason=reason, permission=permission)
    return locked


@transaction.atomic
def receive(entry: Entry, *, device: Device, is_author_present: bool, on: date) -> Deposit:
    """Keep one entry, and write it if its author's session is open. The same entry again → the same deposit; until it is
    written, its latest version.

    Refuses what no later moment could write: an unknown form, another person's entry, a device with too much waiting, another
    version of what is already written or before somebody (`already_received`).
    """
    entry = _whole(entry, device)
    row = _keep(entry, device)
    if row.state not in (DepositState.WAITING, DepositState.REFUSED):
        if row.state != DepositState.DROPPED and row.version not in ("", _version(entry)):
            raise Refusal(
                "already_received",
                _(
                    "Une première version de cette saisie est déjà reçue. Ce que vous avez changé depuis n’y est pas : corrigez la fiche."
                ),
            )
        return row
    is_mended = row.version != _version(entry)
    if is_mended:
        row.content, row.version, row.typed_at = _to_keep(entry), _version(entry), entry.typed_at
        row.save(update_fields=["content", "version", "typed_at"])
    if device.revoked_at:
        if device.account.may(P.OFFLINE_USE):  # else it waits, and is decided all the same
            move(row, DEPOSIT_LIFE, "hold", by=device.account, on=on)
    elif is_author_present:
        _write(row, by=device.account, on=on, is_mended=is_mended)
    return row


def _whole(entry: Entry, device: Device) -> Entry:
    """The entry with the photos that came before it, in pieces, which are then no longer kept apart. Refuses `file_not_here`."""
    files = []
    for field, file in entry.files:
        if file.arrived:
            data = pieces.joined(file=file.arrived, by=device.account).read()
            pieces.forget(file=file.arrived, by=device.account)
            file = File(file.name, file.type, data)
        files.append((field, file))
    return replace(entry, files=files)


@transaction.atomic
def ask(receipt: UUID, *, device: Device, is_author_present: bool, on: date) -> Deposit | None:
    """Where a deposit stands, for the device that brought it; one that waited for its author is written now. None: unknown."""
    rows = Deposit.objects.select_for_update(of=("self",)).select_related("author", "device")
    row = rows.filter(receipt=receipt, author=device.account_id).first()
    if row and row.state == DepositState.WAITING and is_author_present and not device.revoked_at:
        _write(row, by=device.account, on=on)
    return row


def _to_keep(entry: Entry) -> dict[str, Any]:
    """What was typed, closed when only its author may read it."""
    content = entry.content()
    return {"sealed": seal(content, SEALED)} if kinds.of(entry.path)[0].is_sealed else content


def _version(entry: Entry) -> str:
    """Under the site's key: marks that nobody may read could else be guessed from their digest."""
    return salted_hmac("teriya.offline.version", digest_of(entry.content()), algorithm="sha256").hexdigest()


def _keep(entry: Entry, device: Device) -> Deposit:
    kinds.of(entry.path)
    waiting = device.deposits.still_open()
    if waiting.count() >= MOST_OPEN and not waiting.filter(receipt=entry.id).exists():
        raise Refusal("too_many_waiting", _("Trop de saisies de cet appareil attendent déjà une décision."))
    row = Deposit(receipt=entry.id, device=device, author_id=device.account_id, path=entry.path, content=_to_keep(entry),
                  version=_version(entry), typed_at=entry.typed_at)  # fmt: skip
    Deposit.objects.bulk_create([row], ignore_conflicts=True)  # waits for a twin still in flight
    kept = Deposit.objects.select_for_update(of=("self",)).select_related("author", "device").get(receipt=entry.id)
    if kept.author_id != device.account_id:
        raise NotAllowed("not_yours", _("Cette saisie est celle d’une autre personne."))
    return kept


@transaction.atomic
def write_waiting(*, author: User, on: date) -> int:
    """The author is back: write what came meanwhile, and note what was mended in its page. Returns how many were read.

    What a revoked device sent before is left to a decision.
    """
    rows = Deposit.objects.filter(author=author, device__revoked_at=None)
    rows = rows.filter(Q(state=DepositState.WAITING) | Q(state=DepositState.REFUSED, pk__in=rows.mended()))
    rows = list(rows.select_for_update(of=("self",)).select_related("author", "device").order_by("typed_at"))
    for row in rows:
        _write(row, by=author, on=on)
    return len(rows)


def _write(row: Deposit, *, by: User, on: date, is_mended: bool = False) -> None:
    """Through the room's action, as if typed in its page on that day; a refusal or a conflict is noted on the deposit."""
    try:
        with transaction.atomic():
            kind, record = kinds.of(row.path)
            require(by, kind.permission)
            posted = contents.as_posted(row)
            answer = _given(row, kind.action, posted, by=by, is_mended=is_mended)
            if answer is None:
                form = contents.form_of(row, by=by)
                if not form.is_valid():
                    raise Refusal("invalid", contents.faults(form))
                if sides := contents.difference(row, by=by):
                    return _oppose(row, *sides, by=by, on=on)
                day = timezone.localdate(row.typed_at)
                answer = once(row.receipt, by=by, action=kind.action, content=posted,
                              do=lambda: kind.write(form, by=by, on=day, **record))  # fmt: skip
            _accept(row, "accept", answer, by=by, on=on)
    except Http404:
        _refuse(row, "not_found", _("Cette fiche n’existe plus, ou n’est plus dans votre périmètre."), by=by, on=on)
    except Refusal as no:
        _refuse(row, no.code, no.sentence, by=by, on=on)


def _given(row: Deposit, action: str, posted: dict[str, Any], *, by: User, is_mended: bool) -> dict | None:
    """The answer to this sending, whose way back was cut; or to the same form mended in its own page."""
    found = given(row.receipt, by=by, action=action)
    if found and (found[0] == digest_of(posted) or (row.state == DepositState.REFUSED and not is_mended)):
        return found[1]
    return None


def _oppose(row: Deposit, before: kinds.Values, found: kinds.Values, *, by: User, on: date) -> None:
    Conflict.objects.create(deposit=row, before=before, found=found, typed=contents.typed(row, found))
    move(row, DEPOSIT_LIFE, "oppose", by=by, on=on)


def _accept(row: Deposit, step: str, answer: dict, *, by: User, on: date, reason: str = "") -> None:
    row.answer, row.content = answer, {}
    row.save(update_fields=["answer", "content"])  # the copy goes before the state changes…
    _end(row, step, by=by, on=on, reason=reason)
    row.code, row.sentence = "", ""
    row.save(update_fields=["code", "sentence"])  # …and the refusal after it


def _refuse(row: Deposit, code: str, sentence: str, *, by: User, on: date) -> None:
    if not by.may(P.OFFLINE_USE):
        return  # the role ended meanwhile: it stays as received, for a decision
    row.code, row.sentence = code, sentence[:600]
    row.save(update_fields=["code", "sentence"])
    move(row, DEPOSIT_LIFE, "refuse", by=by, on=on)


def _end(row: Deposit, step: str, *, by: User, on: date, reason: str = "") -> None:
    move(row, DEPOSIT_LIFE, step, by=by, on=on, reason=reason)
    journal.write(f"offline.{step}", "deposit", row.pk, by=by, on=on, reason=reason,
                  permission=DEPOSIT_LIFE.steps[step].permission, device=str(row.device_id), author=row.author_id,
                  typed_at=row.typed_at.isoformat())  # fmt: skip


@transaction.atomic
def settle(*, deposit: Deposit, form: ActionForm, reason: str, by: User, on: date) -> Deposit:
    """Write what the form now holds, as typed or as merged, whatever the record has become since.

    By the author; or, for a revoked device or a closed account, by somebody else who decides, in its own name.
    """
    row, step = _to_decide(deposit, by=by, own="settle", other="admit")
    kind, record = kinds.of(row.path)
    require(by, kind.permission)
    found = kind.now(by=by, **record)
    answer = kind.write(form, by=by, on=timezone.localdate(row.typed_at), **record)
    if found is not None:
        rows = Conflict.objects.filter(deposit=row)
        rows.update(found=found, written=kind.now(by=by, **record), decided_at=Now())
    _accept(row, step, answer, by=by, on=on, reason=reason)
    return row


@transaction.atomic
def give_up(*, deposit: Deposit, reason: str, by: User, on: date) -> Deposit:
    """Leave the register as it is. What was typed stays readable on the deposit."""
    row, step = _to_decide(deposit, by=by, own="give_up", other="dismiss")
    Conflict.objects.filter(deposit=row).update(decided_at=Now())
    if _is_sealed(row):
        row.content = {}
        row.save(update_fields=["content"])
    _end(row, step, by=by, on=on, reason=reason)
    return row


def _is_sealed(row: Deposit) -> bool:
    try:
        return kinds.of(row.path)[0].is_sealed
    except Refusal:
        return False


def _to_decide(deposit: Deposit, *, by: User, own: str, other: str) -> tuple[Deposit, str]:
    row = Deposit.objects.select_for_update(of=("self",)).select_related("author", "device").get(pk=deposit.pk)
    if row.author_id == by.pk and row.state != DepositState.HELD:
        return row, own
    require(by, P.OFFLINE_DECIDE)
    require_other_person(by, row.author_id)
    if row.state != DepositState.HELD and row.author.may(P.OFFLINE_USE):
        raise Refusal("author_decides", _("Son auteur peut encore décider : cette saisie l’attend."))
    return row, other

"""Batches on their way to operators: handed over once whatever happens in between, then asked about until all is said.

Each step is taken by one worker (a row locked, its next time moved before anything leaves). A worker killed after the batch left and
before this was written finds it by its key; the operator takes a key once.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal import actions as journal
from teriya.pay.allowances.actions.returns import settle
from teriya.pay.allowances.files import tables
from teriya.pay.allowances.files.answers import Answer
from teriya.pay.allowances.files.profiles import PROFILES
from teriya.pay.allowances.models import HolderCheck, Transmission
from teriya.pay.allowances.providers.provider import (
    PayoutProvider,
    ProviderError,
    ProviderRefused,
    ProviderSilent,
    provider_of,
)
from teriya.pay.allowances.queries import likeness_to
from teriya.pay.allowances.states import UNDER_WAY, Means, Outcome, Said, TransmissionState


@dataclass(frozen=True)
class Operator:
    """The operator itself says what it paid: no person read it, and who sent the batch explains nothing of it."""

    name: str
    id: int = 0

    def __str__(self) -> str:
        return self.name

    def may(self, permission: str, *, commune: int | None = None) -> bool:
        return permission == P.PAY_RECONCILE

    def capacity(self, permission: str, *, commune: int | None = None) -> str:
        return "l’opérateur, par son interface"

    def may_date(self, on: date) -> bool:
        return True


LEASE = timedelta(minutes=5)  # a worker that took a step and says nothing was killed
_LONGEST = timedelta(hours=1)
log = logging.getLogger(__name__)


def carry() -> int:
    """One step for each batch that is due; returns how many were taken."""
    due = list(
        Transmission.objects.filter(state__in=UNDER_WAY, next_at__lte=Now()).values_list("pk", flat=True)
    )  # fmt: skip
    return sum(_step(pk) for pk in due)


def ring(key: str) -> None:
    """The operator says that something is known: it is asked at the next step, and nothing of what it sent is believed."""
    Transmission.objects.filter(key=key, state=TransmissionState.TAKEN).update(next_at=Now())


def _step(pk: int) -> bool:
    taken = _take(pk)
    if taken is None:
        return False
    institution = taken.file.institution
    provider = provider_of(PROFILES[institution.profile].provider, institution.code)
    try:
        if taken.state == TransmissionState.TAKEN:
            _listen(taken, provider)
        else:
            _hand_over(taken, provider)
    except ProviderRefused as refusal:
        _give_up(taken, str(refusal))
    except (ProviderSilent, ProviderError) as trouble:
        _wait(taken, trouble)
    except Refusal as no:  # the answers cannot be read: somebody reads them by hand
        log.warning("payout %s: %s", taken.key, no.code)
        _wait(taken, no)
    return True


@transaction.atomic
def _take(pk: int) -> Transmission | None:
    """Hold the step for a while, and commit that before anything leaves."""
    rows = Transmission.objects.select_for_update(skip_locked=True, of=("self",)).select_related("file__institution", "file__run")  # fmt: skip
    found = rows.filter(pk=pk, state__in=UNDER_WAY, next_at__lte=Now()).first()
    if found is None:
        return None
    found.tries += 1
    found.was_handed = found.state == TransmissionState.SENDING
    if found.state == TransmissionState.WAITING:
        found.state = TransmissionState.SENDING
    found.next_at = timezone.now() + LEASE
    found.save(update_fields=["tries", "state", "next_at"])
    return found


def _hand_over(taken: Transmission, provider: PayoutProvider) -> None:
    """A batch that may have left already is first looked for."""
    key = str(taken.key)
    reference = provider.find(key) if taken.was_handed else ""
    if not reference:
        bell = f"{settings.SITE}{reverse('allowances:bell', args=[key])}"
        reference = provider.hand_over(bytes(taken.file.content), key=key, bell=bell)
    _save(taken, state=TransmissionState.TAKEN, reference=reference, tries=0, error="", next_at=timezone.now() + _pause(0))  # fmt: skip


def _listen(taken: Transmission, provider: PayoutProvider) -> None:
    """What is newly known is read as any return of this institution."""
    progress = provider.ask(taken.reference)
    known = len({answer.reference for answer in progress.answers})  # operators say some twice
    if known > taken.answered:
        _read(taken, progress.answers)
        _note_holders(taken, progress.answers)
    state = TransmissionState.ANSWERED if progress.is_complete else TransmissionState.TAKEN
    _save(taken, state=state, answered=known, error="", next_at=timezone.now() + _pause(taken.tries))


def _read(taken: Transmission, answers: Sequence[Answer]) -> None:
    words = {Said.PAID: "payé", Said.RETURNED: "revenu"}
    rows = sorted(
        (one.reference, words[one.said], f"{one.on:%d/%m/%Y}" if one.on else "", one.reason) for one in answers
    )
    content = tables.text(["référence", "statut", "date", "motif"], rows, ";").encode()
    file = taken.file
    settle(run=file.run, institution=file.institution, content=content, filename=f"{file.institution.code} {taken.reference}",
           by=Operator(file.institution.name), on=timezone.localdate())  # fmt: skip


def _note_holders(taken: Transmission, answers: Sequence[Answer]) -> None:
    """Whose account the operator says it is, compared with the person, once a name: somebody else’s is paid no more."""
    names = {one.reference: one.holder for one in answers if one.holder}
    orders = taken.file.orders.filter(reference__in=names).select_related("wallet__person")
    known = set(
        HolderCheck.objects.filter(
            wallet__in=[order.wallet_id for order in orders], means=Means.INSTITUTION
        ).values_list("wallet", "holder")
    )
    checks = [
        HolderCheck(wallet=order.wallet, means=Means.INSTITUTION, holder=holder, outcome=Outcome(likeness_to(order.wallet.person, holder)),
                    note=taken.file.institution.name, by_id=0, on=timezone.localdate())
        for order, holder in ((order, names[order.reference]) for order in orders) if (order.wallet_id, holder) not in known
    ]  # fmt: skip
    HolderCheck.objects.bulk_create(checks)
    for check in checks:
        journal.write("wallets.check", "wallet", check.wallet_id, by=None, on=check.on, means=check.means, outcome=check.outcome)  # fmt: skip


def _give_up(taken: Transmission, why: str) -> None:
    """The operator pays nothing of the batch: every order comes back, and may be ordered again in another one."""
    orders = taken.file.orders.values_list("reference", flat=True)
    _read(taken, [Answer(0, reference, Said.RETURNED, None, why) for reference in orders])
    _save(taken, state=TransmissionState.FAILED, error=why[:200])


def _wait(taken: Transmission, trouble: Exception) -> None:
    """Tried again later, as often as it takes. What was surely not taken needs not be looked for."""
    is_sure = isinstance(trouble, ProviderError) and taken.state == TransmissionState.SENDING and not taken.was_handed
    state = TransmissionState.WAITING if is_sure else taken.state
    _save(taken, state=state, error=str(trouble)[:200], next_at=timezone.now() + _pause(taken.tries))


def _pause(tries: int) -> timedelta:
    """15 s, then twice as long each time, an hour at most."""
    return min(timedelta(seconds=15 * 2 ** min(tries, 10)), _LONGEST)


def _save(taken: Transmission, **facts: object) -> None:
    for name, value in facts.items():
        setattr(taken, name, value)
    taken.save(update_fields=list(facts))

"""Files read on their papers: what is still to bring, what an officer finds, what is certified. One, or many at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal import actions as journal
from teriya.mobilisation.calls import notices
from teriya.mobilisation.calls.models import Application, Finding, Lack, Proof
from teriya.mobilisation.calls.states import CHECKED, Missing

MOST = 200  # files of one bulk act: what one person can have looked at


def note_at_sending(application: Application, *, on: date) -> None:
    """A file sent without a paper waits for one; brought since, it no longer does. Nobody is refused for it meanwhile."""
    lacks = Lack.objects.filter(application=application, code=Missing.IDENTITY, settled_on=None)
    if application.paper_kind:
        lacks.update(settled_on=on)
    elif not lacks.exists():
        Lack.objects.create(application=application, code=Missing.IDENTITY, on=on, by_id=0)


@transaction.atomic
def ask_to_complete(*, application: Application, code: str, note: str, by: User, on: date) -> Lack:
    """Put a file in the queue « à compléter », and tell the person by SMS what to bring. Refuses `already_asked`."""
    row = _locked(application, by, on)
    if row.lacks.filter(code=code, settled_on=None).exists():
        raise Refusal("already_asked", _("C’est déjà demandé à cette personne."))
    lack = Lack.objects.create(application=row, code=code, note=note.strip(), on=on, by_id=by.pk)
    _keep("calls.ask_to_complete", row, by, on, code=code)
    notices.incomplete(row, lack)
    return lack


@transaction.atomic
def settle_lack(*, lack: Lack, by: User, on: date) -> Lack:
    """What was missing is there."""
    row = _locked(lack.application, by, on)
    found = Lack.objects.select_for_update().get(pk=lack.pk)
    if found.settled_on is None:
        found.settled_on, found.settled_by = on, by.pk
        found.save(update_fields=["settled_on", "settled_by"])
        _keep("calls.settle", row, by, on, code=found.code)
    return found


@transaction.atomic
def find(*, application: Application, code: str, note: str, by: User, on: date) -> Finding:
    """Write what the papers show against the call's conditions: the next check refuses the file for it."""
    row = _locked(application, by, on)
    if not note.strip():
        raise Refusal("reason_required", _("Écrivez ce que la pièce montre."), field="note")
    if row.findings.filter(code=code, lifted_on=None).exists():
        raise Refusal("already_found", _("Ce motif est déjà écrit pour cette candidature."))
    finding = Finding.objects.create(application=row, code=code, note=note.strip().rstrip("."), on=on, by_id=by.pk)
    _keep("calls.find", row, by, on, code=code)
    return finding


@transaction.atomic
def lift_finding(*, finding: Finding, reason: str, by: User, on: date) -> Finding:
    """Take a finding back: the next check no longer counts it."""
    row = _locked(finding.application, by, on)
    if not reason.strip():
        raise Refusal("reason_required", _("Écrivez le motif de cette décision."), field="reason")
    found = Finding.objects.select_for_update().get(pk=finding.pk)
    if found.lifted_on is None:
        found.lifted_on, found.lifted_by, found.lifted_because = on, by.pk, reason.strip()
        found.save(update_fields=["lifted_on", "lifted_by", "lifted_because"])
        _keep("calls.lift", row, by, on, code=found.code)
    return found


@transaction.atomic
def certify(*, application: Application, fact: str, paper: str, by: User, on: date) -> Proof:
    """A fact declared by the candidate is certified on a paper shown; again, the last paper stands."""
    row = _locked(application, by, on)
    if not paper.strip():
        raise Refusal("paper_required", _("Écrivez quelle pièce le prouve, avec son numéro."), field="paper")
    proof, _is_new = Proof.objects.update_or_create(
        application=row, fact=fact, defaults={"paper": paper.strip(), "on": on, "by_id": by.pk}
    )
    _keep("calls.certify", row, by, on, fact=fact)
    return proof


@dataclass
class Report:
    """What a bulk act did: the numbers done, and (number, sentence) of each refused one."""

    done: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def for_many(applications: Sequence[Application], act: Callable[[Application], object]) -> Report:
    """The same act on each file by itself: one refusal stops nobody else's. Refuses `too_many` beyond 200."""
    if len(applications) > MOST:
        raise Refusal("too_many", _("Deux cents candidatures à la fois : resserrez la liste."))
    report = Report()
    for application in applications:
        try:
            with transaction.atomic():
                act(application)
            report.done.append(application.number)
        except Refusal as no:
            report.refused.append((application.number, no.sentence))
    return report


def _locked(application: Application, by: User, on: date) -> Application:
    """The file, for who may check it there, while a check can still change it."""
    require_date(by, on)
    rows = Application.objects.select_for_update(of=("self",)).select_related("person__account", "wave")
    row = rows.get(pk=application.pk)
    require(by, P.APPLICATIONS_CHECK, commune=row.person.commune_id)
    if row.state not in CHECKED:
        raise Refusal("wrong_state", _("Cette candidature est classée ou retirée : elle ne se contrôle plus."))
    return row


def _keep(action: str, row: Application, by: User, on: date, **facts: str) -> None:
    journal.write(action, "application", row.pk, by=by, on=on, permission=P.APPLICATIONS_CHECK, **facts)

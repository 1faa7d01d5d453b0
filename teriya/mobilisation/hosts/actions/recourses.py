"""A host recourses what was decided about it; somebody else than who decided answers."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.models import Transition
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.hosts import notices
from teriya.mobilisation.hosts.actions.registering import locked
from teriya.mobilisation.hosts.models import Host, Recourse
from teriya.mobilisation.hosts.policies import require_no_hand, require_officer
from teriya.mobilisation.hosts.states import CONTESTABLE, HOST_LIFE, RECOURSE_LIFE, REDRESS

_LONGEST = 2000


def contestable(host: Host, on: date) -> tuple[Transition, date] | None:
    """The last decision about a host that may still be contested that day, and the last day to do it."""
    last = Transition.objects.filter(subject=HOST_LIFE.subject, subject_id=host.pk).order_by("-pk").first()
    if last is None or last.name not in CONTESTABLE or Recourse.objects.filter(decision=last).exists():
        return None
    until = last.on + timedelta(rules.amount("host_appeal_days", on=last.on, default=30))
    return (last, until) if on <= until else None


@transaction.atomic
def recourse(*, host: Host, text: str, by: User, on: date) -> Recourse:
    """Appeal against a refusal, a suspension or a removal: once, by an officer, in the days that the country’s rules give."""
    require_officer(by, host)
    require_date(by, on)
    [row] = locked([host])
    if not 0 < len(text.strip()) <= _LONGEST:
        raise Refusal(
            "nothing_said", _("Dites en 2 000 lettres au plus ce que vous contestez, et pourquoi."), field="text"
        )
    found = contestable(row, on)
    if found is None:
        raise Refusal(
            "appeal_closed", _("Aucune décision ne peut être contestée : le délai est passé, ou un recours existe.")
        )
    days = rules.amount("host_appeal_answer_days", on=on, default=15)
    try:
        with transaction.atomic():
            made = Recourse.objects.create(
                host=row, decision=found[0], text=text.strip(), on=on, answer_by=on + timedelta(days), by_id=by.id
            )
    except IntegrityError as error:
        raise Refusal("appeal_once", _("Un recours existe déjà contre cette décision."), field="text") from error
    journal.write("recourses.file", "recourse", made.pk, by=by, on=on)
    return made


@transaction.atomic
def answer_recourse(*, recourse: Recourse, uphold: bool, reason: str, by: User, on: date) -> Recourse:
    """Admit or reject an appeal, with the reason that the host reads. Never by who decided, evaluated or belongs to the host.

    Admitted, a refused host is to be evaluated again; a suspended or removed one is accredited again.
    """
    row = (
        Recourse.objects.select_for_update(of=("self",))
        .select_related("host__commune", "decision")
        .get(pk=recourse.pk)
    )
    [host] = locked([row.host])
    require(by, P.RECOURSES_ANSWER, commune=host.commune_id)
    require_no_hand(by, row)
    row.answer = reason.strip()
    step = "uphold" if uphold else "reject"
    RECOURSE_LIFE.check(step, row.state)
    if row.answer:  # without it, `move` says that a reason is due
        row.save(update_fields=["answer"])
    move(row, RECOURSE_LIFE, step, by=by, on=on, reason=reason, commune=host.commune_id)
    if uphold and host.state == row.decision.to:
        moved = move(host, HOST_LIFE, REDRESS[host.state], by=by, on=on, reason=reason, commune=host.commune_id)
        notices.decided([host], [moved])
    elif not uphold:
        notices.recourse_rejected(row)
    journal.write(f"recourses.{step}", "recourse", row.pk, by=by, on=on, reason=reason, permission=P.RECOURSES_ANSWER)
    return row

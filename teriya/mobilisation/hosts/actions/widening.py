"""A quota widened while its accreditation runs: asked or proposed, then decided by somebody who accredits."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.numbers import next_number
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.mobilisation.hosts import notices, quotas
from teriya.mobilisation.hosts.actions.registering import locked
from teriya.mobilisation.hosts.models import Accreditation, Host, Widening
from teriya.mobilisation.hosts.policies import require_hand, require_outsider
from teriya.mobilisation.hosts.states import WIDENING_LIFE, HostState


@transaction.atomic
def ask_wider_quota(*, host: Host, quota: int, reason: str, by: User, on: date) -> Widening:
    """Ask for more volunteers at a time until the accreditation ends: by an officer of the host, or proposed by its centre.

    Refuses `no_term_running`, `not_wider`, `nothing_said`, `widening_waits`.
    """
    is_own = require_hand(by, host)
    require_date(by, on)
    [row] = locked([host])
    term = _running(row, on)
    if not reason.strip():
        raise Refusal("nothing_said", _("Dites pourquoi il faut plus de volontaires."), field="reason")
    _require_wider(row, quota, on)
    try:
        with transaction.atomic():
            made = Widening.objects.create(
                accreditation=term, quota=quota, reason=reason.strip(), is_proposal=not is_own, by_id=by.id, on=on
            )
    except IntegrityError as error:
        raise Refusal("widening_waits", _("Une demande d’élargissement attend déjà sa décision.")) from error
    journal.write("hosts.ask_wider_quota", "widening", made.pk, by=by, on=on, reason=reason, host=row.pk, quota=quota)
    return made


@transaction.atomic
def decide_wider_quota(*, widening: Widening, grant: bool, reason: str, by: User, on: date) -> Widening:
    """Grant or refuse a larger quota, from that day to the end of the term. Never by who asked, nor by one of the host.

    What is granted is read by needs, placement and transfers through `quotas`; a refusal says why.
    """
    row = Widening.objects.select_for_update(of=("self",)).select_related("accreditation__host").get(pk=widening.pk)
    [host] = locked([row.accreditation.host])
    step = WIDENING_LIFE.steps["grant" if grant else "refuse_widening"]
    require(by, step.permission, commune=host.commune_id)
    require_outsider(by, [host.pk])
    require_other_person(by, row.by_id)
    WIDENING_LIFE.check(step.name, row.state)
    if on < row.on:
        raise Refusal("before_asked", _("Cette décision est datée d’avant la demande."), field="on")
    row.answer = reason.strip()
    if grant:
        if _running(host, on).pk != row.accreditation_id:
            raise Refusal(
                "no_term_running", _("L’agrément de cette demande ne court plus : la structure demande à nouveau.")
            )
        _require_wider(host, row.quota, on)
        row.since, row.act = on, f"AGREMENT/{on.year}/{next_number('AGREMENT', on.year):04}"
    row.save(update_fields=["answer", "since", "act"])
    moved = move(row, WIDENING_LIFE, step.name, by=by, on=on, reason=reason, commune=host.commune_id)
    notices.widening_decided(row, moved)
    journal.write(f"hosts.{step.name}", "widening", row.pk, by=by, on=on, reason=reason, permission=step.permission,
                  host=host.pk, quota=row.quota)  # fmt: skip
    return row


def _running(host: Host, on: date) -> Accreditation:
    term = host.accreditations.filter(period__contains=on).first() if host.state == HostState.ACCREDITED else None
    if term is None:
        raise Refusal(
            "no_term_running",
            _("« %(name)s » n’a pas d’agrément en cours : il n’y a rien à élargir.") % {"name": host.name},
        )
    return term


def _require_wider(host: Host, quota: int, on: date) -> None:
    now = quotas.quotas_on([host.pk], on)[host.pk]
    if quota <= now:
        sentence = _("« %(name)s » peut déjà recevoir %(now)s volontaires à la fois : demandez davantage.")
        raise Refusal("not_wider", sentence % {"name": host.name, "now": now}, field="quota")

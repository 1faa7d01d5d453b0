"""Referrals: a person directed to a service, and every piece of news that comes back."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require_date
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.insertion.referrals import notices, queries
from teriya.insertion.referrals.links import ANSWERS, Bearer
from teriya.insertion.referrals.models import Referral, Service
from teriya.insertion.referrals.policies import require_person
from teriya.insertion.referrals.states import REFERRAL_LIFE, WAITING, ReferralState
from teriya.people.models import Person


@transaction.atomic
def refer(*, person: Person, service: Service, asked: str, by: User, on: date) -> Referral:
    """Direct somebody to a service: the person is told by SMS, and the service, with a link where it answers. News is due within the country's days (`referral_days`).

    Refuses `service_closed`, `asked_missing`, `already_referred` while a referral to the same service lives, `person_dead`.
    """
    require_person(by, P.REFERRALS_MAKE, person)
    require_date(by, on)
    place = Service.objects.select_for_update().get(pk=service.pk)
    if place.closed_on:
        raise Refusal("service_closed", _("Ce service est fermé : il ne reçoit plus personne."), field="service")
    if person.died_on:
        raise Refusal("person_dead", _("Cette personne est décédée."))
    if not asked.strip():
        raise Refusal("asked_missing", _("Écrivez ce que vous demandez au service."), field="asked")
    due = on + timedelta(queries.referral_days(ReferralState.SENT, on))
    row = Referral(person=person, service=place, asked=asked.strip(), sent_on=on, by_id=by.pk, due_on=due)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refusal(
            "already_referred", _("Cette personne est déjà orientée vers ce service."), field="service"
        ) from error
    notices.referred(row)
    journal.write("referrals.refer", "referral", row.pk, by=by, on=on, permission=P.REFERRALS_MAKE, service=place.pk)
    return row


@transaction.atomic
def note(*, referral: Referral, step: str, reason: str = "", by: User | Bearer, on: date) -> Referral:
    """Write the news of a day: accepted, refused with its reason, under way… The next is due within the days of the new state.

    By an officer, or by the service through its link. Refuses `before_referral`, `not_by_link`, and what the table of steps does.
    """
    row = Referral.objects.select_for_update(of=("self",)).select_related("person").get(pk=referral.pk)
    if isinstance(by, Bearer):
        if by.referral != row.pk or step not in ANSWERS:
            raise NotAllowed("not_by_link", _("Ce lien ne permet pas cette réponse."))
    else:
        require_person(by, P.REFERRALS_MAKE, row.person)
    if on < row.sent_on:
        raise Refusal("before_referral", _("Cette date est avant l’orientation."), field="on")
    try:
        with transaction.atomic():
            move(row, REFERRAL_LIFE, step, by=by, on=on, reason=reason.strip())
    except IntegrityError as error:
        raise Refusal("already_referred", _("Cette personne est déjà orientée vers ce service.")) from error
    if row.state in WAITING:
        row.due_on = on + timedelta(queries.referral_days(row.state, on))
        row.save(update_fields=["due_on"])
    journal.write(f"referrals.{step}", "referral", row.pk, by=by, on=on, permission=P.REFERRALS_MAKE)
    return row

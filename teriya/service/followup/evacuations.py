"""Evacuation of a region in two actions: the order makes the list and its paper; then each person reached is marked."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.core.states import move
from teriya.foundation.documents.actions import issue
from teriya.foundation.journal import actions as journal
from teriya.foundation.places.models import Centre
from teriya.people.models import Person
from teriya.service.followup import notices, papers, queries
from teriya.service.followup.models import EmergencyContact, Evacuation, Evacuee
from teriya.service.followup.policies import may_visit, require_centre
from teriya.service.followup.states import EVACUATION_LIFE, EvacuationState
from teriya.service.missions.models import Mission


@transaction.atomic
def write_contact(*, mission: Mission, name: str, phone: str, lodging: str, by: User, on: date) -> EmergencyContact:
    """Whom to call: written by the volunteer, or by the centre for them."""
    if mission.person.account_id != by.id and not may_visit(by, mission):
        raise NotAllowed("not_allowed", _("Votre rôle ou votre périmètre ne permet pas cette action."))
    require_date(by, on)
    person = Person.objects.select_for_update().get(pk=mission.person_id)
    contact, _new = EmergencyContact.objects.update_or_create(
        person=person, defaults={"name": name.strip(), "phone": phone, "lodging": lodging.strip(), "on": on}
    )
    journal.write("followup.write_contact", "person", person.pk, by=by, on=on)
    return contact


@transaction.atomic
def order_evacuation(*, centre: Centre, reason: str, is_told: bool, by: User, on: date) -> Evacuation:
    """List everybody in service in the centre's communes, with telephones, host and place, and print it.

    `is_told`: each volunteer and tutor gets an SMS. Refuses a centre already being evacuated (`evacuation_runs`), one where
    nobody serves (`nobody_there`).
    """
    require(by, P.EVACUATIONS_ORDER)
    require_centre(by, P.EVACUATIONS_ORDER, centre)
    require_date(by, on)
    if not reason.strip():
        raise Refusal("reason_required", _("Écrivez le motif de cette décision."), field="reason")
    locked = Centre.objects.select_for_update().get(pk=centre.pk)
    if locked.evacuations.filter(state=EvacuationState.RUNNING).exists():
        raise Refusal("evacuation_runs", _("Cette région est déjà en cours d’évacuation."), field="centre")
    missions = list(queries.there(locked, on))
    if not missions:
        raise Refusal("nobody_there", _("Personne n’est en service dans cette région."), field="centre")
    sheet = issue(
        kind="liste",
        series="EVACUATION",
        subject="evacuation",
        sheet=papers.evacuation(locked, missions, reason, by, on),
        by=by,
        on=on,
    )
    row = Evacuation.objects.create(centre=locked, reason=reason.strip(), on=on, by_id=by.id, sheet=sheet)
    Evacuee.objects.bulk_create([Evacuee(evacuation=row, mission=mission) for mission in missions])
    if is_told:
        notices.evacuation_ordered(row, missions)
    journal.write("followup.order_evacuation", "evacuation", row.pk, by=by, on=on, permission=P.EVACUATIONS_ORDER, reason=reason,
                  rows=[mission.pk for mission in missions])  # fmt: skip
    return row


@transaction.atomic
def mark_reached(*, evacuation: Evacuation, evacuees: Sequence[int], where: str, by: User, on: date) -> int:
    """Say where these people are; said again, the later word stands. Returns how many."""
    row = Evacuation.objects.select_for_update(of=("self",)).select_related("centre").get(pk=evacuation.pk)
    if not by.may(P.VISITS_MAKE):
        require(by, P.EVACUATIONS_ORDER)
    require_centre(by, P.VISITS_MAKE if by.may(P.VISITS_MAKE) else P.EVACUATIONS_ORDER, row.centre)
    require_date(by, on)
    if row.state != EvacuationState.RUNNING:
        raise Refusal("evacuation_closed", _("Cette évacuation est close."))
    if not where.strip():
        raise Refusal("where_missing", _("Dites où est la personne jointe."), field="where")
    found = Evacuee.objects.filter(evacuation=row, pk__in=evacuees)
    ids = list(found.order_by("pk").values_list("pk", flat=True))
    found.update(reached_at=Now(), reached_by_id=by.id, where=where.strip())
    if ids:
        journal.write("followup.mark_reached", "evacuation", row.pk, by=by, on=on, rows=ids)
    return len(ids)


@transaction.atomic
def close_evacuation(*, evacuation: Evacuation, by: User, on: date) -> Evacuation:
    """Close it once everybody has been reached (`not_all_reached`)."""
    row = Evacuation.objects.select_for_update(of=("self",)).select_related("centre").get(pk=evacuation.pk)
    require_centre(by, P.EVACUATIONS_ORDER, row.centre)
    if left := row.evacuees.filter(reached_at=None).count():
        raise Refusal("not_all_reached", _("%(left)s personnes ne sont pas encore jointes.") % {"left": left})
    EVACUATION_LIFE.check("close", row.state)
    row.closed_on = on
    row.save(update_fields=["closed_on"])
    move(row, EVACUATION_LIFE, "close", by=by, on=on)
    journal.write("followup.close_evacuation", "evacuation", row.pk, by=by, on=on, permission=P.EVACUATIONS_ORDER)
    return row

"""A kit is promised to a person, then handed over against signatures."""

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.periods import add_months
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.documents import actions as documents
from teriya.foundation.journal import actions as journal
from teriya.insertion.kits import papers
from teriya.insertion.kits.actions.holding import hold, require_not_own
from teriya.insertion.kits.engine.lots import terms
from teriya.insertion.kits.models import Kit, Term
from teriya.insertion.kits.states import KIT_LIFE
from teriya.insertion.routes import actions as routes
from teriya.insertion.routes.queries import OVER
from teriya.people.models import Person
from teriya.service.missions.models import Mission


@transaction.atomic
def assign(*, kit: Kit, person: Person, by: User, on: date) -> Kit:
    """Promise a kit to a volunteer, with the sheet to sign. Refuses `never_served`, `dead`, `kit_held` while another is not repaid."""
    owner = person.merged_into or person
    row = Kit.objects.select_for_update(of=("self",)).select_related("lot").get(pk=kit.pk)
    require(by, P.KITS_KEEP)
    require_date(by, on)
    require_not_own(owner, by)
    KIT_LIFE.check("assign", row.state)
    if owner.died_on:
        raise Refusal("dead", _("Cette personne est décédée."), field="person")
    mission = _last_mission(owner)
    if mission is None:
        raise Refusal("never_served", _("Un kit se donne à un volontaire : cette personne n’a aucune mission."), field="person")  # fmt: skip
    require(by, P.KITS_KEEP, commune=mission.host.commune_id)
    row.person, row.mission, row.commune, row.assigned_by_id = owner, mission, mission.host.commune, by.pk
    row.sheet = papers.issue_sheet(row, by=by, on=on)
    row.save()
    try:
        with transaction.atomic():
            _move(row, "assign", by=by, on=on, person=owner.pk)
    except IntegrityError as error:
        raise Refusal("kit_held", _("Cette personne a déjà un kit promis, ou pas encore remboursé."), field="person") from error  # fmt: skip
    return row


@transaction.atomic
def release(*, kit: Kit, reason: str, by: User, on: date) -> Kit:
    """Take a promise back: the kit is anybody's again."""
    row = hold(kit, by=by, on=on)
    _move(row, "release", by=by, on=on, reason=reason, person=row.person_id)
    row.person = row.mission = row.commune = row.sheet = row.assigned_by_id = None
    row.save()
    return row


@transaction.atomic
def hand_over(*, kit: Kit, by: User, on: date, signed: UploadedFile | None = None) -> Kit:
    """Note that the sheet was signed and the kit taken, on a day: the terms begin. By another person than who promised it.

    After the end of a mission, it is also written among what was given at the end (routes).
    """
    row = hold(kit, by=by, on=on)
    require_other_person(by, row.assigned_by_id)
    KIT_LIFE.check("hand_over", row.state)
    row.handed_on = on
    if signed:
        row.signed = documents.keep(file=signed, kind="handover", subject="kit", subject_id=row.pk, by=by, on=on)
    if row.mission.state in OVER:
        row.handover = routes.hand_over(mission=row.mission, kind="kit", what=f"{row.lot.title}, {row.number}", amount=row.value, given_on=on,
                                        by=by, on=on)  # fmt: skip
    row.save()
    first = add_months(on, row.lot.grace)
    Term.objects.bulk_create(
        [Term(kit=row, due_on=add_months(first, n), amount=amount) for n, amount in enumerate(terms(row.owed, row.lot.months))]
    )  # fmt: skip
    _move(row, "hand_over", by=by, on=on, value=row.value, owed=row.owed)
    return row


def _last_mission(person: Person) -> Mission | None:
    """Where the person served last: its commune is where the kit is followed."""
    rows = Mission.objects.filter(person=person).exclude(state="cancelled").select_related("host__commune")
    return rows.order_by("-period").first()


def _move(row: Kit, step: str, *, by: User, on: date, reason: str = "", **facts: int) -> None:
    move(row, KIT_LIFE, step, by=by, on=on, reason=reason, commune=row.commune_id)
    journal.write(f"kits.{step}", "kit", row.pk, by=by, on=on, reason=reason, permission=P.KITS_KEEP, **facts)

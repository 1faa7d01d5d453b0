"""The life of a mission followed: visits to make, what they asked for."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.models import Gate
from teriya.foundation.core.periods import Month
from teriya.foundation.rules import queries as rules
from teriya.foundation.ui.parts import Task
from teriya.portals.links import door
from teriya.portals.waiting.counting import NOWHERE, waits, within
from teriya.service.followup import queries, reminders
from teriya.service.followup.models import (
    Appraisal,
    Derogation,
    Evacuation,
    Evacuee,
    FunderNotice,
    Incident,
    MonthlyReport,
    Point,
    Visit,
)
from teriya.service.followup.states import When
from teriya.service.missions.models import Mission


def visits(user: User, today: date) -> Iterator[Task]:
    """Those planned for this person, then everybody whom nobody has seen this month."""
    if not user.may(P.VISITS_MAKE):
        return
    mine = Visit.objects.filter(agent=user, state="planned")
    yield from waits(
        _("Mes visites prévues"), door("followup:plan"), mine, "planned_on",
        part=Q(planned_on__lt=today), told=_("dont %(count)s au jour passé"),
    )  # fmt: skip
    due = queries.to_visit(queries.missions_followed(user, P.VISITS_MAKE), Month.of(today))
    yield from waits(_("Volontaires à visiter ce mois"), door("followup:plan"), due, today.replace(day=1))


def points(user: User, today: date) -> Iterator[Task]:
    """What visits asked for: of the centre for who visits, one's own for a volunteer or a host."""
    if user.may(P.FOLLOW_UP_READ) and not user.may(P.VISITS_MAKE):
        return  # who only reads has nothing to do
    rows = Point.objects.visible_to(user).filter(state="open")
    yield from waits(
        _("Actions demandées par les visites"), door("followup:points"), rows, "visit__on",
        part=Q(due_on__lt=today), told=_("dont %(count)s en retard"),
    )  # fmt: skip


def appraisals(user: User, today: date) -> Iterator[Task]:
    """Due and not given, by who guides the volunteer or by the volunteer; to sign; to review by another than who gave it."""
    if user.may(P.REPORTS_WRITE):
        own, page = Mission.objects.filter(person__account=user), door("followup:mine")
        yield from _due(_("Votre structure à évaluer"), page, own, "host", today)
        mine = Appraisal.objects.filter(mission__person__account=user, of="volunteer", state="submitted")
        yield from waits(_("Votre évaluation à signer"), page, mine, "on")
    elif user.may(P.APPRAISALS_GIVE):
        guided = Mission.objects.filter(queries.guides(user)).exclude(person__account=user)
        yield from _due(_("Volontaires à évaluer"), door("followup:team"), guided, "volunteer", today)
    given = Appraisal.objects.filter(within(user, P.APPRAISALS_REVIEW, "mission__host__commune")).exclude(
        by_id=user.pk
    )
    yield from waits(
        _("Évaluations signées, à revoir"),
        door("followup:appraisals", etat="signed"),
        given.filter(state="signed"),
        "signed_on",
    )


def _due(label: str, page: str, missions: QuerySet[Mission], of: str, today: date) -> Iterator[Task]:
    for when in When:
        yield from waits(label, page, queries.to_appraise(missions, when, of, today), "since", detail=str(when.label))


def reports(user: User, today: date) -> Iterator[Task]:
    """One's month to write; those of one's volunteers, and of the centre, to read."""
    if user.may(P.REPORTS_WRITE):
        month = (today.replace(day=1) - timedelta(1)).replace(day=1)
        running = Mission.objects.filter(
            person__account=user, started_on__lt=today.replace(day=1), state__in=("in_service", "suspended")
        )
        unwritten = running.exclude(pk__in=MonthlyReport.objects.filter(month=month).values("mission"))
        yield from waits(_("Rapport du mois à écrire"), door("followup:mine"), unwritten, today.replace(day=1))
    unread = MonthlyReport.objects.exclude(mission__person__account=user)
    if user.may(P.APPRAISALS_GIVE) and not user.may(P.REPORTS_WRITE):
        guided = unread.filter(queries.guides(user, "mission__"), tutor_read_on=None)
        yield from waits(_("Rapports de volontaires à lire"), door("followup:team"), guided, "on")
    here = unread.filter(within(user, P.VISITS_MAKE, "mission__host__commune"), centre_read_on=None)
    yield from waits(_("Rapports de volontaires à lire"), door("followup:reports"), here, "on")


def incidents(user: User, today: date) -> Iterator[Task]:
    """Those that this person's role reads: to take charge, then to close; funders to tell."""
    if not user.may(P.INCIDENTS_HANDLE):
        return
    rows = Incident.objects.handled_by(user)
    page = door("followup:incidents")
    yield from waits(
        _("Signalements à prendre en charge"), page, rows.filter(state="reported"), "reported_on",
        part=Q(take_by__lt=today), told=_("dont %(count)s en retard"),
    )  # fmt: skip
    yield from waits(
        _("Signalements à clore"), page, rows.filter(state="taken"), "taken_on",
        part=Q(close_by__lt=today), told=_("dont %(count)s en retard"),
    )  # fmt: skip
    untold = FunderNotice.objects.filter(told_on=None, incident__in=rows)
    yield from waits(
        _("Bailleurs à avertir"),
        page,
        untold,
        "incident__reported_on",
        part=Q(due_on__lt=today),
        told=_("dont %(count)s en retard"),
    )


def evacuations(user: User, today: date) -> Iterator[Task]:
    """People still to reach where an evacuation runs."""
    running = Evacuation.objects.visible_to(user).filter(state="running")
    left = Evacuee.objects.filter(evacuation__in=running, reached_at=None)
    yield from waits(_("Personnes à joindre : évacuation"), door("followup:evacuations"), left, "evacuation__on")


def derogations(user: User, today: date) -> Iterator[Task]:
    """To sign by another than who proposed; gates lifted and still to prove."""
    if user.may(P.DEROGATIONS_SIGN):
        proposed = Derogation.objects.filter(state="proposed").exclude(by_id=user.pk)
        yield from waits(_("Dérogations à signer"), door("followup:derogations"), proposed, "on")
    if user.may(P.TRAINING_HOLD) or user.may(P.OATH_RECORD):
        lifted = Gate.objects.filter(subject="mission", evidence="", derogation__gt="")
        yield from waits(
            _("Conditions levées, à régulariser"), door("followup:derogations"), lifted, "on",
            part=Q(until__lt=today), told=_("dont %(count)s hors délai"),
        )  # fmt: skip


def ends(user: User, today: date) -> Iterator[Task]:
    """Missions that come to their end, to whom the rule reminds of it: one's own, one's volunteers', one's communes'."""
    mine = {act.role for act in user.appointments}
    where = NOWHERE
    for form in rules.form_codes():
        for reminder in reminders.reminders(form, today):
            for role in mine & set(reminder.to):
                where |= reminders.ending_within(form, reminder, today) & _tie(user, role)
    rows = Mission.objects.filter(where)
    page = (
        door("followup:mine")
        if user.may(P.REPORTS_WRITE) and not user.may(P.MISSIONS_READ)
        else door("missions:missions", etat="in_service")
    )
    yield from waits(_("Missions qui finissent bientôt"), page, rows, today)


def _tie(user: User, role: str) -> Q:
    """The missions that concern a person in this role."""
    match role:
        case "volunteer":
            return Q(person__account=user)
        case "tutor":
            return Q(tutor_account=user)
        case "host_officer":
            return Q(host__in=user.host_duties.filter(duty="officer", until=None).values("host"))
    return within(user, P.VISITS_MAKE, "host__commune")


ROOMS = (ends, derogations, evacuations, visits, points, appraisals, reports, incidents)

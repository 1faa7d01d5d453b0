"""The mission: oath, contract, start, presence, end."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import Appointment, User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.models import Gate
from teriya.foundation.core.periods import Month, add_months
from teriya.foundation.rules import queries as rules
from teriya.foundation.ui.parts import Task
from teriya.mobilisation.placement.models import Offer
from teriya.portals import deadlines
from teriya.portals.links import door
from teriya.portals.waiting.counting import NOWHERE, covered, waits, within
from teriya.service.attendance.models import Leave, Mark, MonthSheet
from teriya.service.attendance.queries import advice_days, forms_called, last_working_day
from teriya.service.attendance.states import AT_THE_HOST, IN_THE_FIELD
from teriya.service.missions.models import Contract, Mission, Original, Signature, StartOfService
from teriya.service.missions.policies import hosts_of
from teriya.service.missions.queries import agency_signatory

MONTHS_BACK = 3  # how far back a missing month is looked for


def preparation(user: User, today: date) -> Iterator[Task]:
    """Accepted offers without a mission, missions without oath or contract."""
    accepted = Offer.objects.filter(within(user, P.CONTRACTS_ISSUE), state="accepted", mission=None)
    yield from waits(_("Propositions acceptées, missions à ouvrir"), door("missions:prepare"), accepted, "on")
    unsworn = _prepared(user, P.OATH_RECORD).filter(~Exists(_gate("oath")), required_gates__contains=["oath"])
    yield from waits(_("Serments à enregistrer"), door("missions:swear"), unsworn, "offer__on")
    unwritten = _prepared(user, P.CONTRACTS_ISSUE).filter(contracts=None)
    named = {code: rules.amount("contract_names", form=code, on=today, default=()) for code in rules.form_codes()}
    asked = unwritten.filter(
        ~Exists(_gate("insurance")), form__code__in=[code for code, names in named.items() if "insurance" in names]
    )
    yield from waits(_("Assurances à inscrire"), door("missions:insure"), asked, "offer__on")
    yield from waits(_("Contrats à établir"), door("missions:issue"), unwritten, "offer__on")


def _prepared(user: User, permission: str) -> QuerySet[Mission]:
    return Mission.objects.filter(within(user, permission, "host__commune"), state="prepared")


def _gate(name: str) -> QuerySet[Gate]:
    return Gate.objects.filter(subject="mission", subject_id=OuterRef("pk"), gate=name)


def signatures(user: User, today: date) -> Iterator[Task]:
    """Contracts that lack a signature: the agency's, that of one's own host, those put in ink before the centre."""
    waiting = Contract.objects.waiting()
    agency = waiting.filter(within(user, P.CONTRACTS_SIGN_AGENCY), ~Exists(_signed("agency")))
    yield from waits(_("Contrats à signer pour l’agence"), door("missions:sign_agency"), agency, "on")
    if user.may(P.CONTRACTS_SIGN_HOST):
        host = waiting.filter(~Exists(_signed("host")), mission__host__in=hosts_of(user))
        yield from waits(_("Contrats à signer pour la structure"), door("missions:sign_host"), host, "on")
    stale = waiting.filter(
        within(user, P.CONTRACTS_ISSUE, "mission__host__commune"), ~Exists(_signed("agency")), kind="first"
    )
    if user.may(P.CONTRACTS_ISSUE):
        act = agency_signatory(today)
        stale = stale.exclude(document__data__represented_by__name=act.user.name if act else "")
        yield from waits(_("Contrats à établir de nouveau"), door("missions:reissue"), stale, "on")
    ink = waiting.filter(
        within(user, P.CONTRACTS_RECORD_SIGNATURES, "mission__host__commune"),
        ~Exists(_signed("host")) | ~Exists(_signed("volunteer")),
    )
    yield from waits(_("Signatures à l’encre à recueillir"), door("missions:record_ink"), ink, "on")
    kept = within(user, P.CONTRACTS_RECORD_SIGNATURES, "contract__mission__host__commune")
    away = Original.objects.filter(kept).exclude(state="filed")
    yield from waits(_("Originaux à classer"), door("missions:file_originals"), away, "sent_on")


def _signed(party: str) -> QuerySet[Signature]:
    return Signature.objects.filter(contract=OuterRef("pk"), party=party)


def starts(user: User, today: date) -> Iterator[Task]:
    """Attested by the host or from its paper, then confirmed by another person of the centre, within the pack's days."""
    begun = Mission.objects.filter(
        state="prepared", contracts__isnull=False, start=None, period__startswith__lte=today
    )
    first_day = "period__startswith"
    if user.may(P.STARTS_ATTEST):
        own = begun.filter(host__in=hosts_of(user))
        yield from waits(_("Prises de service à attester"), door("missions:attest"), own, first_day)
    papers = begun.filter(within(user, P.CONTRACTS_RECORD_SIGNATURES, "host__commune"))
    entering = door("missions:enter_attestation")
    yield from waits(_("Attestations de prise de service à saisir"), entering, papers, first_day)
    if user.may(P.STARTS_CONFIRM):
        here = within(user, P.STARTS_CONFIRM, "mission__host__commune")
        rows = StartOfService.objects.filter(here, confirmed_by_id=None, mission__state="prepared")
        yield from waits(
            _("Prises de service à confirmer"), door("missions:confirm"), rows.exclude(attested_by_id=user.pk), "on",
            part=deadlines.late_starts(today, "mission__form", "on"), told=_("dont %(count)s en retard"),
        )  # fmt: skip


def endings(user: User, today: date) -> Iterator[Task]:
    """Terms that are over, files to close, certificates to issue."""
    over = Mission.objects.filter(within(user, P.MISSIONS_END, "host__commune"), period__endswith__lte=today)
    running = over.filter(state__in=("in_service", "suspended"))
    yield from waits(_("Missions arrivées à terme"), door("missions:end_term"), running, "period__endswith")
    ended = Mission.objects.filter(within(user, P.MISSIONS_CLOSE, "host__commune"), state="ended")
    yield from waits(_("Dossiers de fin de mission à clore"), door("missions:check"), ended, "ended_on")
    closed = Mission.objects.filter(within(user, P.CERTIFICATES_ISSUE, "host__commune"), state="closed")
    due = closed.filter(closing__certificate=None)
    yield from waits(_("Attestations à délivrer"), door("missions:certify"), due, "ended_on")


def closures(user: User, today: date) -> Iterator[Task]:
    """Volunteers of hosts that closed, until each has a decision."""
    if user.may(P.CONTRACTS_ISSUE):
        rows = Mission.objects.visible_to(user).at_closed_hosts()
        label = _("Structures fermées, volontaires à décider")
        yield from waits(label, door("missions:late", "structures-fermees"), rows, "since")


def months(user: User, today: date) -> Iterator[Task]:
    """Months to record, to attest and to confirm, by whom the form of volunteering names."""
    if user.may(P.PRESENCE_RECORD):
        yield from _uncalled(user, today)
        yield from _unrecorded(user, today)
    if user.may(P.PRESENCE_ATTEST):
        team = _team(user, today, "presence_attested_by", "mission__")
        rows = MonthSheet.objects.filter(team, state="recorded", month__lt=Month.of(today).first)
        yield from waits(
            _("Mois à attester"), lambda since: door("attendance:months", mois=Month.of(since)), rows, "month"
        )
    rows = MonthSheet.objects.to_confirm_by(user)
    yield from waits(_("Mois à confirmer"), door("attendance:confirm"), rows, "attested_on")


def leaves(user: User, today: date) -> Iterator[Task]:
    """Leaves that wait for the host's opinion, by who attests there; past its time, the centre's agents ask for it on paper.

    Then those that the centre decides, by somebody who had no hand in them.
    """
    asked = Leave.objects.filter(state="asked").exclude(mission__person__account=user)
    if user.may(P.PRESENCE_ATTEST):
        team = asked.filter(_team(user, today, "presence_attested_by", "mission__"))
        yield from waits(_("Congés : votre avis"), door("attendance:leaves"), team, "asked_on")
    if agents := _agents_of_a_centre(user):
        late = asked.filter(asked_on__lt=today - timedelta(advice_days(today)))
        here = late.filter(covered(agents, "mission__host__commune"))
        yield from waits(_("Congés sans avis de la structure"), door("attendance:leaves"), here, "asked_on")
    if user.may(P.PRESENCE_CONFIRM):
        rows = Leave.objects.to_decide_by(user, today)
        yield from waits(
            _("Congés à décider"), door("attendance:leaves"), rows, "asked_on",
            part=Q(period__startswith__lte=today), told=_("dont %(count)s en cours"),
        )  # fmt: skip


def _uncalled(user: User, today: date) -> Iterator[Task]:
    """The roll of the last working day, of the forms called day by day: who is in service, not on leave, and has no mark."""
    day = last_working_day(today)
    away = Leave.objects.filter(mission=OuterRef("pk")).granted().touching(day, day)
    marked = Mark.objects.filter(mission=OuterRef("pk"), day=day)
    rows = Mission.objects.in_service_on(day).filter(
        _team(user, today, "presence_recorded_by"), ~Exists(marked), ~Exists(away), state="in_service",
        form__code__in=forms_called(day),
    )  # fmt: skip
    label = _("Appel du %(day)s") % {"day": date_format(day, "j F")}
    yield from waits(label, door("attendance:months", mois=Month.of(day)), rows, day)


def _unrecorded(user: User, today: date) -> Iterator[Task]:
    """One task a month that is over, of the last three, for the missions that served in it and have no sheet.

    The centre's agents key what comes on paper; the head office, what a centre sends it: nothing waits for it here.
    """
    asked = _team(user, today, "presence_recorded_by") | covered(_agents_of_a_centre(user), "host__commune")
    for back in range(MONTHS_BACK, 0, -1):
        month = Month.of(add_months(today.replace(day=1), -back))
        sheet = MonthSheet.objects.filter(mission=OuterRef("pk"), month=month.first)
        rows = Mission.objects.served_in(month.first, month.last).filter(asked, ~Exists(sheet))
        label = _("Présences de %(month)s à pointer") % {"month": date_format(month.first, "F Y")}
        yield from waits(label, door("attendance:months", mois=month), rows, month.last)


def _agents_of_a_centre(user: User) -> list[Appointment]:
    """In which capacity the person keys presence for a centre; the head office has no perimeter, and none here."""
    acts = user.acts_for(P.PRESENCE_RECORD)
    return [act for act in acts if act.role not in AT_THE_HOST | IN_THE_FIELD and act.commune_ids]


def _team(user: User, today: date, rule: str, mission: str = "") -> Q:
    """The missions whose presence is this person's duty by `rule`: at the host by tutor or officer, else in the field.

    `mission` is the path from the row to its mission.
    """
    mine = {act.role for act in user.appointments}
    named = {code: set(rules.amount(rule, form=code, on=today, default=())) for code in rules.form_codes()}
    team = NOWHERE
    if mine & AT_THE_HOST:
        tie = Q(**{f"{mission}tutor_account": user}) | Q(**{f"{mission}host__in": hosts_of(user)})
        team |= tie & Q(**{f"{mission}form__code__in": [code for code, roles in named.items() if roles & AT_THE_HOST]})
    if mine & IN_THE_FIELD:
        forms = [code for code, roles in named.items() if roles & mine & IN_THE_FIELD]
        team |= Q(**{f"{mission}facilitator": user, f"{mission}form__code__in": forms})
    return team


ROOMS = (preparation, signatures, starts, closures, endings, months, leaves)

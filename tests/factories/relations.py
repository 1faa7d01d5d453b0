"""Conventions with other agencies: Moussa of reciprocity writes, Ama the director approves."""

from datetime import date, timedelta
from uuid import uuid4

from django.utils import timezone

from teriya.exchange.relations import actions
from teriya.exchange.relations.actions import Line, Terms
from teriya.exchange.relations.models import Convention, Framework, Letter, Meeting, PeerMission
from teriya.exchange.wire import actions as wire
from teriya.exchange.wire.kinds import known
from teriya.exchange.wire.models import Agency
from teriya.foundation.accounts.models import User
from tests.cast import Cast, appoint
from tests.factories.routes import a_paper
from tests.factories.wire import heard

STARTS, ENDS = date(2026, 1, 1), date(2028, 12, 31)
COSTS = {
    ("ticket", "sending"): (300_000, "stay"),
    ("visa", "sending"): (25_000, "stay"),
    ("insurance", "sending"): (60_000, "stay"),
    ("training", "sending"): (40_000, "stay"),
    ("allowance", "receiving"): (60_000, "month"),
    ("housing", "host"): (30_000, "month"),
    ("monitoring", "receiving"): (10_000, "month"),
}
FIELDS = ("family", "given", "sex", "birth_on", "nationality", "diploma", "profile", "missions", "skills", "motivation", "languages", "passport", "travel")  # fmt: skip


def some_terms(**values) -> Terms:
    """Five each way, a year of three, within one."""
    given = {
        "title": "Convention d’échange de volontaires", "starts_on": STARTS, "ends_on": ENDS, "number_out": 5, "number_in": 5,
        "tolerance": 1, "sectors": ["santé", "éducation"], "months_min": 6, "months_max": 12, "costs": COSTS,
        "purposes": "choisir, accueillir et suivre les volontaires", "fields": FIELDS, "keep_days": 365, "after": "delete",
    }  # fmt: skip
    return Terms(**given | values)


def moussa_of(cast: Cast) -> User:
    """The exchange officer, also where a test did not ask for him."""
    user = User.objects.filter(name="Moussa").first()
    if user is None:
        user = User.objects.create_user(name="Moussa", phone="+22893000077")
        appoint(user, "exchange_officer")
    return User.objects.get(pk=user.pk)


def propose(cast: Cast, agency: Agency, on: date | None = None, **values) -> Convention:
    on = on or timezone.localdate()
    drafted = actions.draft_convention(agency=agency, terms=some_terms(**values), by=moussa_of(cast), on=on)
    return actions.propose_convention(convention=drafted, by=moussa_of(cast), on=on)


def they_say(convention: Convention, kind: str, content: dict, on: date | None = None) -> None:
    """Their word: heard where they speak (without the carriage), declared by Moussa where they do not."""
    agency, about, on = convention.agency, convention.uid, on or timezone.localdate()
    if agency.speaks:
        heard(known(kind), id=uuid4(), agency=agency, about=about, content=content, person=None, on=on)
    else:
        wire.declare(kind, agency=agency, about=about, content=content, source="lettre du 3 mars",
                     by=User.objects.get(name="Moussa"), on=on)  # fmt: skip


def agree(cast: Cast, agency: Agency, on: date | None = None, **values) -> Convention:
    """In force since `on`, today: proposed by Moussa, approved by Ama for us and by the other agency."""
    on = on or timezone.localdate()
    row = actions.approve_convention(convention=propose(cast, agency, on, **values), by=cast.ama, on=on)
    they_say(row, "convention.approve", {"version": row.version, "digest": row.digest}, on)
    row.refresh_from_db()
    return row


def make_mission(cast: Cast, agency: Agency, *, is_reported: bool = True, **values) -> PeerMission:
    """A week in Bamako, over since ten days."""
    today = timezone.localdate()
    given = {"is_out": True, "starts_on": today - timedelta(16), "ends_on": today - timedelta(10), "place": "Bamako",
             "who": "Moussa, chargé de la réciprocité", "aims": "Voir comment les volontaires sont mobilisés."}  # fmt: skip
    row = actions.record_mission(agency=agency, by=moussa_of(cast), on=today, **given | values)
    if is_reported:
        actions.report_mission(mission=row, findings="Un seul registre des volontaires", follow_up="Un accord-cadre", report=a_paper(),
                               by=moussa_of(cast), on=today)  # fmt: skip
        row.refresh_from_db()
    return row


def make_framework(cast: Cast, agency: Agency, *, is_signed: bool = True) -> Framework:
    today = timezone.localdate()
    row = actions.prepare_framework(agency=agency, title="Accord-cadre", aims="Échanger des volontaires.", starts_on=today - timedelta(5),
                                    ends_on=None, by=moussa_of(cast), on=today)  # fmt: skip
    if is_signed:
        row = actions.sign_framework(framework=row, reference="AC-1", signed_on=today - timedelta(5), signed_at="Lomé", signatories="Ama\nSira",
                                     paper=a_paper(), by=cast.ama, on=today)  # fmt: skip
    return row


def make_meeting(cast: Cast, agency: Agency, *lines: Line, **values) -> Meeting:
    """The plan of today: we write the mission sheets in a month, they name their hosts in two."""
    today = timezone.localdate()
    lines = lines or (Line("Écrire les fiches de mission", True, today + timedelta(30)), Line("Désigner les structures", False, today + timedelta(60)))  # fmt: skip
    given = {
        "nature": "plan",
        "met_on": today,
        "place": "Lomé",
        "present": "Moussa\nSira",
        "notes": "",
        "paper": a_paper(),
    }
    return actions.record_meeting(agency=agency, lines=lines, by=moussa_of(cast), on=today, **given | values)


def make_letter(cast: Cast, agency: Agency) -> Letter:
    return actions.write_letter(agency=agency, by=moussa_of(cast), on=timezone.localdate())

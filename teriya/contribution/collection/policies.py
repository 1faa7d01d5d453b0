"""Who counts, who attests, who validates: never the same person twice on one report."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from teriya.contribution.collection.models import Report
from teriya.contribution.collection.states import Channel
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.rules import queries as rules
from teriya.service.missions.models import Mission
from teriya.service.missions.policies import hosts_of, require_at, require_not_own


def require_sender(by: User, missions: Sequence[Mission], channel: str, on: date) -> None:
    """The volunteer counts for oneself; by lot, who keys for the communes of the hosts, never for oneself."""
    require_date(by, on)
    if channel == Channel.VOLUNTEER:
        require(by, P.INDICATORS_SEND)
        if any(mission.person.account_id != by.pk for mission in missions):
            raise NotAllowed("not_your_mission", _("Chaque volontaire compte ses propres indicateurs."))
    else:
        require_at(by, P.INDICATORS_KEY, missions)
        require_not_own(by, missions)


def attests(user: User) -> Q:
    """The missions whose reports this person attests: those that one tutors, those of the host of which one is an officer."""
    return (Q(tutor_account=user) | Q(host__in=hosts_of(user))) & ~Q(person__account=user)


def require_attester(by: User, reports: Sequence[Report], on: date) -> None:
    """The tutor of the mission, or an officer of its host; never one’s own report, nor one that one keyed."""
    require(by, P.INDICATORS_ATTEST)
    require_date(by, on)
    hosts = hosts_of(by)
    for report in reports:
        mission = report.mission
        if mission.person.account_id == by.pk or (mission.host_id not in hosts and mission.tutor_account_id != by.pk):
            raise NotAllowed(
                "not_your_team", _("La mission %(number)s n’est pas de votre équipe.") % {"number": mission.number}
            )
    require_other_person(by, *{report.sent_by_id for report in reports})


def require_validator(by: User, reports: Sequence[Report], on: date) -> None:
    """The regional centre, by commune; neither who sent, nor who attested, nor somebody of the host. Dated today: a figure of a past
    day never changes.
    """
    missions = [report.mission for report in reports]
    require_at(by, P.INDICATORS_VALIDATE, missions)
    require_not_own(by, missions)
    require_date(by, on)
    require_other_person(by, *{who for report in reports for who in (report.sent_by_id, report.attested_by_id) if who})
    if on != timezone.localdate() and not (settings.TAKE_ON or settings.TRIAL):
        raise Refusal("validated_today", _("Un relevé se valide à la date du jour."), field="on")


def silent_since(on: date) -> date:
    """A report sent that day or before, not attested, waits for its host no longer."""
    return on - timedelta(rules.amount("indicator_attest_days", on=on, default=7))


def require_silence(reports: Sequence[Report], on: date) -> None:
    """The host has had its days to attest (rule `indicator_attest_days`)."""
    since = silent_since(on)
    if any(report.sent_on > since for report in reports):
        raise Refusal(
            "host_has_time", _("La structure a encore le temps d’attester : attendez sa réponse, ou relancez-la.")
        )


def steps(user: User, report: Report, on: date) -> set[str]:
    """What this person may do about a report as it stands: attest, decline, validate, see, send_back, correct."""
    found = set()
    tried = [("attest", "sent", require_attester), ("validate", "attested", require_validator)]
    if report.sent_on <= silent_since(on):
        tried.append(("see", "sent", require_validator))
    for name, state, rule in tried:
        if report.state == state and _allows(rule, user, report, on):
            found |= {name, "decline" if name == "attest" else "send_back"}
    channel = Channel.VOLUNTEER if report.mission.person.account_id == user.pk else Channel.BATCH
    if report.state == "validated" and _sends(user, report, channel, on):
        found.add("correct")
    return found


def _allows(rule: Callable[..., None], user: User, report: Report, on: date) -> bool:
    try:
        rule(user, [report], on)
    except Refusal:
        return False
    return True


def _sends(user: User, report: Report, channel: str, on: date) -> bool:
    try:
        require_sender(user, [report.mission], channel, on)
    except Refusal:
        return False
    return True

"""Reading missions: who sees which, who serves when, what still stands before a start."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Exists, OuterRef, Q, Subquery, prefetch_related_objects
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import Appointment, User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.accounts.roles import ROLES
from teriya.foundation.core.models import Gate, Transition
from teriya.foundation.core.words import fold
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.templatetags.words import label
from teriya.mobilisation.calls.models import Wave
from teriya.mobilisation.placement.models import Offer
from teriya.people.models import Person, ServicePeriod
from teriya.service.missions.engine.caps import Length, exceeds, length
from teriya.service.missions.engine.term import Pause
from teriya.service.missions.states import GATE_CURES, LIVE, ContractKind, GateName


class MissionQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "MissionQuerySet":
        """Missions of the perimeter (by the host's commune), of one's hosts, tutored by oneself, and one's own."""
        own = (
            Q(person__account=user) | Q(tutor_account=user) | Q(facilitator=user)
            | Q(host__officers__user=user, host__officers__until=None, host__officers__duty="officer")
        )  # fmt: skip
        if not user.may(P.MISSIONS_READ):
            return self.filter(own).distinct()
        communes = user.communes(P.MISSIONS_READ)
        return self if communes is None else self.filter(Q(host__commune__in=communes) | own).distinct()

    def in_service_on(self, day: date) -> "MissionQuerySet":
        return self.filter(started_on__lte=day).filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day))

    def served_in(self, first: date, last: date) -> "MissionQuerySet":
        """Missions with at least one day of service between two days, both inside."""
        return self.filter(started_on__lte=last).filter(Q(ended_on__isnull=True) | Q(ended_on__gte=first))

    def at_closed_hosts(self) -> "MissionQuerySet":
        """At a host that may no longer receive anybody, without a decision: neither leaving nor suspended; `since` it closed."""
        closed = Transition.objects.filter(
            subject="host", subject_id=OuterRef("host"), name__in=("suspend", "remove")
        ).order_by("-pk")
        leaving = self.model.objects.filter(
            contracts__kind=ContractKind.TRANSFER, contracts__void_on=None, contracts__terms__applied_on=None
        )
        rows = self.filter(host__state__in=("suspended", "removed"), state__in=("prepared", "in_service"))
        return rows.exclude(pk__in=leaving.values("pk")).annotate(
            since=Subquery(closed.values("on")[:1], output_field=models.DateField())
        )

    def matching(self, text: str) -> "MissionQuerySet":
        """Every word typed is in the person's name or matricule, the mission's number or the host's name."""
        found = self
        for word in fold(text).split():
            found = found.filter(
                Q(person__folded__contains=word) | Q(person__matricule__icontains=word) | Q(number__icontains=word)
                | Q(host__folded__contains=word)
            )  # fmt: skip
        return found

    def locked(self, missions: Iterable[models.Model]) -> list:
        """The rows, locked in one order for everybody, with what every action of the room reads."""
        rows = self.select_for_update(of=("self",)).filter(pk__in=[mission.pk for mission in missions])
        return list(rows.with_papers().order_by("pk"))

    def with_papers(self) -> "MissionQuerySet":
        """With everything that a paper prints."""
        return self.select_related(
            "person__commune", "host__commune__parent", "form", "wave", "seat__need", "seat__envelope", "offer__application"
        ).prefetch_related("seat__shares__envelope")  # fmt: skip


class ContractQuerySet(models.QuerySet):
    def current(self) -> "ContractQuerySet":
        """Every text but those whose place another one took, or that were given up."""
        return self.filter(void_on=None)

    def waiting(self) -> "ContractQuerySet":
        """Texts that somebody has still to sign."""
        return self.filter(signed_on=None, void_on=None)

    def unsigned_by(self, party: str) -> "ContractQuerySet":
        return self.waiting().exclude(signatures__party=party)

    def in_force(self) -> "ContractQuerySet":
        return self.filter(signed_on__isnull=False)


def ready_offers(wave: Wave) -> models.QuerySet[Offer]:
    """Accepted offers of a wave that have no mission yet, with what preparing them reads."""
    rows = Offer.objects.filter(application__wave=wave, state="accepted", mission=None).order_by("pk")
    rows = rows.select_related("seat__need__form", "seat__need__host__commune", "application__person")
    return rows.prefetch_related("seat__need__host__officers__user")


def last_day(mission) -> date:
    """The last day of the mission's period, inside it."""
    return mission.period.upper - timedelta(1)


def pauses_of(mission) -> list[Pause]:
    """The suspensions of a mission; the one that runs counts until the day foreseen. Prefetch `suspensions` for a set."""
    return [row.pause for row in mission.suspensions.all()]


def open_suspension(mission):
    """The suspension that runs, if any."""
    return next((row for row in mission.suspensions.all() if row.closed_on is None), None)


def kinds_of_suspension(form: str, on: date) -> list[tuple[str, str]]:
    """The reasons to suspend that the country's rules know that day: (code, name)."""
    known = [
        found
        for found in rules.terms("suspension")
        if rules.amount("suspension_moves_end", on=on, form=form, qualification=found.code) is not None
    ]
    return [(found.code, label(found.code, "suspension")) for found in known]


def owes_return(mission) -> bool:
    """Whether the mission is suspended for days that are served later: it has no term until it is resumed."""
    running = open_suspension(mission)
    return running is not None and running.moves_end


def service_of(people: Sequence[Person]) -> dict[int, tuple[Length, Length]]:
    """(all, proven) past service of each person, whatever the form and whoever wrote it, with that of merged records."""
    own, alias = "service_periods", "aliases__service_periods"
    prefetch_related_objects(people, own, alias, f"merged_into__{own}", f"merged_into__{alias}")
    found = {person.pk: _services_of(person) for person in people}
    return {
        pk: (_length_of(rows), _length_of(row for row in rows if row.proof == ServicePeriod.Proof.PROVEN))
        for pk, rows in found.items()
    }


def _services_of(person: Person) -> list[ServicePeriod]:
    head = person.merged_into or person
    return [row for one in (head, *head.aliases.all()) for row in one.service_periods.all()]


def _length_of(rows: Iterable[ServicePeriod]) -> Length:
    return length((row.first_day, row.last_day) for row in rows)


def caps(form: str, on: date) -> tuple[int | None, int | None]:
    """(months that the law allows, months that the agency's practice allows) in all."""
    return rules.amount("legal_cap_months", form=form, on=on), rules.amount("policy_cap_months", form=form, on=on)


def agency_signatory(on: date) -> Appointment | None:
    """The act of who represents the agency on its contracts that day: in title; if the office is vacant, standing in."""
    roles = [code for code, role in ROLES.items() if P.CONTRACTS_SIGN_AGENCY in role.permissions]
    acts = Appointment.objects.in_force(on).filter(role__in=roles).select_related("user").order_by("since", "pk")
    found = {act.kind: act for act in acts}
    return found.get(Appointment.Kind.TITLE) or found.get(Appointment.Kind.ACTING)


def contract_lacks(missions: Sequence) -> dict[int, list[tuple[str, str]]]:
    """What each mission's contract lacks, all of it: (code, in words). A host suspended since the offer receives nobody.

    What the contract must name (`contract_names`: tutor, insurance) is the form's rule on the first day.
    """
    held = gates_of([mission.pk for mission in missions])
    found = {mission.pk: [*_unfunded(mission), *_unnamed(mission, held[mission.pk])] for mission in missions}
    return {pk: lacks for pk, lacks in found.items() if lacks}


def _unfunded(mission) -> Iterable[tuple[str, str]]:
    payers = [envelope for envelope, _weight in mission.seat.payers]
    closed_on = min((envelope.closes_on for envelope in payers if envelope.closes_on), default=None)
    if not payers:
        yield "seat_not_funded", _("une enveloppe qui finance la place")
    elif closed_on and closed_on < last_day(mission):
        yield (
            "funding_too_short",
            _("un financement jusqu’à la fin (l’enveloppe ferme le %s)") % f"{closed_on:%d/%m/%Y}",
        )
    if mission.host.state != "accredited":
        yield "host_not_accredited", _("l’agrément de la structure")


def _unnamed(mission, gates: dict[str, Gate]) -> Iterable[tuple[str, str]]:
    names = rules.amount("contract_names", on=mission.period.lower, form=mission.form.code, default=())
    if GateName.TUTOR in names and not mission.tutor:
        yield "tutor_missing", _("le tuteur")
    if GateName.INSURANCE in names and GateName.INSURANCE not in gates:
        yield "insurance_missing", _("l’assurance du volontaire")


def in_words(lacks: Iterable[tuple[str, str]]) -> str:
    return ", ".join(words for _code, words in lacks)


def over_caps(
    missions: Sequence, asked_of: Callable[[Any], DateRange] | None = None
) -> tuple[dict[int, str], dict[int, str]]:
    """Missions, written or not yet, that past service makes too long: beyond the law, beyond the agency's own practice.

    Each is offer id → the sentence. The first are refused, on proven service alone; the second warned. `asked_of` gives the
    days asked when they are not those of the mission: a renewal's.
    """
    served = service_of([mission.person for mission in missions])
    law, policy = {}, {}
    for mission in missions:
        days = asked_of(mission) if asked_of else mission.period
        (had, proven), asked = served[mission.person_id], length([(days.lower, days.upper - timedelta(1))])
        legal, own = caps(mission.form.code, days.lower)
        who = mission.person.matricule
        if exceeds(proven, asked, legal):
            law[mission.offer_id] = _(
                "%(who)s a déjà servi %(had)s : avec %(asked)s de plus, la limite légale de %(legal)s mois serait dépassée."
            ) % {"who": who, "had": proven, "asked": asked, "legal": legal}
        elif exceeds(had, asked, legal):
            policy[mission.offer_id] = _(
                "%(who)s aurait déjà servi %(had)s, dont une partie sans preuve : la limite légale de %(legal)s mois serait dépassée. Vérifiez les pièces."
            ) % {"who": who, "had": had, "legal": legal}
        elif exceeds(had, asked, own):
            policy[mission.offer_id] = _(
                "%(who)s a déjà servi %(had)s : la pratique de l’agence est de %(own)s mois au plus."
            ) % {"who": who, "had": had, "own": own}
    return law, policy


def gates_of(missions: Collection[int]) -> dict[int, dict[str, Gate]]:
    """For each mission id, its gates by name."""
    found: dict[int, dict[str, Gate]] = {pk: {} for pk in missions}
    for gate in Gate.objects.filter(subject="mission", subject_id__in=found):
        found[gate.subject_id][gate.gate] = gate
    return found


def lifted(missions: Iterable, gate: str) -> set[int]:
    """The ids of missions for which an act of derogation stands in for this gate, and nothing proves it yet."""
    rows = Gate.objects.filter(subject="mission", subject_id__in=[one.pk for one in missions], gate=gate, evidence="")
    return set(rows.values_list("subject_id", flat=True))


def unproved(missions: MissionQuerySet, gate: str) -> MissionQuerySet:
    """In preparation without the evidence of this gate; or begun under a derogation of it, which is to be regularised."""
    of = Gate.objects.filter(subject="mission", subject_id=OuterRef("pk"), gate=gate)
    rows = missions.filter(state__in=LIVE).exclude(Exists(of.filter(evidence__gt="")))
    return rows.filter(Q(state="prepared") | Exists(of))


def missing_gates(missions: Sequence, days: dict[int, date]) -> dict[int, list[str]]:
    """What the form asks and nobody has proved, for missions that lack something; `days`: mission id → first day."""
    standing = gates_of([mission.pk for mission in missions])
    found = {}
    for mission in missions:
        held = standing[mission.pk]
        lacks = [name for name in mission.asked_gates if name not in held or not _stands(held[name], days[mission.pk])]
        if lacks:
            found[mission.pk] = lacks
    return found


def _stands(gate: Gate, first: date) -> bool:
    return bool(gate.evidence) or gate.until >= first


def gate_words(names: Iterable[str]) -> str:
    return ", ".join(str(GateName(name).label) for name in names)


def gate_cures(names: Iterable[str]) -> str:
    """What to do about these missing gates, each way said once."""
    return " ; ".join(dict.fromkeys(str(GATE_CURES[GateName(name)]) for name in names))


def blockers(missions: Sequence) -> list[tuple[Any, str]]:
    """Each mission in preparation with what stops its start, in words."""
    lacking = missing_gates(missions, {mission.pk: mission.period.lower for mission in missions})
    return [(mission, _blocker(mission, lacking.get(mission.pk, []))) for mission in missions]


def _blocker(mission, lacking: list[str]) -> str:
    if lacking:
        return gate_words(lacking)
    return _("confirmation du centre") if hasattr(mission, "start") else _("attestation de la structure")


def with_whereabouts(rows: MissionQuerySet) -> MissionQuerySet:
    """Missions with what `host_on` and `spans_served` read."""
    return rows.prefetch_related("suspensions", "contracts__terms__former_seat__need")


def host_on(mission, day: date) -> int:
    """The host at which a mission served that day, whatever transfers came later."""
    moves = [
        row.terms for row in mission.contracts.all()
        if row.kind == ContractKind.TRANSFER and row.void_on is None and row.terms.applied_on
    ]  # fmt: skip
    later = [terms for terms in moves if terms.from_on > day]
    return min(later, key=lambda terms: terms.from_on).former_seat.need.host_id if later else mission.host_id


def spans_served(mission, first: date, last: date) -> list[tuple[date, date]]:
    """The days of service of a mission between two days, both inside, cut where a suspension takes some out."""
    if mission.started_on is None:
        return []
    begin, end = max(first, mission.started_on), min(last, mission.ended_on or last_day(mission))
    spans = []
    for pause in sorted(pauses_of(mission)):
        if begin <= end and pause.first <= end and pause.last >= begin:
            if pause.first > begin:
                spans.append((begin, pause.first - timedelta(1)))
            begin = pause.last + timedelta(1)
    return [*spans, (begin, end)] if begin <= end else spans

"""From an accepted offer to a mission: number, period, caps, what the form asks before the start."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.gates import open_gates
from teriya.foundation.core.numbers import next_numbers
from teriya.foundation.core.periods import between
from teriya.foundation.core.periods import last_day as last_day_of_term
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.core.words import fold
from teriya.foundation.journal import actions as journal
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.calls.models import Wave
from teriya.mobilisation.hosts.models import Host, Seat
from teriya.mobilisation.placement.models import Offer
from teriya.service.missions import queries
from teriya.service.missions.contracts import replace_texts
from teriya.service.missions.models import Contract, Mission
from teriya.service.missions.policies import FIELD, require_at, require_naming_tutor, require_not_own
from teriya.service.missions.states import GateName, MissionState


@transaction.atomic
def prepare_many(*, wave: Wave, by: User, on: date, offers: Sequence[Offer] | None = None) -> list[Mission]:
    """Open a mission for each accepted offer of the wave that has none (or for these offers only).

    It runs from the day foreseen (of the wave or of the need, the later; `on` if that is past) for the need's months. Who
    replaces a volunteer ends when that one would have. Service of the past counts: beyond the law's cap is refused
    (`legal_cap`); beyond the agency's own is written with a warning (`queries.over_caps`).
    """
    require(by, P.CONTRACTS_ISSUE)
    require_date(by, on)
    missions = drafts(_locked(wave, offers), wave=wave, on=on)
    law, policy = queries.over_caps(missions)
    if law:
        others = _(" (%(count)s personnes dans ce cas)") % {"count": len(law)} if len(law) > 1 else ""
        raise Refusal(
            "legal_cap",
            _("%(sentence)s Annulez sa proposition%(others)s.")
            % {"sentence": next(iter(law.values())), "others": others},
        )
    numbers = next_numbers("MISSION", on.year, len(missions)) if missions else []
    for mission, number in zip(missions, numbers, strict=True):
        mission.number = f"MISSION/{on.year}/{number:06}"
    _write(missions)
    _open_tutor_gates(missions, by=by, on=on)
    if missions:
        over = [mission.pk for mission in missions if mission.offer_id in policy]
        journal.write("missions.prepare", "wave", wave.pk, by=by, on=on, permission=P.CONTRACTS_ISSUE,
                      rows=[m.pk for m in missions], over_policy=over)  # fmt: skip
    return missions


def _locked(wave: Wave, offers: Sequence[Offer] | None) -> list[Offer]:
    rows = queries.ready_offers(wave).select_for_update(of=("self",))
    if offers is None:
        return list(rows)
    wanted = {offer.pk for offer in offers}
    found = list(rows.filter(pk__in=wanted))
    if len(found) < len(wanted):
        raise Refusal(
            "offer_not_accepted",
            _("Une mission suit une proposition acceptée de cette vague, qui n’en a pas déjà une."),
        )
    return found


def drafts(offers: Sequence[Offer], *, wave: Wave, on: date) -> list[Mission]:
    """The missions that these offers would open that day, without number and not written."""
    ends = terms_of_seats([offer.seat_id for offer in offers])
    return [_draft(offer, wave, ends, on) for offer in offers]


def _write(missions: Sequence[Mission]) -> None:
    try:
        with transaction.atomic():
            Mission.objects.bulk_create(missions)
    except IntegrityError as error:
        if "missions_do_not_overlap" not in str(error):
            raise
        raise Refusal("mission_overlaps", _("Une de ces personnes a déjà une mission à ces dates.")) from error


def terms_of_seats(seats: Sequence[int], but: Sequence[int] = ()) -> dict[int, date]:
    """The day on which the funding of a seat that was already held, but by these missions, ends."""
    former = Contract.objects.filter(mission__seat__in=seats).exclude(mission__in=but).order_by("pk")
    return {seat: period.upper - timedelta(1) for seat, period in former.values_list("mission__seat_id", "period")}


def _draft(offer: Offer, wave: Wave, ends: dict[int, date], on: date) -> Mission:
    need = offer.seat.need
    first = max(wave.starts_on, need.starts_on, on)
    gates, names = asked_on(need.form.code, first)
    return Mission(
        person=offer.application.person, host=need.host, seat=offer.seat,
        offer=offer, wave=wave, form=need.form, profile=need.profile, tutor=need.tutor, tutor_account=tutor_account(need.host, need.tutor),
        period=until(offer.seat, first, ends), required_gates=gates, contract_names=names,
    )  # fmt: skip


def until(seat: Seat, first: date, ends: dict[int, date]) -> DateRange:
    """From a first day, for the need's months, and no later than who held the seat before would have ended."""
    last = min(last_day_of_term(first, seat.need.months), ends.get(seat.pk, date.max))
    if last < first:
        raise Refusal(
            "term_over",
            _("Le financement de la place %(seat)s s’est terminé le %(last)s.")
            % {"seat": seat, "last": f"{last:%d/%m/%Y}"},
        )
    return between(first, last)


def asked_on(form: str, first: date) -> tuple[list[str], list[str]]:
    """What the form asks before a start of that day, and what it has the contract name."""
    return (
        rules.value("gates_before_start", form=form, on=first).value,
        rules.amount("contract_names", form=form, on=first, default=[]),
    )


def tutor_account(host: Host, name: str) -> User | None:
    """The account of a tutor of this name, when the host has one and only one."""
    wanted = sorted(fold(name).split())
    if not wanted:
        return None
    named = [
        duty.user for duty in host.officers.all()
        if duty.duty == "tutor" and duty.until is None and sorted(fold(duty.user.name).split()) == wanted
    ]  # fmt: skip
    return named[0] if len(named) == 1 else None


def _open_tutor_gates(missions: Sequence[Mission], *, by: User, on: date) -> None:
    proofs = [(m.pk, GateName.TUTOR, m.tutor) for m in missions if m.tutor]
    open_gates("mission", proofs, by=by, on=on)


@transaction.atomic
def name_tutor(*, mission: Mission, name: str, by: User, on: date, account: User | None = None) -> Mission:
    """Say who tutors the volunteer: the host's officer for one's own host, or the centre. `account` attests presence.

    A contract that still waits for signatures is written again with that name: those already given fall.
    """
    [row] = Mission.objects.locked([mission])
    require_naming_tutor(by, row)
    if not name.strip():
        raise Refusal("tutor_missing", _("Écrivez le nom du tuteur."), field="name")
    if account and not account.host_duties.filter(host=row.host, until=None).exists():
        raise NotAllowed(
            "tutor_of_another_host", _("Ce compte n’appartient pas à la structure d’accueil."), field="account"
        )
    row.tutor, row.tutor_account = name.strip(), account
    row.save(update_fields=["tutor", "tutor_account"])
    _open_tutor_gates([row], by=by, on=on)
    if row.state == MissionState.PREPARED:
        replace_texts([row], why=f"Tuteur : {row.tutor}", by=by, on=on)
    journal.write("missions.name_tutor", "mission", row.pk, by=by, on=on, account=account.pk if account else None)
    return row


@transaction.atomic
def name_facilitator(*, missions: Sequence[Mission], account: User, by: User, on: date) -> list[Mission]:
    """Say which field facilitator or senior records the presence of these volunteers."""
    rows = Mission.objects.locked(missions)
    require_at(by, P.CONTRACTS_RECORD_SIGNATURES, rows)
    if not FIELD & {act.role for act in account.appointments}:
        raise NotAllowed(
            "not_a_facilitator", _("Ce compte n’est ni animateur de terrain ni volontaire senior."), field="account"
        )
    for row in rows:
        row.facilitator = account
    Mission.objects.bulk_update(rows, ["facilitator"])
    journal.write("missions.name_facilitator", "user", account.pk, by=by, on=on, rows=[row.pk for row in rows])
    return rows


@transaction.atomic
def record_insurance(*, missions: Sequence[Mission], reference: str, by: User, on: date) -> None:
    """Write under which declaration or policy these volunteers are covered: the contract of their form names it."""
    rows = Mission.objects.locked(missions)
    require_at(by, P.CONTRACTS_ISSUE, rows)
    require_not_own(by, rows)
    require_date(by, on)
    if not reference.strip():
        raise Refusal(
            "reference_missing", _("Écrivez le numéro de la déclaration ou de la police."), field="reference"
        )
    open_gates("mission", [(row.pk, GateName.INSURANCE, reference.strip()) for row in rows], by=by, on=on)
    if rows:
        journal.write(
            "missions.record_insurance",
            "mission",
            rows[0].pk,
            by=by,
            on=on,
            permission=P.CONTRACTS_ISSUE,
            rows=[r.pk for r in rows],
        )

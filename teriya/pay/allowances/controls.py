"""What stops a pay line, and the sentence that says why. A stopped line is shown first; nothing is silently left out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_
from django.utils.translation import override

from teriya.foundation.core.periods import Month, between
from teriya.mobilisation.hosts.needs import payers_of
from teriya.pay.allowances import ghosts, queries
from teriya.pay.allowances.eligibility import Eligibility, eligibility
from teriya.pay.allowances.engine.ghosts import PATTERNS, SURE, Sign
from teriya.pay.allowances.engine.ghosts import stops as stops_line
from teriya.pay.allowances.filling import lacking
from teriya.pay.allowances.ghosts import Signs
from teriya.pay.allowances.models import Wallet
from teriya.service.attendance import queries as attendance
from teriya.service.missions import queries as service
from teriya.service.missions.models import Mission, StartOfService
from teriya.service.missions.states import EndReason

Stop = tuple[str, str]
OWNERS = {
    "unpayable": _("direction des opérations"), "ended_mission": _("centre régional"), "no_contract": _("direction des opérations"),
    "start_gates_missing": _("centre régional"), "start_not_confirmed": _("centre régional"),
    "overlapping_days": _("centre régional"), "presence_above_working_days": _("centre régional"),
    "rate_to_confirm": _("administrateur des règles"), "nothing_due": _("personne : le mois est clos"),
    "no_funder": _("agent financier"), "outside_terms": _("agent financier, avec le chargé de partenariats"), "no_wallet": _("centre régional"), "duplicate_wallet": _("centre régional"),
    "file_field_missing": _("centre régional"), "other_holder": _("centre régional"), "wallet_on_hold": _("personne : le délai passe, ou le titulaire s’oppose"),
} | {
    code: _("centre régional") if pattern.points == SURE else _("superviseur du centre, avec son motif")
    for code, pattern in PATTERNS.items()
}  # fmt: skip


TITLES = {  # the word of each cause, in a filter
    "unpayable": _("marque de non-paiement"), "ended_mission": _("pointé après la fin"),
    "no_contract": _("sans contrat signé"), "start_gates_missing": _("pièce du début manquante"),
    "start_not_confirmed": _("prise de service non confirmée"), "overlapping_days": _("deux missions le même jour"),
    "presence_above_working_days": _("plus de jours que le mois"), "rate_to_confirm": _("taux non fixé"),
    "nothing_due": _("rien n’est dû"), "no_funder": _("sans enveloppe"), "outside_terms": _("hors des termes d’une convention"), "no_wallet": _("sans compte de paiement"),
    "duplicate_wallet": _("compte de plusieurs personnes"), "other_holder": _("titulaire à vérifier"),
    "wallet_on_hold": _("compte changé, en attente"), "too_old": _("trop vieux"), "child": _("enfant"),
    "dead": _("décédé"), "age_out_of_form": _("âge hors de la forme"), "no_name": _("nom impossible"),
    "one_name": _("un nom pour beaucoup"), "same_name_birth": _("même nom, même naissance"),
    "like_name_birth": _("même nom, même naissance, ailleurs"), "open_double": _("doublon à trancher"),
    "same_paper": _("pièce de plusieurs"), "fake_paper": _("pièce inventée"), "paper_run": _("pièces qui se suivent"),
    "same_photo": _("photo de plusieurs"), "same_phone": _("téléphone de plusieurs"), "home_phone": _("téléphone de deux volontaires"),
    "fake_phone": _("téléphone inventé"), "phone_run": _("téléphones qui se suivent"), "staff_phone": _("téléphone d’un agent"),
    "staff_wallet": _("compte d’un agent"), "born_together": _("nés le même jour"), "late_record": _("inscrit après le début"),
    "own_attestation": _("atteste pour soi"), "of_its_host": _("membre de la structure"), "over_quota": _("au-delà du quota"),
    "no_right": _("structure sans agrément"), "seen_absent": _("absent à la visite"), "never_missed": _("jamais un jour manqué"),
    "paid_elsewhere": _("payé par un autre programme"), "number_elsewhere": _("compte payé ailleurs"),
    "no_trace": _("aucune trace de la personne"), "no_paper": _("sans pièce d’identité"), "same_hands": _("une seule main"), "one_pair": _("toujours les deux mêmes"),
    "file_field_missing": _("donnée manquante au fichier"),
}  # fmt: skip


@dataclass(frozen=True)
class Findings:
    """What the controls read about a set of missions, in a constant number of queries."""

    signed: frozenset[int]
    lacking: dict[int, list[str]]
    confirmed: frozenset[int]
    wallets: dict[int, Wallet]
    shared_wallets: frozenset[int]
    other_holders: frozenset[int]
    on: date
    marked_twice: dict[int, list[date]]
    after_end: dict[int, int]
    summaries: dict[int, attendance.Summary]
    signs: dict[int, list[Sign]]
    cleared: dict[int, set[str]]
    funders: dict[int, list[tuple[int, int]]]
    eligibility: Eligibility


def findings(missions: Sequence[Mission], month: Month, on: date, signs: Signs) -> Findings:
    ids = [mission.pk for mission in missions]
    wallets = queries.wallets_in_use(queries.owner_of(mission.person) for mission in missions)
    funders = payers_of([mission.seat for mission in missions])
    return Findings(
        signed=_signed(ids, month),
        lacking=service.missing_gates(missions, {mission.pk: mission.started_on for mission in missions}),
        confirmed=frozenset(
            StartOfService.objects.filter(mission__in=ids, confirmed_by_id__isnull=False).values_list(
                "mission", flat=True
            )
        ),
        wallets=wallets,
        shared_wallets=frozenset(queries.other_holders(wallets.values())),
        other_holders=queries.not_of_their_person(wallets.values()),
        on=on,
        signs=signs[month],
        cleared=ghosts.cleared(ids),
        funders=funders,
        eligibility=eligibility(missions, funders, month),
        marked_twice=attendance.marked_twice(ids, month),
        after_end=attendance.present_after_end(missions, month),
        summaries=attendance.summary(missions, month),
    )


def _signed(ids: Collection[int], month: Month) -> frozenset[int]:
    """Missions under a contract of that month which every party has signed. Days that a suspension moved are covered too."""
    days = between(month.first, month.last)
    moved = Q(suspensions__moves_end=True, period__overlap=days)
    rows = Mission.objects.filter(
        Q(contracts__period__overlap=days) | moved, pk__in=ids, contracts__signed_on__isnull=False
    )
    return frozenset(rows.values_list("pk", flat=True))


def stops(mission: Mission, found: Findings, *, rate: int, net: int, due: int, is_month: bool) -> list[Stop]:
    """Every reason not to pay this line, each with a code and what to do. `net`: what is paid, or set aside for the heirs.

    `due`: what its envelopes bear, retentions included; `is_month`: whether it is the allowance of a month.
    """
    payers = found.funders[mission.seat_id]
    return [
        *_of_service(mission, found), *_of_amount(mission, rate, net),
        *(("outside_terms", why) for why in found.eligibility.stops(mission, payers, due=due, is_month=is_month)),
        *_of_wallet(mission, found), *_of_ghosts(mission, found),
    ]  # fmt: skip


def _of_service(mission: Mission, found: Findings) -> list[Stop]:
    seen, stopped = found.summaries[mission.pk], []
    if mission.is_unpayable and mission.end_reason != EndReason.DEATH:  # a death sets aside, it does not stop
        stopped.append(("unpayable", N_("La mission porte une marque de non-paiement : la direction décide.")))
    if days := found.after_end.get(mission.pk):
        stopped.append(("ended_mission", f"Mission finie le {mission.ended_on:%d/%m/%Y}, {days} j pointés après."))
    if lacking := found.lacking.get(mission.pk):
        with override("fr"):  # a line keeps its sentence as the paper prints it
            lacks, cures = service.gate_words(lacking), service.gate_cures(lacking)
        stopped.append(("start_gates_missing", f"Service commencé sans : {lacks}. Que faire : {cures}."))
    if mission.pk not in found.confirmed:
        stopped.append(
            (
                "start_not_confirmed",
                N_("Prise de service non confirmée par une autre personne : le centre la confirme."),
            )
        )
    if mission.pk not in found.signed:
        stopped.append(("no_contract", N_("Aucun contrat signé des trois parties ne couvre ce mois.")))
    if days := found.marked_twice.get(mission.pk):
        stopped.append(
            ("overlapping_days", f"Présent le même jour dans deux missions : {days[0]:%d/%m/%Y} ({len(days)} j).")
        )
    if seen.present > seen.working:
        stopped.append(
            ("presence_above_working_days", f"{seen.present} j présents pour {seen.working} j ouvrables de service.")
        )
    return stopped


def _of_amount(mission: Mission, rate: int, net: int) -> list[Stop]:
    if not rate:
        return [
            ("rate_to_confirm", f"Le taux de la forme {mission.form.code} n’est pas fixé : aucun franc sans texte.")
        ]
    stopped = [] if net else [("nothing_due", N_("Rien n’est dû : aucun jour servi ce mois-ci."))]
    if mission.seat.envelope_id is None:
        stopped.append(("no_funder", N_("Aucune enveloppe ne paie cette place.")))
    return stopped


def _of_wallet(mission: Mission, found: Findings) -> list[Stop]:
    """None after a death: nothing goes to the account."""
    if queries.is_dead(mission):
        return []
    wallet = found.wallets.get(queries.owner_of(mission.person))
    if wallet is None:
        return [("no_wallet", N_("Pas de compte de paiement approuvé : le centre le saisit."))]
    if lacks := lacking(mission.person, wallet):
        return [("file_field_missing", lacks)]
    if wallet.pk in found.shared_wallets:
        return [("duplicate_wallet", f"Le compte …{wallet.tail} est aussi celui d’une autre personne.")]
    if wallet.pk in found.other_holders:
        return [
            (
                "other_holder",
                f"Le compte …{wallet.tail} est au nom de « {wallet.holder} » : le titulaire reste à vérifier.",
            )
        ]
    if wallet.is_held(found.on):
        return [
            (
                "wallet_on_hold",
                f"Compte changé le {wallet.approved_on:%d/%m/%Y} : rien n’y part avant le {wallet.held_until:%d/%m/%Y}.",
            )
        ]
    return []


def _of_ghosts(mission: Mission, found: Findings) -> list[Stop]:
    """The signs that nobody has cleared, all of them once together they weigh enough."""
    signs, cleared = found.signs.get(mission.pk, []), found.cleared.get(mission.pk, set())
    if not stops_line(signs, cleared):
        return []
    return [(sign.code, sign.sentence) for sign in signs if sign.points == SURE or sign.code not in cleared]

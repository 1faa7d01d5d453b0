"""A mission told: what happened, when, with which paper; and for the volunteer, where one stands and what comes next."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from teriya.foundation.core.models import Transition
from teriya.foundation.rules.templatetags.words import label
from teriya.foundation.ui.parts import Moment
from teriya.foundation.ui.templatetags.ui import day
from teriya.service.missions import parts, queries
from teriya.service.missions.models import Contract, Mission, Signature
from teriya.service.missions.states import ContractKind, GateName, MissionState, Party, checklist
from teriya.service.missions.steps import undone

SIGNED = {
    GateName.SIGNED_AGENCY: Party.AGENCY,
    GateName.SIGNED_HOST: Party.HOST,
    GateName.SIGNED_VOLUNTEER: Party.VOLUNTEER,
}


def told(mission: Mission, contract: Contract | None) -> list[Moment]:
    """Every moment of the mission in order; those to come are not done."""
    texts = _texts(contract)
    first = texts[0] if texts else None
    return [
        *_offer(mission), *_before(mission, first), *_start(mission), *_suspended(mission), *_followers(texts[1:]), *_taken_back(mission),
        *_added(mission), *_after(mission),
    ]  # fmt: skip


def _texts(contract: Contract | None) -> list[Contract]:
    """The contract, and those before it that it renews or changes, the first one first."""
    found = []
    while contract is not None:
        found.append(contract)
        contract = contract.renews
    return found[::-1]


def _followers(texts: list[Contract]) -> list[Moment]:
    """Renewals, amendments and transfers, done once the three have signed."""
    return [
        Moment(
            text.get_kind_display().capitalize(),
            text.signed_on,
            text.document.number,
            is_done=text.signed_on is not None,
        )
        for text in texts
    ]


def _taken_back(mission: Mission) -> list[Moment]:
    """What would have changed the contract and was given up before all had signed: why, and the signatures that fell."""
    rows = mission.contracts.filter(void_on__isnull=False, replaced_by=None).exclude(kind=ContractKind.FIRST)
    moments = []
    for row in rows.annotate(given=Count("signatures")).select_related("document").order_by("pk"):
        fallen = ngettext("%(n)s signature annulée", "%(n)s signatures annulées", row.given) % {"n": row.given}
        name = _("%(text)s retiré avant signature") % {"text": row.get_kind_display().capitalize()}
        detail = " · ".join([row.document.number, row.void_because, *([fallen] if row.given else [])])
        moments.append(Moment(name, row.void_on, detail))
    return moments


def _offer(mission: Mission) -> list[Moment]:
    """Proposed, then accepted on the day that the answer bears."""
    answers = Transition.objects.filter(
        subject="offer", subject_id=mission.offer_id, name__in=("accept", "record_acceptance")
    )
    answer = answers.order_by("pk").first()
    proposed = Moment(_("Place proposée"), mission.offer.on, mission.wave.title)
    return [proposed, Moment(_("Place acceptée"), answer.on if answer else None)]


def _before(mission: Mission, contract: Contract | None) -> list[Moment]:
    gates = queries.gates_of([mission.pk])[mission.pk]
    signatures = {one.party: one for one in contract.signatures.all()} if contract else {}
    moments = []
    for name in mission.required_gates:
        if name in SIGNED:
            continue
        gate = gates.get(name)
        label = str(GateName(name).label).capitalize()
        moments.append(Moment(label, gate.on, _evidence(gate)) if gate else Moment(label, is_done=False))
    moments.append(
        Moment(_("Contrat établi"), contract.on, contract.document.number)
        if contract
        else Moment(_("Contrat établi"), is_done=False)
    )
    return moments + [_signed(party, signatures.get(party)) for party in Party]


def _evidence(gate) -> str:
    return gate.evidence or _("dérogation %(act)s jusqu’au %(day)s") % {
        "act": gate.derogation,
        "day": f"{gate.until:%d/%m/%Y}",
    }


def _signed(party: str, signature: Signature | None) -> Moment:
    label = _("Signé par %s") % Party(party).label
    if signature is None:
        return Moment(label, is_done=False)
    return Moment(label, signature.on, f"{signature.name} ({signature.capacity}), {signature.get_mode_display()}")


def _start(mission: Mission) -> list[Moment]:
    start = getattr(mission, "start", None)
    attested = Moment(_("Prise de service attestée par la structure"), start.attested_on if start else None,
                      _("premier jour : %s") % day(start.on) if start else "", is_done=start is not None)  # fmt: skip
    is_confirmed = start is not None and start.confirmed_on is not None
    confirmed = Moment(_("Prise de service confirmée par le centre"), start.confirmed_on if is_confirmed else None,
                       start.sheet.number if is_confirmed else "", is_done=is_confirmed)  # fmt: skip
    return [attested, confirmed]


def _suspended(mission: Mission) -> list[Moment]:
    """Each suspension from its first day, then the return; the one that runs says when the return is foreseen."""
    moments = []
    for row in sorted(mission.suspensions.all(), key=lambda row: row.first_day):
        number = row.pause.days
        days = ngettext("%(n)s jour", "%(n)s jours", number) % {"n": number}
        moments.append(Moment(_("Suspension : %s") % label(row.kind, "suspension"), row.first_day, days))
        back, is_back = row.last_day + timedelta(1), row.closed_on is not None
        if not is_back:
            moments.append(Moment(_("Reprise prévue"), back, is_done=False))
        elif mission.ended_on is None or back <= mission.ended_on:
            moments.append(Moment(_("Reprise du service"), back))
    return moments


def _added(mission: Mission) -> list[Moment]:
    return [moment for source in parts.MOMENTS for moment in source(mission)]


def _after(mission: Mission) -> list[Moment]:
    if mission.state == MissionState.CANCELLED:
        return [Moment(_("Mission annulée avant le début"))]
    closing = getattr(mission, "closing", None)
    if closing is None:
        return [Moment(_("Fin prévue"), queries.last_day(mission), is_done=False)]
    is_closed = closing.sheet is not None
    asked = checklist(mission.end_reason)
    done = sum(getattr(closing, name) for name in asked)
    certificate = closing.certificate
    return [
        Moment(_("Fin de mission"), mission.ended_on, mission.get_end_reason_display()),
        Moment(_("Clôture"), closing.sheet.on if is_closed else None, closing.sheet.number if is_closed else
               _("%(done)s vérifications sur %(all)s") % {"done": done, "all": len(asked)}, is_done=is_closed),
        Moment(_("Attestation de fin de mission"), certificate.on if certificate else None,
               certificate.number if certificate else "", is_done=certificate is not None),
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a volunteer stands: one sentence, what comes next, and the button if it is for the volunteer to press."""

    sentence: str
    next: str
    url: str = ""
    button: str = ""


def standing(mission: Mission, contract: Contract | None) -> Standing:
    """For the volunteer's own page."""
    paper = reverse("missions:paper", args=[mission.pk, "attestation"])
    end = day(mission.ended_on or queries.last_day(mission))
    closing = getattr(mission, "closing", None)
    match mission.state:
        case MissionState.PREPARED:
            return _in_preparation(mission, contract)
        case MissionState.IN_SERVICE if contract and _waits_for_volunteer(contract):
            return Standing(
                _("Vous êtes en service."),
                _("Un texte attend votre signature : %s.") % contract.get_kind_display(),
                reverse("missions:sign", args=[mission.pk]),
                _("Lire et signer"),
            )
        case MissionState.IN_SERVICE:
            return Standing(_("Vous êtes en service."), _("Votre mission finit le %s.") % end)
        case MissionState.SUSPENDED:
            running = queries.open_suspension(mission)
            days = {"back": day(running.last_day + timedelta(1)), "end": end}
            return Standing(
                _("Votre mission est suspendue."),
                _("Reprise prévue le %(back)s. Votre mission finit le %(end)s.") % days,
            )
        case MissionState.CANCELLED:
            return Standing(_("Votre mission est annulée."), _("Votre centre régional peut vous en dire la raison."))
        case MissionState.CLOSED if closing and closing.certificate:
            return Standing(_("Votre mission est terminée depuis le %s.") % end, _("Votre attestation est prête."), paper,
                            _("Ouvrir mon attestation"))  # fmt: skip
        case MissionState.CLOSED:
            return Standing(_("Votre mission est close."), _("La direction doit encore signer votre attestation."))
    return Standing(
        _("Votre mission s’est terminée le %s.") % end,
        undone(closing).capitalize() or _("Votre centre doit la clore."),
    )


def _waits_for_volunteer(contract: Contract) -> bool:
    return contract.is_open and all(one.party != Party.VOLUNTEER for one in contract.signatures.all())


def _in_preparation(mission: Mission, contract: Contract | None) -> Standing:
    first = day(mission.period.lower)
    sentence = _("Votre mission est en préparation.")
    if contract and _waits_for_volunteer(contract):
        url = reverse("missions:sign", args=[mission.pk])
        return Standing(sentence, _("Lisez votre contrat, puis signez-le."), url, _("Lire et signer mon contrat"))
    if said := next(filter(None, (source(mission) for source in parts.NEXT)), ""):
        return Standing(sentence, said)
    if contract is None:
        return Standing(sentence, _("L’agence prépare votre contrat : un SMS vous dira quand le signer."))
    if mission.period.lower > timezone.localdate():
        return Standing(sentence, _("Présentez-vous à votre structure le %s.") % first)
    return Standing(sentence, _("Votre structure et votre centre doivent confirmer votre prise de service."))

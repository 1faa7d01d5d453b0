"""The joint certificate: prepared by an officer, signed by a director of each agency, handed to the person by the one that sent."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from teriya.exchange.stays import joint
from teriya.exchange.stays.actions.telling import NOTHING, Paper, locked, speak
from teriya.exchange.stays.models import Certificate, Stay
from teriya.exchange.stays.states import CERTIFICATE_LIFE, CertificateState, Side
from teriya.exchange.wire import actions as wire
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents import actions as documents
from teriya.foundation.documents.actions import Sheet
from teriya.foundation.documents.letterhead import in_french, letterhead
from teriya.foundation.documents.models import Document
from teriya.foundation.journal import actions as journal
from teriya.people import actions as people

SERIES = "CONJOINTE"
SOURCE = "reciprocity"


@transaction.atomic
def prepare_certificate(*, stay: Stay, by: User, on: date) -> Certificate:
    """Write what both will sign, from the stay as the host side said it. Again, until the other agency has signed.

    Refuses `not_ours` at the host side, `not_over`, `already_joint`.
    """
    require(by, P.STAYS_KEEP)
    row = locked(stay)
    if row.side != Side.HOME:
        raise Refusal("not_ours", _("L’attestation se prépare à l’agence d’envoi."))
    if row.nomination.ended_on is None:
        raise Refusal("not_over", _("Le séjour n’est pas fini."))
    former = row.certificates.exclude(state=CertificateState.REVOKED).first()
    if former and former.state == CertificateState.JOINT:
        raise Refusal("already_joint", _("Les deux agences ont déjà signé cette attestation."))
    year = row.nomination.ended_on.year
    index = former.index if former and former.year == year else _next_index(year)
    kept = former or Certificate(stay=row)
    kept.content, kept.year, kept.index = joint.content_of(row, index=index, on=on), year, index
    kept.home = kept.host = kept.undelivered = ""
    kept.fact, kept.signed_by_id, kept.prepared_by_id, kept.prepared_on = None, None, by.pk, on
    kept.state = CertificateState.PREPARED
    kept.save()
    journal.write("stays.prepare_certificate", "joint_certificate", kept.pk, by=by, on=on, permission=P.STAYS_KEEP)
    return kept


def _next_index(year: int) -> int:
    """The next place in the year's list of revocations that we keep: those of others have theirs."""
    ours = Certificate.objects.filter(year=year, prepared_by_id__isnull=False)
    return (ours.aggregate(last=Max("index"))["last"] or 0) + 1


@transaction.atomic
def sign_certificate(*, certificate: Certificate, by: User, on: date) -> Certificate:
    """The home agency signs what another of its people prepared; the name leaves under the consent of the person."""
    require(by, P.STAYS_SIGN)
    row = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    nomination = locked(row.stay).nomination
    require_other_person(by, row.prepared_by_id)
    CERTIFICATE_LIFE.check("sign", row.state)
    person = nomination.person
    named = {"family": person.family, "given": person.given}
    content = {"content": row.content} | joint.signed(row.content, joint.named(named))
    row.signed_by_id = by.pk
    row.save(update_fields=["signed_by_id"])
    wire.say("stay.certify", to=nomination.agency, about=nomination.uid, content=content, person=named, subject=person, by=by, on=on)  # fmt: skip
    row.refresh_from_db()
    return row


@transaction.atomic
def countersign_certificate(*, certificate: Certificate, by: User, on: date, paper: Paper = NOTHING) -> Certificate:
    """The host agency signs the same content; in ink, declared by its scan, where it has no system."""
    row = Certificate.objects.select_for_update(of=("self",)).select_related("fact").get(pk=certificate.pk)
    nomination = locked(row.stay).nomination
    require(by, P.STAYS_KEEP if nomination.is_ours else P.STAYS_SIGN)
    CERTIFICATE_LIFE.check("countersign", row.state)
    content = {"certificate": row.number, "digest": joint.digest_of(row.content)}
    if not nomination.is_ours:
        name = joint.name_in(row)
        if not name:
            raise Refusal("person_erased", _("Les données de cette personne ont été effacées ici."))
        content |= joint.signed(row.content, name)
    speak("stay.countersign", nomination, Side.HOST, content, by=by, on=on, paper=paper)
    row.refresh_from_db()
    return row


@transaction.atomic
def revoke_certificate(*, certificate: Certificate, reason: str, by: User, on: date) -> Certificate:
    """Take our signature back: the certificate is worth nothing any more, with network and without."""
    row = Certificate.objects.select_for_update(of=("self",)).select_related("stay__nomination__agency").get(pk=certificate.pk)  # fmt: skip
    require(by, P.STAYS_SIGN)
    if not reason.strip():
        raise Refusal("reason_required", _("Écrivez le motif de la révocation."), field="reason")
    CERTIFICATE_LIFE.check("revoke", row.state)
    nomination = row.stay.nomination
    wire.say("stay.revoke", to=nomination.agency, about=nomination.uid, content={"certificate": row.number}, by=by, on=on)  # fmt: skip
    journal.write("stays.revoke_certificate", "joint_certificate", row.pk, by=by, on=on, reason=reason, permission=P.STAYS_SIGN)  # fmt: skip
    row.refresh_from_db()
    return row


@transaction.atomic
def deliver_certificate(*, certificate: Certificate, by: User, on: date) -> Document:
    """Issue the paper that the person receives, once both have signed; the same again afterwards."""
    require(by, P.STAYS_KEEP)
    row = Certificate.objects.select_for_update(of=("self",)).select_related("document", "fact").get(pk=certificate.pk)
    stay = locked(row.stay)
    if row.state != CertificateState.JOINT or stay.side != Side.HOME:
        raise Refusal("not_joint", _("Les deux agences n’ont pas encore signé."))
    if row.document is None:
        row.document = documents.issue(kind="conjointe", series=SERIES, subject="stay", sheet=_sheet(row, stay), by=by, on=on)  # fmt: skip
        row.save(update_fields=["document"])
    return row.document


def _sheet(row: Certificate, stay: Stay) -> Sheet:
    content, person = row.content, stay.nomination.person
    ink = in_french(_("Signé à l’encre"))
    data = {
        **letterhead(), "home": content["home"]["name"], "host": content["host"]["name"], "name": joint.named({"family": person.family, "given": person.given}),
        "matricule": person.matricule, "form": content["form"], "structure": content["structure"], "post": content["post"],
        "starts_on": content["startsOn"], "ends_on": content["endsOn"], "days": content["days"],
        "home_signed": in_french(_("Signé électroniquement")), "host_signed": ink if row.is_declared else in_french(_("Signé électroniquement")),
    }  # fmt: skip
    signed = "" if row.is_declared or settings.TRIAL else joint.token_of(row)
    return Sheet(stay.pk, data, person=person.pk, joint=signed)


@transaction.atomic
def count_service(*, stay: Stay, by: User, on: date) -> None:
    """Write the service in the home record, from the arrival to the last day; moved where the host side corrected the end.

    Refuses `not_ours`, `not_over`, `service_overlaps`.
    """
    require(by, P.STAYS_KEEP)
    require_date(by, on)
    row = locked(stay)
    nomination = row.nomination
    if row.side != Side.HOME:
        raise Refusal("not_ours", _("Le service compte à l’agence d’envoi."))
    if nomination.ended_on is None:
        raise Refusal("not_over", _("Le séjour n’est pas fini."))
    if nomination.person.service_periods.filter(source=SOURCE, source_id=row.pk).exists():
        people.move_service_end(source=SOURCE, source_id=row.pk, last=nomination.ended_on)
    else:
        people.add_services([(nomination.person_id, joint.form(), nomination.arrived_on, nomination.ended_on, row.pk)], source=SOURCE)  # fmt: skip
    row.counted_on = on
    row.save(update_fields=["counted_on"])
    journal.write("stays.count_service", "stay", row.pk, by=by, on=on, permission=P.STAYS_KEEP)

"""What the messages of a joint certificate change here: a signature stands only over the very content, by the very agency."""

from django.utils.translation import gettext as _

from teriya.exchange.stays import joint
from teriya.exchange.stays.actions.applying import Personal, require_side, stay_of
from teriya.exchange.stays.models import Certificate
from teriya.exchange.stays.states import CertificateState, Side
from teriya.exchange.wire.models import Fact
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents import actions as documents


def certify(fact: Fact, person: Personal) -> None:
    """The home agency signs. Refuses `already_joint`, `certificate_unfit`, `certificate_differs`, `signature_unfit`.

    `certificate_differs`: the days are not those that the host side said.
    """
    stay, said = stay_of(fact), fact.content
    require_side(fact, stay, Side.HOME)
    content, nomination = said["content"], stay.nomination
    row = stay.certificates.exclude(state=CertificateState.REVOKED).first()
    if row and row.state == CertificateState.JOINT:
        raise Refusal("already_joint", _("Les deux agences ont déjà signé cette attestation."))
    days = (str(nomination.arrived_on), str(nomination.ended_on))
    if (content["startsOn"], content["endsOn"]) != days or content["id"] != f"urn:uuid:{stay.uid}":
        raise Refusal("certificate_differs", _("L’attestation ne porte pas les jours du séjour."))
    if nomination.agency.speaks:
        joint.require_parties(content, nomination.agency, home_is_ours=fact.is_ours)
    joint.require_signed(content, joint.named(person or {}), said, "home")
    row = row or Certificate(stay=stay, prepared_on=fact.on)
    year, index = content["name"].split("/")
    row.content, row.year, row.index = content, int(year), int(index)
    row.home, row.host, row.fact, row.undelivered, row.state = said["signature"], "", fact, "", CertificateState.SIGNED
    row.save()
    if not fact.is_ours:
        joint.keep_key(nomination.agency, said, content["home"])


def countersign(fact: Fact, person: Personal) -> None:
    """The host agency signs the same content; in ink, where it has no system. Refuses `other_content`, `signature_unfit`."""
    stay, said = stay_of(fact), fact.content
    require_side(fact, stay, Side.HOST)
    row = _named(fact, said["certificate"])
    if row.state != CertificateState.SIGNED or said["digest"] != joint.digest_of(row.content):
        raise Refusal("other_content", _("L’agence d’envoi a changé cette attestation depuis."))
    if fact.is_declared:
        row.is_declared = True
    else:
        joint.require_signed(row.content, _name_for(row), said, "host")
        row.host = said["signature"]
    row.state = CertificateState.JOINT
    row.save()
    if not fact.is_ours and not fact.is_declared:
        joint.keep_key(stay.nomination.agency, said, row.content["host"])


def revoke(fact: Fact, person: Personal) -> None:
    """Either agency takes its signature back: the certificate is worth nothing any more, and its paper says so."""
    row = _named(fact, fact.content["certificate"])
    row.state, row.revoked_on = CertificateState.REVOKED, row.revoked_on or fact.on
    row.save(update_fields=["state", "revoked_on"])
    if row.document:
        reason = _("Révoquée par %(agency)s") % {"agency": _speaker(fact)}
        documents.withdraw_many([row.document], reason=reason, by=None, on=fact.on)


def certificate_not_there(fact: Fact, code: str) -> None:
    """Our signature does not stand there: the page says why, and it can be prepared anew."""
    Certificate.objects.filter(fact=fact).exclude(state=CertificateState.JOINT).update(undelivered=code[:40])


def countersignature_not_there(fact: Fact, code: str) -> None:
    Certificate.objects.filter(stay__nomination__uid=fact.about, state=CertificateState.JOINT).update(
        state=CertificateState.SIGNED, host="", undelivered=code[:40]
    )


def _named(fact: Fact, number: str) -> Certificate:
    """Refuses `certificate_unknown`."""
    stay = stay_of(fact)
    year, _slash, index = number.partition("/")
    row = stay.certificates.select_for_update(of=("self",)).select_related("document", "fact").filter(year=int(year), index=int(index)).first()  # fmt: skip
    if row is None:
        raise Refusal("certificate_unknown", _("Cette attestation n’est pas connue ici."))
    return row


def _name_for(row: Certificate) -> str:
    name = joint.name_in(row)
    if not name:
        raise Refusal("person_erased", _("Les données de cette personne ont été effacées ici."))
    return name


def _speaker(fact: Fact) -> str:
    return _("l’agence") if fact.is_ours else fact.agency.name

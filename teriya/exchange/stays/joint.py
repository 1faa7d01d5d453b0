"""The content of a joint certificate, its signatures apart from it, and the keys that they are checked with."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from teriya.exchange.stays.engine.plan import days_served
from teriya.exchange.stays.models import Certificate, SigningKey, Stay
from teriya.exchange.stays.states import CertificateState
from teriya.exchange.wire import queries as wire
from teriya.exchange.wire.models import Agency
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents import signing
from teriya.foundation.documents.engine import jointly, tokens
from teriya.foundation.documents.engine.credentials import Issuer, revocation_list
from teriya.foundation.documents.engine.tokens import Json
from teriya.foundation.documents.letterhead import in_french
from teriya.foundation.rules import queries as rules

FORMS = ("VIR", "INT")  # of service in another country, where the country has such a form
NAME = "volunteer"  # the one part that is not kept with the rest


def list_address(site: str, year: int) -> str:
    return f"{site}/echanges/sejours/revocations/{year}"


def form() -> str:
    """The code under which the service counts in the home record."""
    return next((code for code in FORMS if code in rules.form_codes()), FORMS[0])


def form_name() -> str:
    return dict(rules.form_choices()).get(form(), in_french(_("Volontaire international de réciprocité")))


def content_of(stay: Stay, *, index: int, on: date) -> Json:
    """What both agencies will sign, without the name: the stay as it was arrived at and ended, by the word of the host side."""
    nomination = stay.nomination
    offer, agency = nomination.offer, nomination.agency
    said = jointly.Stay(
        str(stay.uid), "", form_name(), offer.host_name, offer.title, nomination.arrived_on, nomination.ended_on,
        days_served(nomination.arrived_on, nomination.ended_on),
    )  # fmt: skip
    ours, theirs = (
        signing.issuer(),
        Issuer(agency.address.rstrip("/") or f"urn:teriya:agency:{agency.code}", agency.name),
    )
    whole = jointly.content(home=ours, host=theirs, stay=said, index=index, statuses=list_address(ours.id, nomination.ended_on.year), on=on)  # fmt: skip
    whole.pop(NAME)
    return whole


def named(person: Mapping[str, Any]) -> str:
    """As papers name people: KOFFI Afi."""
    return f"{person['family'].upper()} {person['given']}"


def signed(content: Json, name: str) -> dict[str, str]:
    """Our signature over the whole content: what a message carries of it."""
    head, _body, signature = signing.token(content | {NAME: name}, typ=jointly.TYP).split(".")
    key = signing.public_keys()["keys"][0]
    return {"signature": f"{head}..{signature}", "kid": key["kid"], "x": key["x"]}


def whole(content: Json, name: str, detached: str) -> str:
    """The token of one agency, its body put back between head and signature."""
    head, _nothing, signature = detached.split(".")
    return f"{head}.{tokens.encoded(tokens.canonical(content | {NAME: name}))}.{signature}"


def digest_of(content: Json) -> str:
    return hashlib.sha256(tokens.canonical(content)).hexdigest()


def require_signed(content: Json, name: str, said: Mapping[str, Any], party: str) -> None:
    """Refuse `signature_unfit` unless this signature is that of the party named in the content, over the whole of it."""
    kid = f"{content[party]['id']}/attestations/cles/{tokens.thumbprint(said['x'])}"
    try:
        if said["kid"] != kid or said["signature"].count(".") != 2:
            raise ValueError("another key")
        tokens.read(whole(content, name, said["signature"]), {kid: said["x"]}, typ=jointly.TYP)
    except (ValueError, Refusal) as error:
        raise Refusal("signature_unfit", _("La signature ne tient pas pour cette attestation.")) from error


def require_parties(content: Json, agency: Agency, *, home_is_ours: bool) -> None:
    """Refuse `certificate_unfit` unless the two parties are ourselves and the agency that we pinned, each in its place."""
    ours, theirs = ("home", "host") if home_is_ours else ("host", "home")
    if content[ours]["id"] != settings.SITE or content[theirs]["id"] != agency.address.rstrip("/"):
        raise Refusal("certificate_unfit", _("Cette attestation nomme d’autres agences."))


def name_in(certificate: Certificate) -> str:
    """The volunteer's name, while the sealed part that bears it is kept here; else nothing."""
    person = wire.person_part(certificate.fact) if certificate.fact else None
    return named(person) if person else ""


def token_of(certificate: Certificate) -> str:
    """What anybody checks without network: both signatures over one content. Refuses `person_erased`."""
    name = name_in(certificate)
    if not name:
        raise Refusal("person_erased", _("Les données de cette personne ont été effacées ici."))
    halves = [whole(certificate.content, name, one) for one in (certificate.home, certificate.host)]
    return jointly.joined(*halves)


def keys_of_others() -> list[Json]:
    """The keys of the agencies with which we sign, as their own files give them."""
    files: dict[str, Json] = {}
    for row in SigningKey.objects.select_related("agency").order_by("-pk"):
        file = files.setdefault(row.issuer, {"issuer": row.issuer, "name": row.name, "keys": []})
        file["keys"].append({"kty": "OKP", "crv": "Ed25519", "x": row.x, "kid": row.kid})
    return list(files.values())


def keep_key(agency: Agency, said: Mapping[str, Any], party: Mapping[str, str]) -> None:
    SigningKey.objects.get_or_create(kid=said["kid"], defaults={"agency": agency, "issuer": party["id"], "name": party["name"], "x": said["x"]})  # fmt: skip


def revocations(year: int) -> str:
    """Our signed list of the year’s joint certificates that one of the two agencies revoked."""
    rows = Certificate.objects.filter(year=year, prepared_by_id__isnull=False, state=CertificateState.REVOKED)
    return signing.token(revocation_list(
        issuer=signing.issuer(), address=list_address(signing.issuer().id, year), revoked=list(rows.values_list("index", flat=True)), on=timezone.localdate(),
    ))  # fmt: skip


def lists() -> list[str]:
    """That of each year in which both signed something."""
    years = Certificate.objects.filter(prepared_by_id__isnull=False).exclude(state=CertificateState.PREPARED)
    return [revocations(year) for year in sorted(set(years.values_list("year", flat=True)))]

"""Kossi in Burkina Faso, as far as a test needs: planned, arrived, ended, certified by both. What they say is heard without the carriage."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.utils import timezone

from teriya.exchange.reciprocity.models import Nomination, Offer
from teriya.exchange.stays import actions, joint
from teriya.exchange.stays.models import Certificate, Stay
from teriya.exchange.wire.kinds import known
from teriya.exchange.wire.models import Agency
from teriya.foundation.documents.engine import jointly, tokens
from tests.cast import Cast
from tests.factories.reciprocity import a_post, binds, sent, stay_of
from tests.factories.relations import moussa_of
from tests.factories.wire import heard

KEY = tokens.private_key("the certificates of bf")
LENGTH = timedelta(200)


def they_say(agency: Agency, kind: str, about: UUID, content: dict) -> None:
    heard(known(kind), id=uuid4(), agency=agency, about=about, content=content, person=None, on=timezone.localdate())


def a_stay(cast: Cast, agency: Agency) -> Stay:
    """Planned: their post, our volunteer, their yes, our days."""
    binds(cast, agency)
    today, uid = timezone.localdate(), uuid4()
    they_say(agency, "offer.publish", uid, a_post().content())
    nomination = sent(cast, Offer.objects.get(uid=uid))
    they_say(agency, "nomination.accept", nomination.uid, {name: day.isoformat() for name, day in stay_of(nomination.offer).items()})  # fmt: skip
    days = stay_of(nomination.offer)
    return actions.plan_stay(nomination=Nomination.objects.get(pk=nomination.pk), departs_on=days["starts_on"], ends_on=days["ends_on"], by=moussa_of(cast), on=today)  # fmt: skip


def arrive(stay: Stay) -> Stay:
    """Two hundred days ago, so that months have passed."""
    they_say(stay.nomination.agency, "stay.arrive", stay.uid, {"arrived_on": str(timezone.localdate() - LENGTH)})
    return Stay.objects.get(pk=stay.pk)


def end(stay: Stay) -> Stay:
    yesterday = timezone.localdate() - timedelta(1)
    they_say(stay.nomination.agency, "stay.end", stay.uid, {"ended_on": str(yesterday), "how": "term"})
    return Stay.objects.get(pk=stay.pk)


def certify(cast: Cast, stay: Stay) -> Certificate:
    """Prepared by Moussa, signed by Ama and by their director, and its paper issued."""
    today = timezone.localdate()
    row = actions.prepare_certificate(stay=stay, by=moussa_of(cast), on=today)
    row = actions.sign_certificate(certificate=row, by=cast.ama, on=today)
    they_say(stay.nomination.agency, "stay.countersign", stay.uid, their_signature(row))
    row.refresh_from_db()
    actions.deliver_certificate(certificate=row, by=moussa_of(cast), on=today)
    row.refresh_from_db()
    return row


def their_signature(certificate: Certificate, key=KEY, **changes) -> dict:
    """What the director of Burkina Faso’s agency answers to our signature."""
    site, x = certificate.content["host"]["id"], tokens.public_part(key)
    kid = f"{site}/attestations/cles/{tokens.thumbprint(x)}"
    content = certificate.content | {"volunteer": joint.name_in(certificate)} | changes
    head, _body, signature = tokens.sign(content, key=key, kid=kid, typ=jointly.TYP).split(".")
    return {"certificate": certificate.number, "digest": joint.digest_of(certificate.content), "signature": f"{head}..{signature}", "kid": kid, "x": x}  # fmt: skip

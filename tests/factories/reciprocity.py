"""Posts abroad and people proposed for them: a convention holds, transfers are authorised, Kossi served as a national volunteer."""

from datetime import date, timedelta
from uuid import uuid4

from django.utils import timezone

from teriya.exchange.reciprocity import actions
from teriya.exchange.reciprocity.actions import NewOffer
from teriya.exchange.reciprocity.models import Nomination, Offer
from teriya.exchange.wire.kinds import known
from teriya.exchange.wire.models import Agency
from teriya.people.models import Person
from tests.cast import Cast
from tests.factories.missions import give_account, make_missions
from tests.factories.relations import agree, moussa_of
from tests.factories.wire import heard

FIELDS = ["family", "given", "birth_on", "profile", "missions", "motivation", "languages"]
TYPED = {"motivation": "Transmettre ce que j’ai appris.", "languages": "français, éwé"}


def a_post(**values) -> NewOffer:
    """Six months in a library, from two months on."""
    start = timezone.localdate() + timedelta(60)
    given = {
        "title": "Animatrice de lecture", "host_name": "Bibliothèque de Bobo", "place": "Bobo-Dioulasso", "sheet": "Tenir la salle de lecture.",
        "profile": "Bac, goût des livres", "tutor": "Bibliothécaire", "seats": 1, "starts_on": start, "ends_on": start + timedelta(182),
        "answer_by": start - timedelta(20), "languages": "français",
    }  # fmt: skip
    return NewOffer(**given | values)


def binds(cast: Cast, agency: Agency) -> None:
    """A convention in force, and transfers authorised both ways."""
    if not agency.conventions.filter(state="agreed").exists():
        agree(cast, agency)
    for way in ("out", "in"):
        if not agency.authorisations.filter(direction=way).exists():
            _authorise(agency, way)


def _authorise(agency: Agency, direction: str) -> None:
    today = timezone.localdate()
    agency.authorisations.create(
        direction=direction, authority="IPDCP", number="2026-014", categories=["identity", "contact", "education", "experience", "languages", "journey"],
        since=today - timedelta(30), until=today + timedelta(300), state="active", by_id=1, confirmed_by_id=2, on=today - timedelta(30),
    )  # fmt: skip


def post_here(cast: Cast, agency: Agency, **values) -> Offer:
    """Ours, offered to their volunteers."""
    binds(cast, agency)
    return actions.publish_offer(agency=agency, new=a_post(**values), by=moussa_of(cast), on=timezone.localdate())


def post_abroad(cast: Cast, agency: Agency, **values) -> Offer:
    """Theirs, as heard from them."""
    binds(cast, agency)
    uid = uuid4()
    heard(
        known("offer.publish"),
        id=uuid4(),
        agency=agency,
        about=uid,
        content=a_post(**values).content(),
        person=None,
        on=timezone.localdate(),
    )
    return Offer.objects.get(uid=uid)


def kossi_of(cast: Cast) -> Person:
    """A national volunteer since 2024, who signs in with the account of Kossi."""
    person = Person.objects.filter(account=cast.kossi).first()
    if person is None:
        [mission] = make_missions(cast, 1)
        give_account(mission, cast.kossi)
        person = Person.objects.get(account=cast.kossi)
    return person


def prepared(cast: Cast, offer: Offer, **values) -> Nomination:
    """Kossi is thought of, and asked."""
    given = {"fields": FIELDS, "typed": TYPED, "person": kossi_of(cast)} | values
    return actions.prepare(offer=offer, by=moussa_of(cast), on=timezone.localdate(), **given)


def sent(cast: Cast, offer: Offer, **values) -> Nomination:
    """He agreed on his own account, and was proposed."""
    row = actions.agree(nomination=prepared(cast, offer, **values), by=cast.kossi, on=timezone.localdate())
    return actions.send(nomination=row, by=moussa_of(cast), on=timezone.localdate())


def stay_of(offer: Offer) -> dict[str, date]:
    return {"starts_on": offer.starts_on, "ends_on": offer.ends_on}

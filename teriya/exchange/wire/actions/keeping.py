"""Keys that change, and personal parts that are forgotten."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from teriya.exchange.wire import own
from teriya.exchange.wire.actions.saying import say
from teriya.exchange.wire.actions.sending import KEYS
from teriya.exchange.wire.engine.keys import Keys, is_key
from teriya.exchange.wire.models import Agency, AgencyKey, Fact, Incoming, Outgoing, OwnKey
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Actor, require
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.engine import tokens
from teriya.foundation.journal import actions as journal

OVERLAP = timedelta(days=90)  # the key that was left is believed, and opens, until then: a USB stick takes its time
PROOF = "teriya-keys+jwt"
SCHEMA = {
    "required": ["x", "seals", "proof"],
    "properties": {"x": {"type": "string"}, "seals": {"type": "string"}, "proof": {"type": "string"}},
}


@transaction.atomic
def rotate_keys(*, by: Actor, on: date) -> OwnKey:
    """The next number of our keys: told to each agency under the key that it knows, with proof that we hold the new one.

    We sign with it to each agency once it has taken it; what is closed for the former one is opened during `OVERLAP`.
    """
    require(by, P.WIRE_CONFIRM)
    OwnKey.objects.get_or_create(number=1, defaults={"kid": own.key(1).public.kid})
    number = OwnKey.objects.select_for_update().order_by("-number")[0].number + 1
    pair = own.key(number)
    proof = tokens.sign(
        {"kid": pair.public.kid, "seals": pair.public.seals}, key=pair.signs, kid=pair.public.kid, typ=PROOF
    )
    content = {"x": pair.public.x, "seals": pair.public.seals, "proof": proof}
    for agency in Agency.objects.filter(speaks=True, confirmed_by_id__isnull=False):
        say(KEYS, to=agency, about=UUID(int=number), content=content, by=by, on=on)
    OwnKey.objects.filter(until=None).update(until=timezone.now() + OVERLAP)
    row = OwnKey.objects.create(number=number, kid=pair.public.kid)
    journal.write("wire.rotate", "key", row.kid, by=by, on=on, permission=P.WIRE_CONFIRM)
    return row


def pin(fact: Fact, person: dict[str, Any] | None) -> None:
    """Another agency changed its keys: believed because its former key says so and the new one signs its own name."""
    if fact.is_ours:
        return
    keys = Keys(fact.content["x"], fact.content["seals"])
    if not is_key(keys.x) or not is_key(keys.seals):
        raise Refusal("keys_unfit", "Ces clés ne se lisent pas.")
    said = tokens.read(fact.content["proof"], {keys.kid: keys.x}, typ=PROOF)
    if said != {"kid": keys.kid, "seals": keys.seals}:
        raise Refusal("keys_unfit", "Ces clés ne portent pas la preuve de qui les tient.")
    AgencyKey.objects.filter(agency=fact.agency, until=None).update(until=timezone.now() + OVERLAP)
    AgencyKey.objects.create(agency=fact.agency, kid=keys.kid, x=keys.x, seals=keys.seals)


@transaction.atomic
def forget_person(*, about: UUID, by: Actor | None, on: date) -> int:
    """Empty every personal part said about this thing, here; how many. What was said stays by its digest."""
    facts = Fact.objects.filter(about=about).exclude(sealed="")
    ids = list(facts.values_list("pk", flat=True))
    facts.update(sealed="")
    Outgoing.objects.filter(fact__in=ids).exclude(settled_at=None).update(token="")
    Incoming.objects.filter(message_id__in=ids).update(token="")
    if ids:
        journal.write("wire.forget", "fact", about, by=by, on=on, facts=len(ids))
    return len(ids)

"""Two agencies come to know one another: cards by file, fingerprints read aloud, two persons on each side."""

import json
import re
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from teriya.exchange.wire import own
from teriya.exchange.wire.engine.keys import Keys, is_key, same_fingerprint
from teriya.exchange.wire.models import Agency, AgencyKey
from teriya.exchange.wire.states import AGENCY_LIFE, AgencyState
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Actor, require, require_other_person
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.documents.engine import tokens
from teriya.foundation.journal import actions as journal

NAMES = {"agency": str, "name": str, "country": str, "address": str, "x": str, "seals": str, "versions": list}
CODE = re.compile(r"[a-z][a-z0-9-]{1,19}")
ADDRESS = re.compile(r"(https?://[A-Za-z0-9.:-]{1,180})?")  # nothing else is ever opened


def read_card(text: str) -> dict[str, Any]:
    """The card of another agency, signed by the key that it shows. Refuses `card_unreadable` and `own_card`."""
    unreadable = Refusal("card_unreadable", _("Cette carte ne se lit pas : demandez à l’agence d’en envoyer une autre."), field="card")  # fmt: skip
    try:
        shown = json.loads(tokens.decoded(text.strip().split(".")[1]))["x"]
        content = tokens.read(text.strip(), {tokens.thumbprint(shown): shown}, typ=own.CARD)
    except (IndexError, ValueError, KeyError, TypeError, Refusal) as error:
        raise unreadable from error
    is_whole = all(type(content.get(name)) is kind for name, kind in NAMES.items())
    if (
        not is_whole
        or not is_key(content["x"])
        or not is_key(content["seals"])
        or not CODE.fullmatch(content["agency"])
    ):
        raise unreadable
    if content["agency"] == own.code():
        raise Refusal("own_card", _("Cette carte est la nôtre : déposez celle de l’autre agence."), field="card")
    return content


@transaction.atomic
def introduce_agency(*, card: str, by: Actor, on: date) -> Agency:
    """Pin the keys of a card; nothing is said or heard until another person confirms the fingerprint, read out by the other agency.

    An agency whose link is suspended, its keys lost or stolen, is introduced again by a new card: no former key is believed any
    more, and what waits is signed and closed anew. Refuses `agency_exists` while its link works.
    """
    require(by, P.WIRE_PAIR)
    content = read_card(card)
    keys = Keys(content["x"], content["seals"])
    told = {
        "name": content["name"],
        "country": content["country"],
        "address": content["address"],
        "versions": content["versions"],
    }
    told |= {"speaks": True, "knows": own.number(), "by_id": by.id, "on": on}
    row = Agency.objects.select_for_update().filter(code=content["agency"]).first()
    if row is None:
        row = Agency.objects.create(code=content["agency"], **told)
    else:
        _introduce_again(row, told, by, on)
    if AgencyKey.objects.filter(kid=keys.kid).exists():
        raise Refusal(
            "same_keys",
            _("Cette carte porte des clés que nous avons déjà eues : demandez-en de nouvelles."),
            field="card",
        )
    AgencyKey.objects.create(agency=row, kid=keys.kid, x=keys.x, seals=keys.seals)
    journal.write("wire.introduce", "agency", row.code, by=by, on=on, permission=P.WIRE_PAIR, kid=keys.kid)
    return row


def _introduce_again(row: Agency, told: dict[str, Any], by: Actor, on: date) -> None:
    if row.state == AgencyState.KNOWN:
        raise Refusal(
            "agency_exists",
            _("Cette agence est déjà au registre. Pour changer ses clés, suspendez d’abord la liaison."),
            field="card",
        )
    row.confirmed_by_id = None
    for name, value in told.items():
        setattr(row, name, value)
    row.save()
    move(row, AGENCY_LIFE, "introduce_again", by=by, on=on)
    row.keys.filter(Q(until=None) | Q(until__gt=Now())).update(until=Now())
    row.outgoing.filter(settled_at=None).update(token="")


@transaction.atomic
def confirm_agency(*, agency: Agency, fingerprint: str, by: Actor, on: date) -> None:
    """The fingerprint that the other agency read out, typed by another person than who brought the card."""
    row = Agency.objects.select_for_update().get(pk=agency.pk)
    require(by, P.WIRE_CONFIRM)
    require_other_person(by, row.by_id)
    if row.speaks and not any(same_fingerprint(fingerprint, Keys(key.x, key.seals)) for key in row.keys.all()):
        raise Refusal("fingerprint_differs", _("L’empreinte lue n’est pas celle de cette carte : ne confirmez pas, rappelez l’agence."), field="fingerprint")  # fmt: skip
    row.confirmed_by_id = by.id
    row.save(update_fields=["confirmed_by_id"])
    move(row, AGENCY_LIFE, "confirm", by=by, on=on)
    journal.write("wire.confirm", "agency", row.code, by=by, on=on, permission=P.WIRE_CONFIRM)


@transaction.atomic
def name_agency(*, code: str, name: str, country: str, by: Actor, on: date) -> Agency:
    """An agency without the system: it is served by letters, and what it says is declared. Another person confirms it."""
    require(by, P.WIRE_PAIR)
    if Agency.objects.filter(code=code).exists() or code == own.code():
        raise Refusal("agency_exists", _("Cette agence est déjà au registre."), field="code")
    row = Agency.objects.create(code=code, name=name, country=country, speaks=False, by_id=by.id, on=on)
    journal.write("wire.name", "agency", row.code, by=by, on=on, permission=P.WIRE_PAIR)
    return row


@transaction.atomic
def decide_agency(*, agency: Agency, step: str, reason: str, by: Actor, on: date) -> None:
    """Suspend what passes between us, or resume it: nothing leaves and nothing is taken meanwhile; nothing is lost."""
    row = Agency.objects.select_for_update().get(pk=agency.pk)
    if step == "resume" and row.confirmed_by_id is None:
        raise Refusal("not_confirmed", _("L’empreinte de cette agence n’a jamais été confirmée."))
    move(row, AGENCY_LIFE, step, by=by, on=on, reason=reason)
    journal.write(f"wire.{step}", "agency", row.code, by=by, on=on, reason=reason, permission=P.WIRE_CONFIRM)

"""Before anything leaves: who is thought of, what would leave, and whether the person agrees."""

from collections.abc import Collection, Mapping
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.exchange.reciprocity import notices, policies, queries
from teriya.exchange.reciprocity.dossier import TYPED, seal_typed
from teriya.exchange.reciprocity.models import Nomination, Offer
from teriya.exchange.reciprocity.states import LIVE, NOMINATION_LIFE, PostState
from teriya.exchange.wire import actions as wire
from teriya.exchange.wire.states import How
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Actor, require, require_date
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.people.models import Person


@transaction.atomic
def prepare(
    *, offer: Offer, person: Person, fields: Collection[str], typed: Mapping[str, str], by: Actor, on: date
) -> Nomination:
    """Think of a serving or former national volunteer for a post abroad, and ask for the consent: an SMS says where.

    `typed`: what no record holds. Refuses `not_abroad`, `offer_closed`, `never_served`, `already_proposed`, `field_not_agreed`,
    `no_convention`, `field_missing`.
    """
    require(by, P.EXCHANGES_NOMINATE)
    require_date(by, on)
    offer = Offer.objects.select_related("agency").get(pk=offer.pk)
    if offer.is_ours:
        raise Refusal("not_abroad", _("Ce poste est chez nous : l’autre agence y propose quelqu’un."))
    if offer.state != PostState.OPEN or offer.answer_by < on:
        raise Refusal("offer_closed", _("On ne propose plus personne pour ce poste."))
    if person.died_on or not queries.has_served(person, on):
        raise Refusal("never_served", _("On propose un volontaire national, en service ou ancien."), field="person")
    if Nomination.objects.filter(person=person, state__in=LIVE).exists():
        raise Refusal("already_proposed", _("Cette personne est déjà proposée pour un poste."), field="person")
    policies.check_fields(offer.agency, fields, on)
    kept = {name: typed[name].strip() for name in TYPED if name in fields and typed.get(name, "").strip()}
    row = Nomination(
        offer=offer, agency=offer.agency, is_ours=True, person=person, fields=sorted(fields), prepared_on=on
    )
    row.typed = seal_typed(row, kept)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refusal(
            "already_proposed", _("Cette personne est déjà proposée pour un poste."), field="person"
        ) from error
    notices.consent_asked(row)
    journal.write("exchanges.prepare", "nomination", row.pk, by=by, on=on, permission=P.EXCHANGES_NOMINATE, fields=sorted(fields))  # fmt: skip
    return row


@transaction.atomic
def agree(*, nomination: Nomination, by: User, on: date) -> Nomination:
    """The person agrees, on the own account, to these fields for this agency and this post, until `queries.agreed_until`."""
    row = own(nomination, by)
    NOMINATION_LIFE.check("agree", row.state)
    return _consented(row, How.ACCOUNT, None, by, on)


@transaction.atomic
def sign(*, nomination: Nomination, paper: UploadedFile | None, by: Actor, on: date) -> Nomination:
    """The person signed the same on paper, which is joined. Refuses `paper_required`."""
    row = locked(nomination)
    NOMINATION_LIFE.check("sign", row.state)
    return _consented(row, How.SIGNED, paper, by, on)


def _consented(row: Nomination, how: str, paper: UploadedFile | None, by: Actor, on: date) -> Nomination:
    row.consent = wire.record_consent(
        person=row.person, agency=row.agency, fields=row.fields, purpose=queries.purpose(row.offer)[:200], until=queries.agreed_until(row.offer, on),
        how=how, paper=paper, by=by, on=on,
    )  # fmt: skip
    row.save(update_fields=["consent"])
    move(row, NOMINATION_LIFE, "agree" if how == How.ACCOUNT else "sign", by=by, on=on)
    return row


@transaction.atomic
def decline(*, nomination: Nomination, by: User, on: date) -> Nomination:
    """The person says no, before anything left; no reason is asked."""
    row = own(nomination, by)
    move(row, NOMINATION_LIFE, "decline", by=by, on=on)
    _forget_draft(row, by, on)
    return row


@transaction.atomic
def set_aside(*, nomination: Nomination, reason: str, by: Actor, on: date) -> Nomination:
    """The officer gives up before anything left."""
    row = locked(nomination)
    move(row, NOMINATION_LIFE, "set_aside", by=by, on=on, reason=reason)
    _forget_draft(row, by, on)
    return row


def _forget_draft(row: Nomination, by: Actor, on: date) -> None:
    row.typed = ""
    row.save(update_fields=["typed"])
    if row.consent and row.consent.withdrawn_on is None:
        wire.withdraw_consent(consent=row.consent, by=by, on=on)


def locked(nomination: Nomination) -> Nomination:
    rows = Nomination.objects.select_for_update(of=("self",)).select_related("offer", "agency", "person", "consent")
    return rows.get(pk=nomination.pk)


def own(nomination: Nomination, by: User) -> Nomination:
    row = locked(nomination)
    if row.person is None or row.person.account_id != by.id:
        raise NotAllowed("not_own", _("Cette page est celle d’une autre personne."))
    return row

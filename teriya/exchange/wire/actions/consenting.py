"""What the authority allows, and what each person agrees to."""

from collections.abc import Collection
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from teriya.exchange.wire.fields import FIELDS, Category
from teriya.exchange.wire.models import Agency, Consent, TransferAuthorisation
from teriya.exchange.wire.states import AUTHORISATION_LIFE, How
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Actor, require, require_other_person
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.documents import actions as documents
from teriya.foundation.journal import actions as journal
from teriya.people.models import Person


@transaction.atomic
def record_authorisation(
    *, agency: Agency, direction: str, authority: str, number: str, categories: Collection[str], since: date, until: date,
    paper: UploadedFile | None = None, by: Actor, on: date,
) -> TransferAuthorisation:  # fmt: skip
    """What the data-protection authority authorised, as its paper says; of no effect until another person confirms it."""
    require(by, P.TRANSFERS_RECORD)
    if not categories or set(categories) - set(Category.values):
        raise Refusal(
            "category_unknown", _("Choisissez les catégories que l’autorisation couvre."), field="categories"
        )
    if until < since:
        raise Refusal("ends_before", _("L’autorisation finit avant de commencer."), field="until")
    kept = (
        documents.keep(file=paper, kind="authorisation", subject="agency", subject_id=agency.pk, by=by, on=on)
        if paper
        else None
    )
    row = TransferAuthorisation.objects.create(
        agency=agency, direction=direction, authority=authority, number=number, categories=sorted(categories), since=since,
        until=until, paper=kept, by_id=by.id, on=on,
    )  # fmt: skip
    journal.write(
        "transfers.record", "authorisation", row.pk, by=by, on=on, permission=P.TRANSFERS_RECORD, number=number
    )
    return row


@transaction.atomic
def confirm_authorisation(*, authorisation: TransferAuthorisation, by: Actor, on: date) -> None:
    row = TransferAuthorisation.objects.select_for_update().get(pk=authorisation.pk)
    require_other_person(by, row.by_id)
    row.confirmed_by_id = by.id
    row.save(update_fields=["confirmed_by_id"])
    move(row, AUTHORISATION_LIFE, "confirm", by=by, on=on)
    journal.write("transfers.confirm", "authorisation", row.pk, by=by, on=on, permission=P.TRANSFERS_CONFIRM)


@transaction.atomic
def revoke_authorisation(*, authorisation: TransferAuthorisation, reason: str, by: Actor, on: date) -> None:
    """Nothing leaves under it any more, what waits included."""
    row = TransferAuthorisation.objects.select_for_update().get(pk=authorisation.pk)
    move(row, AUTHORISATION_LIFE, "revoke", by=by, on=on, reason=reason)
    journal.write(
        "transfers.revoke", "authorisation", row.pk, by=by, on=on, reason=reason, permission=P.TRANSFERS_CONFIRM
    )


@transaction.atomic
def record_consent(
    *, person: Person, agency: Agency, fields: Collection[str], purpose: str, until: date, how: str, by: Actor, on: date,
    paper: UploadedFile | None = None,
) -> Consent:  # fmt: skip
    """A person agrees, on the own account or by a signed paper that is joined. Refuses `field_unknown` and `paper_required`."""
    is_own = how == How.ACCOUNT
    require(by, P.CONSENTS_OWN if is_own else P.CONSENTS_KEEP)
    if is_own and person.account_id != by.id:
        raise Refusal("not_own", _("Ce consentement se donne sur le compte de la personne."))
    if not fields or set(fields) - FIELDS.keys():
        raise Refusal("field_unknown", _("Choisissez ce qui peut être transmis."), field="fields")
    if not is_own and paper is None:
        raise Refusal("paper_required", _("Joignez l’accord signé."), field="paper")
    if until < on:
        raise Refusal("ends_before", _("Le consentement finit avant de commencer."), field="until")
    kept = (
        documents.keep(file=paper, kind="consent", subject="consent_of", subject_id=person.pk, by=by, on=on)
        if paper
        else None
    )
    row = Consent.objects.create(
        person=person, agency=agency, fields=sorted(fields), purpose=purpose, how=how, paper=kept, since=on, until=until, by_id=by.id,
    )  # fmt: skip
    journal.write("consents.record", "consent", row.pk, by=by, on=on, agency=agency.code, fields=sorted(fields))
    return row


@transaction.atomic
def withdraw_consent(*, consent: Consent, by: Actor, on: date) -> None:
    """At will: nothing leaves under it any more. Who withdraws another's consent was asked to."""
    row = Consent.objects.select_for_update(of=("self",)).select_related("person").get(pk=consent.pk)
    require(by, P.CONSENTS_OWN if row.person.account_id == by.id else P.CONSENTS_KEEP)
    if row.withdrawn_on:
        return
    row.withdrawn_on = on
    row.save(update_fields=["withdrawn_on"])
    journal.write("consents.withdraw", "consent", row.pk, by=by, on=on)

"""What goes on with a partner: contacts, what was signed before, obligations both ways, reviews."""

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents import actions as documents
from teriya.foundation.journal import actions as journal
from teriya.partnerships.partners.models import Contact, Obligation, Partner, PastAgreement, Review


@transaction.atomic
def add_contact(
    *, partner: Partner, name: str, function: str, by: User, on: date, phone: str = "", email: str = ""
) -> Contact:
    """Write whom to call at a partner’s. Refuses `contact_unreachable` without telephone nor e-mail."""
    _may_write(by, on)
    if not (phone or email):
        raise Refusal("contact_unreachable", _("Donnez un téléphone ou une adresse électronique."), field="phone")
    row = Contact.objects.create(partner=partner, name=name, function=function, phone=phone, email=email, since=on)
    _keep("add_contact", partner, by, on, contact=row.pk)
    return row


@transaction.atomic
def end_contact(*, contact: Contact, by: User, on: date) -> Contact:
    """Say that a person is no longer to be called; `on` is the last day."""
    _may_write(by, on)
    row = Contact.objects.select_for_update().get(pk=contact.pk)
    if row.until is None:
        row.until = max(on, row.since)
        row.save(update_fields=["until"])
        _keep("end_contact", row.partner, by, on, contact=row.pk)
    return row


@transaction.atomic
def note_past_agreement(
    *, partner: Partner, title: str, first_year: int, last_year: int, source: str, by: User, on: date,
    amount: int | None = None,
) -> PastAgreement:  # fmt: skip
    """Note an agreement of before the system. Francs, where known. Refuses `bad_dates`."""
    _may_write(by, on)
    if not first_year <= last_year <= on.year:
        raise Refusal("bad_dates", _("Une convention ancienne finit après son début, cette année au plus tard."), field="last_year")  # fmt: skip
    row = PastAgreement.objects.create(
        partner=partner, title=title, first_year=first_year, last_year=last_year, amount=amount, source=source,
        by_id=by.pk, on=on,
    )  # fmt: skip
    _keep("note_past_agreement", partner, by, on, past_agreement=row.pk, amount=amount)
    return row


@transaction.atomic
def owe(*, partner: Partner, side: str, what: str, due_on: date, by: User, on: date) -> Obligation:
    """Write what the agency owes a partner, or the partner the agency, by a day."""
    _may_write(by, on)
    row = Obligation.objects.create(partner=partner, side=side, what=what, due_on=due_on, by_id=by.pk, on=on)
    _keep("owe", partner, by, on, obligation=row.pk, side=side)
    return row


@transaction.atomic
def fulfil(
    *, obligation: Obligation, proof: str, done_on: date, by: User, on: date, paper: UploadedFile | None = None
) -> Obligation:
    """Say that an obligation is done, on which day, and what shows it. Refuses `proof_required`, `already_done`."""
    _may_write(by, on)
    require_date(by, done_on)
    row = Obligation.objects.select_for_update().get(pk=obligation.pk)
    if row.done_on:
        raise Refusal("already_done", _("Cette obligation est déjà tenue."))
    if not proof.strip():
        raise Refusal(
            "proof_required",
            _("Dites ce qui le montre : une lettre et son numéro, un procès-verbal."),
            field="proof",
        )
    row.done_on, row.proof = done_on, proof.strip()
    row.save(update_fields=["done_on", "proof"])
    if paper:
        documents.keep(file=paper, kind="proof", subject="obligation", subject_id=row.pk, by=by, on=on)
    _keep("fulfil", row.partner, by, on, obligation=row.pk)
    return row


@transaction.atomic
def plan_review(*, partner: Partner, due_on: date, by: User, on: date) -> Review:
    """Set the day on which the partnership is looked at. Refuses `review_known`."""
    _may_write(by, on)
    row, is_new = Review.objects.get_or_create(partner=partner, due_on=due_on, defaults={"by_id": by.pk})
    if not is_new:
        raise Refusal("review_known", _("Une revue est déjà prévue ce jour-là."), field="due_on")
    _keep("plan_review", partner, by, on, review=row.pk)
    return row


@transaction.atomic
def hold_review(
    *, review: Review, said: str, held_on: date, by: User, on: date, next_on: date | None = None
) -> Review:
    """Write what a review said, and when the next one is. Refuses `already_held`, `review_known`."""
    _may_write(by, on)
    require_date(by, held_on)
    row = Review.objects.select_for_update().get(pk=review.pk)
    if row.held_on:
        raise Refusal("already_held", _("Cette revue est déjà écrite."))
    row.held_on, row.said = held_on, said
    row.save(update_fields=["held_on", "said"])
    _keep("hold_review", row.partner, by, on, review=row.pk)
    if next_on:
        plan_review(partner=row.partner, due_on=next_on, by=by, on=on)
    return row


def _may_write(by: User, on: date) -> None:
    require(by, P.PARTNERS_WRITE)
    require_date(by, on)


def _keep(word: str, partner: Partner, by: User, on: date, **facts) -> None:
    journal.write(f"partners.{word}", "partner", partner.pk, by=by, on=on, permission=P.PARTNERS_WRITE, **facts)

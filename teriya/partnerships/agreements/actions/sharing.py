"""Who, at the partner's, reads an agreement; what was reported of it at a date."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.receipts import digest_of
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.journal import actions as journal
from teriya.partnerships.agreements.actions.writing import locked
from teriya.partnerships.agreements.models import Agreement, Membership, Report
from teriya.partnerships.agreements.states import AgreementState

PARTNER = "partner"  # the role of who reads for a partner


@transaction.atomic
def admit(*, agreement: Agreement, user: User, by: User, on: date) -> Membership:
    """Let a person of the partner's read the agreement. Refuses `not_a_partner` without that role, `member_known`."""
    require(by, P.AGREEMENTS_WRITE)
    require_date(by, on)
    row = locked(agreement)
    if PARTNER not in {act.role for act in user.appointments}:
        raise Refusal("not_a_partner", _("Cette personne n’a pas le rôle de partenaire : l’administrateur le lui donne d’abord."), field="user")  # fmt: skip
    member = Membership(agreement=row, user=user, since=on, by_id=by.pk)
    try:
        with transaction.atomic():
            member.save()
    except IntegrityError as error:
        raise Refusal("member_known", _("Cette personne lit déjà cette convention."), field="user") from error
    journal.write("agreements.admit", "agreement", row.pk, by=by, on=on, permission=P.AGREEMENTS_WRITE, user=user.pk)
    return member


@transaction.atomic
def dismiss(*, member: Membership, by: User, on: date) -> Membership:
    """End it: the person no longer reads the agreement. Twice is once."""
    require(by, P.AGREEMENTS_WRITE)
    require_date(by, on)
    row = Membership.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if row.until is None:
        row.until = max(on, row.since)
        row.save(update_fields=["until"])
        journal.write("agreements.dismiss", "agreement", row.agreement_id, by=by, on=on, permission=P.AGREEMENTS_WRITE, user=row.user_id)  # fmt: skip
    return row


@transaction.atomic
def freeze_report(*, agreement: Agreement, as_of: date, facts: dict, by: User, on: date) -> Report:
    """Freeze what is reported of an agreement at the end of a day: printed again, it is the same.

    By whoever reads the agreement. The same facts again change nothing; others are refused (`report_frozen`): what was
    sent is not rewritten. Refuses `day_to_come`.
    """
    require_date(by, on)
    row = locked(agreement)
    if not Agreement.objects.visible_to(by).filter(pk=row.pk).exists():
        raise NotAllowed("not_allowed", _("Votre rôle ou votre périmètre ne permet pas cette action."))
    if row.state in (AgreementState.DRAFTED, AgreementState.CANCELLED):
        raise Refusal("agreement_not_live", _("Cette convention n’est pas signée : rien n’en est rapporté."))
    if as_of > on:
        raise Refusal("day_to_come", _("Un rapport ne parle pas d’un jour à venir."), field="as_of")
    known = Report.objects.filter(agreement=row, as_of=as_of).first()
    if known:
        if digest_of(known.facts) != digest_of(facts):
            sentence = _("Le rapport au %(day)s est déjà figé : choisissez un autre jour.")
            raise Refusal("report_frozen", sentence % {"day": f"{as_of:%d/%m/%Y}"}, field="as_of")
        return known
    report = Report.objects.create(agreement=row, as_of=as_of, facts=facts, by_id=by.pk, on=on)
    journal.write(
        "agreements.freeze_report", "agreement", row.pk, by=by, on=on, as_of=as_of.isoformat(), file=digest_of(facts)
    )
    return report

"""Writing an agreement and its amendments: a draft is corrected, what is signed is never rewritten."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.periods import between
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.partnerships.agreements import queries
from teriya.partnerships.agreements.models import Agreement, AgreementEnvelope, Terms, Version
from teriya.partnerships.agreements.states import LIVE, VERSION_LIFE, AgreementState
from teriya.partnerships.partners.models import Partner

BASE = "XOF"


@dataclass(frozen=True, slots=True)
class Clauses:
    """What a version says. `amount` in the smallest unit of the currency; `rate` in francs a unit, 1 for francs."""

    amount: int
    rate: Decimal
    first: date
    last: date
    since: date
    changes: str
    reports: Sequence[date] = ()


@dataclass(frozen=True, slots=True)
class NewTerms:
    """What a version lets one envelope pay; empty lists limit nothing (`models.Terms`)."""

    amount: int
    places: Sequence[str] = ()
    domains: Sequence[str] = ()
    forms: Sequence[str] = ()
    costs: Sequence[str] = ()
    hosts: Sequence[str] = ()
    sex: str = ""
    monthly_max: int | None = None
    ceilings: Mapping[str, int] = field(default_factory=dict)

    def as_values(self) -> dict:
        lists = ("places", "domains", "forms", "costs", "hosts")
        return asdict(self) | {name: list(getattr(self, name)) for name in lists} | {"ceilings": dict(self.ceilings)}


@transaction.atomic
def draft(
    *, reference: str, partner: Partner, title: str, currency: str, opens: str, clauses: Clauses, by: User, on: date,
    names_shown: bool = False,
) -> Agreement:  # fmt: skip
    """Write an agreement and its first version; another person records its signature.

    Refuses `agreement_known`, `partner_inactive`, `bad_dates`, `bad_rate`.
    """
    require(by, P.AGREEMENTS_WRITE)
    require_date(by, on)
    if not partner.is_active:
        raise Refusal("partner_inactive", _("Ce partenaire n’est plus actif."), field="partner")
    _require_sound(clauses, currency)
    row = Agreement(reference=reference.strip(), partner=partner, title=title.strip(), currency=currency, opens=opens,
                    names_shown=names_shown, entered_by_id=by.pk, entered_on=on)  # fmt: skip
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        sentence = _("Une convention porte déjà la référence %(reference)s.") % {"reference": row.reference}
        raise Refusal("agreement_known", sentence, field="reference") from error
    version = _write_version(row, 1, clauses, by, on)
    _tell("agreements.draft", version, by=by, on=on)
    return row


@transaction.atomic
def amend(*, agreement: Agreement, clauses: Clauses, by: User, on: date) -> Version:
    """Write an amendment (avenant): a new version, which says all that it changes and applies from `clauses.since`.

    Refuses `amendment_waits` while another is being written, `agreement_not_live`, `bad_dates` before the version in force.
    """
    require(by, P.AGREEMENTS_WRITE)
    require_date(by, on)
    row = locked(agreement)
    if row.state not in LIVE:
        raise Refusal("agreement_not_live", _("Seule une convention signée et non close reçoit un avenant."))
    if row.versions.filter(state="drafted").exists():
        raise Refusal("amendment_waits", _("Un avenant est déjà en rédaction : faites-le signer ou retirez-le."))
    _require_sound(clauses, row.currency)
    last = row.versions.filter(state="signed").order_by("-since").first()
    if last and clauses.since < last.since:
        sentence = _("Un avenant s’applique au plus tôt le %(day)s, comme la version en vigueur.")
        raise Refusal("bad_dates", sentence % {"day": f"{last.since:%d/%m/%Y}"}, field="since")
    version = _write_version(row, row.versions.count() + 1, clauses, by, on)
    _tell("agreements.amend", version, by=by, on=on)
    return version


@transaction.atomic
def correct(*, version: Version, clauses: Clauses, by: User, on: date) -> Version:
    """Correct a version that nobody has signed yet. Refuses `already_signed`."""
    require(by, P.AGREEMENTS_WRITE)
    require_date(by, on)
    row = _drafted(version)
    _require_sound(clauses, row.agreement.currency)
    for name, value in _values(clauses).items():
        setattr(row, name, value)
    row.entered_by_id, row.entered_on = by.pk, on
    row.save()
    _tell("agreements.correct", row, by=by, on=on)
    return row


@transaction.atomic
def withdraw(*, version: Version, reason: str, by: User, on: date) -> Version:
    """Give up an amendment before its signature. The first version is not withdrawn: its agreement is cancelled."""
    row = _drafted(version)
    if row.number == 1:
        raise Refusal("first_version", _("Annulez la convention : elle n’a pas d’autre version."))
    move(row, VERSION_LIFE, "withdraw", by=by, on=on, reason=reason)
    _tell("agreements.withdraw", row, by=by, on=on, reason=reason)
    return row


@transaction.atomic
def add_envelope(*, version: Version, code: str, title: str, terms: NewTerms, by: User, on: date) -> AgreementEnvelope:
    """Give an agreement one more envelope, in a version being written. Refuses `envelope_known`."""
    require(by, P.AGREEMENTS_WRITE)
    require_date(by, on)
    row = _drafted(version)
    envelope = AgreementEnvelope(agreement=row.agreement, code=code.strip(), title=title.strip())
    try:
        with transaction.atomic():
            envelope.save()
    except IntegrityError as error:
        sentence = _("L’enveloppe %(code)s existe déjà : choisissez un autre code.") % {"code": envelope.code}
        raise Refusal("envelope_known", sentence, field="code") from error
    _write_terms(row, envelope, terms, by, on)
    return envelope


@transaction.atomic
def set_terms(*, version: Version, envelope: AgreementEnvelope, terms: NewTerms, by: User, on: date) -> Terms:
    """Say what a version being written lets an envelope pay; until then it keeps what the version before said."""
    require(by, P.AGREEMENTS_WRITE)
    require_date(by, on)
    row = _drafted(version)
    if envelope.agreement_id != row.agreement_id:
        raise Refusal("other_agreement", _("Cette enveloppe est d’une autre convention."))
    return _write_terms(row, envelope, terms, by, on)


def locked(agreement: Agreement) -> Agreement:
    """The row, held: two persons never act on one agreement at once."""
    return Agreement.objects.select_for_update(of=("self",)).select_related("partner").get(pk=agreement.pk)


def _drafted(version: Version) -> Version:
    locked(Agreement(pk=version.agreement_id))
    row = Version.objects.select_related("agreement").get(pk=version.pk)
    if row.state != "drafted" or row.agreement.state in (AgreementState.CANCELLED, AgreementState.CLOSED):
        raise Refusal("already_signed", _("Ce texte ne se corrige plus : écrivez un avenant."))
    return row


def _require_sound(clauses: Clauses, currency: str) -> None:
    if clauses.last < clauses.first:
        raise Refusal("bad_dates", _("La période éligible finit après son début."), field="last")
    if clauses.amount <= 0:
        raise Refusal("bad_amount", _("Le montant est plus grand que zéro."), field="amount")
    if clauses.rate <= 0 or (currency == BASE and clauses.rate != 1):
        raise Refusal("bad_rate", _("Le taux est le nombre de francs pour une unité de la monnaie : 1 pour le franc."), field="rate")  # fmt: skip
    if not clauses.changes.strip():
        raise Refusal("changes_required", _("Écrivez l’objet, ou ce que l’avenant change."), field="changes")


def _values(clauses: Clauses) -> dict:
    return {
        "amount": clauses.amount, "rate": clauses.rate, "period": between(clauses.first, clauses.last),
        "since": clauses.since, "changes": clauses.changes.strip(), "reports": sorted(set(clauses.reports)),
    }  # fmt: skip


def _write_version(agreement: Agreement, number: int, clauses: Clauses, by: User, on: date) -> Version:
    return Version.objects.create(
        agreement=agreement, number=number, entered_by_id=by.pk, entered_on=on, **_values(clauses)
    )


def _write_terms(version: Version, envelope: AgreementEnvelope, terms: NewTerms, by: User, on: date) -> Terms:
    row, _is_new = Terms.objects.update_or_create(version=version, envelope=envelope, defaults=terms.as_values())
    given = sum(one.amount for one in queries.terms_of(version).values())
    if given > version.amount:
        sentence = _("Les enveloppes font ensemble %(given)s : la convention ne donne que %(amount)s.")
        said = {"given": version.agreement.written(given), "amount": version.agreement.written(version.amount)}
        raise Refusal("above_agreement", sentence % said, field="amount")
    journal.write("agreements.set_terms", "agreement", version.agreement_id, by=by, on=on, permission=P.AGREEMENTS_WRITE,
                  version=version.number, envelope=envelope.code, terms=terms.as_values())  # fmt: skip
    return row


def _tell(action: str, version: Version, *, by: User, on: date, reason: str = "") -> None:
    journal.write(
        action, "agreement", version.agreement_id, by=by, on=on, reason=reason, permission=P.AGREEMENTS_WRITE,
        version=version.number, amount=version.amount, rate=str(version.rate), since=version.since.isoformat(),
        period=[version.first_day.isoformat(), version.last_day.isoformat()],
    )  # fmt: skip

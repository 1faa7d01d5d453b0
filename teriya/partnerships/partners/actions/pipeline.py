"""What is sought, step by step. Nothing here touches an envelope nor the ledger: what is asked for is not money."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.numbers import next_number
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.documents import actions as documents
from teriya.foundation.documents.models import Upload
from teriya.foundation.journal import actions as journal
from teriya.partnerships.partners.models import Opportunity, OpportunityProject, Partner, RoundTable
from teriya.partnerships.partners.states import OPPORTUNITY_LIFE, SOUGHT

SUBJECT = "opportunity"
NEEDS_PARTNER = ("negotiate", "sign")


@dataclass(frozen=True)
class NewProject:
    """One project of a request; francs, where the request says them."""

    label: str
    volunteers: int
    amount: int | None = None


@transaction.atomic
def open_opportunity(
    *, title: str, amount: int, owner: User, by: User, on: date, volunteers: int = 0, partner: Partner | None = None,
    projects: Sequence[NewProject] = (), year: int | None = None, percent: int | None = None, next_step: str = "",
    next_on: date | None = None, round_table: RoundTable | None = None,
) -> Opportunity:  # fmt: skip
    """Write an idea of funding: francs and volunteers sought. With projects, the volunteers are the sum of theirs.

    Refuses `projects_do_not_sum` when each project has its amount and together they are not the whole,
    `next_step_dated` when the next step has no day or the day no step.
    """
    _may_write(by, on)
    _require_sum(amount, projects)
    row = Opportunity(reference=f"PISTE-{on.year}-{next_number('PISTE', on.year):03}", by_id=by.pk, on=on,
                      round_table=round_table)  # fmt: skip
    _write(row, title=title, amount=amount, owner=owner, volunteers=_volunteers(volunteers, projects), partner=partner,
           year=year or on.year, percent=percent, next_step=next_step, next_on=next_on)  # fmt: skip
    row.save()
    _write_projects(row, projects)
    journal.write("opportunities.open", SUBJECT, row.pk, by=by, on=on, permission=P.PARTNERS_WRITE, amount=amount,
                  volunteers=row.volunteers)  # fmt: skip
    return row


@transaction.atomic
def amend_opportunity(
    *, opportunity: Opportunity, by: User, on: date, projects: Sequence[NewProject] = (), **values
) -> Opportunity:
    """Change what is sought, the chances, the next step, who follows it; once signed, the agreement says the rest."""
    _may_write(by, on)
    row = _locked(opportunity)
    if row.state not in SOUGHT:
        raise Refusal("no_longer_sought", _("Cette piste n’est plus cherchée : elle se lit, elle ne se change plus."))
    _require_sum(values["amount"], projects)
    values["volunteers"] = _volunteers(values["volunteers"], projects)
    _write(row, **values)
    row.save()
    row.projects.all().delete()
    _write_projects(row, projects)
    journal.write("opportunities.amend", SUBJECT, row.pk, by=by, on=on, permission=P.PARTNERS_WRITE, amount=row.amount,
                  volunteers=row.volunteers, percent=row.percent)  # fmt: skip
    return row


@transaction.atomic
def advance(*, opportunity: Opportunity, step: str, by: User, on: date) -> Opportunity:
    """Take the next step of a lead. A negotiation has a partner (`partner_required`); signing is `sign`, a loss is `lose`."""
    row = _locked(opportunity)
    OPPORTUNITY_LIFE.check(step, row.state)
    if step in NEEDS_PARTNER and row.partner_id is None:
        raise Refusal("partner_required", _("Dites d’abord avec quel partenaire : modifiez la piste."))
    if step in ("sign", "lose"):
        raise Refusal("step_has_its_own_act", _("Cette étape se prend par son propre formulaire."))
    life = OPPORTUNITY_LIFE.steps[step]
    move(row, OPPORTUNITY_LIFE, step, by=by, on=on)
    journal.write(f"opportunities.{step}", SUBJECT, row.pk, by=by, on=on, permission=life.permission)
    return row


@transaction.atomic
def sign(
    *,
    opportunity: Opportunity,
    agreement_reference: str,
    amount: int,
    by: User,
    on: date,
    partner: Partner | None = None,
) -> Opportunity:
    """The agreement sought is signed: the room of agreements calls this with its reference and its amount in francs."""
    row = _locked(opportunity)
    OPPORTUNITY_LIFE.check("sign", row.state)
    row.partner = partner or row.partner
    if row.partner is None:
        raise Refusal("partner_required", _("Dites d’abord avec quel partenaire : modifiez la piste."))
    row.agreement_reference, row.signed_amount, row.signed_on = agreement_reference, amount, on
    row.next_step, row.next_on = "", None
    row.save(update_fields=["partner", "agreement_reference", "signed_amount", "signed_on", "next_step", "next_on"])
    move(row, OPPORTUNITY_LIFE, "sign", by=by, on=on)
    journal.write("opportunities.sign", SUBJECT, row.pk, by=by, on=on, permission=P.PARTNERS_CONCLUDE,
                  agreement=agreement_reference, amount=amount)  # fmt: skip
    return row


@transaction.atomic
def lose(*, opportunity: Opportunity, reason: str, learnt: str, by: User, on: date) -> Opportunity:
    """A lead is lost, at any step before its agreement runs: why, and what was learnt (`lesson_required`)."""
    row = _locked(opportunity)
    OPPORTUNITY_LIFE.check("lose", row.state)
    if not learnt.strip():
        raise Refusal("lesson_required", _("Écrivez ce que cette perte apprend : la prochaine demande le relira."), field="learnt")  # fmt: skip
    source, row.state, row.learnt = row.state, "lost", learnt.strip()
    row.next_step, row.next_on = "", None
    row.save(update_fields=["state", "learnt", "next_step", "next_on"])  # the database ties the lesson to the state
    row.state = source  # as the table of steps finds it
    move(row, OPPORTUNITY_LIFE, "lose", by=by, on=on, reason=reason)
    journal.write("opportunities.lose", SUBJECT, row.pk, by=by, on=on, reason=reason, permission=P.PARTNERS_WRITE,
                  amount=row.amount)  # fmt: skip
    return row


@transaction.atomic
def attach(*, opportunity: Opportunity, paper: UploadedFile, by: User, on: date) -> Upload:
    """Keep a paper of a lead: the concept note, the letter, the answer."""
    _may_write(by, on)
    return documents.keep(file=paper, kind="paper", subject=SUBJECT, subject_id=opportunity.pk, by=by, on=on)


def _may_write(by: User, on: date) -> None:
    require(by, P.PARTNERS_WRITE)
    require_date(by, on)


def _locked(opportunity: Opportunity) -> Opportunity:
    return Opportunity.objects.select_for_update(of=("self",)).select_related("partner").get(pk=opportunity.pk)


def _volunteers(volunteers: int, projects: Sequence[NewProject]) -> int:
    return sum(project.volunteers for project in projects) if projects else volunteers


def _require_sum(amount: int, projects: Sequence[NewProject]) -> None:
    amounts = [project.amount for project in projects]
    if amounts and None not in amounts and sum(amounts) != amount:
        raise Refusal("projects_do_not_sum", _("Les montants des projets ne font pas ensemble la somme demandée."), field="projects")  # fmt: skip


def _write(
    row: Opportunity, *, title: str, amount: int, owner: User, volunteers: int, partner: Partner | None, year: int,
    percent: int | None, next_step: str, next_on: date | None,
) -> None:  # fmt: skip
    if bool(next_step.strip()) != bool(next_on):
        raise Refusal("next_step_dated", _("Une prochaine étape a sa date, et une date son étape."), field="next_on")
    row.title, row.amount, row.owner, row.volunteers, row.partner = title.strip(), amount, owner, volunteers, partner
    row.year, row.percent, row.next_step, row.next_on = year, percent, next_step.strip(), next_on


def _write_projects(row: Opportunity, projects: Iterable[NewProject]) -> None:
    OpportunityProject.objects.bulk_create([
        OpportunityProject(opportunity=row, label=project.label, volunteers=project.volunteers, amount=project.amount)
        for project in projects
    ])  # fmt: skip

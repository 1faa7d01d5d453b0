"""The strategy: axes, targets, offers, round tables, action plans with communes, the yearly review. Targets and offers
are rewritten in place; the journal keeps what they were."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.foundation.places.models import Place
from teriya.partnerships.partners.actions.pipeline import open_opportunity
from teriya.partnerships.partners.models import (
    ActionPlan,
    Axis,
    Decision,
    Offer,
    Opportunity,
    Partner,
    RoundTable,
    Target,
    YearReview,
)
from teriya.partnerships.partners.states import PLAN_LIFE


@transaction.atomic
def set_axis(*, number: int, title: str, sentence: str, by: User, on: date) -> Axis:
    """Write an axis, or what it says from now on."""
    _may_write(by, on)
    row, _is_new = Axis.objects.update_or_create(
        number=number, defaults={"title": title, "sentence": sentence, "by_id": by.pk, "on": on}
    )
    _keep("set_axis", "axis", row.pk, by, on, number=number, sentence=sentence)
    return row


@transaction.atomic
def set_target(*, kind: str, year: int, amount: int, partners: int, by: User, on: date) -> Target:
    """Write what a kind of partner should sign in a year: francs, and how many partners."""
    _may_write(by, on)
    row, _is_new = Target.objects.update_or_create(
        kind=kind, year=year, defaults={"amount": amount, "partners": partners, "by_id": by.pk, "on": on}
    )
    _keep("set_target", "target", row.pk, by, on, kind=kind, year=year, amount=amount, partners=partners)
    return row


@transaction.atomic
def set_offer(*, kind: str, title: str, what: str, cost: int, by: User, on: date) -> Offer:
    """Write what is proposed to a kind of partner; `cost` in francs a volunteer-month."""
    _may_write(by, on)
    row, _is_new = Offer.objects.update_or_create(
        kind=kind, title=title.strip(), defaults={"what": what, "cost": cost, "by_id": by.pk, "on": on}
    )
    _keep("set_offer", "offer", row.pk, by, on, cost=cost)
    return row


@transaction.atomic
def hold_round_table(*, subject: str, held_on: date, place: str, present: str, by: User, on: date) -> RoundTable:
    """Write who met, where and when. Refuses `round_table_known`."""
    _may_write(by, on)
    require_date(by, held_on)
    row, is_new = RoundTable.objects.get_or_create(
        subject=subject.strip(),
        held_on=held_on,
        defaults={"place": place, "present": present, "by_id": by.pk, "on": on},
    )
    if not is_new:
        raise Refusal("round_table_known", _("Cette rencontre est déjà écrite."), field="subject")
    _keep("hold_round_table", "round_table", row.pk, by, on)
    return row


@transaction.atomic
def note_promise(
    *, round_table: RoundTable, partner: Partner, title: str, amount: int, volunteers: int, by: User, on: date
) -> Opportunity:
    """What a partner promised at a round table becomes a lead, an idea to follow; never money."""
    return open_opportunity(
        title=title,
        amount=amount,
        volunteers=volunteers,
        partner=partner,
        round_table=round_table,
        owner=by,
        by=by,
        on=on,
    )


@transaction.atomic
def prepare_plan(
    *, commune: Place, year: int, activities: str, volunteers: int, budget: int, by: User, on: date
) -> ActionPlan:
    """Prepare local volunteering that a commune pays itself; francs. Refuses `plan_known`."""
    _may_write(by, on)
    row = ActionPlan(commune=commune, year=year, activities=activities, volunteers=volunteers, budget=budget, by_id=by.pk, on=on)  # fmt: skip
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refusal("plan_known", _("Cette commune a déjà un plan cette année-là."), field="commune") from error
    _keep("prepare_plan", "action_plan", row.pk, by, on, budget=budget)
    return row


@transaction.atomic
def move_plan(*, plan: ActionPlan, step: str, by: User, on: date, reason: str = "") -> ActionPlan:
    """Take a step of a plan (sign, start, close, drop); `on` is the day of the signature."""
    row = ActionPlan.objects.select_for_update().get(pk=plan.pk)
    PLAN_LIFE.check(step, row.state)
    if step == "sign":
        row.signed_on = on
        row.save(update_fields=["signed_on"])
    move(row, PLAN_LIFE, step, by=by, on=on, reason=reason)
    journal.write(f"plans.{step}", "action_plan", row.pk, by=by, on=on, reason=reason,
                  permission=PLAN_LIFE.steps[step].permission)  # fmt: skip
    return row


@transaction.atomic
def review_year(*, year: int, text: str, by: User, on: date) -> YearReview:
    """Write what a year of the strategy taught. Refuses `year_reviewed`."""
    _may_write(by, on)
    row, is_new = YearReview.objects.get_or_create(year=year, defaults={"text": text, "by_id": by.pk, "on": on})
    if not is_new:
        raise Refusal("year_reviewed", _("La revue de cette année est déjà écrite."), field="year")
    _keep("review_year", "year_review", row.pk, by, on, year=year)
    return row


@transaction.atomic
def decide(*, review: YearReview, what: str, owner: User, due_on: date, by: User, on: date) -> Decision:
    """Write a decision of a review: who does it, by when."""
    _may_write(by, on)
    row = Decision.objects.create(review=review, what=what, owner=owner, due_on=due_on)
    _keep("decide", "year_review", review.pk, by, on, decision=row.pk)
    return row


@transaction.atomic
def do_decision(*, decision: Decision, by: User, on: date) -> Decision:
    """Say that a decision is done, by its owner or by who keeps the partnerships."""
    require(by, P.PARTNERS_READ)
    require_date(by, on)
    row = Decision.objects.select_for_update().get(pk=decision.pk)
    if by.pk != row.owner_id:
        require(by, P.PARTNERS_WRITE)
    if row.done_on is None:
        row.done_on = on
        row.save(update_fields=["done_on"])
        _keep("do_decision", "year_review", row.review_id, by, on, decision=row.pk)
    return row


def _may_write(by: User, on: date) -> None:
    require(by, P.PARTNERS_WRITE)
    require_date(by, on)


def _keep(word: str, subject: str, pk: int, by: User, on: date, **facts) -> None:
    journal.write(f"partners.{word}", subject, pk, by=by, on=on, permission=P.PARTNERS_WRITE, **facts)

"""The quarterly review: opened on a day, explained, decided upon, held, and validated by another person."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from teriya.contribution.framework.counting import actuals
from teriya.contribution.framework.engine import quarters, rates
from teriya.contribution.framework.models import EnvelopeLine, Review, ReviewDecision, ReviewLine, Target, WorkPlan
from teriya.contribution.framework.states import DECISION_LIFE, REVIEW_LIFE, Colour, ProgrammeState, ReviewState
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.accounts.roles import STAFF
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.foundation.ledger import queries as ledger
from teriya.foundation.rules import queries as rules


@transaction.atomic
def open_review(*, work_plan: WorkPlan, quarter: int, by: User, on: date) -> Review:
    """Read, once, every target and every envelope of the adopted PTBA as known today, for the end of a quarter that is over.

    Refuses `not_adopted`, `quarter_to_come`, `review_known`.
    """
    require(by, P.FRAMEWORK_WRITE)
    require_date(by, on)
    plan = WorkPlan.objects.select_for_update(of=("self",)).select_related("letter").get(pk=work_plan.pk)
    if plan.state != ProgrammeState.ADOPTED:
        raise Refusal("not_adopted", _("On revoit la version adoptée du PTBA."))
    if quarter not in quarters.ended(plan.letter.year, on):
        raise Refusal("quarter_to_come", _("Ce trimestre n’est pas fini."), field="quarter")
    review = Review(letter=plan.letter, work_plan=plan, quarter=quarter, on=on, opened_by_id=by.pk,
                    green=rules.value("review_green_least", on=on).value, amber=rules.value("review_amber_least", on=on).value)  # fmt: skip
    try:
        with transaction.atomic():
            review.save(force_insert=True)
    except IntegrityError as error:
        raise Refusal("review_known", _("La revue de ce trimestre existe déjà."), field="quarter") from error
    _read_targets(review, plan, on)
    _read_envelopes(review, plan, on)
    journal.write(
        "framework.open_review", "review", review.pk, by=by, on=on, permission=P.FRAMEWORK_WRITE, quarter=quarter
    )
    return review


def _read_targets(review: Review, plan: WorkPlan, on: date) -> None:
    targets = list(Target.objects.filter(activity__work_plan=plan).select_related("activity"))
    reached = actuals(targets, plan.letter.year, review.quarter, on)
    lines = []
    for target in targets:
        aim, actual = target.aims[review.quarter - 1], reached[target.pk]
        rate = rates.tenths(actual, aim)
        colour = rates.colour(rate, green=review.green, amber=review.amber)
        lines.append(ReviewLine(review=review, target=target, aim=aim, actual=actual, tenths=rate, colour=colour))
    ReviewLine.objects.bulk_create(lines)


def _read_envelopes(review: Review, plan: WorkPlan, on: date) -> None:
    """At the end of the review's day: an envelope that three activities plan to take from stands once."""
    planned = dict(plan.activities.order_by("envelope__code").values_list("envelope").annotate(Sum("budget")))
    standings = ledger.standings([pk for pk in planned if pk], until=on)
    lines = []
    for pk, francs in planned.items():
        found = standings.get(pk, ledger.NOTHING)
        lines.append(
            EnvelopeLine(
                review=review,
                envelope_id=pk,
                planned=francs,
                granted=found.granted,
                committed=found.committed,
                spent=found.spent,
            )
        )
    EnvelopeLine.objects.bulk_create(lines)


@transaction.atomic
def explain(*, line: ReviewLine, cause: str, by: User, on: date) -> ReviewLine:
    """Why a target is where it is, in words; while the review is being prepared."""
    _open(line.review_id, by=by, on=on)
    row = ReviewLine.objects.select_for_update().get(pk=line.pk)
    row.cause = cause.strip()
    row.save(update_fields=["cause"])
    journal.write("framework.explain", "review_line", row.pk, by=by, on=on, permission=P.FRAMEWORK_WRITE)
    return row


@transaction.atomic
def decide(
    *, review: Review, text: str, owner: str, due_on: date, by: User, on: date, line: ReviewLine | None = None
) -> ReviewDecision:
    """What is to be done, by which role, by which day; about one target or all. Refuses `unknown_role`, `bad_dates`."""
    held = _open(review.pk, by=by, on=on)
    if owner not in STAFF:
        raise Refusal("unknown_role", _("Choisissez un rôle de l’agence."), field="owner")
    if due_on < on:
        raise Refusal("bad_dates", _("L’échéance est à venir."), field="due_on")
    made = ReviewDecision.objects.create(
        review=held, line=line, text=" ".join(text.split()), owner=owner, due_on=due_on, on=on, by_id=by.pk
    )
    journal.write(
        "framework.decide", "review_decision", made.pk, by=by, on=on, permission=P.FRAMEWORK_WRITE, owner=owner
    )
    return made


@transaction.atomic
def follow_up(*, decision: ReviewDecision, step: str, words: str, by: User, on: date) -> ReviewDecision:
    """Say that a decision is done (`do`) or given up (`drop`), and how."""
    row = ReviewDecision.objects.select_for_update().get(pk=decision.pk)
    DECISION_LIFE.check(step, row.state)
    if words.strip():
        row.closed_on, row.closed_words = on, words.strip()
        ReviewDecision.objects.filter(pk=row.pk).update(
            closed_on=on, closed_words=row.closed_words, state=DECISION_LIFE.steps[step].to
        )
    move(row, DECISION_LIFE, step, by=by, on=on, reason=words)
    journal.write(
        f"framework.decision_{step}",
        "review_decision",
        row.pk,
        by=by,
        on=on,
        reason=words,
        permission=P.FRAMEWORK_WRITE,
    )
    return row


@transaction.atomic
def hold_review(*, review: Review, by: User, on: date) -> Review:
    """The review was held: its words stay as they are. Refuses `cause_missing` while a late target is not explained."""
    row = _open(review.pk, by=by, on=on)
    if (
        bare := row.lines.filter(colour__in=[Colour.RED, Colour.AMBER], cause="")
        .select_related("target__activity")
        .first()
    ):
        raise Refusal(
            "cause_missing", _("La cible %(code)s n’est pas atteinte : dites pourquoi.") % {"code": bare.target.code}
        )
    row.held_on, row.held_by_id = on, by.pk
    row.save(update_fields=["held_on", "held_by_id"])
    return _turn(row, "hold", by=by, on=on)


@transaction.atomic
def reopen_review(*, review: Review, reason: str, by: User, on: date) -> Review:
    """Send the words back to be completed; the numbers stay those of their day."""
    return _turn(Review.objects.select_for_update().get(pk=review.pk), "reopen", by=by, on=on, reason=reason)


@transaction.atomic
def validate_review(*, review: Review, by: User, on: date) -> Review:
    """Validate it; never who opened it or held it."""
    require(by, P.FRAMEWORK_ADOPT)
    require_date(by, on)
    row = Review.objects.select_for_update().get(pk=review.pk)
    REVIEW_LIFE.check("validate", row.state)
    require_other_person(by, row.opened_by_id, row.held_by_id)
    row.validated_on, row.validated_by_id = on, by.pk
    row.save(update_fields=["validated_on", "validated_by_id"])
    return _turn(row, "validate", by=by, on=on)


def _open(pk: int, *, by: User, on: date) -> Review:
    require(by, P.FRAMEWORK_WRITE)
    require_date(by, on)
    row = Review.objects.select_for_update().get(pk=pk)
    if row.state != ReviewState.OPEN:
        raise Refusal("review_held", _("Cette revue est tenue : ses mots ne changent plus."))
    return row


def _turn(row: Review, step: str, *, by: User, on: date, reason: str = "") -> Review:
    move(row, REVIEW_LIFE, step, by=by, on=on, reason=reason)
    permission = REVIEW_LIFE.steps[step].permission
    journal.write(f"framework.review_{step}", "review", row.pk, by=by, on=on, reason=reason, permission=permission)
    return row

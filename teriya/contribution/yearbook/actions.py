"""Preparing the yearbook of a year, which the worker counts; publishing it by another person."""

from datetime import date

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from teriya.contribution.figures import queries as figures
from teriya.contribution.yearbook import papers, queries
from teriya.contribution.yearbook.counting import STEPS, content_of, digest_of
from teriya.contribution.yearbook.models import Edition, Preparation
from teriya.contribution.yearbook.states import EDITION_LIFE, EditionState
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.making import MakingState
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal


@transaction.atomic
def ask(*, year: int, by: User, on: date) -> Preparation:
    """Ask for the yearbook of a year that is over (`year_not_over`), as it is known that day; one at a time (`already_asked`)."""
    require(by, P.FIGURES_FREEZE)
    require_date(by, on)
    if date(year, 12, 31) >= on:
        raise Refusal(
            "year_not_over", _("L’année n’est pas finie : son annuaire se prépare après le 31 décembre."), field="year"
        )
    going = queries.going(year)
    if going and not going.is_lost:
        raise Refusal("already_asked", _("L’annuaire de cette année se prépare déjà."))
    row = Preparation.objects.create(year=year, total=STEPS + 1, by_id=by.pk, on=on)
    journal.write("yearbook.ask", "yearbook", year, by=by, on=on, permission=P.FIGURES_FREEZE)
    return row


def make(preparation: Preparation) -> Edition:
    """Count, check, freeze, print. The same again gives the same edition. Refuses `does_not_reconcile`, `nothing_counted`."""
    by = User.objects.get(pk=preparation.by_id)
    content = content_of(
        preparation.year, preparation.on, restated_since(preparation.year, preparation.on), preparation.tell
    )
    if not content["totals"]["missions_begun"] and not content["totals"]["in_service"]:
        raise Refusal("nothing_counted", _("Rien à compter cette année-là."))
    digest = digest_of(content)
    with transaction.atomic():
        found = Edition.objects.filter(digest=digest).first()
        if found is None:
            document = papers.print_(content, digest, by=by, on=preparation.on)
            found = Edition.objects.create(
                year=preparation.year,
                on=preparation.on,
                content=content,
                digest=digest,
                document=document,
                prepared_by_id=by.pk,
            )
            journal.write(
                "yearbook.freeze",
                "yearbook",
                found.pk,
                by=by,
                on=preparation.on,
                permission=P.FIGURES_FREEZE,
                digest=digest,
            )
        Preparation.objects.filter(pk=preparation.pk).update(
            state=MakingState.MADE, done=preparation.total, edition=found
        )
    return found


def restated_since(year: int, on: date) -> list[dict]:
    """Figures restated since the last published yearbook, in French, both numbers and why."""
    last = queries.published().filter(year__lt=year).first()
    since = last.published_on if last else date(year, 1, 1)
    with override("fr"):
        return [
            {"name": f"{figures.measure(row.measure)}, {date_format(row.last, 'j F Y')}", "old": row.restates.total, "new": row.total,
             "cause": row.get_cause_display(), "why": row.why}
            for row in figures.restatements(since, on)
        ]  # fmt: skip


@transaction.atomic
def decide(*, edition: Edition, step: str, by: User, on: date, reason: str = "") -> Edition:
    """Publish it as it was frozen, set it aside, or withdraw it with the reason; never who prepared it. Refuses `already_published`."""
    require(by, P.FIGURES_PUBLISH)
    row = Edition.objects.select_for_update().get(pk=edition.pk)
    require_other_person(by, row.prepared_by_id)
    if (
        step == "publish"
        and Edition.objects.filter(year=row.year, state=EditionState.PUBLISHED).exclude(pk=row.pk).exists()
    ):
        raise Refusal("already_published", _("L’annuaire de cette année est déjà publié : retirez-le d’abord."))
    EDITION_LIFE.check(step, row.state)
    Edition.objects.filter(pk=row.pk).update(
        decided_by_id=by.pk, **({"published_on": on} if step == "publish" else {})
    )
    move(row, EDITION_LIFE, step, by=by, on=on, reason=reason)
    journal.write(f"yearbook.{step}", "yearbook", row.pk, by=by, on=on, reason=reason, permission=P.FIGURES_PUBLISH)
    row.refresh_from_db()
    return row

"""The strategic plan with its axes, and the letter of mission of a year: recorded from their papers."""

from collections.abc import Sequence
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.contribution.framework.models import Axis, MissionLetter, Objective, StrategicPlan
from teriya.contribution.framework.states import AxisKind
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.actions import keep
from teriya.foundation.journal import actions as journal

Coded = Sequence[tuple[str, str]]  # code, title


@transaction.atomic
def write_plan(
    *, title: str, first_year: int, last_year: int, source: str, national_title: str, national_source: str, axes: Coded, national_axes: Coded,
    by: User, on: date, plan: StrategicPlan | None = None,
) -> StrategicPlan:  # fmt: skip
    """Record a strategic plan, its axes and those of the national plan; write it anew until a letter of mission stands on it.

    Refuses `plan_in_use`, `bad_years`, `plan_known` when another plan covers one of the years, `no_axis`, `axis_twice`.
    """
    require(by, P.FRAMEWORK_WRITE)
    require_date(by, on)
    if plan and plan.letters.exists():
        raise Refusal("plan_in_use", _("Une lettre de mission s’appuie sur ce plan : il ne change plus."))
    if not 0 <= last_year - first_year <= 15:
        raise Refusal(
            "bad_years",
            _("La dernière année vient après la première, quinze ans plus tard au plus."),
            field="last_year",
        )
    row = plan or StrategicPlan()
    row.title, row.first_year, row.last_year, row.source = title.strip(), first_year, last_year, source.strip()
    row.national_title, row.national_source, row.by_id, row.on = (
        national_title.strip(),
        national_source.strip(),
        by.pk,
        on,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refusal("plan_known", _("Un plan couvre déjà une de ces années."), field="first_year") from error
    row.axes.all().delete()
    _write_axes(row, AxisKind.OWN, axes, "axes")
    _write_axes(row, AxisKind.NATIONAL, national_axes, "national_axes")
    journal.write("framework.write_plan", "strategic_plan", row.pk, by=by, on=on, permission=P.FRAMEWORK_WRITE, axes=len(axes),
                  national_axes=len(national_axes))  # fmt: skip
    return row


def _write_axes(plan: StrategicPlan, kind: str, axes: Coded, field: str) -> None:
    if not axes:
        raise Refusal("no_axis", _("Un plan a au moins un axe."), field=field)
    if len({code for code, _title in axes}) < len(axes):
        raise Refusal("axis_twice", _("Deux axes portent le même code."), field=field)
    Axis.objects.bulk_create(Axis(plan=plan, kind=kind, code=code, title=title) for code, title in axes)


@transaction.atomic
def write_letter(
    *, year: int, reference: str, signatory: str, signed_on: date, objectives: Sequence[str], by: User, on: date
) -> MissionLetter:
    """Record the letter of mission of a year with its objectives; write it anew until a PTBA answers it.

    Refuses `no_plan` when no strategic plan covers the year, `letter_in_use`, `no_objective`, `bad_dates`.
    """
    require(by, P.FRAMEWORK_WRITE)
    require_date(by, on)
    plan = StrategicPlan.objects.filter(first_year__lte=year, last_year__gte=year).first()
    if plan is None:
        raise Refusal(
            "no_plan", _("Aucun plan stratégique ne couvre cette année : enregistrez-le d’abord."), field="year"
        )
    if signed_on > on:
        raise Refusal("bad_dates", _("Cette date est à venir."), field="signed_on")
    if not objectives:
        raise Refusal("no_objective", _("Une lettre de mission a au moins un objectif."), field="objectives")
    known = MissionLetter.objects.select_for_update().filter(year=year).first()
    if known and known.work_plans.exists():
        raise Refusal(
            "letter_in_use", _("Un PTBA répond à la lettre de cette année : elle ne change plus."), field="year"
        )
    row = known or MissionLetter(year=year)
    row.plan, row.reference, row.signatory, row.signed_on, row.by_id, row.on = (
        plan,
        reference.strip(),
        signatory.strip(),
        signed_on,
        by.pk,
        on,
    )
    row.save()
    row.objectives.all().delete()
    Objective.objects.bulk_create(Objective(letter=row, number=n, text=text) for n, text in enumerate(objectives, 1))
    journal.write("framework.write_letter", "mission_letter", row.pk, by=by, on=on, permission=P.FRAMEWORK_WRITE, year=year,
                  objectives=len(objectives))  # fmt: skip
    return row


@transaction.atomic
def attach_scan(*, letter: MissionLetter, file: UploadedFile, by: User, on: date) -> MissionLetter:
    """Keep the signed letter itself. Another scan takes its place; the former one is kept too."""
    require(by, P.FRAMEWORK_WRITE)
    require_date(by, on)
    row = MissionLetter.objects.select_for_update().get(pk=letter.pk)
    row.scan = keep(file=file, kind="signed", subject="mission_letter", subject_id=row.pk, by=by, on=on)
    row.save(update_fields=["scan"])
    return row

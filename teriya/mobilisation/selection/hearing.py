"""What happens before a jury: sheets that are sealed, opened when the three are there, and a second hearing when they differ."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, time

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.mobilisation.calls.models import Application
from teriya.mobilisation.selection import notices
from teriya.mobilisation.selection.engine.grid import Criterion, spread, total
from teriya.mobilisation.selection.engine.ranking import CHAIRS
from teriya.mobilisation.selection.models import Hearing, Jury, Score, Sheet
from teriya.mobilisation.selection.policies import barred_from, chair_of, require_not_candidate, scored_wave
from teriya.mobilisation.selection.queries import criteria_of, grid_of, widest_spread
from teriya.mobilisation.selection.querysets import HEARD
from teriya.mobilisation.selection.sealing import seal, unseal
from teriya.mobilisation.selection.states import HEARING_LIFE, HearingState


@transaction.atomic
def seal_sheet(
    *, application: Application, marks: Mapping[str, int], by: User, on: date, base: int = 0, remark: str = ""
) -> Sheet:
    """Give one's marks to a candidate, criterion by criterion, and seal them: nobody reads them before the three are there.

    `base` is the version of the hearing that the sheet was written against (0 when nobody was called): a candidate moved since
    is refused, `hearing_changed`. The third sheet opens all of them; too far apart, the candidate is to be heard again.
    """
    require(by, P.JURY_SCORE)
    require_date(by, on)
    wave = scored_wave(application.wave)
    member = chair_of(by, application)
    require_not_candidate(by, [application])
    hearing = _locked(application, member.jury, base)
    grid = grid_of(wave)
    _require_marks(criteria_of(grid), marks)
    if hearing.state == HearingState.CALLED:
        move(hearing, HEARING_LIFE, "come", by=by, on=on)
    content = {
        "application": application.pk,
        "chair": member.chair,
        "grid": grid.code,
        "marks": dict(marks),
        "remark": remark,
    }
    sealed = seal(content)
    try:
        with transaction.atomic():
            sheet = Sheet.objects.create(
                hearing=hearing, chair=member.chair, grid=f"{grid.code} {grid.facts.get('version', '1')}", sealed=sealed,
                digest=hashlib.sha256(sealed.encode()).hexdigest(), by_id=by.id, on=on,
            )  # fmt: skip
    except IntegrityError as error:
        raise Refusal(
            "sheet_sealed", _("Cette fiche est déjà scellée. Une erreur se corrige au centre, avec son motif.")
        ) from error
    journal.write("selection.seal", "sheet", sheet.pk, by=by, on=on, permission=P.JURY_SCORE, hearing=hearing.pk,
                  chair=member.chair, digest=sheet.digest)  # fmt: skip
    _open_if_complete(hearing, by=by, on=on)
    return sheet


def _locked(application: Application, jury: Jury, base: int) -> Hearing:
    """The live hearing; one is written for a candidate whom the timetable did not call."""
    if application.state not in HEARD:
        raise Refusal("not_heard", _("Cette candidature n’est pas à entendre."))
    hearing = Hearing.objects.select_for_update().live().filter(application=application).first()
    if hearing is None:
        hearing = Hearing.objects.create(application=application, jury=jury, version=0)
    if base != hearing.version:
        raise Refusal(
            "hearing_changed",
            _(
                "Ce candidat a changé d’heure ou de jury depuis l’affichage : ouvrez sa fiche à nouveau, vos notes sont gardées."
            ),
        )
    if hearing.state == HearingState.ABSENT:
        raise Refusal(
            "marked_absent", _("Ce candidat est marqué absent : s’il est là, faites-le pointer à l’accueil.")
        )
    return hearing


def _require_marks(criteria: Sequence[Criterion], marks: Mapping[str, int]) -> None:
    for one in criteria:
        if one.code not in marks:
            raise Refusal("marks_incomplete", _("Notez tous les critères avant de sceller."), field=one.code)
        if not 0 <= marks[one.code] <= one.most:
            raise Refusal("mark_out_of_range", _("La note va de 0 à %(most)s.") % {"most": one.most}, field=one.code)


def _open_if_complete(hearing: Hearing, *, by: User, on: date) -> None:
    """Once the three sheets are there, read them; the scores count, unless the candidate is to be heard again."""
    sheets = list(hearing.sheets.order_by("chair"))
    if len(sheets) < len(CHAIRS):
        return
    wave = hearing.jury.wave
    for sheet in sheets:
        if sheet.sealed:
            content = unseal(sheet.sealed)
            sheet.marks, sheet.remark = content["marks"], content["remark"]
            sheet.points = total(criteria_of(grid_of(wave)), sheet.marks)
    Sheet.objects.bulk_update(sheets, ["marks", "remark", "points"])
    apart, limit = spread([sheet.points for sheet in sheets]), widest_spread(wave)
    again = hearing.attempt == 1 and limit is not None and apart > limit
    written = any(not sheet.sealed for sheet in sheets) and by.may(P.JURY_ENTER)
    names = ("record_sheets", "record_apart") if written else ("open_sheets", "find_apart")
    move(
        hearing,
        HEARING_LIFE,
        names[again],
        by=by,
        on=on,
        commune=hearing.application.person.commune_id if written else None,
    )
    if again:
        Score.objects.filter(application=hearing.application_id).delete()  # the sheets keep what was given
    else:
        Score.objects.bulk_create(
            [Score(application_id=hearing.application_id, chair=s.chair, points=s.points, by_id=s.by_id, on=s.on) for s in sheets],
            update_conflicts=True, unique_fields=["application", "chair"], update_fields=["points", "by_id", "on"],
        )  # fmt: skip
    journal.write("selection.open_sheets", "hearing", hearing.pk, by=by, on=on, permission=P.JURY_SCORE,
                  points=[sheet.points for sheet in sheets], spread=apart, again=again)  # fmt: skip


def copy_paper(scores: Sequence[Score], *, by: User, on: date) -> None:
    """Keep scores copied from paper with the hearings of those whom the timetable called; three of them close it."""
    rows = (
        Hearing.objects.select_for_update(of=("self",))
        .live()
        .filter(application__in=[s.application_id for s in scores])
    )
    hearings = {row.application_id: row for row in rows.select_related("jury__wave__form", "application__person")}
    absent = next((row for row in hearings.values() if row.state == HearingState.ABSENT), None)
    if absent:
        raise Refusal("marked_absent", _("N° %(number)s est marqué absent : s’il est venu, faites-le pointer à l’accueil.")
                      % {"number": absent.application.number})  # fmt: skip
    try:
        with transaction.atomic():
            Sheet.objects.bulk_create([
                Sheet(hearing=hearings[s.application_id], chair=s.chair, points=s.points, by_id=s.by_id, on=s.on)
                for s in scores if s.application_id in hearings
            ])  # fmt: skip
    except IntegrityError as error:
        raise Refusal(
            "sheet_sealed", _("Un de ces jurés a déjà scellé sa fiche : la note sur papier ne la remplace pas.")
        ) from error
    for hearing in hearings.values():
        _open_if_complete(hearing, by=by, on=on)


def reopen(application: Application, *, reason: str, by: User, on: date) -> None:
    """An appeal upheld: the scores no longer count, the sheets stay, and the candidate waits for another hearing."""
    hearing = Hearing.objects.select_for_update().live().filter(application=application).first()
    if hearing is None or hearing.state != HearingState.HEARD:
        raise Refusal("not_heard_yet", _("Ce candidat n’a pas d’audition à refaire."), field="again")
    move(hearing, HEARING_LIFE, "reopen", by=by, on=on, reason=reason, commune=application.person.commune_id)
    Score.objects.filter(application=application).delete()  # the sheets keep what was given
    journal.write("selection.reopen", "hearing", hearing.pk, by=by, on=on, reason=reason, permission=P.APPEALS_ANSWER)


@transaction.atomic
def hear_again(
    *, hearing: Hearing, reason: str, by: User, on: date, jury: Jury, day: date | None = None, at: time | None = None
) -> Hearing:
    """Call a candidate whose three scores lie too far apart a second time: before another jury, or the same one together.

    The first sheets stay, and no longer count. The second hearing settles it, whatever its spread.
    """
    locked = Hearing.objects.select_for_update().select_related("application__person", "jury__wave").get(pk=hearing.pk)
    scored_wave(locked.jury.wave)
    commune = locked.application.person.commune_id
    if jury.wave_id != locked.jury.wave_id:
        raise Refusal("other_wave", _("Ce jury est celui d’une autre vague."), field="slot")
    if jury.pk in barred_from(jury.wave, [locked.application_id]).get(locked.application_id, ()):
        raise Refusal("jury_barred", _("Un membre de ce jury ne peut pas entendre cette personne."), field="slot")
    move(locked, HEARING_LIFE, "hear_again", by=by, on=on, reason=reason, commune=commune)
    try:
        with transaction.atomic():
            second = Hearing.objects.create(
                application=locked.application, jury=jury, on=day, at=at, attempt=locked.attempt + 1, version=locked.version + 1
            )  # fmt: skip
    except IntegrityError as error:
        raise Refusal(
            "slot_taken", _("Cette heure vient d’être prise : choisissez-en une autre."), field="slot"
        ) from error
    journal.write("selection.hear_again", "hearing", second.pk, by=by, on=on, reason=reason, permission=P.INTERVIEWS_PLAN,
                  first=locked.pk, jury=jury.pk)  # fmt: skip
    if at:
        notices.convened(Hearing.objects.filter(pk=second.pk))
    return second

"""Juries, their scores, and the ranking that follows."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move, move_all
from teriya.foundation.journal import actions as journal
from teriya.foundation.places.models import Centre
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.calls.states import APPLICATION_LIFE, WAVE_LIFE, ApplicationState
from teriya.mobilisation.selection import lists
from teriya.mobilisation.selection.engine.ranking import CHAIRS, Place, draw
from teriya.mobilisation.selection.engine.ranking import rank as order
from teriya.mobilisation.selection.hearing import copy_paper
from teriya.mobilisation.selection.models import Conflict, Hearing, Jury, JuryMember, Ranking, Score, Venue
from teriya.mobilisation.selection.policies import require_not_candidate, scored_wave
from teriya.mobilisation.selection.querysets import HEARD
from teriya.mobilisation.selection.states import ConflictState, Outcome, SelectionMode


@transaction.atomic
def constitute_jury(
    *, wave: Wave, name: str, members: Sequence[tuple[str, User | None]], by: User, on: date, centre: Centre | None = None,
    venue: Venue | None = None, room: str = "", external: Collection[int] = (),
) -> Jury:  # fmt: skip
    """Seat three persons, in the order of their chairs, in a town of interviews, for a centre's candidates, or for everyone.

    Juries of a town hear those whom the timetable gives them. Without a town, a wave has one jury for the country or one for
    each centre, so that each candidate has one jury. `external`: chairs held by persons of outside.
    """
    require(by, P.JURY_RANK)
    require_date(by, on)
    locked = scored_wave(wave)
    users = [user.pk for _, user in members if user]
    if len(members) != len(CHAIRS) or not all(person.strip() for person, _ in members) or len(set(users)) < len(users):
        raise Refusal("three_members", _("Un jury a trois membres, trois personnes différentes."), field="members")
    if venue and (centre or venue.wave_id != locked.pk):
        raise Refusal(
            "venue_or_centre", _("Un jury siège dans une ville de la vague, ou entend un centre."), field="venue"
        )
    rivals = Jury.objects.filter(wave=locked, venue=None, centre__isnull=centre is not None)
    if not venue and rivals.exists():
        raise Refusal("jury_overlaps", _("Un jury entend déjà une partie de ces candidats."), field="centre")
    try:
        with transaction.atomic():
            jury = Jury.objects.create(wave=locked, name=name, centre=centre, venue=venue, room=room)
    except IntegrityError as error:
        raise Refusal(
            "jury_known", _("Un jury porte déjà ce nom ou entend déjà ces candidats."), field="name"
        ) from error
    JuryMember.objects.bulk_create([
        JuryMember(jury=jury, chair=chair, name=person, user=user, is_external=chair in external) for chair, (person, user) in zip(CHAIRS, members, strict=True)
    ])  # fmt: skip
    journal.write("selection.constitute", "jury", jury.pk, by=by, on=on, permission=P.JURY_RANK, members=users)
    return jury


@transaction.atomic
def enter_scores(
    *, wave: Wave, rows: Sequence[tuple[Application, Sequence[int | None]]], by: User, on: date
) -> list[Score]:
    """Copy scores that juries gave on paper, by chair; None where a juror gave none. What is already there is left.

    A score that differs from the one already given is refused (`score_given`): it is corrected, with its reason. So is one of a
    chair under a conflict of interest that nobody has settled (`conflict_open`).
    """
    require_date(by, on)
    locked = scored_wave(wave)
    applications = [application for application, _ in rows]
    for commune in {application.person.commune_id for application in applications}:
        require(by, P.JURY_ENTER, commune=commune)
    if any(application.wave_id != locked.pk for application in applications):
        raise Refusal("other_wave", _("Une de ces candidatures est d’une autre vague."), field="application")
    require_not_candidate(by, applications)
    _require_settled(rows)
    given = _given(applications)
    new = []
    for application, points in rows:
        for chair, value in enumerate(points, start=1):
            kept = given.get((application.pk, chair))
            if value is not None and kept is None:
                new.append(_score(application, chair, value, by, on))
            elif value is not None and value != kept:
                raise Refusal(
                    "score_given",
                    _("N° %(number)s, juré %(chair)s : la note %(kept)s est déjà donnée. Corrigez-la avec son motif.")
                    % {"number": application.number, "chair": chair, "kept": kept},
                )
    Score.objects.bulk_create(new)
    copy_paper(new, by=by, on=on)
    if new:
        journal.write("selection.enter_scores", "wave", locked.pk, by=by, on=on, permission=P.JURY_ENTER, rows=[s.pk for s in new])  # fmt: skip
    return new


def _require_settled(rows: Sequence[tuple[Application, Sequence[int | None]]]) -> None:
    """No score of a chair whose member declared a conflict about the candidate, until somebody else holds it."""
    open_ones = Conflict.objects.filter(application__in=[row.pk for row, _ in rows], state=ConflictState.DECLARED)
    barred = set(open_ones.values_list("application_id", "member__chair"))
    for application, points in rows:
        for chair, value in enumerate(points, start=1):
            if value is not None and (application.pk, chair) in barred:
                sentence = _(
                    "N° %(number)s : le juré %(chair)s a déclaré un conflit d’intérêts. Réglez-le avant d’entrer sa note."
                )
                raise Refusal(
                    "conflict_open", sentence % {"number": application.number, "chair": chair}, field="points"
                )


def _given(applications: Sequence[Application]) -> dict[tuple[int, int], int]:
    rows = Score.objects.filter(application__in=[application.pk for application in applications])
    return {
        (application, chair): points
        for application, chair, points in rows.values_list("application_id", "chair", "points")
    }


def _score(application: Application, chair: int, points: int, by: User, on: date) -> Score:
    if not 0 <= points <= 100:
        raise Refusal(
            "score_out_of_range",
            _("N° %(number)s : une note va de 0 à 100.") % {"number": application.number},
            field="points",
        )
    return Score(application=application, chair=chair, points=points, by_id=by.id, on=on)


@transaction.atomic
def correct_score(*, application: Application, chair: int, points: int, reason: str, by: User, on: date) -> Score:
    """Replace a score that was wrongly written; the journal keeps the old one and the reason."""
    require_date(by, on)
    scored_wave(application.wave)
    require(by, P.JURY_ENTER, commune=application.person.commune_id)
    require_not_candidate(by, [application])
    return replace_score(application, chair, points, reason=reason, by=by, on=on, permission=P.JURY_ENTER)


def replace_score(
    application: Application, chair: int, points: int | None, *, reason: str, by: User, on: date, permission: P
) -> Score:
    """The trace of any change of a score: the one before, the one after, who and why. The sealed sheet stays as it was."""
    if not reason.strip():
        raise Refusal("reason_required", _("Écrivez le motif de la correction."), field="reason")
    if points is None:
        raise Refusal("no_points", _("Écrivez la note juste."), field="points")
    locked = Score.objects.select_for_update().filter(application=application, chair=chair).first()
    if locked is None:
        raise Refusal("no_score", _("Ce juré n’a pas encore donné de note."), field="chair")
    before, locked.points = locked.points, _score(application, chair, points, by, on).points
    locked.save(update_fields=["points"])
    journal.write("selection.correct", "score", locked.pk, by=by, on=on, reason=reason, permission=permission, before=before, after=points)  # fmt: skip
    return locked


@transaction.atomic
def rank(*, wave: Wave, by: User, on: date) -> list[Ranking]:
    """Rank the eligible candidates of a closed call, by the scores or by public lottery as the criteria say, cut the list by its
    places and floors, and print the minutes. May be done again until the placement.

    Refuses `not_checked` while an application waits for the eligibility check, `to_hear_again` while somebody waits for a second
    hearing: nobody is left out in silence.
    """
    require(by, P.JURY_RANK)
    locked = Wave.objects.select_for_update().get(pk=wave.pk)
    if locked.applications.filter(state=ApplicationState.SUBMITTED).exists():
        raise Refusal("not_checked", _("Des candidatures attendent le contrôle d’éligibilité : faites-le d’abord."))
    if Hearing.objects.filter(application__wave=locked, state="contested").still_there().exists():
        raise Refusal(
            "to_hear_again", _("Des candidats sont à réentendre, leurs notes étant trop écartées : faites-le d’abord.")
        )
    move(locked, WAVE_LIFE, "rank", by=by, on=on)
    criteria = lists.criteria_in_force(locked)
    rows = locked.applications.filter(state__in=HEARD).select_related("person__commune__region")
    heard = {row.number: row for row in rows.select_for_update(of=("self",))}
    if criteria.mode == SelectionMode.LOTTERY:
        places = _draw(locked, list(heard))
    else:
        places = order(_scores(locked), locked.lottery)
    listed = lists.cut(criteria, places, heard)
    Ranking.objects.filter(application__wave=locked).delete()
    rankings = Ranking.objects.bulk_create([
        Ranking(application=heard[place.number], points=place.points, rank=place.rank, outcome=listed[place.number].outcome,
                why=listed[place.number].why) for place in places
    ])  # fmt: skip
    ranked = {number for number, one in listed.items() if one.outcome != Outcome.LEFT}
    move_all([row for number, row in heard.items() if number in ranked], APPLICATION_LIFE, "rank", by=by, on=on)
    move_all(
        [row for number, row in heard.items() if number not in ranked],
        APPLICATION_LIFE,
        "leave_unranked",
        by=by,
        on=on,
    )
    journal.write("selection.rank", "wave", locked.pk, by=by, on=on, permission=P.JURY_RANK, rows=[row.pk for row in heard.values()],
                  ranked=len(places), seed=locked.lottery)  # fmt: skip
    lists.establish(locked, places, listed, by=by, on=on)
    return rankings


def _draw(wave: Wave, numbers: Sequence[str]) -> list[Place]:
    if not wave.drawn:
        raise Refusal("not_drawn", _("Tirez d’abord au sort devant témoins, depuis la page de la vague."))
    return draw(numbers, wave.lottery)


def _scores(wave: Wave) -> dict[str, list[int]]:
    scores: dict[str, list[int]] = {}
    rows = Score.objects.filter(application__wave=wave, application__state__in=HEARD).order_by("chair")
    for number, points in rows.values_list("application__number", "points"):
        scores.setdefault(number, []).append(points)
    return scores

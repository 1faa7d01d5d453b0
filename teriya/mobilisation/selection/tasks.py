"""What rooms below show of selection: what is left to do on a wave, and the scores of an application."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.ui.parts import Task
from teriya.foundation.ui.templatetags.ui import day
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.calls.parts import Facts
from teriya.mobilisation.calls.states import WaveState
from teriya.mobilisation.selection import queries
from teriya.mobilisation.selection.models import Contest, Jury, Listing, Ranking
from teriya.mobilisation.selection.policies import SCORED_IN, may_see_scores
from teriya.mobilisation.selection.states import Outcome


def tasks_of(user: User, wave: Wave) -> Iterator[Task]:
    if wave.state in SCORED_IN and (user.may(P.INTERVIEWS_PLAN) or user.may(P.INTERVIEWS_RECEIVE)):
        page = reverse("selection:interviews", args=[wave.code])
        yield Task(_("Organiser les entretiens"), page)
        waiting = sum(rows.filter(application__wave=wave).count() for rows in queries.to_settle(user))
        if waiting:
            yield Task(_("Régler les conflits d’intérêts et les notes trop écartées"), page, waiting)
    if wave.state in SCORED_IN and user.may(P.JURY_RANK):
        seated = _("déjà constitués : %(count)s") % {"count": wave.juries.count()}
        yield Task(_("Constituer les jurys"), reverse("selection:constitute", args=[wave.code]), detail=seated)
    if wave.state in SCORED_IN and user.may(P.JURY_SCORE) and Jury.objects.filter(wave=wave).of(user).exists():
        yield Task(_("Noter les candidats de mon jury"), reverse("selection:scores", args=[wave.code]))
    if wave.state in SCORED_IN and user.may(P.JURY_ENTER) and user.may(P.INTAKE_IMPORT):
        yield Task(_("Apporter les notes de jury"), f"{reverse('intake:bring')}?type=scores&vague={wave.code}")
    if wave.state == WaveState.CLOSED and user.may(P.JURY_RANK):
        yield Task(_("Établir le classement"), reverse("selection:ranking", args=[wave.code]))
    if user.may(P.LISTS_PUBLISH) and (
        ready := Listing.objects.filter(wave=wave, state="ready").exclude(by_id=user.pk).first()
    ):
        yield Task(_("Publier la liste de sélection"), reverse("selection:publish", args=[ready.pk]), since=ready.on)
    if user.may(P.APPEALS_ANSWER):
        filed = Contest.objects.to_answer_by(user).filter(listing__wave=wave, state="filed")
        if count := filed.count():
            yield Task(_("Répondre aux recours sur la liste"), reverse("selection:contests"), count)
    if wave.state not in {WaveState.OPEN, WaveState.CLOSED} and user.may(P.APPLICATIONS_READ):
        yield Task(_("Lire le classement"), reverse("selection:ranking", args=[wave.code]))


def list_of(user: User, application: Application) -> Facts | None:
    """What the published list says, and where it is contested, for the candidate and who reads the file."""
    listing = Listing.objects.filter(wave=application.wave, state="published").first()
    row = next((row for row in listing.rows if row[0] == application.number), None) if listing else None
    if row is None:
        return None
    rows = [
        (_("Décision"), Outcome(row[3]).label),
        (_("Rang"), row[1]),
        (_("Recours jusqu’au"), day(listing.appeal_until)),
    ]
    if application.person.account_id == user.pk:
        return Facts(
            _("Liste de sélection"),
            rows,
            _("Contester, ou lire la réponse"),
            reverse("selection:contest", args=[application.pk]),
        )
    return Facts(
        _("Liste de sélection"),
        rows,
        _("La liste publiée"),
        reverse("selection:published", args=[application.wave.code]),
    )


def facts_of(user: User, application: Application) -> Facts | None:
    """The scores and the rank, for whoever may see them now."""
    found = queries.scores_of(application) if may_see_scores(user, application) else []
    if not found:
        return None
    rows: list[tuple[str, object]] = [(_("Juré %(chair)s") % {"chair": chair}, points) for chair, points in found]
    ranking = Ranking.objects.filter(application=application).first()
    if ranking:
        rows += [(_("Points"), ranking.points), (_("Rang"), ranking.rank)]
    title = _("Notes du jury")
    if application.wave.state in SCORED_IN and user.may(P.JURY_ENTER, commune=application.person.commune_id):
        return Facts(title, rows, _("Corriger une note"), reverse("selection:correct", args=[application.pk]))
    return Facts(title, rows)

"""What a call waits for: its list, its check, its closing."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.ui.parts import Task
from teriya.mobilisation.calls.models import Lack, Wave
from teriya.mobilisation.calls.states import ApplicationState, WaveState


def tasks_of(user: User, wave: Wave) -> Iterator[Task]:
    is_open = wave.state == WaveState.OPEN
    if is_open and user.may(P.WAVES_OPEN):
        chosen = _("déjà choisis : %(count)s") % {"count": wave.needs.count()}
        yield Task(_("Choisir les besoins de la vague"), reverse("calls:needs", args=[wave.code]), detail=chosen)
    if is_open and user.may(P.WAVES_OPEN):
        yield from _publication(wave)
    if is_open and user.may(P.APPLICATIONS_REGISTER):
        yield Task(_("Enregistrer des candidats au guichet"), reverse("calls:counter", args=[wave.code]))
    if is_open and user.may(P.APPLICATIONS_REGISTER) and user.may(P.INTAKE_IMPORT):
        yield Task(
            _("Apporter la liste des candidats"), f"{reverse('intake:bring')}?type=candidates&vague={wave.code}"
        )
    if wave.state in {WaveState.OPEN, WaveState.CLOSED} and user.may(P.APPLICATIONS_CHECK):
        yield from _to_complete(user, wave)
        waiting = wave.applications.to_check(user).filter(state=ApplicationState.SUBMITTED).count()
        yield Task(_("Contrôler l’éligibilité"), reverse("calls:eligibility", args=[wave.code]), waiting)
    if is_open and user.may(P.WAVES_OPEN):
        yield Task(_("Clore les candidatures"), reverse("calls:close", args=[wave.code]))
    if wave.state == WaveState.CLOSED and not wave.drawn and user.may(P.WAVES_OPEN):
        yield Task(
            _("Tirer au sort en public"),
            reverse("calls:draw", args=[wave.code]),
            detail=_("facultatif, avant le classement"),
        )


def _publication(wave: Wave) -> Iterator[Task]:
    """What the public is told of an open call."""
    missing = "" if wave.summary else _("le texte manque encore")
    yield Task(
        _("Publier le texte, le calendrier, les pièces"), reverse("calls:describe", args=[wave.code]), detail=missing
    )
    waiting = wave.questions.filter(answer="")
    if count := waiting.count():
        since = waiting.order_by("asked_at").first().asked_at
        yield Task(_("Répondre aux questions"), reverse("calls:questions", args=[wave.code]), count, since)


def _to_complete(user: User, wave: Wave) -> Iterator[Task]:
    """Files that lack something, within one's perimeter."""
    mine = wave.applications.to_check(user).values("pk")
    lacks = Lack.objects.filter(application__in=mine, settled_on=None).order_by("on")
    if oldest := lacks.first():
        yield Task(_("Dossiers à compléter"), reverse("calls:incomplete", args=[wave.code]), lacks.count(), oldest.on)

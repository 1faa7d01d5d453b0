"""What a candidate reads about an application: where it stands in one sentence, what comes next and when, whom to ask."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.calls.states import APPLICATION_LIFE, CHECKED, ApplicationState, WaveState


@dataclass(frozen=True, slots=True)
class News:
    """`by_day`: the day by which the next step is foreseen. `contact`: the regional centre of the person's commune."""

    application: Application
    now: str
    next: str
    by_day: date | None
    contact: str
    may_withdraw: bool
    may_correct: bool


def news_of(application: Application) -> News:
    """`wave` and `person.commune.centre` must be loaded."""
    wave = application.wave
    now, then, by_day = _words(application)
    centre = application.person.commune.centre
    can_leave = application.state in APPLICATION_LIFE.steps["withdraw"].sources
    return News(
        application=application, now=now, next=then, by_day=_day(wave, by_day),
        contact=f"{centre}, {centre.seat}" if centre.seat else str(centre),
        may_correct=application.state in CHECKED and wave.state == WaveState.OPEN and timezone.now() < wave.closing,
        may_withdraw=can_leave and application.state != ApplicationState.PLACED,
    )  # fmt: skip


_NEXT = {"list": "close", "interviews": "start", "results": "start"}  # what stands for a day that nobody published


def _day(wave: Wave, step: str) -> date | None:
    """The published day of the step, or the nearest one known."""
    days = {"close": wave.closes_on, "start": wave.starts_on} | {row.step: row.on for row in wave.milestones.all()}
    return days.get(step) or days.get(_NEXT.get(step, ""))


def _words(application: Application) -> tuple[str, str, str]:
    state = ApplicationState
    return {
        state.SUBMITTED: (_("Votre candidature est reçue."), _("Le centre contrôle votre dossier."), "list"),
        state.HELD: (_("Votre dossier attend une décision."),
                     _("Un agent vérifie qu’il ne double pas un autre dossier."), "list"),
        state.ELIGIBLE: (_("Votre dossier remplit les conditions."), _("Un jury vous entend et vous note."), "interviews"),
        state.INELIGIBLE: (_("Votre candidature n’est pas retenue."),
                           _("Si c’est une erreur, montrez vos pièces au centre."), "close"),
        state.DUPLICATE: (_("Cette candidature en double une autre, qui compte à sa place."),
                          _("Si c’est une erreur, montrez vos pièces au centre."), "close"),
        state.RANKED: (_("Le jury vous a classé."), _("Les postes sont attribués selon le classement et vos choix."), "results"),
        state.UNRANKED: (_("Vous n’êtes pas sur la liste de sélection."),
                         _("Si c’est une erreur, parlez-en au centre, ou contestez la liste publiée."), ""),
        state.PLACED: (_("Un poste vous est proposé."), _("Répondez à la proposition avant sa date limite."), "start"),
        state.RESERVE: (_("Vous êtes sur la liste de réserve."), _("Le centre vous appelle si un poste se libère."), ""),
        state.WITHDRAWN: (_("Vous avez retiré votre candidature."), _("Vous pourrez être candidat à une autre vague."), ""),
    }[application.state]  # fmt: skip

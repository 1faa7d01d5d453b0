"""Who may do what about a session, when a role alone does not say it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.service.missions.models import Mission
from teriya.service.training.models import Trainee, TrainingSession
from teriya.service.training.states import SessionState


def require_planner(by: User, session: TrainingSession) -> None:
    require(by, P.TRAINING_PLAN, commune=session.commune_id)


def require_trainer(by: User, session: TrainingSession) -> None:
    require(by, P.TRAINING_HOLD, commune=session.commune_id)


def require_other_than_trained(by: User, missions: Iterable[Mission]) -> None:
    """Nobody marks oneself present, nor passed."""
    if any(mission.person.account_id == by.id for mission in missions):
        raise NotAllowed("own_training", _("C’est votre propre formation : une autre personne doit le faire."))


def require_open(session: TrainingSession) -> None:
    if session.is_over:
        raise Refusal("training_over", _("Cette session est finie ou annulée : choisissez-en une autre."))


def rights(user: User, session: TrainingSession, trainees: Iterable[Trainee]) -> set[str]:
    """What this person may do about the session as it stands: names of the room's routes."""
    rows, found = list(trainees), set()
    plans = user.may(P.TRAINING_PLAN, commune=session.commune_id)
    holds = user.may(P.TRAINING_HOLD, commune=session.commune_id)
    if plans and not session.is_over:
        found |= {"timetable", "seat", "postpone", "cancel"}
        if any(row.convened_on is None and row.state == "seated" for row in rows):
            found.add("convene")
    if holds and session.state == SessionState.CONVENED:
        found |= {"roll", "marks", "conclude"}
    if holds and session.state == SessionState.CLOSED and any(row.state in ("resit", "failed") for row in rows):
        found |= {"marks", "conclude"}
    if any(row.state == "passed" and row.certificate_id is None for row in rows) and user.may(P.CERTIFICATES_ISSUE):
        found.add("certify")
    return found

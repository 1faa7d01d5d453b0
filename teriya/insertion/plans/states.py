from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class Moment(models.TextChoices):
    """When an interview is due; `extra` is one that the schedule did not ask for."""

    FIRST = "first", _("avant l’affectation")
    MIDDLE = "middle", _("pendant la mission")
    BEFORE_END = "before_end", _("préparation de la sortie")
    EXIT = "exit", _("sortie")
    AFTER_SHORT = "after_short", _("premier suivi après la fin")
    AFTER_YEAR = "after_year", _("suivi à un an")
    AFTER_LONG = "after_long", _("dernier suivi")
    EXTRA = "extra", _("en plus")


BEFORE_EXIT = (Moment.FIRST, Moment.MIDDLE, Moment.BEFORE_END)  # once the mission is over, their time is past


class ProjectKind(models.TextChoices):
    LIFE = "life", _("projet de vie")
    CAREER = "career", _("projet professionnel")


class Why(models.TextChoices):
    """Why a plan ends."""

    COMPLETED = "completed", _("accompagnement mené à son terme")
    INSERTED = "inserted", _("inséré, n’a plus besoin d’accompagnement")
    DECLINED = "declined", _("la personne ne le souhaite plus")
    UNREACHABLE = "unreachable", _("la personne ne répond plus")
    OTHER = "other", _("autre")


class Owner(models.TextChoices):
    """Who does what a goal asks for."""

    PERSON = "person", _("la personne")
    AGENCY = "agency", _("l’agence")
    HOST = "host", _("la structure")
    OTHER = "other", _("un autre organisme")


class SupportState(models.TextChoices):
    """Of a plan."""

    RUNNING = "running", _("en cours")
    ENDED = "ended", _("terminé")


class InterviewState(models.TextChoices):
    PLANNED = "planned", _("prévu")
    DONE = "done", _("tenu")
    DROPPED = "dropped", _("abandonné")


class GoalState(models.TextChoices):
    OPEN = "open", _("en cours")
    REACHED = "reached", _("atteint")
    GIVEN_UP = "given_up", _("abandonné")


class TodoState(models.TextChoices):
    OPEN = "open", _("à faire")
    DONE = "done", _("fait")


SUPPORT_LIFE = Lifecycle("plan", [
    Step("reorient", ("running",), "running", P.PLANS_KEEP, reason_required=True),
    Step("end", ("running",), "ended", P.PLANS_KEEP, reason_required=True),
    Step("reopen", ("ended",), "running", P.PLANS_KEEP, reason_required=True),
])  # fmt: skip

INTERVIEW_LIFE = Lifecycle("interview", [
    Step("hold", ("planned",), "done", P.PLANS_KEEP),
    Step("miss", ("planned",), "planned", P.PLANS_KEEP, reason_required=True),
    Step("drop", ("planned",), "dropped", P.PLANS_KEEP, reason_required=True),
])  # fmt: skip

GOAL_LIFE = Lifecycle("goal", [
    Step("review", ("open",), "open", P.PLANS_KEEP, reason_required=True),
    Step("reach", ("open",), "reached", P.PLANS_KEEP, reason_required=True),
    Step("give_up", ("open",), "given_up", P.PLANS_KEEP, reason_required=True),
])  # fmt: skip

TODO_LIFE = Lifecycle("todo", [Step("do", ("open",), "done", P.PLANS_KEEP, reason_required=True)])

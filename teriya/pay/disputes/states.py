from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class Kind(models.TextChoices):
    """What seems wrong. The rule of the country says who answers each."""

    DAYS = "days", _("les jours")
    RATE = "rate", _("le taux")
    RETENTION = "retention", _("une retenue")
    UNPAID = "unpaid", _("pas reçu")
    OTHER = "other", _("autre chose")


class Way(models.TextChoices):
    """How it came."""

    PAGE = "page", _("sur sa page")
    SMS = "sms", _("par SMS")
    CALL = "call", _("dit au centre")


class Outcome(models.TextChoices):
    RECOUNT = "recount", _("admise, le mois se recompte")
    ACCEPTED = "accepted", _("admise")
    REJECTED = "rejected", _("rejetée")


class DisputeState(models.TextChoices):
    OPEN = "open", _("à répondre")
    PROPOSED = "proposed", _("réponse à confirmer")
    ANSWERED = "answered", _("répondue")
    CLOSED = "closed", _("close")


WAITING = (DisputeState.OPEN, DisputeState.PROPOSED)

DISPUTE_LIFE = Lifecycle("dispute", [
    Step("propose", ("open",), "proposed", P.DISPUTES_ANSWER),
    Step("answer", ("open", "proposed"), "answered", P.DISPUTES_ANSWER),
    Step("confirm", ("proposed",), "answered", P.DISPUTES_ANSWER),
    Step("close", ("answered",), "closed", P.DISPUTES_OPEN),
    Step("reopen", ("answered",), "open", P.DISPUTES_OPEN),
])  # fmt: skip

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """How a survey ended; empty while it waits."""

    ANSWERED = "answered", _("répondu")
    REFUSED = "refused", _("refus de répondre")
    SILENT = "silent", _("sans réponse")
    SERVING = "serving", _("de nouveau en service")
    DEAD = "dead", _("décès")


class Way(models.TextChoices):
    """By what a person is asked, or answers."""

    SMS = "sms", _("SMS")
    PAGE = "page", _("page")
    CALL = "call", _("appel")


class Result(models.TextChoices):
    """What came of one attempt to reach somebody."""

    SENT = "sent", _("SMS envoyé")
    EXPLAINED = "explained", _("réponse expliquée")
    SPOKE = "spoke", _("joint")
    NO_ANSWER = "no_answer", _("ne décroche pas")
    WRONG_NUMBER = "wrong_number", _("mauvais numéro")
    LATER = "later", _("à rappeler")


UNREACHED = (Result.NO_ANSWER, Result.WRONG_NUMBER, Result.LATER)  # calls that brought no answer
EXPLAINED_MAX = 1  # how often an answer that nobody can read is explained, in one survey

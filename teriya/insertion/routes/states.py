from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.TextChoices):
    """Who says what became of a person."""

    SURVEY = "survey", _("une enquête")
    AGENT = "agent", _("un agent")
    VOLUNTEER = "volunteer", _("la personne")
    HOST = "host", _("la structure d’accueil")


class Evidence(models.TextChoices):
    """The paper that proves a situation."""

    CONTRACT = "contract", _("contrat de travail")
    DECISION = "decision", _("décision de nomination")
    REGISTRATION = "registration", _("immatriculation d’une entreprise")
    ENROLMENT = "enrolment", _("inscription à une école ou une formation")
    OTHER = "other", _("autre pièce")


class Kind(models.TextChoices):
    """What is handed over at the end of a mission, by an agreement."""

    LUMP_SUM = "lump_sum", _("pécule")
    KIT = "kit", _("kit")
    CREDIT = "credit", _("crédit")
    REFERRAL = "referral", _("orientation")

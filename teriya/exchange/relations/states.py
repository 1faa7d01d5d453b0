from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class FrameworkState(models.TextChoices):
    PREPARED = "prepared", _("en préparation")
    SIGNED = "signed", _("signé")
    ENDED = "ended", _("terminé")
    DROPPED = "dropped", _("abandonné")


class Nature(models.TextChoices):
    PLAN = "plan", _("plan d’action")
    COMMITTEE = "committee", _("comité de suivi")


class ConventionState(models.TextChoices):
    DRAFTED = "drafted", _("en rédaction")
    PROPOSED = "proposed", _("proposée")
    AGREED = "agreed", _("approuvée par les deux agences")
    SET_ASIDE = "set_aside", _("écartée")


class Word(models.TextChoices):
    """What one agency says of a version, once. The agency that proposed it may refuse it too: it takes it back."""

    APPROVED = "approved", _("approuve")
    REFUSED = "refused", _("refuse")


class Line(models.TextChoices):
    """What an exchange costs."""

    TICKET = "ticket", _("billet")
    VISA = "visa", _("visa")
    INSURANCE = "insurance", _("assurance")
    ALLOWANCE = "allowance", _("allocation")
    HOUSING = "housing", _("logement")
    TRAINING = "training", _("formation")
    MONITORING = "monitoring", _("suivi")


class Payer(models.TextChoices):
    """Who pays: by its part in the exchange, so that one matrix holds both ways."""

    SENDING = "sending", _("l’agence d’envoi")
    RECEIVING = "receiving", _("l’agence d’accueil")
    HOST = "host", _("la structure d’accueil")
    PARTNER = "partner", _("un partenaire financier")


class Per(models.TextChoices):
    STAY = "stay", _("par séjour")
    MONTH = "month", _("par mois de séjour")


class After(models.TextChoices):
    """What becomes of a dossier once it has served."""

    RETURN = "return", _("rendues à l’agence d’envoi")
    DELETE = "delete", _("effacées")


FRAMEWORK_LIFE = Lifecycle("framework_agreement", [
    Step("sign", ("prepared",), "signed", P.RELATIONS_DECIDE),
    Step("end", ("signed",), "ended", P.RELATIONS_DECIDE, reason_required=True),
    Step("drop", ("prepared",), "dropped", P.RELATIONS_KEEP, reason_required=True),
])  # fmt: skip

CONVENTION_LIFE = Lifecycle("convention_version", [
    Step("propose", ("drafted",), "proposed", P.RELATIONS_KEEP),
    Step("agree", ("proposed",), "agreed", P.RELATIONS_DECIDE),
    Step("refuse", ("proposed",), "set_aside", P.RELATIONS_DECIDE, reason_required=True),
    Step("drop", ("drafted", "proposed"), "set_aside", P.RELATIONS_KEEP, reason_required=True),
    Step("reopen", ("agreed",), "proposed", P.RELATIONS_DECIDE),
])  # fmt: skip

from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class Cause(models.TextChoices):
    """What an unpaid month waits for first, in the order of the chain."""

    PRESENCE = "presence", _("présence manquante")
    HOST = "host", _("structure")
    FILE = "file", _("dossier")
    FUND = "fund", _("financement")
    INSTITUTION = "institution", _("institution de paiement")


class Turn(models.TextChoices):
    """Who holds a month that is not paid."""

    FACILITATOR = "facilitator", _("l’animateur ou le senior de l’équipe")
    TUTOR = "tutor", _("le tuteur ou la structure")
    CENTRE = "centre", _("le centre régional")
    FINANCE = "finance", _("l’agent financier")
    STEP = "step", _("l’étape de la chaîne")
    INSTITUTION = "institution", _("l’institution de paiement")


class FigureState(models.TextChoices):
    """A delay of pay: frozen by one person, published by another."""

    FROZEN = "frozen", _("figé")
    PUBLISHED = "published", _("publié")
    SET_ASIDE = "set_aside", _("écarté")
    WITHDRAWN = "withdrawn", _("retiré")


class Said(models.TextChoices):
    """What a payee answers to « avez-vous reçu ? »."""

    YES = "yes", _("oui")
    NO = "no", _("non")
    OTHER = "other", _("une autre somme")


class CaseState(models.TextChoices):
    """A payee and a return file that disagree."""

    OPEN = "open", _("à prendre en charge")
    TAKEN = "taken", _("prise en charge")
    CLOSED = "closed", _("close")


class Finding(models.TextChoices):
    """What was found of a disagreement."""

    RECEIVED = "received", _("la somme a bien été reçue")
    NOT_RECEIVED = "not_received", _("rien n’a été reçu")
    OTHER_SUM = "other_sum", _("une autre somme a été reçue")
    UNKNOWN = "unknown", _("personne n’a pu le dire")


FIGURE_LIFE = Lifecycle("delay_figure", [
    Step("publish", ("frozen",), "published", P.DELAYS_PUBLISH),
    Step("set_aside", ("frozen",), "set_aside", P.DELAYS_PUBLISH, reason_required=True),
    Step("withdraw", ("published",), "withdrawn", P.DELAYS_PUBLISH, reason_required=True),
])  # fmt: skip

CASE_LIFE = Lifecycle("payee_case", [
    Step("take", ("open",), "taken", P.PAYEES_FOLLOW),
    Step("close", ("taken",), "closed", P.PAYEES_FOLLOW, reason_required=True),
])  # fmt: skip

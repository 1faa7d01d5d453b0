from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class Part(models.TextChoices):
    """What a partner is to the agency; one may be several things."""

    FUNDER = "funder", _("financeur")
    TECHNICAL = "technical", _("partenaire technique")
    HOST = "host", _("accueille des postes")
    OPERATOR = "operator", _("opérateur délégué")
    SENDER = "sender", _("envoie ou reçoit des volontaires")


class Side(models.TextChoices):
    """Who owes an obligation."""

    AGENCY = "agency", _("l’agence")
    PARTNER = "partner", _("le partenaire")


class OpportunityState(models.TextChoices):
    IDEA = "idea", _("idée")
    CONCEPT = "concept", _("note conceptuelle")
    SUBMITTED = "submitted", _("soumise")
    NEGOTIATED = "negotiated", _("en négociation")
    SIGNED = "signed", _("signée")
    RUNNING = "running", _("en cours")
    CLOSED = "closed", _("close")
    LOST = "lost", _("perdue")


SOUGHT = ("idea", "concept", "submitted", "negotiated")  # asked for, promised by nobody: not a franc of it is cash
WON = ("signed", "running", "closed")

OPPORTUNITY_LIFE = Lifecycle("opportunity", [
    Step("write_concept", ("idea",), "concept", P.PARTNERS_WRITE),
    Step("submit", ("concept",), "submitted", P.PARTNERS_WRITE),
    Step("negotiate", ("submitted",), "negotiated", P.PARTNERS_WRITE),
    Step("sign", ("negotiated",), "signed", P.PARTNERS_CONCLUDE),
    Step("start", ("signed",), "running", P.PARTNERS_CONCLUDE),
    Step("close", ("running",), "closed", P.PARTNERS_CONCLUDE),
    Step("lose", ("idea", "concept", "submitted", "negotiated", "signed"), "lost", P.PARTNERS_WRITE, reason_required=True),
])  # fmt: skip


class PlanState(models.TextChoices):
    PREPARED = "prepared", _("en préparation")
    SIGNED = "signed", _("signé")
    RUNNING = "running", _("en cours")
    CLOSED = "closed", _("achevé")
    DROPPED = "dropped", _("abandonné")


PLAN_LIFE = Lifecycle("action_plan", [
    Step("sign", ("prepared",), "signed", P.PARTNERS_CONCLUDE),
    Step("start", ("signed",), "running", P.PARTNERS_WRITE),
    Step("close", ("running",), "closed", P.PARTNERS_WRITE),
    Step("drop", ("prepared", "signed", "running"), "dropped", P.PARTNERS_WRITE, reason_required=True),
])  # fmt: skip

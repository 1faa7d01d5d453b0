from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class Source(models.TextChoices):
    """Whose opinion it is."""

    HOST = "host", _("la structure")
    COMMUNITY = "community", _("la communauté")


class Level(models.IntegerChoices):
    """How far one agrees with a question."""

    NO = 1, _("pas du tout")
    LITTLE = 2, _("un peu")
    ENOUGH = 3, _("assez")
    FULLY = 4, _("tout à fait")


class Speaker(models.TextChoices):
    """Who testifies."""

    VOLUNTEER = "volunteer", _("volontaire")
    HOST = "host", _("structure d’accueil")
    COMMUNITY = "community", _("habitant")


class Consent(models.TextChoices):
    """How the person agreed to be published."""

    ACCOUNT = "account", _("dit sur son propre compte")
    SIGNED = "signed", _("signé sur papier")
    SPOKEN = "spoken", _("dit de vive voix à l’agent")


class TestimonyState(models.TextChoices):
    RECORDED = "recorded", _("à publier")
    PUBLISHED = "published", _("publié")
    REFUSED = "refused", _("non publié")
    WITHDRAWN = "withdrawn", _("retiré par qui parle")


class ReadingState(models.TextChoices):
    RECORDED = "recorded", _("à confirmer")
    CONFIRMED = "confirmed", _("confirmé")
    REFUSED = "refused", _("refusé")
    WITHDRAWN = "withdrawn", _("annulé")


class StudyState(models.TextChoices):
    RECORDED = "recorded", _("à publier")
    PUBLISHED = "published", _("publiée")
    REFUSED = "refused", _("non publiée")
    WITHDRAWN = "withdrawn", _("retirée")


TESTIMONY_LIFE = Lifecycle("testimony", [
    Step("publish", ("recorded",), "published", P.EVIDENCE_DECIDE),
    Step("refuse", ("recorded",), "refused", P.EVIDENCE_DECIDE, reason_required=True),
    Step("take_back", ("recorded", "published", "refused"), "withdrawn", P.EVIDENCE_OWN),
    Step("take_back_for", ("recorded", "published", "refused"), "withdrawn", P.EVIDENCE_KEEP),
])  # fmt: skip

READING_LIFE = Lifecycle("facility_reading", [
    Step("confirm", ("recorded",), "confirmed", P.EVIDENCE_DECIDE),
    Step("refuse", ("recorded",), "refused", P.EVIDENCE_DECIDE, reason_required=True),
    Step("strike", ("confirmed",), "withdrawn", P.EVIDENCE_DECIDE, reason_required=True),
])  # fmt: skip

STUDY_LIFE = Lifecycle("study", [
    Step("publish", ("recorded",), "published", P.STUDIES_PUBLISH),
    Step("refuse", ("recorded",), "refused", P.STUDIES_PUBLISH, reason_required=True),
    Step("withdraw", ("published",), "withdrawn", P.STUDIES_PUBLISH, reason_required=True),
])  # fmt: skip

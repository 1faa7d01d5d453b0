from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class SignedState(models.TextChoices):
    """A pay sheet that came back signed."""

    KEYED = "keyed", _("saisi, à vérifier")
    VERIFIED = "verified", _("vérifié")
    SENT_BACK = "sent_back", _("à saisir à nouveau")


class How(models.TextChoices):
    """What stands in the box of a line."""

    SIGNATURE = "signature", _("signature")
    THUMBPRINT = "thumbprint", _("empreinte")
    ABSENT = "absent", _("absent")
    PROXY = "proxy", _("procuration")


class Standing(models.TextChoices):
    """Whether a piece of a bundle is there."""

    PRESENT = "present", _("présente")
    MISSING = "missing", _("manque")
    LATER = "later", _("pas encore due")


SIGNED_LIFE = Lifecycle("signed_sheet", [
    Step("key_again", ("keyed", "sent_back"), "keyed", P.PAY_KEY_SIGNED),
    Step("verify", ("keyed",), "verified", P.PAY_CHECK_SIGNED),
    Step("send_back", ("keyed", "verified"), "sent_back", P.PAY_CHECK_SIGNED, reason_required=True),
])  # fmt: skip


class About(models.TextChoices):
    """What an archive holds the bundle of."""

    RUN = "run", _("état de paye")
    LINE = "line", _("paiement")
    DRAW = "draw", _("tirage")


class Method(models.TextChoices):
    SIMPLE = "simple", _("tirage simple")
    STRATIFIED = "stratified", _("tirage stratifié par centre et par montant")


class DrawState(models.TextChoices):
    FROZEN = "frozen", _("population arrêtée")
    DRAWN = "drawn", _("tiré")


class Finding(models.TextChoices):
    CONFORM = "conform", _("conforme")
    NOT_CONFORM = "not_conform", _("non conforme")


DRAW_LIFE = Lifecycle("draw", [Step("draw", ("frozen",), "drawn", P.AUDIT_DRAW)])

from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class HearingState(models.TextChoices):
    CALLED = "called", _("convoqué")
    PRESENT = "present", _("présent")
    ABSENT = "absent", _("absent")
    HEARD = "heard", _("entendu")
    CONTESTED = "contested", _("à réentendre")
    SUPERSEDED = "superseded", _("repris")


class ConflictState(models.TextChoices):
    DECLARED = "declared", _("à régler")
    SETTLED = "settled", _("réglé")


class SelectionMode(models.TextChoices):
    JURY = "jury", _("par les notes du jury")
    LOTTERY = "lottery", _("par tirage au sort public")


class Outcome(models.TextChoices):
    RANKED = "ranked", _("classé")  # where the list has no number of places
    ADMITTED = "admitted", _("retenu")
    RESERVE = "reserve", _("liste de réserve")
    LEFT = "left", _("non retenu")


class ListingState(models.TextChoices):
    READY = "ready", _("établie")
    PUBLISHED = "published", _("publiée")
    REPLACED = "replaced", _("remplacée")


class ContestState(models.TextChoices):
    FILED = "filed", _("déposé")
    UPHELD = "upheld", _("admis")
    REJECTED = "rejected", _("rejeté")


# A list made again before its publication replaces the one that was ready; published, it makes the earlier one give way.
# `move`: another hour, day or jury; who was absent for a good reason is called again. `come`: somebody whom the door did not
# mark sits before the jury. `reopen`: an appeal upheld asks for another hearing. Sheets are opened by the third that is sealed, or recorded from paper by the centre.
HEARING_LIFE = Lifecycle("hearing", [
    Step("move", ("called", "present", "absent"), "called", P.INTERVIEWS_PLAN, reason_required=True),
    Step("receive", ("called", "absent"), "present", P.INTERVIEWS_RECEIVE),
    Step("miss", ("called",), "absent", P.INTERVIEWS_RECEIVE),
    Step("come", ("called",), "present", P.JURY_SCORE),
    Step("open_sheets", ("present",), "heard", P.JURY_SCORE),
    Step("find_apart", ("present",), "contested", P.JURY_SCORE),
    Step("record_sheets", ("called", "present"), "heard", P.JURY_ENTER),
    Step("record_apart", ("called", "present"), "contested", P.JURY_ENTER),
    Step("reopen", ("heard",), "contested", P.APPEALS_ANSWER, reason_required=True),
    Step("hear_again", ("contested",), "superseded", P.INTERVIEWS_PLAN, reason_required=True),
])  # fmt: skip

CONFLICT_LIFE = Lifecycle("conflict", [
    Step("hear_elsewhere", ("declared",), "settled", P.INTERVIEWS_PLAN, reason_required=True),
    Step("seat_another", ("declared",), "settled", P.INTERVIEWS_PLAN),
])  # fmt: skip

LISTING_LIFE = Lifecycle("listing", [
    Step("publish", ("ready",), "published", P.LISTS_PUBLISH),
    Step("replace", ("ready",), "replaced", P.JURY_RANK),
    Step("give_way", ("published",), "replaced", P.LISTS_PUBLISH),
])  # fmt: skip

CONTEST_LIFE = Lifecycle("contest", [
    Step("uphold", ("filed",), "upheld", P.APPEALS_ANSWER, reason_required=True),
    Step("reject", ("filed",), "rejected", P.APPEALS_ANSWER, reason_required=True),
])  # fmt: skip

from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class WaveState(models.TextChoices):
    OPEN = "open", _("ouverte")
    CLOSED = "closed", _("candidatures closes")
    RANKED = "ranked", _("classée")
    PLACED = "placed", _("placée")
    DEPLOYED = "deployed", _("déployée")


class PlacementMode(models.TextChoices):
    WISHES = "wishes", _("selon les vœux de chacun")
    RULE = "rule", _("par la règle publiée : chacun accepte de servir partout")


class CalendarStep(models.TextChoices):
    LIST = "list", _("liste des candidats éligibles")
    INTERVIEWS = "interviews", _("entretiens avec le jury")
    RESULTS = "results", _("résultats du placement")
    TRAINING = "training", _("formation et serment")


class ApplicationState(models.TextChoices):
    SUBMITTED = "submitted", _("soumise")
    HELD = "held", _("retenue en attente d’une décision")
    ELIGIBLE = "eligible", _("éligible")
    INELIGIBLE = "ineligible", _("non éligible")
    DUPLICATE = "duplicate", _("doublon")
    RANKED = "ranked", _("classée")
    UNRANKED = "unranked", _("non retenue")
    PLACED = "placed", _("placée")
    RESERVE = "reserve", _("liste de réserve")
    WITHDRAWN = "withdrawn", _("désistée")


class MeetingKind(models.TextChoices):
    RADIO = "radio", _("radio")
    TOWN_HALL = "town_hall", _("mairie ou préfecture")
    SCHOOL = "school", _("école ou université")
    MARKET = "market", _("marché ou quartier")
    SMS = "sms", _("SMS groupé")


class Missing(models.TextChoices):
    """What a file lacks; it waits, it is not refused."""

    IDENTITY = "identity", _("une pièce d’identité, ou un témoin")
    DIPLOMA = "diploma", _("la copie du diplôme")
    UNREADABLE = "unreadable", _("une photo lisible")
    BIRTH = "birth", _("la date de naissance, qui contredit la pièce")
    PHONE = "phone", _("un numéro de téléphone qui répond")
    OTHER = "other", _("autre chose, dit en note")


class Found(models.TextChoices):
    """What an officer reads on the papers and no column tells: it makes ineligible until it is lifted."""

    FALSE_PAPER = "false_paper", _("pièce fausse ou d’une autre personne")
    NATIONALITY = "nationality", _("nationalité que la forme n’admet pas")
    QUALIFICATION = "qualification", _("qualification demandée non prouvée")
    HAS_JOB = "has_job", _("personne déjà en emploi")
    SCHOOL_YEARS = "school_years", _("école quittée depuis trop peu d’années")
    OTHER_RULE = "other_rule", _("autre condition de l’appel, dite en note")


class Fact(models.TextChoices):
    """What a candidate declares and an officer can certify on a paper."""

    IDENTITY = "identity", _("identité")
    BIRTH = "birth", _("naissance")
    DIPLOMA = "diploma", _("diplôme")
    RESIDENCE = "residence", _("résidence")


WAVE_LIFE = Lifecycle("wave", [
    Step("close", ("open",), "closed", P.WAVES_OPEN),
    Step("reopen", ("closed",), "open", P.WAVES_OPEN, reason_required=True),
    Step("rank", ("closed", "ranked"), "ranked", P.JURY_RANK),
    Step("place", ("ranked",), "placed", P.PLACEMENT_DECIDE),
    Step("deploy", ("placed",), "deployed", P.CONTRACTS_ISSUE),
])  # fmt: skip

# What a check finds replaces what an earlier check found; once ranked, an application is no longer checked.
CHECKED = ("submitted", "held", "eligible", "ineligible", "duplicate")
_ONGOING = ("submitted", "held", "eligible", "ranked", "unranked", "placed", "reserve")

APPLICATION_LIFE = Lifecycle("application", [
    Step("hold", CHECKED, "held", P.APPLICATIONS_CHECK, reason_required=True),
    Step("find_eligible", CHECKED, "eligible", P.APPLICATIONS_CHECK),
    Step("find_ineligible", CHECKED, "ineligible", P.APPLICATIONS_CHECK),
    Step("find_duplicate", CHECKED, "duplicate", P.APPLICATIONS_CHECK),
    Step("rank", ("eligible", "ranked", "unranked"), "ranked", P.JURY_RANK),
    Step("leave_unranked", ("eligible", "ranked", "unranked"), "unranked", P.JURY_RANK),
    Step("place", ("ranked", "reserve"), "placed", P.PLACEMENT_DECIDE),
    Step("put_in_reserve", ("ranked", "placed"), "reserve", P.PLACEMENT_DECIDE),
    Step("call", ("reserve",), "placed", P.PLACEMENT_SIMULATE),
    Step("call_on_appeal", ("reserve",), "placed", P.APPEALS_ANSWER, reason_required=True),
    Step("withdraw", _ONGOING, "withdrawn", P.OFFERS_ANSWER),
    Step("record_withdrawal", _ONGOING, "withdrawn", P.APPLICATIONS_REGISTER, reason_required=True),
])  # fmt: skip

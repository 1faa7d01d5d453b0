"""The words that two agencies say of a stay. No free text is among them, and nothing of health."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class Side(models.TextChoices):
    HOME = "home", _("agence d’envoi")
    HOST = "host", _("agence d’accueil")


class Voice(models.TextChoices):
    """Who speaks of a stay. A volunteer speaks at the agency that sent; a host structure, at the one that receives."""

    VOLUNTEER = "volunteer", _("volontaire")
    STRUCTURE = "structure", _("structure d’accueil")
    HOME = "home", _("agence d’envoi")
    HOST = "host", _("agence d’accueil")

    @property
    def side(self) -> str:
        return Side.HOME if self in (Voice.VOLUNTEER, Voice.HOME) else Side.HOST


class About(models.TextChoices):
    """What a report is: a month as it goes, a formal interview, the joint evaluation."""

    STATUS = "status", _("point du mois")
    INTERVIEW = "interview", _("entretien")
    EVALUATION = "evaluation", _("évaluation conjointe")


class Level(models.IntegerChoices):
    """How a thing goes, in a month or at an interview."""

    FINE = 3, _("ça va")
    WATCH = 2, _("à suivre")
    HELP = 1, _("besoin d’aide")


class Worth(models.IntegerChoices):
    """What an evaluation says of a thing."""

    KEEP = 3, _("à garder")
    IMPROVE = 2, _("à améliorer")
    REDO = 1, _("à revoir")


class Asked(models.TextChoices):
    """What is asked each month and at each interview. Health is not: it is never told to the other agency."""

    WORK = "work", _("Le travail confié")
    TUTOR = "tutor", _("L’accueil et le tuteur")
    HOUSING = "housing", _("Le logement")
    MONEY = "money", _("L’indemnité, à l’heure et entière")
    SAFETY = "safety", _("La sécurité sur place")


class Judged(models.TextChoices):
    """What the joint evaluation asks of each side, axis by axis."""

    CHOICE = "choice", _("Le choix du volontaire et du poste")
    DEPARTURE = "departure", _("La préparation du départ")
    WELCOME = "welcome", _("L’accueil et le logement")
    FOLLOWING = "following", _("Le suivi et les entretiens")
    USEFULNESS = "usefulness", _("L’utilité pour la structure")
    LEARNING = "learning", _("Ce que le volontaire rapporte")
    COOPERATION = "cooperation", _("Le travail entre les deux agences")


class Happened(models.TextChoices):
    """What happened, as a fact. A sickness is not told: the person tells whom they choose."""

    TRAVEL = "travel", _("voyage retardé ou interrompu")
    PAPERS = "papers", _("papiers perdus ou volés")
    THEFT = "theft", _("vol ou agression")
    ROAD = "road", _("accident sur la route ou au travail")
    CONFLICT = "conflict", _("désaccord dans la structure")
    CONDITIONS = "conditions", _("tâches, logement ou indemnité non conformes")
    ABSENCE = "absence", _("absence sans nouvelles")
    SITUATION = "situation", _("sécurité de la zone")


class Done(models.TextChoices):
    """What was done about it."""

    NOTED = "noted", _("noté, sans suite")
    MEDIATED = "mediated", _("échange avec les personnes")
    DECLARED = "declared", _("déclaré aux autorités ou à l’assurance")
    MOVED = "moved", _("logement ou poste changé")
    BROUGHT_BACK = "brought_back", _("retour organisé")


class How(models.TextChoices):
    """How a stay ended."""

    TERM = "term", _("à son terme")
    PERSON = "person", _("plus tôt, à la demande du volontaire")
    STRUCTURE = "structure", _("plus tôt, à la demande de la structure")
    AGENCIES = "agencies", _("plus tôt, d’accord entre les agences")
    SITUATION = "situation", _("plus tôt, pour la sécurité")


class Returning(models.TextChoices):
    """What follows the return, at the agency that sent."""

    DEBRIEF = "debrief", _("relecture de la mission")
    RESTITUTION = "restitution", _("restitution publique")


class CertificateState(models.TextChoices):
    PREPARED = "prepared", _("à signer")
    SIGNED = "signed", _("signée par l’agence d’envoi")
    JOINT = "joint", _("signée par les deux agences")
    REVOKED = "revoked", _("révoquée")


CERTIFICATE_LIFE = Lifecycle("joint_certificate", [
    Step("sign", ("prepared",), "signed", P.STAYS_SIGN),
    Step("countersign", ("signed",), "joint", P.STAYS_SIGN),
    Step("revoke", ("signed", "joint"), "revoked", P.STAYS_SIGN, reason_required=True),
])  # fmt: skip

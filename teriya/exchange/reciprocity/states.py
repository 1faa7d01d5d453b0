from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle, Step


class PostState(models.TextChoices):
    OPEN = "open", _("ouverte")
    WITHDRAWN = "withdrawn", _("retirée")
    UNDELIVERED = "undelivered", _("non reçue")


class NominationState(models.TextChoices):
    PREPARED = "prepared", _("accord demandé")
    AGREED = "agreed", _("accord donné")
    DECLINED = "declined", _("la personne n’est pas d’accord")
    SET_ASIDE = "set_aside", _("mise de côté")
    SENT = "sent", _("proposée")
    ACCEPTED = "accepted", _("acceptée")
    REFUSED = "refused", _("refusée")
    WITHDRAWN = "withdrawn", _("retirée")
    LAPSED = "lapsed", _("sans objet : offre retirée")
    UNDELIVERED = "undelivered", _("non reçue")
    ARRIVED = "arrived", _("sur place")
    ENDED = "ended", _("mission finie")


DRAFTS = (NominationState.PREPARED, NominationState.AGREED)  # nothing was said yet
LIVE = (*DRAFTS, NominationState.SENT, NominationState.ACCEPTED, NominationState.ARRIVED)
CLOSED = (NominationState.REFUSED, NominationState.WITHDRAWN, NominationState.LAPSED, NominationState.ENDED)
SAID = (NominationState.SENT, NominationState.ACCEPTED, NominationState.ARRIVED, *CLOSED)  # both agencies know it


class RefusalCode(models.TextChoices):
    """Why the receiving side says no. None of them tells anything of a person’s health."""

    PROFILE = "profile", _("le profil ne correspond pas au poste")
    INTERVIEW = "interview", _("l’entretien n’a pas convaincu")
    TAKEN = "taken", _("une autre candidature est retenue")
    DATES = "dates", _("les dates ne conviennent pas")
    DOSSIER = "dossier", _("le dossier est incomplet")
    ENTRY = "entry", _("l’entrée dans le pays n’est pas possible")
    HOST = "host", _("la structure n’accueille plus")


class WithdrawalCode(models.TextChoices):
    """Why the sending side takes it back."""

    PERSON = "person", _("la personne ne souhaite plus partir")
    CONSENT = "consent", _("la personne a retiré son accord")
    POST = "post", _("la personne a pris un autre poste")
    AGENCY = "agency", _("l’agence ne peut pas l’envoyer")


class Verdict(models.TextChoices):
    FAVOURABLE = "favourable", _("favorable")
    RESERVED = "reserved", _("réservé")
    UNFAVOURABLE = "unfavourable", _("défavorable")


class Means(models.TextChoices):
    """How an interview is held."""

    IN_PERSON = "in_person", _("sur place")
    PHONE = "phone", _("par téléphone")
    VIDEO = "video", _("à distance, par vidéo")


class RecallHow(models.TextChoices):
    DELETE = "delete", _("effacer")
    RETURN = "return", _("renvoyer, sans copie")


class CandidacyState(models.TextChoices):
    """How far somebody went in the call for a post abroad."""

    APPLIED = "applied", _("candidature reçue")
    ELIGIBLE = "eligible", _("éligible")
    SHORTLISTED = "shortlisted", _("présélectionné")
    RETAINED = "retained", _("choisi")


POST_LIFE = Lifecycle("exchange_offer", [
    Step("withdraw", ("open",), "withdrawn", P.EXCHANGES_OFFER, reason_required=True),
    Step("miss", ("open",), "undelivered", P.EXCHANGES_OFFER),
])  # fmt: skip

NOMINATION_LIFE = Lifecycle("nomination", [
    Step("agree", ("prepared",), "agreed", P.CONSENTS_OWN),
    Step("sign", ("prepared",), "agreed", P.CONSENTS_KEEP),
    Step("decline", ("prepared", "agreed"), "declined", P.CONSENTS_OWN),
    Step("set_aside", ("prepared", "agreed"), "set_aside", P.EXCHANGES_NOMINATE, reason_required=True),
    Step("send", ("agreed",), "sent", P.EXCHANGES_NOMINATE),
    Step("accept", ("sent",), "accepted", P.EXCHANGES_ANSWER),
    Step("refuse", ("sent", "accepted"), "refused", P.EXCHANGES_ANSWER, reason_required=True),
    Step("withdraw", ("sent", "accepted"), "withdrawn", P.EXCHANGES_NOMINATE, reason_required=True),
    Step("lapse", ("sent", "accepted"), "lapsed", P.EXCHANGES_OFFER),
    Step("miss", ("sent", "accepted"), "undelivered", P.EXCHANGES_NOMINATE),
    Step("arrive", ("accepted",), "arrived", P.EXCHANGES_ANSWER),
    Step("end", ("arrived",), "ended", P.EXCHANGES_ANSWER),
])  # fmt: skip

CANDIDACY_LIFE = Lifecycle("candidacy", [
    Step("find_eligible", ("applied",), "eligible", P.EXCHANGES_NOMINATE),
    Step("shortlist", ("eligible",), "shortlisted", P.EXCHANGES_NOMINATE),
    Step("retain", ("shortlisted",), "retained", P.EXCHANGES_NOMINATE),
])  # fmt: skip

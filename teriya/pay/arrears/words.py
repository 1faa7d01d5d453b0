"""Why a month is not paid and who holds it, in words."""

from django.utils.translation import gettext as _

from teriya.foundation.accounts.roles import ROLES
from teriya.foundation.rules import queries as rules
from teriya.pay.allowances.controls import TITLES
from teriya.pay.allowances.policies import said
from teriya.pay.arrears.reading import Owed
from teriya.pay.arrears.states import Cause, Turn

PREPARE = "prepare"


def why(owed: Owed) -> str:
    """The obstacle, as the agency says it."""
    match owed.cause:
        case Cause.PRESENCE:
            return _("présences attestées, à confirmer") if owed.turn == Turn.CENTRE else _("présences non pointées")
        case Cause.HOST if not owed.codes:
            return _("présences pointées, à attester")
        case Cause.FUND:
            return (
                _("aucune enveloppe ne paie cette place")
                if not owed.shares
                else _("l’enveloppe n’a plus de quoi payer ce mois")
            )
        case Cause.INSTITUTION if owed.sent:
            return _("envoyé à %(institution)s, sans réponse") % {"institution": owed.institution}
        case Cause.INSTITUTION:
            return _("revenu de %(institution)s : %(why)s") % {"institution": owed.institution, "why": owed.because}
    if owed.codes:
        return ", ".join(str(TITLES.get(code, code)) for code in owed.codes)
    return _("attend l’étape « %(step)s »") % {"step": step_name(owed.step)}


def holder(owed: Owed) -> str:
    """Whose turn it is."""
    if owed.turn == Turn.INSTITUTION:
        return owed.institution
    if owed.turn == Turn.STEP and (step := _step(owed.step)):
        return str(ROLES[step["role"]].name)
    return str(Turn(owed.turn).label) if owed.turn else ""


def step_name(code: str) -> str:
    step = _step(code)
    return said(step["name"]) if step else _("préparation de l’état")


def _step(code: str) -> dict | None:
    return next((step for step in rules.chain()["steps"] if step["code"] == code), None)


def plainly(owed: Owed) -> str:
    """Why it is late and who holds it, as one says it to the volunteer."""
    match owed.cause:
        case Cause.PRESENCE if owed.turn == Turn.CENTRE:
            return _("Votre présence est attestée. Le centre régional doit la confirmer.")
        case Cause.PRESENCE:
            return _("Votre présence n’est pas encore pointée. Voyez %(who)s.") % {"who": holder(owed)}
        case Cause.HOST if not owed.codes:
            return _("Votre présence est pointée. %(who)s doit l’attester.") % {"who": holder(owed).capitalize()}
        case Cause.FUND:
            return _("L’argent manque pour ce mois. L’agence cherche le financement.")
        case Cause.INSTITUTION if owed.sent:
            return _("L’argent est parti chez %(institution)s, qui n’a pas encore répondu.") % {
                "institution": owed.institution
            }
        case Cause.INSTITUTION:
            return _("%(institution)s a rendu l’argent (%(why)s). L’agence paiera à nouveau.") % {
                "institution": owed.institution,
                "why": owed.because,
            }
    if owed.codes:
        return _("Votre ligne est arrêtée : %(why)s. Voyez le centre régional.") % {"why": why(owed)}
    return _("La paie de ce mois attend une étape : %(step)s (%(who)s).") % {
        "step": step_name(owed.step).lower(),
        "who": holder(owed).lower(),
    }

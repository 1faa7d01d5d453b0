"""What may be done of a nomination: by whom, in which state, in whose words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from teriya.exchange.reciprocity import actions, forms
from teriya.exchange.reciprocity.models import Nomination
from teriya.exchange.reciprocity.states import CLOSED, DRAFTS, NOMINATION_LIFE, NominationState
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.web import ActionForm


@dataclass(frozen=True)
class Act:
    """`speaker`: whose word it is, the `sending` or the `receiving` side, or nobody’s. `is_open` looks at the row alone."""

    button: Promise
    done: Promise
    form: type[ActionForm]
    do: Callable[..., Any]
    permission: str
    is_open: Callable[[Nomination], bool]
    speaker: str = ""
    tone: str = ""

    def is_declared(self, row: Nomination) -> bool:
        """Whether these words are those of the other agency, typed here."""
        return bool(self.speaker) and (self.speaker == "sending") != row.is_ours


def _in(step: str) -> Callable[[Nomination], bool]:
    return lambda row: row.state in NOMINATION_LIFE.steps[step].sources


def _is_kept(row: Nomination) -> bool:
    return row.sent_on is not None and row.erased_on is None


ACTS: dict[str, Act] = {
    "signer": Act(_("Joindre l’accord signé"), _("L’accord signé est joint."), forms.SignForm, actions.sign, P.CONSENTS_KEEP,
                  lambda row: row.is_ours and row.state == NominationState.PREPARED, tone="quiet"),
    "envoyer": Act(_("Proposer cette personne"), _("La candidature part vers l’autre agence."), ActionForm, actions.send, P.EXCHANGES_NOMINATE,
                   lambda row: row.is_ours and row.state == NominationState.AGREED),
    "accepter": Act(_("Accepter"), _("La candidature est acceptée."), forms.AcceptForm, actions.accept, P.EXCHANGES_ANSWER, _in("accept"), "receiving"),
    "entretien": Act(_("Noter notre entretien"), _("L’entretien est noté."), forms.InterviewForm, actions.hold_interview, P.EXCHANGES_READ,
                     lambda row: row.state in (*DRAFTS, NominationState.SENT, NominationState.ACCEPTED), tone="quiet"),
    "leur-entretien": Act(_("Noter leur entretien"), _("L’entretien est noté."), forms.InterviewForm, actions.hold_interview, P.EXCHANGES_READ,
                          lambda row: row.state in (NominationState.SENT, NominationState.ACCEPTED) and not row.agency.speaks, tone="quiet"),
    "refuser": Act(_("Refuser"), _("La candidature est refusée."), forms.RefuseForm, actions.refuse, P.EXCHANGES_ANSWER, _in("refuse"), "receiving", "stop"),
    "retirer": Act(_("Retirer la candidature"), _("La candidature est retirée."), forms.WithdrawForm, actions.withdraw, P.EXCHANGES_NOMINATE, _in("withdraw"), "sending", "stop"),
    "ecarter": Act(_("Y renoncer"), _("La candidature est mise de côté."), forms.ReasonForm, actions.set_aside, P.EXCHANGES_NOMINATE,
                   lambda row: row.is_ours and row.state in DRAFTS, tone="quiet"),
    "rappeler": Act(_("Rappeler le dossier"), _("Le rappel est dit à l’autre agence."), forms.RecallForm, actions.ask_recall, P.EXCHANGES_NOMINATE,
                    lambda row: _is_kept(row) and row.recall_asked_on is None, "sending", "quiet"),
    "rendre": Act(_("Rendre le dossier"), _("Le dossier n’est plus tenu, un reçu l’atteste."), forms.RecallForm, actions.give_back, P.EXCHANGES_ANSWER,
                  lambda row: _is_kept(row) and (row.recall_asked_on is not None or row.state in CLOSED), "receiving", "quiet"),
}  # fmt: skip


def open_to(user: User, row: Nomination) -> dict[str, Act]:
    """Those that the user may do now: our own words, and theirs where they have no system."""
    return {
        name: act for name, act in ACTS.items()
        if user.may(act.permission) and act.is_open(row) and (row.agency.speaks is False or not act.is_declared(row))
        and (not name.endswith("entretien") or user.may(P.EXCHANGES_NOMINATE if row.is_ours else P.EXCHANGES_ANSWER))
    }  # fmt: skip

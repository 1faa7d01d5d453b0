"""CONTESTER 03 JOURS by SMS: the month, the reason, and a few words if one likes. Sent again after an answer, it reopens it once."""

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Telephone
from teriya.foundation.core.refusals import Refusal
from teriya.pay.allowances.models import PayLine
from teriya.pay.disputes import actions, queries
from teriya.pay.disputes.states import Kind, Way
from teriya.pay.disputes.words import KINDS, WORDS, month_of


def contest(phone: str, words: list[str]) -> str:
    """The answer in the language of the account that has this telephone, else French."""
    language = User.objects.filter(phone=phone).values_list("language", flat=True).first() or "fr"
    with translation.override(language):
        month, reason, rest = _read(words)
        if not month:
            return _explain(language)
        lines = queries.lines_told_by(phone, [word for word in rest if any(map(str.isdecimal, word))] if rest else ())
        lines = lines or queries.lines_told_by(phone)
        found = [line for line in lines if line.month.month == month and line.corrects_id is None]
        if not found:
            return _("Aucune paie de ce mois sous ce numéro. Appelez le centre régional.")
        if len({line.mission.person_id for line in found}) > 1:
            return _("Plusieurs volontaires ont ce numéro : ajoutez le matricule. %(how)s") % {
                "how": _explain(language)
            }
        try:
            return _contest(found[0], reason or Kind.OTHER, " ".join(rest), language)
        except Refusal as no:
            return no.sentence


def _read(words: list[str]) -> tuple[int, str, list[str]]:
    """(month, reason or nothing, the other words): « 03 JOURS J’ETAIS LA LE 12 »."""
    if not words or not words[0].isdecimal() or not 1 <= int(words[0]) <= 12:
        return 0, "", []
    rest = words[1:]
    if rest[:1] == ["PAS"] and rest[1:2] and rest[1] in KINDS:  # « PAS RECU »
        rest = rest[1:]
    reason = KINDS.get(rest[0], "") if rest else ""
    return int(words[0]), reason, rest[1:] if reason else rest


def _contest(line: PayLine, kind: str, words: str, language: str) -> str:
    by, today = Telephone(P.DISPUTES_OPEN), timezone.localdate()
    former = queries.reopenable(line, kind, today)
    if former:
        dispute = actions.reopen(dispute=former, words=words, by=by, on=today)
    else:
        dispute = actions.contest(line=line, row=0, kind=kind, words=words, way=Way.SMS, by=by, on=today)
    return _("%(number)s, %(month)s : %(kind)s. Réponse avant le %(day)s, par SMS. Qui répond : %(owner)s.") % {
        "number": dispute.number, "month": month_of(line.month, language), "kind": dispute.get_kind_display(),
        "day": f"{dispute.answer_by:%d/%m/%Y}", "owner": dispute.owner,
    }  # fmt: skip


def _explain(language: str) -> str:
    keyword, reasons = WORDS.get(language, WORDS["fr"])
    said = {"example": f"{keyword} 03 {reasons[Kind.DAYS]}", "reasons": ", ".join(reasons.values())}
    return _("Envoyez par exemple : %(example)s (mois 03). Raisons : %(reasons)s.") % said


KEYWORDS = {keyword: contest for keyword, _reasons in WORDS.values()}

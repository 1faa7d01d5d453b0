"""A number, a word, a month or REFUS by SMS: the answer to « où en êtes-vous ? »."""

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from teriya.foundation.messages import inbound
from teriya.insertion.surveys import actions
from teriya.insertion.surveys.engine import answers
from teriya.insertion.surveys.engine.choices import numbered
from teriya.insertion.surveys.words import short_names, understood

NOT_OURS = {"OUI", "NON", "YES", "NO"}  # they answer other questions


def listen(phone: str, said: list[str]) -> str | None:
    """The words of an SMS that answers a survey asked at this telephone; None for any other.

    STOP refuses the survey and goes on to whoever else hears it.
    """
    today, first = timezone.localdate(), said[0] if said else ""
    heard = answers.read(said, understood(), today)
    if not heard.is_answer and (not first or first in NOT_OURS or inbound.knows(first)):
        return None
    found = actions.hear(phone=phone, heard=heard, said=" ".join(said), on=today)
    if found is None:
        return None
    survey, what = found
    account = survey.person.account
    with translation.override(account.language if account else "fr"):
        if what == "refused":
            return None if first == "STOP" else _("C’est noté : plus aucune enquête ne vous sera envoyée.")
        return _reply(survey, what)


def _reply(survey, what: str) -> str:
    if what == "explained":
        return _("Répondez par un seul chiffre : %(choices)s.") % {"choices": numbered(short_names())}
    if what == "month" and survey.situation is None:
        return _("Noté. Et aujourd’hui ? %(choices)s.") % {"choices": numbered(short_names())}
    if survey.replies.filter(since__isnull=False).exists() or survey.situation.route == "none":
        return _("Merci. C’est noté.")
    return _("Merci. C’est noté. Depuis quel mois ? Répondez mois et année, comme 03/%(year)s.") % {
        "year": survey.due_on.year
    }

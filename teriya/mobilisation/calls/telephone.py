"""Keywords by SMS and the USSD menu: where one stands, the next date, leave, be called back. Four levels at most."""

from collections.abc import Callable, Sequence
from functools import wraps

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.messages.inbound import Screen
from teriya.foundation.messages.queries import never_pay
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.calls import actions
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.calls.news import news_of
from teriya.mobilisation.calls.states import APPLICATION_LIFE, WaveState
from teriya.people.models import Person

MOST = 5  # applications that a menu lists; a family may share one telephone


def _in_its_language(answer: Callable) -> Callable:
    """The language of the account that has this telephone, else French."""

    @wraps(answer)
    def spoken(phone: str, words: list[str]):
        language = User.objects.filter(phone=phone).values_list("language", flat=True).first() or "fr"
        with translation.override(language):
            return answer(phone, words)

    return spoken


@_in_its_language
def status(phone: str, words: list[str]) -> str:
    """STATUT, or STATUT 1234 where a telephone serves several candidates."""
    rows = _of(phone, words)
    return " ".join(_sentence(row) for row in rows[:1]) or _("Aucune candidature sous ce numéro de téléphone. Envoyez AIDE.")  # fmt: skip


@_in_its_language
def leave(phone: str, words: list[str]) -> str:
    """RETRAIT 1234 asks for a word; RETRAIT 1234 and the word withdraws."""
    rows = [row for row in _of(phone, words[:1]) if row.state in APPLICATION_LIFE.steps["withdraw"].sources]
    if len(rows) != 1:
        return _("Envoyez RETRAIT et le numéro de votre candidature, par exemple RETRAIT T00012.")
    word = actions.word_for(rows[0], phone)
    if words[1:2] != [word]:
        return _("Pour retirer la candidature %(number)s, sans retour, envoyez : RETRAIT %(number)s %(word)s") % {
            "number": rows[0].number, "word": word,
        }  # fmt: skip
    return _withdraw(rows[0], phone)


@_in_its_language
def call_back(phone: str, words: list[str]) -> str:
    person = Person.objects.alive().filter(phone=phone).order_by("pk").first()
    if not person:
        return _("Ce téléphone n’est celui d’aucun dossier. Présentez-vous au centre régional.")
    actions.ask_call_back(person=person, phone=phone)
    return _("C’est noté : le centre vous appellera au numéro de ce téléphone.")


@_in_its_language
def be_quiet(phone: str, words: list[str]) -> str:
    actions.silence(phone)
    return _("Vous ne recevrez plus d’annonces. Ce qui touche votre candidature continue d’arriver.")


@_in_its_language
def explain(phone: str, words: list[str]) -> str:
    agency = rules.agency()["short_name"]
    known = _("%(agency)s : STATUT, RETRAIT, RAPPEL (on vous appelle), STOP (plus d’annonces).") % {"agency": agency}
    return f"{known} {never_pay(translation.get_language())}"


KEYWORDS = {
    "STATUT": status, "STATUS": status, "RETRAIT": leave, "WITHDRAW": leave, "RAPPEL": call_back, "CALL": call_back,
    "STOP": be_quiet, "AIDE": explain, "HELP": explain,
}  # fmt: skip


@_in_its_language
def menu(phone: str, choices: list[str]) -> Screen:
    """Level 1: what; 2: which application, where there are several; 3: sure?; 4: done."""
    what, rest = (choices[0], choices[1:]) if choices else ("", [])
    if what == "4":
        return Screen(call_back(phone, []))
    if what not in {"1", "2", "3"}:
        return _first()
    rows = _of(phone, [])
    if not rows:
        return Screen(_("Aucune candidature sous ce numéro de téléphone. Présentez-vous au centre régional."))
    if len(rows) > 1:
        if not rest or not rest[0].isdecimal() or not 1 <= int(rest[0]) <= len(rows):
            listed = "\n".join(f"{n} {row.number} {row.wave.code}" for n, row in enumerate(rows, start=1))
            return Screen(_("Laquelle ?") + f"\n{listed}", goes_on=True)
        rows, rest = [rows[int(rest[0]) - 1]], rest[1:]
    return _about(rows[0], what, rest, phone)


def _first() -> Screen:
    calls = (
        Wave.objects.filter(state=WaveState.OPEN, closes_on__gte=timezone.localdate()).order_by("closes_on").first()
    )
    head = rules.agency()["short_name"]
    if calls:
        head += " : " + _("appel jusqu’au %(day)s") % {"day": f"{calls.closes_on:%d/%m}"}
    lines = [_("1 Ma candidature"), _("2 Prochaine date"), _("3 Me retirer"), _("4 Rappelez-moi")]
    return Screen("\n".join([head, *lines]), goes_on=True)


def _about(row: Application, what: str, rest: Sequence[str], phone: str) -> Screen:
    news = news_of(row)
    if what == "1":
        return Screen(_sentence(row))
    if what == "2":
        day = f"{news.by_day:%d/%m/%Y}" if news.by_day else _("date non publiée")
        return Screen(f"{row.number} : {day}. {news.next}")
    if not news.may_withdraw:
        return Screen(_("Cette candidature ne se retire pas par téléphone. Présentez-vous au centre."))
    if rest[:1] == ["1"]:
        return Screen(_withdraw(row, phone))
    if rest[:1] == ["2"]:
        return Screen(_("Rien n’est changé."))
    sure = _("Retirer %(number)s ? C’est sans retour.") % {"number": row.number}
    return Screen(f"{sure}\n" + _("1 Oui") + "\n" + _("2 Non"), goes_on=True)


def _of(phone: str, words: Sequence[str]) -> list[Application]:
    """The applications of the people who have this telephone, the latest first; one number narrows them."""
    rows = Application.objects.filter(person__phone=phone).select_related("wave", "person__commune__centre")
    found = list(rows.prefetch_related("wave__milestones").order_by("-on", "-pk")[:MOST])
    if not words:
        return found
    asked = words[0].lstrip("N°").lstrip("0")
    return [row for row in found if asked in {row.number.upper(), row.number.upper().lstrip("TGF").lstrip("0")}]


def _sentence(row: Application) -> str:
    news = news_of(row)
    day = f" {news.by_day:%d/%m/%Y}." if news.by_day else ""
    return f"{row.number} {row.wave.code} : {news.now} {news.next}{day}"


def _withdraw(row: Application, phone: str) -> str:
    try:
        actions.withdraw_by_phone(application=row, phone=phone, on=timezone.localdate())
    except Refusal as no:
        return no.sentence
    return _("La candidature %(number)s est retirée.") % {"number": row.number}

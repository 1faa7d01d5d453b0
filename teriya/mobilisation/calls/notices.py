"""What candidates are told by SMS, each in the language of their account."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.utils.translation import override

from teriya.foundation.messages.actions import queue, queue_many
from teriya.foundation.messages.gsm7 import length, plain
from teriya.foundation.messages.queries import letters_before, never_pay
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.calls.models import Application, Draft, Lack, Wave
from teriya.people.models import Person


def received(applications: Sequence[Application]) -> None:
    _tell(applications, "application_received")


def not_eligible(applications: Sequence[Application]) -> None:
    """Why, once for each reason: the same check again sends nothing new."""
    _tell(applications, "not_eligible")


def incomplete(application: Application, lack: Lack) -> None:
    """What to bring, once for each thing asked."""
    agency, person = rules.agency()["short_name"], application.person
    language = _language(application)
    with override(language):
        what = f"{lack.get_code_display()}{f' ({lack.note})' if lack.note else ''}"
    context = {"agency": agency, "number": application.number, "what": what}
    queue(channel="sms", to=person.phone, template="candidate/application_incomplete", context=context, language=language,
          key=f"application_incomplete:{lack.pk}", about=f"application:{application.pk}")  # fmt: skip


def extended(wave: Wave, drafts: Iterable[Draft], extension: int) -> None:
    """Whoever has begun and not sent: until when it can still be."""
    _say(wave, "call_extended", [(d.account.phone, d.account.language, f"call_extended:{extension}:{d.account_id}") for d in drafts])  # fmt: skip


def announced(wave: Wave, people: Iterable[Person]) -> None:
    """Each telephone once a call, whatever the number of people it serves."""
    said = {
        p.phone: (p.phone, p.account.language if p.account else "fr", f"call_announced:{wave.pk}:{p.phone}")
        for p in people
    }
    _say(wave, "call_announced", said.values())


def _say(wave: Wave, template: str, told: Iterable[tuple[str, str, str]]) -> None:
    context = {
        "agency": rules.agency()["short_name"], "wave": wave.code, "until": f"{wave.closes_on:%d/%m/%Y}",
        "host": settings.SITE.partition("://")[2], "stop": bool(settings.INBOUND_KEY),
    }  # fmt: skip
    spoken = defaultdict(list)
    for phone, language, key in told:
        spoken[language].append({"to": phone or "", "key": key, "about": f"wave:{wave.pk}", "context": context})
    for language, messages in spoken.items():
        queue_many(messages, channel="sms", template=f"candidate/{template}", language=language)


def _tell(applications: Sequence[Application], template: str) -> None:
    """`applications` come with their `wave` and `person`."""
    agency, spoken = rules.agency()["short_name"], defaultdict(list)
    for row in applications:
        code, sentence = row.reasons[0] if row.reasons else ("", "")
        spoken[_language(row)].append({
            "to": row.person.phone, "key": f"{template}:{row.pk}:{code}", "about": f"application:{row.pk}",
            "context": {"agency": agency, "number": row.number, "wave": row.wave.code,
                        "reason": _short(sentence, beside=f"{agency} : candidature {row.number} non retenue. ")},
        })  # fmt: skip
    for language, messages in spoken.items():
        queue_many(messages, channel="sms", template=f"candidate/{template}", language=language)


def _language(application: Application) -> str:
    account = application.person.account
    return account.language if account else "fr"


def _short(sentence: str, *, beside: str) -> str:
    """A sentence that would lose its end in an SMS is left out: the centre and the person's page say it whole."""
    return sentence if length(plain(sentence + beside)) <= letters_before(never_pay("fr")) else ""

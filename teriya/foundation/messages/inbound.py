"""What comes in by telephone without the web: a keyword by SMS, a USSD menu. Rooms say what they answer.

Kannel asks `sms-service` by `get-url`, and sends the body of the answer as an SMS (Kannel User Guide 1.4.5, chapter 7):

    get-url = "https://…/sms/entrant/?cle=KEY&from=%p&id=%I&text=%a"

A USSD aggregator posts sessionId, phoneNumber and text ("1*2": what was typed so far); the answer begins with CON to go
on, END to end (the HTTP form that African aggregators share).
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass

import phonenumbers
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from teriya.foundation.messages.gsm7 import cut, plain
from teriya.foundation.messages.models import Inbound

MOST_A_DAY = 30  # answers to one telephone: what a flood may cost
SCREEN = 160  # letters of a USSD screen that every telephone shows


@dataclass(frozen=True)
class Screen:
    """What a USSD session shows; `goes_on` waits for a choice."""

    text: str
    goes_on: bool = False


Answer = Callable[[str, list[str]], str]
Listener = Callable[[str, list[str]], str | None]
Menu = Callable[[str, list[str]], Screen]
_keywords: dict[str, Answer] = {}
_menu: list[Menu] = []
_fallback: list[Answer] = []
_listeners: list[Listener] = []


def answer_to(word: str, answer: Answer) -> None:
    """Called from `AppConfig.ready`: `answer(telephone, the other words)` when an SMS begins with this word, in capitals."""
    _keywords[word] = answer


def knows(word: str) -> bool:
    """Whether a keyword begins so: it is not an answer to a question."""
    return word in _keywords


def answer_otherwise(answer: Answer) -> None:
    _fallback[:] = [answer]


def listen(listener: Listener) -> None:
    """Called from `AppConfig.ready` by a room that asks questions: `listener(telephone, every word, in capitals)` hears each SMS
    before the keywords do, and says None to what does not answer a question of its own."""
    _listeners.append(listener)


def serve_ussd(menu: Menu) -> None:
    """Called from `AppConfig.ready`: `menu(telephone, choices so far)`."""
    _menu[:] = [menu]


@login_not_required
@csrf_exempt
@require_GET
def sms(request: HttpRequest) -> HttpResponse:
    """One SMS that came in. Kannel asking again about the same one gets the same answer; nothing is done twice."""
    phone = _caller(request.GET.get("from", ""))
    if not _is_gateway(request.GET.get("cle", "")) or not phone:
        return HttpResponse(status=403)
    return _said(_answer_once(request.GET.get("id", ""), phone, request.GET.get("text", "")))


@transaction.atomic
def _answer_once(gateway_id: str, phone: str, text: str) -> str:
    """The answer kept under the gateway's own number of the SMS. Beyond the day's share a telephone gets no answer."""
    Inbound.objects.bulk_create([Inbound(gateway_id=gateway_id, phone=phone, text=text[:160])], ignore_conflicts=True)
    row = Inbound.objects.select_for_update().get(gateway_id=gateway_id)
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    if row.is_answered or Inbound.objects.filter(phone=phone, at__gte=today).count() > MOST_A_DAY:
        return row.answer
    row.answer, row.is_answered = cut(plain(_answer(phone, text.upper().split()))), True
    row.save(update_fields=["answer", "is_answered"])
    return row.answer


def _answer(phone: str, said: list[str]) -> str:
    """Who asked a question is heard first, then the keyword, then whoever answers otherwise."""
    for listener in _listeners:
        if (answer := listener(phone, said)) is not None:
            return answer
    first, *words = said or [""]
    answers = [_keywords[first]] if first in _keywords else _fallback
    return answers[0](phone, words) if answers else ""


@login_not_required
@csrf_exempt
@require_POST
def ussd(request: HttpRequest) -> HttpResponse:
    """One step of a USSD session."""
    phone = _caller(request.POST.get("phoneNumber", ""))
    if not _is_gateway(request.GET.get("cle", "")) or not phone or not _menu:
        return HttpResponse(status=403)
    choices = [choice for choice in request.POST.get("text", "").split("*") if choice]
    screen = _menu[0](phone, choices)
    return _said(f"{'CON' if screen.goes_on else 'END'} {cut(plain(screen.text), SCREEN)}")


def _is_gateway(key: str) -> bool:
    return bool(settings.INBOUND_KEY) and hmac.compare_digest(key.encode(), settings.INBOUND_KEY.encode())


def _caller(sender: str) -> str:
    """The network's own number, in E.164; empty when it is none."""
    digits = "".join(filter(str.isdecimal, sender)).removeprefix("00")
    try:
        number = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException:
        return ""
    return (
        phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        if phonenumbers.is_valid_number(number)
        else ""
    )


def _said(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8")

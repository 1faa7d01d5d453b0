"""Emptying the outbox. Each message is taken by one worker, and handed over at most once."""

from datetime import timedelta

from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from teriya.foundation.messages.channels.gateway import GatewayError, GatewaySilent, sms_gateway
from teriya.foundation.messages.models import Message

BATCH = 50
TRIES = 8  # with waits that double from 15 s: about an hour
STUCK = timedelta(minutes=10)  # taken by a worker that died: nobody knows whether it left, so a person decides


def send_queued() -> int:
    """Send what is due, oldest first; returns how many were handed over."""
    sent = 0
    for message in _take():
        try:
            message.gateway_id = _hand_over(message)
        except GatewayError as error:
            _give_back(message, str(error))
        except GatewaySilent as error:
            Message.objects.filter(pk=message.pk).update(state=Message.State.FAILED, error=f"no answer: {error}"[:200])
        else:
            message.state, message.sent_at, message.error = Message.State.SENT, timezone.now(), ""
            message.save(update_fields=["state", "sent_at", "gateway_id", "error"])
            sent += 1
    return sent


def _take() -> list[Message]:
    """Mark a batch as being sent, and commit that before anything leaves: a crash never sends twice."""
    with transaction.atomic():
        Message.objects.filter(state=Message.State.SENDING, next_at__lt=Now() - STUCK).update(
            state=Message.State.FAILED, error="taken by a worker that stopped"
        )
        due = Message.objects.filter(state=Message.State.QUEUED, next_at__lte=Now()).order_by("next_at")
        batch = list(due.select_for_update(skip_locked=True)[:BATCH])
        Message.objects.filter(pk__in=[m.pk for m in batch]).update(
            state=Message.State.SENDING, attempts=F("attempts") + 1, next_at=Now()
        )
    return batch


def _hand_over(message: Message) -> str:
    if message.channel == Message.Channel.SMS:
        return sms_gateway().send(message.to, message.text)
    try:
        send_mail(message.subject, message.text, None, [message.to])
    except OSError as error:
        raise GatewayError(str(error)[:120]) from error
    return ""


def _give_back(message: Message, error: str) -> None:
    attempts = message.attempts + 1
    state = Message.State.FAILED if attempts >= TRIES else Message.State.QUEUED
    wait = timedelta(seconds=15 * 2 ** (attempts - 1))
    Message.objects.filter(pk=message.pk).update(state=state, error=error[:200], next_at=Now() + wait)

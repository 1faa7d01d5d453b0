"""Putting a message in the outbox. Nothing is sent here: a page is never slower because a gateway is."""

from collections.abc import Iterable

from django.template.loader import render_to_string

from teriya.foundation.messages.gsm7 import cut, length, plain
from teriya.foundation.messages.models import Message
from teriya.foundation.messages.queries import letters_before, never_pay

CANDIDATE = "candidate/"  # a template of this folder speaks to a candidate


def queue(
    *, channel: str, to: str, template: str, context: dict, key: str, about: str = "", language: str = "fr"
) -> None:
    """Write one message in the caller's transaction; the same `key` again adds nothing.

    The text is `sms/<template>.<language>.txt` or `email/<template>.<language>.txt` (first line: the subject).
    An SMS is written in GSM-7 letters and holds in 160 of them; in one of the folder `sms/candidate/` the last words are
    that nobody pays, whole whatever the length of the others.
    """
    queue_many(
        [{"to": to, "context": context, "key": key, "about": about}],
        channel=channel,
        template=template,
        language=language,
    )


def queue_many(messages: list[dict], *, channel: str, template: str, language: str = "fr") -> None:
    """`queue` for many people at once, in one statement; each item has `to`, `context`, `key`, `about`."""
    closing = never_pay(language) if template.startswith(CANDIDATE) else ""
    rows = []
    for item in messages:
        if not item["to"]:
            continue
        text = render_to_string(f"{channel}/{template}.{language}.txt", item["context"]).strip()
        subject = ""
        if channel == Message.Channel.EMAIL:
            subject, _, text = text.partition("\n")
        elif closing:
            text = f"{_held(plain(text), letters_before(closing))} {closing}"
        else:
            text = cut(plain(text))
        rows.append(
            Message(channel=channel, to=item["to"], template=template.removeprefix(CANDIDATE), subject=subject, text=text.strip(),
                    key=item["key"], about=item.get("about", ""))
        )  # fmt: skip
    Message.objects.bulk_create(rows, ignore_conflicts=True)


def withdraw(numbers: Iterable[str]) -> None:
    """What waits in the outbox for these numbers is not sent: nobody reads them any more."""
    waiting = Message.objects.filter(to__in=list(numbers), state=Message.State.QUEUED)
    waiting.update(state=Message.State.FAILED, error="withdrawn: nobody reads this number any more")


def _held(text: str, places: int) -> str:
    """The text in so many places; what is too long shows that it lost its end."""
    return text if length(text) <= places else f"{cut(text, places - 3).rstrip(' ,.')}..."

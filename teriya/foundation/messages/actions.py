"""Putting a message in the outbox. Nothing is sent here: a page is never slower because a gateway is."""

from django.template.loader import render_to_string

from teriya.foundation.messages.gsm7 import cut, plain
from teriya.foundation.messages.models import Message


def queue(
    *, channel: str, to: str, template: str, context: dict, key: str, about: str = "", language: str = "fr"
) -> None:
    """Write one message in the caller's transaction; the same `key` again adds nothing.

    The text is `sms/<template>.<language>.txt` or `email/<template>.<language>.txt` (first line: the subject).
    An SMS is written in GSM-7 letters and holds in 160 of them.
    """
    queue_many(
        [{"to": to, "context": context, "key": key, "about": about}],
        channel=channel,
        template=template,
        language=language,
    )


def queue_many(messages: list[dict], *, channel: str, template: str, language: str = "fr") -> None:
    """`queue` for many people at once, in one statement; each item has `to`, `context`, `key`, `about`."""
    rows = []
    for item in messages:
        if not item["to"]:
            continue
        text = render_to_string(f"{channel}/{template}.{language}.txt", item["context"]).strip()
        subject = ""
        if channel == Message.Channel.EMAIL:
            subject, _, text = text.partition("\n")
        else:
            text = cut(plain(text))
        rows.append(
            Message(channel=channel, to=item["to"], template=template, subject=subject, text=text.strip(), key=item["key"],
                    about=item.get("about", ""))
        )  # fmt: skip
    Message.objects.bulk_create(rows, ignore_conflicts=True)

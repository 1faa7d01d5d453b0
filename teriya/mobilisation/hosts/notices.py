"""What hosts are told by SMS: a decision about them, an appeal rejected, a need refused, each with its reason."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.utils import translation

from teriya.foundation.core.models import Transition
from teriya.foundation.messages.actions import queue_many
from teriya.foundation.messages.gsm7 import LIMIT, length, plain
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.hosts.models import Host, Need, Planned, Recourse, Widening
from teriya.mobilisation.hosts.states import HostState

_WORDS = 85  # letters of a message beside its reason


def decided(hosts: Sequence[Host], steps: Sequence[Transition]) -> None:
    """One message a host: the state that it is in, from that day."""
    with translation.override("fr"):  # a host has no account of its own, so no language
        _tell("host_decided", [
            (host, f"host:{step.pk}", {"host": host.name, "state": str(HostState(step.to).label), "on": step.on, "reason": step.reason})
            for host, step in zip(hosts, steps, strict=True)
        ])  # fmt: skip


def widening_decided(widening: Widening, step: Transition) -> None:
    """A larger quota granted, from that day, or refused, with the reason."""
    template = "quota_widened" if widening.since else "quota_refused"
    host = widening.accreditation.host
    words = {"host": host.name, "quota": widening.quota, "on": step.on, "reason": step.reason}
    _tell(template, [(host, f"host:{step.pk}", words)])


def recourse_rejected(recourse: Recourse) -> None:
    words = {"host": recourse.host.name, "reason": recourse.answer}
    _tell("recourse_rejected", [(recourse.host, f"recourse:{recourse.pk}", words)])


def planned(lines: Sequence[Planned], answer_by: date) -> None:
    """What a convention plans for a facility, to be confirmed from its telephone."""
    _tell("planned_for_you", [
        (line.host, f"planned:{line.pk}:{line.places}",
         {"places": line.places, "profile": rules.label("profile", line.profile), "on": answer_by, "reason": "", "site": settings.SITE})
        for line in lines
    ])  # fmt: skip


def change_asked(need: Need, step: Transition) -> None:
    words = {"reference": need.reference, "reason": step.reason, "site": settings.SITE}
    _tell("need_to_change", [(need.host, f"need:{step.pk}", words)])


def refused(need: Need, step: Transition) -> None:
    _tell("need_refused", [(need.host, f"need:{step.pk}", {"reference": need.reference, "reason": step.reason})])


def _tell(template: str, rows: Sequence[tuple[Host, str, dict]]) -> None:
    """A reason that would lose its end is left out: the host's page says it whole."""
    agency = rules.agency()["short_name"]
    messages = []
    for host, key, words in rows:
        fits = length(plain(words["reason"] + words.get("host", ""))) <= LIMIT - _WORDS
        context = words | {"agency": agency, "reason": words["reason"] if fits else ""}
        messages.append({"to": host.phone, "key": key, "about": f"host:{host.pk}", "context": context})
    queue_many(messages, channel="sms", template=template)

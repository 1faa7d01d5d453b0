"""The country's rules of the host share: who owes, for which form, at which rate, how an incomplete month counts."""

from collections.abc import Callable
from datetime import date
from typing import Any

from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.engine.contents import DatedValue
from teriya.mobilisation.hosts.models import Host


def is_exempt(host: Host, day: date) -> bool:
    """A host of these domains never owes, whatever its legal form: a school is neither called nor blocked."""
    return host.domain in rules.amount("host_share_exempt_domains", on=day, default=())


def kinds_owing(day: date) -> set[str]:
    """The legal forms that the pack names for some form, on a day."""
    return {
        kind for form in rules.form_codes() for kind in rules.amount("host_share_owed_by", form=form, on=day, default=())
    }  # fmt: skip


def is_rated(day: date) -> bool:
    """Whether a text fixes a rate for some kind and form that owe: 0 is none, and nobody is called."""
    return any(
        rate_on(form, kind, day)
        for form in rules.form_codes() for kind in rules.amount("host_share_owed_by", form=form, on=day, default=())
    )  # fmt: skip


def rate_on(form: str, kind: str, day: date) -> DatedValue | None:
    """The rate of a legal form, once one is in force for it, else that of every form; None where none is, or where it is 0."""
    for scope in (kind, ""):
        francs = rules.amount("host_share", form=form, qualification=scope, on=day)
        if francs is not None:
            return rules.value("host_share", form=form, qualification=scope, on=day) if francs else None
    return None


class Book:
    """The rules, each read once for a form, a kind and a day: hundreds of hosts ask the same ones."""

    def __init__(self) -> None:
        self._read: dict[tuple, Any] = {}

    def owes(self, host: Host, form: str, day: date) -> bool:
        """Whether the pack names this kind of host for this form, and not its domain as exempt."""
        named = self._once("by", form, day, lambda: rules.amount("host_share_owed_by", form=form, on=day, default=()))
        exempt = self._once("exempt", host.domain, day, lambda: is_exempt(host, day))
        return host.legal_form in named and not exempt

    def rate(self, host: Host, form: str, day: date) -> DatedValue | None:
        return self._once("rate", (form, host.legal_form), day, lambda: rate_on(form, host.legal_form, day))

    def proration(self, form: str, day: date) -> str:
        return self._once("proration", form, day, lambda: rules.value("proration", form=form, on=day).value)

    def _once(self, name: str, of: Any, day: date, read: Callable[[], Any]) -> Any:
        key = (name, of, day)
        if key not in self._read:
            self._read[key] = read()
        return self._read[key]

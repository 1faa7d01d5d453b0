"""What every operator’s interface offers, and which one an institution has."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol

from django.conf import settings

from teriya.pay.allowances.files.answers import Answer


class ProviderError(Exception):
    """The operator did not take the batch, or could not be asked; the same is tried again later."""


class ProviderRefused(Exception):
    """The operator says that it will pay nothing of the batch."""


class ProviderSilent(Exception):
    """The operator was reached and did not answer, or not so that one can tell: it may have taken the batch."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What an operator knows of a batch: whether all is said, and what it says of each order so far."""

    is_complete: bool
    answers: Sequence[Answer]


class PayoutProvider(Protocol):
    """A whole batch at once. `key` is ours, the same for ever for one batch: twice the same key is once the batch."""

    def hand_over(self, content: bytes, *, key: str, bell: str) -> str:
        """Give the batch and return the operator’s own reference. `bell`: an address of ours that it may call when something is known.

        Raises ProviderError when it was surely not taken, ProviderRefused when it never will be, ProviderSilent when nobody knows.
        """

    def find(self, key: str) -> str:
        """The operator’s reference of a batch handed over under this key; empty when it knows of none."""

    def ask(self, reference: str) -> Progress:
        """What is known of the batch. Raises ProviderRefused when its operator gave it up whole."""


def provider_of(name: str, code: str) -> PayoutProvider:
    """The interface `name` (a module of this folder) with the address and the key that the environment gives for an institution."""
    facts = settings.PAYOUTS[code]
    return import_module(f"teriya.pay.allowances.providers.{name}").Provider(facts["url"], facts["key"])

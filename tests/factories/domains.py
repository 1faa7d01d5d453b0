"""A note on the choice of domains, in May 2024: Dodzi counts, Ama signs and records what the board decided."""

from datetime import date

from django.test import override_settings

from teriya.contribution.domains import actions
from teriya.contribution.domains.models import DomainNote
from teriya.mobilisation.hosts.priorities import Ranked
from tests.cast import Cast
from tests.factories.framework import dodzi

SINCE, ON, DECIDED, FROM = date(2024, 1, 1), date(2024, 5, 2), date(2024, 5, 20), date(2024, 6, 1)
ORDER = [Ranked("education", 40), Ranked("health", 30)]


@override_settings(TAKE_ON=True)  # the acts of a story are dated in the past
def make_note(cast: Cast, *, until: str = "prepared") -> DomainNote:
    """Brought as far as a story needs: prepared, signed, decided."""
    note = actions.prepare(since=SINCE, by=dodzi(cast), on=ON)
    actions.give_reasons(
        note=note, reasons={"education": "Trois places sur dix restent vides."}, by=dodzi(cast), on=ON
    )
    if until != "prepared":
        note = actions.sign(note=note, text="Je propose l’éducation d’abord.", by=cast.ama, on=ON)
    return decide(cast, note) if until == "decided" else note


@override_settings(TAKE_ON=True)
def decide(cast: Cast, note: DomainNote, **values) -> DomainNote:
    given = {"domains": ORDER, "authority": "Conseil d’administration", "reference": "PV 2/2024", "decided_on": DECIDED, "valid_from": FROM,
             "by": cast.ama, "on": DECIDED} | values  # fmt: skip
    return actions.record_decision(note=note, **given)

"""What shows a contribution at a host of Haho 1: Yao and Komlan write down, Mazalo and Ama decide."""

from datetime import date

from teriya.contribution.evidence import actions
from teriya.contribution.evidence.models import Reading, Study, Testimony
from teriya.mobilisation.hosts.models import Host
from tests.cast import Cast

ON = date(2024, 6, 3)
AGREE = {"useful": 4, "continued": 3, "skills": 2, "welcomed": 4}


def read(cast: Cast, host: Host, month: date, amount: int, *, indicator: str = "hours_taught", on: date = ON, is_confirmed: bool = True) -> Reading:  # fmt: skip
    """The register of a month, read by Yao and confirmed by Mazalo."""
    row = actions.record_reading(host=host, indicator=indicator, month=month, amount=amount, register="Cahier de textes, p. 12",
                                 read_by="DOUTI Adjo, directrice", by=cast.yao, on=on)  # fmt: skip
    return actions.decide_reading(reading=row, step="confirm", by=cast.mazalo, on=on) if is_confirmed else row


def say(cast: Cast, host: Host, text: str = "Nos enfants lisent.", *, is_published: bool = True, on: date = ON, **values) -> Testimony:  # fmt: skip
    """An inhabitant's words, that Yao writes down."""
    given = {
        "speaker": "community",
        "said_by": "Une mère d’élève",
        "consent": "spoken",
        "agreed": True,
        "by": cast.yao,
    } | values
    row = actions.testify(host=host, text=text, on=on, **given)
    return actions.decide_testimony(testimony=row, step="publish", by=cast.mazalo, on=on) if is_published else row


def a_study(cast: Cast, by, *, on: date = ON, **values) -> Study:
    given = {"title": "Étude de l’apport du volontariat", "authors": "INSEED", "dated": "2023", "address": "https://inseed.tg/etude",
             "method": "Entretiens ; aucun groupe témoin", "findings": [actions.NewFinding("Les heures de cours augmentent.", "hours_taught")]}  # fmt: skip
    return actions.enter_study(by=by, on=on, **given | values)

"""The letters of a budget cut: one to each volunteer, one to each host, printed in one go. Papers are in French."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import override

from teriya.foundation.accounts.models import User
from teriya.foundation.documents.actions import Sheet, issue
from teriya.foundation.documents.letterhead import in_french, letterhead
from teriya.foundation.documents.models import Document
from teriya.foundation.ui.templatetags.ui import day
from teriya.pay.forecast.models import Cut, CutMission
from teriya.pay.forecast.states import CutRule

DUE = "Tout ce que vous avez servi jusqu’à ce jour vous est dû. Le centre régional répond à vos questions."
ATTEST = "Les missions ci-dessous s’arrêtent chez vous. Attestez leurs présences jusqu’au dernier jour : elles seront payées."


def letters_of(cut: Cut, *, by: User, on: date) -> Document:
    """Under one number, in the order of the list: volunteers, then hosts."""
    rows = list(cut.missions.select_related("mission__person", "mission__host__commune").order_by("rank"))
    with override("fr"):
        letters = [*_to_volunteers(cut, rows), *_to_hosts(cut, rows)]
    signature = {"party": "L’agence", "name": "", "function": "", "on": None, "means": ""}
    data = letterhead() | {"letters": letters, "signature": signature}
    return issue(kind="lettres", series="COUPE", subject="cut", sheet=Sheet(cut.pk, data), by=by, on=on)


def _why(cut: Cut) -> str:
    envelope = f"L’enveloppe « {cut.envelope.title} » ({cut.envelope.funder})"
    return f"{envelope} ne peut plus payer toutes les missions qu’elle finance : {cut.reason}"


def _to_volunteers(cut: Cut, rows: Sequence[CutMission]) -> Iterator[dict]:
    rule = in_french(CutRule(cut.rule).label)
    for row in rows:
        mission = row.mission
        has_begun = (mission.started_on or mission.period.lower) <= cut.last_day
        what = f"s’arrête le {day(cut.last_day)}" if has_begun else "ne commencera pas"
        yield {
            "to": [str(mission.person), mission.host.commune.name], "people": [],
            "subject": f"fin de votre mission le {day(cut.last_day)}" if has_begun else "votre mission ne commencera pas",
            "paragraphs": [
                _why(cut), f"Votre mission {mission.number} auprès de la structure « {mission.host.name} », qui devait finir le {day(row.was_to_end)}, {what}.",
                f"La règle est la même pour tous : {rule}. Vous êtes au rang {row.rank} sur {len(rows)}.", DUE,
            ],
        }  # fmt: skip


def _to_hosts(cut: Cut, rows: Sequence[CutMission]) -> Iterator[dict]:
    hosts: dict[int, list[CutMission]] = {}
    for row in rows:
        hosts.setdefault(row.mission.host_id, []).append(row)
    for own in hosts.values():
        host = own[0].mission.host
        yield {
            "to": [host.name, host.head, host.commune.name], "subject": "missions qui s’arrêtent chez vous",
            "paragraphs": [_why(cut), ATTEST],
            "people": [{"name": str(row.mission.person), "mission": row.mission.number, "last_day": cut.last_day} for row in own],
        }  # fmt: skip

"""Before deployment: the training that a room above proves, and the oath with its minutes."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.gates import open_gates
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.documents.actions import issue
from teriya.foundation.journal import actions as journal
from teriya.foundation.messages.actions import queue_many
from teriya.foundation.rules import queries as rules
from teriya.people.models import Person
from teriya.service.missions import papers, queries
from teriya.service.missions.models import Mission, Oath, OathCall
from teriya.service.missions.policies import require_at
from teriya.service.missions.states import OATH_LIFE, GateName, MissionState


@transaction.atomic
def prove_training(*, missions: Sequence[Mission], minutes: str, by: User, on: date) -> list[Mission]:
    """Open the gate of training for those who passed it, of any wave; the number of the minutes is the evidence."""
    require(by, P.TRAINING_HOLD)
    require_date(by, on)
    rows = Mission.objects.locked(missions)
    _require_waiting(rows, GateName.TRAINING)
    _open([row.pk for row in rows], GateName.TRAINING, minutes, by=by, on=on)
    if rows:
        journal.write("missions.prove_training", "mission", rows[0].pk, by=by, on=on, permission=P.TRAINING_HOLD,
                      rows=[row.pk for row in rows], minutes=minutes)  # fmt: skip
    return rows


@transaction.atomic
def call_to_oath(*, missions: Sequence[Mission], place: str, day: date, by: User, on: date) -> Oath:
    """Call trained volunteers of one wave to a ceremony: its list is printed, an SMS tells each where and when."""
    require(by, P.OATH_RECORD)
    require_date(by, on)
    if day < on:
        raise Refusal("oath_in_past", _("Une cérémonie se prévoit pour un jour à venir."), field="day")
    rows = _to_swear(missions)
    require_at(by, P.OATH_RECORD, rows)
    oath = Oath.objects.create(wave=rows[0].wave, place=place, on=day)
    OathCall.objects.bulk_create([OathCall(oath=oath, mission=row) for row in rows])
    oath.called = issue(
        kind="liste", series="SERMENT", subject="oath", sheet=papers.called_to_oath(rows, place, day), by=by, on=on
    )
    oath.save(update_fields=["called"])
    _tell(oath, rows)
    journal.write(
        "missions.call_to_oath", "oath", oath.pk, by=by, on=on, permission=P.OATH_RECORD, rows=[row.pk for row in rows]
    )
    return oath


@transaction.atomic
def hold_oath(*, oath: Oath, absent: Collection[int], by: User, on: date) -> Oath:
    """Write who swore at a planned ceremony: everybody called, except `absent` (mission ids), who stay due.

    A mission cancelled since is left out. Refuses `oath_not_today` before its day, `nobody_swore` when none came.
    """
    require(by, P.OATH_RECORD)
    require_date(by, on)
    row = Oath.objects.select_for_update(of=("self",)).get(pk=oath.pk)
    if on < row.on:
        sentence = _("La cérémonie est le %(day)s : les serments s’écrivent ensuite.") % {"day": f"{row.on:%d/%m/%Y}"}
        raise Refusal("oath_not_today", sentence)
    calls = list(row.calls.select_related("mission__host"))
    require_at(by, P.OATH_RECORD, [one.mission for one in calls])
    waiting = set(
        queries.unproved(Mission.objects.filter(pk__in=[one.mission_id for one in calls]), GateName.OATH).values_list(
            "pk", flat=True
        )
    )
    for one in calls:
        one.swore = one.mission_id in waiting and one.mission_id not in absent
    here = [one.mission for one in calls if one.swore]
    if not here:
        raise Refusal("nobody_swore", _("Personne n’a prêté serment : prévoyez une autre cérémonie."), field="absent")
    OathCall.objects.bulk_update(calls, ["swore"])
    away = [one.mission for one in calls if not one.swore]
    return _swear(row, _to_swear(here), Mission.objects.locked(away) if away else [], by=by, on=on)


@transaction.atomic
def record_oath(*, missions: Sequence[Mission], place: str, by: User, on: date) -> Oath:
    """Write that trained volunteers of one wave took the oath that day, called before or not; the minutes' number is the evidence."""
    require(by, P.OATH_RECORD)
    require_date(by, on)
    rows = _to_swear(missions)
    require_at(by, P.OATH_RECORD, rows)
    oath = Oath.objects.create(wave=rows[0].wave, place=place, on=on)
    OathCall.objects.bulk_create([OathCall(oath=oath, mission=row, swore=True) for row in rows])
    return _swear(oath, rows, [], by=by, on=on)


def _to_swear(missions: Sequence[Mission]) -> list[Mission]:
    rows = _to_prove(missions, GateName.OATH)
    standing = queries.gates_of([row.pk for row in rows])
    untrained = [
        row for row in rows if GateName.TRAINING in row.required_gates and GateName.TRAINING not in standing[row.pk]
    ]
    if untrained:
        raise Refusal(
            "not_trained",
            _("Sans formation enregistrée, pas de serment : %(untrained)s.") % {"untrained": _numbers(untrained)},
        )
    return rows


def _swear(oath: Oath, rows: Sequence[Mission], away: Sequence[Mission], *, by: User, on: date) -> Oath:
    """The minutes, then the gates of those who swore."""
    sheet = papers.minutes_of_oath(rows, away, oath, by, on)
    oath.minutes = issue(kind="liste", series="PV-SERMENT", subject="oath", sheet=sheet, by=by, on=on)
    oath.save(update_fields=["minutes"])
    move(oath, OATH_LIFE, "hold", by=by, on=on)
    ids = [row.pk for row in rows]
    _open(ids, GateName.OATH, oath.minutes.number, by=by, on=on)
    journal.write(
        "missions.record_oath", "oath", oath.pk, by=by, on=on, permission=P.OATH_RECORD, rows=ids, absent=len(away)
    )
    return oath


def _tell(oath: Oath, missions: Sequence[Mission]) -> None:
    """Where and when, once a ceremony, in the language of each account."""
    agency, spoken = rules.agency()["short_name"], defaultdict(list)
    accounts = dict(Person.objects.filter(missions__in=missions).values_list("pk", "account__language"))
    for row in missions:
        spoken[accounts.get(row.person_id) or "fr"].append({
            "to": row.person.phone, "key": f"oath_called:{oath.pk}:{row.pk}", "about": f"mission {row.pk}",
            "context": {"agency": agency, "place": oath.place[:60], "day": f"{oath.on:%d/%m/%Y}"},
        })  # fmt: skip
    for language, messages in spoken.items():
        queue_many(messages, channel="sms", template="oath_called", language=language)


def _to_prove(missions: Sequence[Mission], gate: str) -> list[Mission]:
    """Missions in preparation; or begun under a derogation of this gate, which is then regularised."""
    rows = Mission.objects.locked(missions)
    if not rows:
        raise Refusal("nobody_chosen", _("Choisissez au moins une mission."))
    if len({row.wave_id for row in rows}) > 1:
        raise Refusal("several_waves", _("Choisissez des missions d’une seule vague."))
    _require_waiting(rows, gate)
    return rows


def _require_waiting(rows: Sequence[Mission], gate: str) -> None:
    lifted = queries.lifted(rows, gate)
    late = [row for row in rows if row.state != MissionState.PREPARED and row.pk not in lifted]
    if late:
        raise Refusal("not_in_preparation", _("Déjà commencées ou annulées : %(late)s.") % {"late": _numbers(late)})


def _numbers(missions: Sequence[Mission]) -> str:
    return ", ".join(mission.number for mission in missions[:5]) + (" …" if len(missions) > 5 else "")


def _open(ids: Collection[int], gate: str, evidence: str, *, by: User, on: date) -> None:
    open_gates("mission", [(pk, gate, evidence) for pk in ids], by=by, on=on)

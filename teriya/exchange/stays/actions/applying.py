"""What each fact of a stay changes here, whoever said it.

Each thing has one side that says it, so that messages that cross never contradict: the plan is the home agency's, a line is
its owner's, the arrival is the host agency's, a report is its voice's. Both may say the end: the word of the host side stands.
"""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from teriya.exchange.reciprocity import actions as reciprocity
from teriya.exchange.reciprocity.models import Nomination
from teriya.exchange.stays.models import Incident, Line, Report, Stay
from teriya.exchange.stays.states import Side, Voice
from teriya.exchange.wire.models import Fact
from teriya.foundation.core.refusals import Refusal

Personal = dict[str, Any] | None


def plan(fact: Fact, person: Personal) -> None:
    """The home agency says the departure, the end and the checklist; said again, the days move and what is done stays done.

    Refuses `nomination_unknown`, `wrong_side`, `not_accepted`, `dates_unfit`.
    """
    nomination = Nomination.objects.select_for_update().filter(uid=fact.about, agency=fact.agency).first()
    if nomination is None:
        raise Refusal("nomination_unknown", _("Cette candidature n’est pas connue ici."))
    if fact.is_ours != nomination.is_ours:
        raise _wrong_side()
    if nomination.answer != "accepted":
        raise Refusal("not_accepted", _("Cette candidature n’est pas acceptée."))
    departs, ends = day(fact, "departs_on"), day(fact, "ends_on")
    if not departs < ends:
        raise Refusal("dates_unfit", _("Le séjour finit après le départ."), field="ends_on")
    said = {"departs_on": departs, "ends_on": ends, "planned_on": fact.on, "undelivered": ""}
    stay, _is_new = Stay.objects.update_or_create(nomination=nomination, defaults=said)
    kept = [line["code"] for line in fact.content["lines"]]
    stay.lines.filter(done_on=None).exclude(code__in=kept).delete()
    for position, line in enumerate(fact.content["lines"]):
        told = {"fr": line["fr"], "en": line["en"], "owner": line["owner"], "due_on": date.fromisoformat(line["due_on"]), "position": position}  # fmt: skip
        Line.objects.update_or_create(stay=stay, code=line["code"], defaults=told)


def tick(fact: Fact, person: Personal) -> None:
    """The agency that sees to a line says when it was done, or that it is not after all. Refuses `line_unknown`."""
    stay = stay_of(fact)
    line = stay.lines.filter(code=fact.content["code"]).first()
    if line is None:
        raise Refusal("line_unknown", _("Cette ligne n’est pas au programme du départ."))
    require_side(fact, stay, line.owner)
    done = fact.content["done_on"]
    line.done_on, line.is_declared = date.fromisoformat(done) if done else None, fact.is_declared
    line.save(update_fields=["done_on", "is_declared"])


def arrive(fact: Fact, person: Personal) -> None:
    """The host agency says that the person is there: from then on nobody withdraws. Refuses `not_accepted`."""
    stay = stay_of(fact)
    require_side(fact, stay, Side.HOST)
    reciprocity.note_arrival(nomination=stay.nomination, on=day(fact, "arrived_on"))


def end(fact: Fact, person: Personal) -> None:
    """The last day of service, and how it ended. Refuses `not_arrived`, `ends_before_arrival`."""
    stay = stay_of(fact)
    side, last = side_of(fact, stay), day(fact, "ended_on")
    if stay.nomination.arrived_on is None:
        raise Refusal("not_arrived", _("Cette personne n’est pas arrivée."))
    if last < stay.nomination.arrived_on:
        raise Refusal("ends_before_arrival", _("Le dernier jour ne précède pas l’arrivée."), field="ended_on")
    if side == Side.HOME and stay.end_by == Side.HOST:
        return
    reciprocity.note_end(nomination=stay.nomination, on=last)
    stay.how, stay.end_by, stay.counted_on = fact.content["how"], side, None
    stay.save(update_fields=["how", "end_by", "counted_on"])


def report(fact: Fact, person: Personal) -> None:
    """A month, an interview or an evaluation by one voice; said again, the last one stands."""
    stay, said = stay_of(fact), fact.content
    require_side(fact, stay, Voice(said["voice"]).side)
    told = {"answers": said["answers"], "least": min(said["answers"].values()), "on": fact.on, "by_id": fact.by_id,
            "is_declared": fact.is_declared, "seen_on": None, "seen_by_id": None}  # fmt: skip
    Report.objects.update_or_create(stay=stay, about=said["about"], of=said["of"], voice=said["voice"], defaults=told)


def incident(fact: Fact, person: Personal) -> None:
    """A fact, a day, what was done."""
    stay, said = stay_of(fact), fact.content
    Incident.objects.create(
        uid=fact.pk, stay=stay, kind=said["kind"], happened_on=day(fact, "happened_on"), done=said["done"], side=side_of(fact, stay),
        on=fact.on, by_id=fact.by_id, is_declared=fact.is_declared,
    )  # fmt: skip


def plan_not_there(fact: Fact, code: str) -> None:
    Stay.objects.filter(nomination__uid=fact.about).update(undelivered=code[:40])


def stay_of(fact: Fact) -> Stay:
    """The stay that a fact is about, locked. Refuses `stay_unknown`."""
    rows = Stay.objects.select_for_update(of=("self",)).select_related("nomination__offer", "nomination__agency")
    stay = rows.filter(nomination__uid=fact.about, nomination__agency=fact.agency).first()
    if stay is None:
        raise Refusal("stay_unknown", _("Ce séjour n’est pas connu ici."))
    return stay


def side_of(fact: Fact, stay: Stay) -> str:
    """Which of the two speaks."""
    return Side.HOME if fact.is_ours == stay.nomination.is_ours else Side.HOST


def require_side(fact: Fact, stay: Stay, side: str) -> None:
    if side_of(fact, stay) != side:
        raise _wrong_side()


def day(fact: Fact, name: str) -> date:
    return date.fromisoformat(fact.content[name])


def _wrong_side() -> Refusal:
    return Refusal("wrong_side", _("C’est à l’autre agence de le dire."))

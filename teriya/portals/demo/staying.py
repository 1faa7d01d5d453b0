"""Stays told by both agencies: the departure prepared, the months, the interviews, the end, the certificate, the return."""

from collections.abc import Iterator
from datetime import date, timedelta

from teriya.exchange.reciprocity.models import Nomination
from teriya.exchange.stays import actions as stays
from teriya.exchange.stays.models import Certificate, Line, Stay
from teriya.exchange.stays.states import Asked, Judged
from teriya.foundation.core.periods import add_months
from teriya.portals.demo import abroad
from teriya.portals.demo.abroad import Post
from teriya.portals.demo.dialogue import Act, Side
from teriya.portals.demo.staff import ROSTERS

FINE, WATCH = 3, 2


def prepare(side: Side, post: Post, on: date, until: date) -> None:
    """The agency that sends plans the departure; each of both sees to its own lines, those due after `until` wait."""
    side.turn(_home(post), on, _plan(post))
    for code in (_home(post), post.of):
        side.turn(code, until, _tick(post))


def begin(side: Side, post: Post) -> None:
    begins = post.begins_on(side)
    side.turn(post.of, begins, lambda own, day: stays.record_arrival(stay=_stay(post), arrived_on=day, by=own.by("exchange_officer"), on=day))  # fmt: skip
    side.turn(post.of, min(begins + timedelta(14), side.today), _tick(post))
    side.turn(post.of, begins + timedelta(21), _talk(post, "first", "host"))


def go_on(side: Side, post: Post, *, until: date, worry: int | None = None) -> None:
    """Each month that is over is told by the volunteer and by the structure; in the month `worry`, lodging is to be watched."""
    for number, (month, last) in enumerate(_months(post.begins_on(side), until)):
        level = WATCH if number == worry else FINE
        side.turn(_home(post), last, _status(post, month, "volunteer", level))
        side.turn(post.of, last, _status(post, month, "structure", FINE))


def finish(side: Side, post: Post, last: date) -> None:
    """The end, both evaluations, the certificate that both sign, the service counted, the return."""
    home = _home(post)
    side.turn(post.of, last - timedelta(14), _talk(post, "last", "host"))
    side.turn(post.of, last, lambda own, day: stays.record_end(stay=_stay(post), ended_on=day, how="term", by=own.by("exchange_officer"), on=day))  # fmt: skip
    for code, voices in ((home, ("volunteer", "home")), (post.of, ("structure", "host"))):
        side.turn(code, last + timedelta(8), _evaluate(post, voices))
    side.turn(home, last + timedelta(10), _certify)
    side.turn(post.of, last + timedelta(13), lambda own, day: stays.countersign_certificate(certificate=Certificate.objects.get(), by=own.by("director"), on=day))  # fmt: skip
    side.turn(home, last + timedelta(20), _come_back)


def happen(post: Post) -> Act:
    """A fact, without a name and without health: papers stolen, declared."""

    def act(side: Side, day: date) -> None:
        stays.tell_incident(stay=_stay(post), kind="papers", happened_on=day, done="declared", by=side.by("exchange_officer"), on=day,
                            words="Sac volé au marché ; déclaration faite, passeport en cours de remplacement.")  # fmt: skip

    return act


def talk(side: Side, post: Post, on: date) -> None:
    """The mid-term interview, by both."""
    for code, voice in ((post.of, "host"), (_home(post), "home")):
        side.turn(code, on, _talk(post, "middle", voice))


def _home(post: Post) -> str:
    return next(code for code in ROSTERS if code != post.of)


def _stay(post: Post) -> Stay:
    return abroad.of(post).stay


def _plan(post: Post) -> Act:
    def act(side: Side, day: date) -> None:
        row: Nomination = abroad.of(post)
        stays.plan_stay(nomination=row, departs_on=row.starts_on - timedelta(1), ends_on=row.ends_on, by=side.by("exchange_officer"), on=day)  # fmt: skip

    return act


def _tick(post: Post) -> Act:
    def act(side: Side, day: date) -> None:
        for line in Line.objects.ours().filter(stay=_stay(post), done_on=None, due_on__lte=day).in_order():
            stays.tick_line(line=line, done_on=line.due_on, by=side.by("exchange_officer"), on=day)

    return act


def _months(first: date, until: date) -> Iterator[tuple[str, date]]:
    """(2026-07, its last day) of each month that is over."""
    month = first.replace(day=1)
    while (last := add_months(month, 1) - timedelta(1)) <= until:
        yield f"{month:%Y-%m}", last
        month = add_months(month, 1)


def _status(post: Post, month: str, voice: str, housing: int) -> Act:
    def act(side: Side, day: date) -> None:
        stay = _stay(post)
        by = stay.nomination.person.account if voice == "volunteer" else side.by("exchange_officer")
        answers = dict.fromkeys(Asked.values, FINE) | {"housing": housing}
        words = "L’eau manque deux jours par semaine." if housing < FINE else ""
        stays.give_report(
            stay=stay, about="status", of=month, voice=voice, answers=answers, words=words, by=by, on=day
        )

    return act


def _talk(post: Post, code: str, voice: str) -> Act:
    def act(side: Side, day: date) -> None:
        answers = dict.fromkeys(Asked.values, FINE)
        stays.give_report(stay=_stay(post), about="interview", of=code, voice=voice, answers=answers, by=side.by("exchange_officer"), on=day)  # fmt: skip

    return act


def _evaluate(post: Post, voices: tuple[str, ...]) -> Act:
    def act(side: Side, day: date) -> None:
        for voice in voices:
            answers = dict.fromkeys(Judged.values, FINE) | (
                {"welcome": WATCH} if voice == "volunteer" else {"departure": WATCH}
            )
            stays.give_report(stay=_stay(post), about="evaluation", of="", voice=voice, answers=answers, by=side.by("exchange_officer"), on=day)  # fmt: skip

    return act


def _certify(side: Side, day: date) -> None:
    row = stays.prepare_certificate(stay=Stay.objects.over().get(), by=side.by("exchange_officer"), on=day)
    stays.sign_certificate(certificate=row, by=side.by("director"), on=day)


def _come_back(side: Side, day: date) -> None:
    """The person has the paper, the service counts, the mission is read again together, then told in public."""
    officer, stay = side.by("exchange_officer"), Stay.objects.over().get()
    stays.deliver_certificate(certificate=Certificate.objects.get(), by=officer, on=day)
    stays.count_service(stay=stay, by=officer, on=day)
    for kind, later, people, words in (
        ("debrief", 0, 3, "Le premier mois est le plus dur : prévoir un logement visité avant l’arrivée."),
        ("restitution", 9, 45, "Ce que quarante productrices burkinabè font de leurs registres."),
    ):
        held = day + timedelta(later)
        stays.record_return(
            stay=stay, kind=kind, held_on=held, place="Lomé", people=people, words=words, by=officer, on=held
        )

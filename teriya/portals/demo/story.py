"""What happened, in order. Dates are counted from today, so that the agency is always alive."""

from collections.abc import Callable
from datetime import date, timedelta

from django.conf import settings

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.periods import Month, add_months
from teriya.foundation.rules.models import Form
from teriya.mobilisation.hosts import actions as hosts
from teriya.portals.demo import (
    agreements,
    alumni,
    arrears,
    cofinancing,
    collection,
    domains,
    doors,
    evidence,
    figures,
    framework,
    groups,
    insertion,
    interviews,
    kits,
    opendata,
    partners,
    plans,
    referrals,
    savings,
)
from teriya.portals.demo.disputes import contest
from teriya.portals.demo.follow import follow
from teriya.portals.demo.forecast import plan as plan_money
from teriya.portals.demo.life import Life, Plan, months_from
from teriya.portals.demo.proofs import prove
from teriya.portals.demo.staff import hire
from teriya.portals.demo.training import train_a_wave
from teriya.portals.officers import Officers
from teriya.service.attendance import actions as attendance
from teriya.service.attendance import queries as attendance_queries
from teriya.service.cover import actions as cover
from teriya.service.cover import queries as cover_queries
from teriya.service.missions import actions as missions
from teriya.service.missions.models import Mission


def tell(today: date, say: Callable[[str], None]) -> None:
    """Make the whole life of the agency, through its own actions."""
    life = Life(hire(add_months(today, -60)), today)
    vnc, vec = Form.objects.get(code="VNC"), Form.objects.get(code="VEC")
    say("Structures des six centres")
    life.register_hosts(add_months(today, -36))
    partners.enter(life, add_months(today, -36))
    say("Vague 17, terminée")
    _wave_17(life, vnc, today)
    say("Phase 8 des volontaires d’engagement citoyen, paie en retard")
    _phase_8(life, vec, today)
    say("Phase 8 bis, équipes en service, appelées chaque jour")
    _phase_8_again(life, vec, today)
    say("Vague 18, en service")
    served = _wave_18(life, vnc, today)
    _declare_cover(life, today)
    say("Vague 19, en cours de sélection")
    wave = life.current_wave(settings.ROOT / "countries/tg/demo", vnc)
    say("Vague 20, ouverte aux candidatures")
    plan = Plan("VNC-20", "Vague 20", vnc, add_months(today.replace(day=1), 3), 12, 4)
    life.open_call(plan, opens_on=today - timedelta(9), closes_on=today + timedelta(19))
    users = doors.open_doors(life, served, wave)
    agreements.live_on(life, users["partner"])
    follow(life, served[1])
    contest(life, served[1])
    partners.live_on(life)
    say("Phase 9, une journée d’entretiens en cours")
    first = add_months(today.replace(day=1), 2)
    interviews.hold_a_day(life, Plan("VEC-9", "Phase 9", vec, first, 6, 4, ("CAP", "BEPC"), at_home=True))
    say("Vague 18 bis, en formation")
    train_a_wave(life, vnc)
    say("Quotes-parts des structures")
    cofinancing.live_on(life, users["host_officer"])
    say("Plans d’insertion de la vague 18")
    plans.accompany(life, served, served[1])
    say("Orientations et offres d’emploi")
    referrals.direct(life, users["host_officer"])
    say("Prévision de l’argent, deux scénarios")
    plan_money(life)
    say("Groupes d’épargne")
    groups.save_together(life)
    say("Kits d’installation")
    kits.give_kits(life)
    say("Anciens volontaires, prix du meilleur volontaire")
    alumni.remember(life, users["jury_member"])
    say("Ce que deviennent la vague 17 et la phase 8")
    insertion.follow(life)
    _contribute(life, served[1], say)


def _contribute(life: Life, own: Mission, say: Callable[[str], None]) -> None:
    """What volunteers counted, and what else shows what they bring."""
    say("Indicateurs comptés chaque mois par les vagues 17 et 18")
    collection.count(life, own)
    say("Avis, témoignages, registres relevés, études")
    evidence.show(life)
    say("Cadre stratégique, revues, choix des domaines")
    framework.plan_and_review(life)
    domains.choose(life)
    say("Chiffres figés, annuaire de l’an passé, note au ministre")
    figures.count(life)
    say("Données ouvertes, fichier des conventions")
    opendata.publish(life)


def _wave_17(life: Life, form: Form, today: date) -> None:
    first = add_months(today.replace(day=1), -20)
    found, months = life.live(Plan("VNC-17", "Vague 17", form, first, 12, 4)), months_from(first, 12)
    savings.agree(life, found[::6], monthly=2000, months=6, on=first)
    life.serve(found, form, months)
    last = add_months(first, 12) - timedelta(1)
    life.end(_fresh(found), on=last)
    savings.give_back(life, found[0], savings.carry(life, form.code, months), on=last + timedelta(15))


def _phase_8(life: Life, form: Form, today: date) -> None:
    """Six months by days present; the fifth is late at the accountant's, the sixth waits for its visa. One volunteer dies.

    They ended three months before the last days of last month: whatever the day, the first survey is open.
    """
    first = add_months(today.replace(day=1), -9)
    found = life.live(Plan("VEC-8", "Phase 8", form, first, 6, 7, ("CAP", "BEPC"), at_home=True))
    months = months_from(first, 6)
    savings.agree(life, found[::4], monthly=500, months=6, on=first)
    life.serve(found, form, months[:4], absences=2, returned=1)
    account = savings.carry(life, form.code, months[:3])  # the fourth waits to be carried
    for month, until in ((months[4], "order"), (months[5], "engage")):
        life.month(found, month, on=month.last + timedelta(2), absences=1)
        life.pay(month, form, on=month.last + timedelta(9), until=until)
    last = add_months(first, 6) - timedelta(1)
    savings.dies(life, _fresh(found)[4], account, last_day=last - timedelta(4))
    life.end(_fresh(found), on=last, certified=3)
    prove(life, months[3], form)


def _phase_8_again(life: Life, form: Form, today: date) -> None:
    """Six teams since last month, which is confirmed; Sena has called hers this month, but for the last working day."""
    first, facilitator = add_months(today.replace(day=1), -1), life.staff.head_office["field_facilitator"]
    plan = Plan("VEC-8B", "Phase 8 bis", form, first, 6, 8, ("CAP", "BEPC"), at_home=True, together=True)
    found = life.live(plan)
    Officers(life.staff.head_office).open_wallets(found, on=first)
    life.month(found, Month.of(first), on=min(today, Month.of(first).last + timedelta(2)), absences=2)
    followed = Mission.objects.filter(
        pk__in=[m.pk for m in found], host__commune__in=facilitator.communes(P.PRESENCE_RECORD)
    )
    team = missions.name_facilitator(
        missions=list(followed), account=facilitator, by=life.staff.head_office["operations"], on=first
    )
    days = attendance_queries.open_days(today.replace(day=1), attendance_queries.last_working_day(today))[:-1]
    for number, day in enumerate(days):
        away = [team[number % len(team)].pk] if number % 4 == 0 else []
        attendance.call_roll(missions=team, day=day, absent=away, by=facilitator, on=day)


def _wave_18(life: Life, form: Form, today: date) -> list[Mission]:
    """In service for six months; one resigned, one host is suspended, last month waits to be paid."""
    first = add_months(today.replace(day=1), -6)
    found = life.live(Plan("VNC-18", "Vague 18", form, first, 12, 6, paid_by=agreements.pay_a_region))
    months = months_from(first, 6)
    life.serve(found, form, months[:3], returned=1)
    arrears.pay_and_ask(life, found, form, months[3])
    arrears.publish_delays(life, months)
    _resigns(life, found[0], months[4].first + timedelta(9))
    found = _fresh(found)
    life.month(found, months[4], on=months[4].last + timedelta(2))
    life.pay(months[4], form, on=months[4].last + timedelta(6), until="vise")
    _one_centre_is_late(life, found, months[5])
    head = Officers(life.staff.head_office)
    hosts.decide(host=found[-1].host, step="suspend", reason="Deux volontaires sans tuteur depuis un mois.", by=head.by["operations"],
                 on=today - timedelta(12))  # fmt: skip
    return found


def _declare_cover(life: Life, today: date) -> None:
    """Health is declared each month; work injury was forgotten since wave 18 began, and everybody sees it."""
    finance, first = life.staff.head_office["finance_officer"], add_months(today.replace(day=1), -9)
    months = months_from(first, 8)
    for scheme, declared in (("health", months), ("work_injury", months[:2])):
        for month in declared:
            if cover_queries.due(scheme, month):
                cover.declare(scheme=scheme, month=month, payer="agency", by=finance, on=min(today, month.last + timedelta(5)))  # fmt: skip


def _resigns(life: Life, mission: Mission, last_day: date) -> None:
    officers = life.at(mission.host.commune.centre.code)
    officers.finish(
        [mission], reason="resignation", last_day=last_day, on=last_day + timedelta(2), why="A trouvé un emploi."
    )


def _one_centre_is_late(life: Life, found: list[Mission], month: Month) -> None:
    """Last month: five centres have confirmed their presences, the sixth has not recorded them yet."""
    late = sorted(life.offices)[0]
    on = min(life.today, month.last + timedelta(2))
    life.month([m for m in found if m.host.commune.centre.code != late], month, on=on)


def _fresh(found: list[Mission]) -> list[Mission]:
    return list(
        Mission.objects.filter(pk__in=[m.pk for m in found])
        .select_related("host__commune__centre", "person")
        .order_by("pk")
    )

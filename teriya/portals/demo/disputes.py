"""What volunteers contest of their pay: one to answer, one late, one whose answer is to confirm, one that led to a recount."""

from datetime import date, timedelta

from teriya.pay.allowances import actions as pay
from teriya.pay.allowances.models import PayLine
from teriya.pay.disputes import actions
from teriya.pay.disputes.models import Dispute
from teriya.pay.disputes.states import Kind, Outcome, Way
from teriya.portals.demo.life import Life
from teriya.service.missions.models import Mission


def contest(life: Life, volunteer: Mission) -> None:
    """The volunteer who has an account, and two of the phase paid by days present."""
    today, head = life.today, life.staff.head_office
    own = list(PayLine.objects.filter(mission=volunteer, state="paid").select_related("mission__person__account").order_by("-month")[:2])  # fmt: skip
    account = own[0].mission.person.account
    _open(own[0], Kind.DAYS, account, today - timedelta(2), row=1, words="J’étais au poste le dernier vendredi.")
    rate = _open(own[1], Kind.RATE, account, today - timedelta(6), row=1)
    actions.answer(
        dispute=rate, outcome=Outcome.REJECTED, words="Le taux du mois est celui du décret, affiché sur votre bulletin.",
        by=head["finance_officer"], on=today - timedelta(1),
    )  # fmt: skip
    by_days = PayLine.objects.filter(mission__wave__code="VEC-8").select_related("mission__host__commune__centre")
    back = by_days.filter(state="returned").order_by("month", "pk").first()
    _call(life, back, Kind.UNPAID, today - timedelta(16), "Le guichet dit que le carnet est clos.")
    short = by_days.filter(state="paid", inputs__days_present__lt=20).order_by("month", "pk").first()
    counted = _call(life, short, Kind.DAYS, today - timedelta(28), "Deux jours comptés absents, j’étais en classe.")
    centre = life.at(short.mission.host.commune.centre.code).by
    actions.answer(
        dispute=counted, outcome=Outcome.RECOUNT, words="Cahier de l’école vu : présent un jour de plus.",
        by=centre["regional_agent"], on=today - timedelta(22),
    )  # fmt: skip
    actions.confirm(dispute=counted, by=head["director"], on=today - timedelta(20))
    pay.correct_line(
        line=short, days=[short.inputs["days_present"] + 1], reason=f"Contestation {counted.number}, cahier de l’école",
        by=head["finance_officer"], on=today - timedelta(19),
    )  # fmt: skip


def _open(line: PayLine, kind: Kind, by, on: date, *, row: int, words: str = "") -> Dispute:
    return actions.contest(line=line, row=row, kind=kind, way=Way.PAGE, by=by, on=on, words=words)


def _call(life: Life, line: PayLine, kind: Kind, on: date, words: str) -> Dispute:
    agent = life.at(line.mission.host.commune.centre.code).by["regional_agent"]
    return actions.contest(line=line, row=0, kind=kind, way=Way.CALL, by=agent, on=on, words=words)
